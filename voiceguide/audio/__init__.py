"""Sound as the guide sees it: blocks, files and the sound card."""
