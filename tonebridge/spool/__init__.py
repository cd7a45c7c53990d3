"""Going on without the database: who can't reach it knows so (`absence.py`), what has to be written waits (`store.py`)."""
