"""Japanese orders, prohibitions and pleas, read from conjugation."""
