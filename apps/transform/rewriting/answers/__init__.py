"""Putting answers into a text that asked for them: what the mergers of the types share."""
