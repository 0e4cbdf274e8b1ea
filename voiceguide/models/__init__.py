"""Models: which, from where, with which checksums, and whether they are whole."""
