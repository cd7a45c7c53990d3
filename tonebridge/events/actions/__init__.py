"""A verb a file."""
