"""The curve as a picture: what is heard, against how often it is heard though nobody said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib import pyplot as plt

from training.curve import THRESHOLDS, Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SIZE = (11.0, 4.5)
"""Inches."""


def draw(file: Path, heard: Sequence[Row], alarms: Sequence[Row], chosen: float) -> None:
    """Draw a panel for each source of false alarms, a line for each condition.

    Args:
        file: written as SVG.
        heard: the words that are heard.
        alarms: the false ones, one row a panel.
        chosen: the threshold that is marked: the nearest of those that were measured.
    """
    plt.rcParams["svg.hashsalt"] = "voiceguide"  # the same picture is the same file
    figure, panels = plt.subplots(1, len(alarms), figsize=_SIZE, sharey=True)
    marked = int(np.argmin(np.abs(np.array(THRESHOLDS) - chosen)))
    for panel, alarm in zip(np.atleast_1d(panels), alarms, strict=True):
        an_hour = np.maximum(alarm.counts, 0.5) / alarm.trials
        for row in heard:
            part = [100 * rate for rate in row.rates]
            panel.plot(an_hour, part, marker=".", label=f"{row.name} ({row.trials:.0f} words)")
        panel.axvline(an_hour[marked], color="grey", linestyle=":")
        panel.text(an_hour[marked], 40, f" > {chosen:g}", rotation=90)
        panel.set_xscale("log")
        panel.set_xlabel(f"false alarms an hour, {alarm.name} ({alarm.trials:.2f} h)")
        panel.set_ylim(35, 101)
        panel.grid(alpha=0.3)
    panels[0].set_ylabel('"stop" heard, percent')
    panels[-1].legend(fontsize="small", loc="lower right")
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})
