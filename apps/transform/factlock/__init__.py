"""The fact lock: what became of every fact of a message in its rewrite, and how to keep it."""
