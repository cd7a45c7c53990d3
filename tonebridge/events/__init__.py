"""What happened, told to whom it concerns, once it is certain (`publish.py`)."""
