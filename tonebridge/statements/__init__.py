"""Several writes as one statement: each room says its own, the database is asked once (`together.py`)."""
