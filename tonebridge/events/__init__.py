"""What happened, told to whom it concerns, once it is certain (`outbox.py`)."""
