"""Read mode: what a received message asks, says, guesses and feels, for the one who got it."""
