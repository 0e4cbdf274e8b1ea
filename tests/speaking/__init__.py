"""Tests of the voice, the cue cache, the earcons and the mixer."""
