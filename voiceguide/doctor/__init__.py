"""Whether this computer can guide people: facts in, verdicts and mends out."""
