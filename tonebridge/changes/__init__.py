"""Rows that changed: a trigger notifies with the commit (`operations.py`), every web process listens (`listener.py`)."""
