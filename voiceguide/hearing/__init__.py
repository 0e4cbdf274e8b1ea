"""From microphone samples to what was meant."""
