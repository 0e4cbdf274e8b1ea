"""The hard limits above all content: a file that breaks one does not load. Each with its source."""

from __future__ import annotations

MAX_HOLD = 60
"""Seconds. "A longer hold up to 60 seconds may be beneficial" (002_56a37f25f547bb1b.txt)."""

MIN_HOLD = 15
"""Seconds. "Hold this position for 15-30 seconds" (003_af6178c12898b617.txt), the shortest hold of
the articles; in less, no number can be asked for, answered and read back."""

MIN_PUSH = 3
"""Seconds of a contract-relax push: the shortest that a muscle takes notice of. Our own; no article
gives a figure for the push that 001_dcaa7ce0be9571c0.txt names (PNF)."""

MAX_PUSH = 6
"""Seconds. Ours, as above: as long as a calm breath."""

MAX_STOP_POINT = 5
"""On the 0 to 10 scale: "generally a 4 or 5" (000_61c5e9427e3c6396.txt)."""

DEFAULT_STOP_POINT = 4
"""The lower of the two (000_61c5e9427e3c6396.txt)."""

MAX_REPETITIONS = 3
"""A side. "Repeat 2-3 times per side" (001_dcaa7ce0be9571c0.txt; 002_56a37f25f547bb1b.txt)."""

MIN_WARM_UP = 5
"""Minutes. "Five to ten minutes with light movements" (000_61c5e9427e3c6396.txt; 001, 002)."""

MAX_WARM_UP = 10
"""Minutes. As above."""

MAX_COOL_DOWN = 10
"""Minutes. "A short, slow walk" (000_61c5e9427e3c6396.txt); how short is our own."""

MAX_CUE_WORDS = 25
"""Whom it is for counted in: what a person can follow in one breath. Our own."""

MAX_TITLE_WORDS = 10
"""A title is said within a cue of the guide's own, which has to stay short with it. Our own."""

MAX_BEFORE_RELEASE = 3.0
"""Seconds that a reply takes before a release that must not wait: one short breath. Our own."""

MAX_SILENCE = 20.0
"""Seconds from one timed cue to the next: nobody wonders whether the guide is still there. Ours."""

MIN_ROUNDS = 10
"""Of a rhythm. "10-15 times" (003_af6178c12898b617.txt)."""

MAX_ROUNDS = 15
"""As above."""

MIN_ROUND = 5
"""Seconds of a rhythm's round, a calm breath: what is faster is a swing. Our own."""
