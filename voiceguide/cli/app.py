"""The commands and their help; what each does is in the module beside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voiceguide import __version__
from voiceguide.language.intents import Expecting  # noqa: TC001  # typer reads the annotations

app = typer.Typer(
    name="voiceguide",
    help="An offline, voice-first guide that leads two people through partner-assisted stretching.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

_Routine = Annotated[
    list[str],
    typer.Argument(help="A routine's name, the path of its .yaml file, or: just the twist."),
]
_Voice = Annotated[str, typer.Option(help="A Piper voice by name, or the path of its .onnx file.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_Fetch = Annotated[bool, typer.Option("--fetch", help="Fetch what is missing or damaged.")]
_Out = Annotated[
    Path,
    typer.Option(help="Folder for the demonstration's room.wav, speaker.wav and journal.jsonl."),
]
_Minutes = Annotated[
    float | None, typer.Option(min=1, help="Fit the routine to the minutes that you have.")
]
_Mic = Annotated[str | None, typer.Option(help="Part of the microphone's name.")]
_Speaker = Annotated[str | None, typer.Option(help="Part of the loudspeaker's name.")]
_Volume = Annotated[
    int | None, typer.Option(min=10, max=200, help="How loud to speak, in percent.")
]
_Config = Annotated[
    Path | None, typer.Option(help="A configuration file instead of the usual one.")
]
_ContractRelax = Annotated[
    bool | None, typer.Option(help="Let the client also push, in stretches that suit it.")
]
_BreathTone = Annotated[bool | None, typer.Option(help="Lead the breath by a soft tone as well.")]
_Prepare = Annotated[
    bool, typer.Option("--prepare", help="Only render all that it can say, and end.")
]
_ROUTINE = ["lower-back"]
_VOICE = "en_US-joe-medium"
_DEMO = Path("voiceguide-demo")


def _example(*lines: str) -> str:
    return "Examples:\n\n" + "\n\n".join(f"  {line}" for line in lines)


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,  # noqa: FBT002
) -> None:
    if version:
        print(__version__)
        raise typer.Exit


@app.command(epilog=_example("voiceguide start", "voiceguide start just the twist"))
def start(  # noqa: PLR0913, PLR0917  # a command has a parameter for each of its options
    routine: _Routine = _ROUTINE,
    minutes: _Minutes = None,
    voice: _Voice = _VOICE,
    out: _Out = _DEMO,
    config: _Config = None,
    contract_relax: _ContractRelax = None,
    breath_tone: _BreathTone = None,
) -> None:
    """Lead a session live, or show a demonstration if no microphone or loudspeaker is there."""
    from voiceguide.cli import sessions
    from voiceguide.cli.choosing import Wanted
    from voiceguide.settings import load_settings

    settings = load_settings(config, contract_relax=contract_relax, breath_tone=breath_tone)
    wanted = Wanted.of(settings, " ".join(routine), minutes)
    raise typer.Exit(sessions.start(wanted, voice, settings, out))


@app.command(
    epilog=_example(
        "voiceguide run",
        "voiceguide run lower-back --mic USB --speaker Jabra",
        "voiceguide run full-back --minutes 20",
        "voiceguide run --contract-relax --breath-tone",
    )
)
def run(  # noqa: PLR0913, PLR0917  # as above
    routine: _Routine = _ROUTINE,
    minutes: _Minutes = None,
    mic: _Mic = None,
    speaker: _Speaker = None,
    volume: _Volume = None,
    config: _Config = None,
    journal: Annotated[Path | None, typer.Option(help="Write the journal to this file.")] = None,
    voice: _Voice = _VOICE,
    contract_relax: _ContractRelax = None,
    breath_tone: _BreathTone = None,
) -> None:
    """Lead two people through a routine, live, by voice alone."""
    from voiceguide.cli import sessions
    from voiceguide.cli.choosing import Wanted
    from voiceguide.settings import load_settings

    settings = load_settings(
        config,
        mic=mic,
        speaker=speaker,
        volume=volume,
        contract_relax=contract_relax,
        breath_tone=breath_tone,
    )
    wanted = Wanted.of(settings, " ".join(routine), minutes)
    raise typer.Exit(sessions.run(wanted, voice, settings, journal))


@app.command(
    epilog=_example("voiceguide serve", "voiceguide serve upper-back --mic USB --speaker USB")
)
def serve(  # noqa: PLR0913, PLR0917  # as above
    routine: Annotated[
        list[str] | None, typer.Argument(help="As for run; else what the configuration says.")
    ] = None,
    minutes: _Minutes = None,
    mic: _Mic = None,
    speaker: _Speaker = None,
    volume: _Volume = None,
    config: _Config = None,
    prepare: _Prepare = False,  # noqa: FBT002
    voice: _Voice = _VOICE,
    contract_relax: _ContractRelax = None,
    breath_tone: _BreathTone = None,
) -> None:
    """Stand by for people who say start, and lead session after session; what the service runs."""
    from voiceguide.cli import serving
    from voiceguide.cli.choosing import Wanted
    from voiceguide.errors import UserError
    from voiceguide.settings import load_settings

    named = " ".join(routine) if routine else None
    try:
        settings = load_settings(
            config,
            mic=mic,
            speaker=speaker,
            volume=volume,
            routine=named,
            minutes=minutes,
            contract_relax=contract_relax,
            breath_tone=breath_tone,
        )
    except UserError:
        if not prepare:
            serving.tell_of_broken_settings(voice)
        raise
    wanted = Wanted.of(settings, settings.routine, settings.minutes)
    if prepare:
        raise typer.Exit(serving.prepare(wanted, voice))
    raise typer.Exit(serving.serve(wanted, voice, settings))


@app.command(epilog=_example("voiceguide demo", "voiceguide demo lower-back --out /tmp/demo"))
def demo(  # noqa: PLR0913, PLR0917  # as above
    routine: _Routine = _ROUTINE,
    minutes: _Minutes = None,
    out: _Out = _DEMO,
    voice: _Voice = _VOICE,
    contract_relax: _ContractRelax = None,
    breath_tone: _BreathTone = None,
) -> None:
    """Play a demonstration: two synthetic people in a simulated room, faster than real time."""
    from voiceguide.cli import sessions
    from voiceguide.cli.choosing import Wanted

    wanted = Wanted(
        " ".join(routine),
        minutes,
        breath_tone=bool(breath_tone),
        contract_relax=bool(contract_relax),
    )
    raise typer.Exit(sessions.demonstration(wanted, voice, out))


@app.command(epilog=_example("voiceguide simulate scenario.yaml --out /tmp/session"))
def simulate(
    scenario: Annotated[Path, typer.Argument(help="A scenario: the room, and who says what when.")],
    out: Annotated[Path, typer.Option(help="Folder for room.wav, speaker.wav and journal.jsonl.")],
    voice: _Voice = _VOICE,
) -> None:
    """Simulate a session: a room, people, the real recogniser and the real voice."""
    from voiceguide.cli import sessions
    from voiceguide.simulation.scenario import load_scenario

    raise typer.Exit(sessions.simulated(load_scenario(scenario), voice, out))


@app.command(
    epilog=_example(
        "voiceguide listen  (the microphone, until Ctrl-C)",
        "voiceguide listen stop.wav",
        "voiceguide listen stop.wav --why",
        "voiceguide listen talk.wav --at 12.5",
        "voiceguide listen answers/*.flac --json --expecting pain",
    )
)
def listen(
    files: Annotated[list[Path] | None, typer.Argument(help="WAV or FLAC files.")] = None,
    expecting: Annotated[
        Expecting | None, typer.Option(help="Listen as if such a question were open.")
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Explain every decision.")] = False,  # noqa: FBT002  # how typer spells a flag
    at: Annotated[
        float | None,
        typer.Option(
            min=0, help="Explain what was heard nearest to this second of a file, acted on or not."
        ),
    ] = None,
    json: _Json = False,  # noqa: FBT002
) -> None:
    """Tell what the guide hears in recordings, or show it on the microphone as it happens.

    On the microphone: the level and the room's noise, what each ear hears, and what becomes of it.
    With --json and --why together, a line for everything that an ear has heard.
    """
    from voiceguide.cli import listening, listening_live

    form = listening.Form(as_json=json, why=why, at=at)
    if files:
        raise typer.Exit(listening.to_files(files, expecting, form))
    raise typer.Exit(listening_live.to_microphone(expecting, form))


@app.command(
    epilog=_example(
        "voiceguide plan lower-back",
        "voiceguide plan lower-back --minutes 15 --json",
        "voiceguide plan just the twist",
    )
)
def plan(
    routine: _Routine,
    minutes: _Minutes = None,
    contract_relax: _ContractRelax = None,
    json: Annotated[bool, typer.Option("--json/--text", help="Print JSON, or text.")] = False,  # noqa: FBT002
) -> None:
    """Print every step of a routine with its time."""
    from voiceguide.cli import listings

    raise typer.Exit(
        listings.print_plan(
            " ".join(routine), minutes, contract_relax=bool(contract_relax), as_json=json
        )
    )


@app.command(epilog=_example("voiceguide check", "voiceguide check mine/routines/evening.yaml"))
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files and folders; none: the guide's own content.")
    ] = None,
    voice: _Voice = _VOICE,
) -> None:
    """Tell everything that is wrong with routines, stretches and all other content.

    The exit code is 1 when something is.
    """
    from voiceguide.cli import checking

    raise typer.Exit(checking.check(files or [], voice))


@app.command(
    epilog=_example(
        'voiceguide say "Partner: lower the knees to the left."',
        'voiceguide say "Breathe out." --out breathe.wav',
    )
)
def say(
    text: Annotated[str, typer.Argument(help="What to say.")],
    out: Annotated[Path | None, typer.Option(help="Write a WAV file instead.")] = None,
    voice: _Voice = _VOICE,
) -> None:
    """Speak a text in the guide's voice, on the loudspeaker or into a file."""
    from voiceguide.cli import saying

    raise typer.Exit(saying.say(text, voice, out))


