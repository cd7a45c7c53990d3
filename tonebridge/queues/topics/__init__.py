"""Topics: updates are pushed to followers, and kept for a while for those who were away (`listener.py`, `log.py`)."""
