"""What followers of a topic were told of late, kept for those who were away for a moment (`log.py`)."""
