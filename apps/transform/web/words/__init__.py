"""What a result says, in words for people."""
