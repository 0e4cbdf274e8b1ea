"""What happens next and why. Pure: no audio, no files, no clock."""
