"""Every routine that can be led, by the name that ``told.brief`` takes."""

from __future__ import annotations

from tests.session.told import CONTRACT_RELAX, brief
from voiceguide.paths import content_dir

ROUTINES = sorted(path.stem for path in (content_dir() / "routines").iterdir())
SINGLES = sorted(f"just {path.stem}" for path in (content_dir() / "stretches").iterdir())
PUSHED = [
    name + CONTRACT_RELAX for name in (*ROUTINES, *SINGLES) if brief(routine=name).contract_relax
]
"""With contract-relax, where a stretch suits it."""

EVERY_ROUTINE = [*ROUTINES, *SINGLES, *PUSHED]
