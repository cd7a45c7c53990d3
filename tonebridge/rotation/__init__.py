"""Sealing anew what was sealed with an older key."""
