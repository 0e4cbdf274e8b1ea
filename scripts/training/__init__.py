"""Making the ear for one word: clips, rooms, network, curve."""
