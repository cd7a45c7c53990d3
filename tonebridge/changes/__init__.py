"""What changed, told by the database itself: a trigger tells (`operations.py`), every web process listens (`ear.py`)."""
