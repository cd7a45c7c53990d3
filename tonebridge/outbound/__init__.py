"""Calls to addresses that customers name: to the public internet and nowhere else (`README.md`)."""
