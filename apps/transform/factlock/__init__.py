"""The fact lock: what became of the facts of a message in its rewrite, and which edits are undone to keep them."""
