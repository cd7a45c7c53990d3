"""Answers kept in two levels: this process's memory, and sealed in the cache server (`README.md`)."""
