"""The parts of more_talk: where recorded talk is, how it is unpacked, and what it says."""
