"""Who calls, in plain words: what the gateway and the apps both say of a caller."""