@app.command(epilog=_example("voiceguide routines", "voiceguide routines --json"))
def routines(json: _Json = False) -> None:  # noqa: FBT002
    """List the routines."""
    from voiceguide.cli import listings

    raise typer.Exit(listings.print_routines(as_json=json))


@app.command(epilog=_example("voiceguide models", "voiceguide models --fetch"))
def models(
    fetch: _Fetch = False,  # noqa: FBT002
    json: _Json = False,  # noqa: FBT002
) -> None:
    """Show the recogniser's and the voice's models, and whether they are whole.

    The exit code is 1 when one is missing or damaged.
    """
    from voiceguide.cli import listings

    raise typer.Exit(listings.print_models(fetch=fetch, as_json=json))


@app.command(
    epilog=_example(
        "voiceguide devices", "voiceguide devices --json", "voiceguide devices --mic USB"
    )
)
def devices(
    mic: _Mic = None,
    speaker: _Speaker = None,
    config: _Config = None,
    json: _Json = False,  # noqa: FBT002
) -> None:
    """List the sound devices, and mark those that would be taken.

    The exit code is 1 when there is none, but for --json.
    """
    from voiceguide.cli import listings
    from voiceguide.settings import load_settings

    settings = load_settings(config, mic=mic, speaker=speaker)
    raise typer.Exit(listings.print_devices(settings, as_json=json))


@app.command(
    epilog=_example("voiceguide doctor", "voiceguide doctor --json", "voiceguide doctor --aloud")
)
def doctor(  # noqa: PLR0913, PLR0917  # as above
    mic: _Mic = None,
    speaker: _Speaker = None,
    config: _Config = None,
    json: _Json = False,  # noqa: FBT002
    aloud: Annotated[bool, typer.Option("--aloud", help="Speak what it comes to.")] = False,  # noqa: FBT002
    voice: _Voice = _VOICE,
) -> None:
    """Examine this computer, its sound and its room, and tell how to mend what is not well.

    Plays a wave of noise, and records it. The exit code is 1 when something has failed.
    """
    from voiceguide.cli import doctoring
    from voiceguide.settings import load_settings

    settings = load_settings(config, mic=mic, speaker=speaker)
    raise typer.Exit(doctoring.examine(settings, voice, as_json=json, aloud=aloud))
