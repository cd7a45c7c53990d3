"""Going on without the database: whether it can be reached (`database_availability.py`), what has to be written waits (`store.py`)."""
