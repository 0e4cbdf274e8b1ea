"""A room that is not there: acoustics, synthetic people, scenarios."""
