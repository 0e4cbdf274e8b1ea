"""Which microphone and which loudspeaker are taken: by a part of their names, or the defaults.

Never a guess: of two that cannot be told apart, one may stand in another room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voiceguide.audio.devices import Device

_NO_DEVICE = "no {what} found; plug one in, or start the sound server (pactl info tells)"


class AmbiguousError(UserError):
    """More than one device may be meant."""


def require_both(found: Sequence[Device]) -> None:
    """Make sure that there is a microphone and a loudspeaker at all.

    Raises:
        UserError: one of them is missing.
    """
    there = {
        "microphone": any(device.inputs for device in found),
        "loudspeaker": any(device.outputs for device in found),
    }
    if not all(there.values()):
        lacking = " and no ".join(kind for kind, is_there in there.items() if not is_there)
        raise UserError(_NO_DEVICE.format(what=lacking))


def microphone(found: Sequence[Device], name: str | None) -> Device:
    """Return the microphone with this part of a name, or the default one.

    Raises:
        UserError: there is none, or more than one.
    """
    return _chosen("microphone", [d for d in found if d.inputs], name, lambda d: d.default_mic)


def loudspeaker(found: Sequence[Device], name: str | None) -> Device:
    """Return the loudspeaker with this part of a name, or the default one.

    Raises:
        UserError: there is none, or more than one.
    """
    return _chosen(
        "loudspeaker", [d for d in found if d.outputs], name, lambda d: d.default_speaker
    )


def same(found: Sequence[Device], device: Device) -> Device:
    """Return a device as it is found now, under the number that it has now.

    Raises:
        UserError: it is not there.
    """
    for each in found:
        alike = (each.name, each.node) == (device.name, device.node)
        if alike and ((each.inputs and device.inputs) or (each.outputs and device.outputs)):
            return each
    raise UserError(f"{device.name} is not there any more; plug it in again")


def _chosen(
    kind: str, those: list[Device], name: str | None, default: Callable[[Device], bool]
) -> Device:
    matching = [device for device in those if _meant(device, name, default)]
    if not those or (name is None and not matching):
        raise UserError(_NO_DEVICE.format(what=kind))
    exact = [device for device in matching if name in {device.name, device.node}]
    taken = exact or matching
    names = list(dict.fromkeys(device.name for device in taken or those))
    if not taken:
        raise UserError(f"no {kind} is called {name!r}; there are: {', '.join(names)}")
    if len(names) > 1:
        raise AmbiguousError(
            f"{name!r} is part of the name of more than one {kind}: {', '.join(names)}; "
            "write more of it"
        )
    if taken[0].node is None or name not in {None, taken[0].node}:
        _require_unlike(kind, [device for device in those if device.name == names[0]])
    return taken[0]


def _meant(device: Device, name: str | None, default: Callable[[Device], bool]) -> bool:
    if name is None:
        return default(device)
    return name == device.node or name.casefold() in device.name.casefold()


def _require_unlike(kind: str, alike: Sequence[Device]) -> None:
    """Make sure that a name belongs to one device.

    Raises:
        AmbiguousError: two cards of the same make have it; their numbers change with each start.
    """
    if len(alike) == 1:
        return
    told = f"{len(alike)} {kind}s are called {alike[0].name!r}"
    if nodes := [device.node for device in alike if device.node]:
        raise AmbiguousError(f"{told}; name one of them as the server does: {', '.join(nodes)}")
    raise AmbiguousError(f"{told}, and nothing tells them apart; unplug all of them but one")
