"""A database engine that says in whose name each transaction runs (`base.py`)."""
