"""An offline, voice-first guide for partner-assisted stretching."""

import os

__version__ = "0.1.0"

# ONNX Runtime, which the ears and Piper compute with, reports to its maker from 1.29 on unless told
# not to before it is imported. Nothing leaves this machine.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
