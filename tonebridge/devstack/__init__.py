"""Embedded PostgreSQL and Valkey, and `manage.py up`, which starts everything with them."""
