"""What the guide is compared with: a plain loop that waits for Vosk's final result.

It plays a cue, listens with a grammar of one word, and answers a stop with another cue. The sound
card, the blocks and the mixer are the guide's.

    python -m benchmarks.plain_loop FIRST-CUE ANSWER LOUDSPEAKER
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import vosk

from voiceguide.audio.blocks import RATE, silence
from voiceguide.audio.soundcard import SoundCard
from voiceguide.cli.parts import Ears
from voiceguide.models.voices import voice_model
from voiceguide.speaking.cache import CueCache
from voiceguide.speaking.mixer import Mixer
from voiceguide.speaking.voice import Voice

if TYPE_CHECKING:
    from voiceguide.audio.blocks import Samples

VOICE = "en_US-joe-medium"


def main() -> None:
    """Run until it is ended from outside."""
    first, answer, speaker = sys.argv[1:]
    cues = CueCache(Voice(voice_model(VOICE)))
    recogniser = vosk.KaldiRecognizer(Ears().model.vosk, RATE, json.dumps(["stop", "[unk]"]))
    card, mixer = SoundCard(speaker=speaker), Mixer()
    mixer.play(cues.samples(first), delay=1.0)
    answered = False

    def process(mic: Samples) -> Samples:
        nonlocal answered
        over = recogniser.AcceptWaveform(mic.tobytes())
        if over and not answered and "stop" in json.loads(recogniser.Result())["text"].split():
            answered = True
            mixer.hush()
            card.hush()
            mixer.play(cues.samples(answer), delay=0.1)
        return mixer.next_block()

    card.run(process, deaf=silence, until=lambda: False)


if __name__ == "__main__":
    main()
