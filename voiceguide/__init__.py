"""An offline, voice-first guide for partner-assisted stretching."""

__version__ = "0.1.0"
