"""From a cue's text to loudspeaker samples."""
