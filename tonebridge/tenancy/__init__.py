"""Whose rows a query may see: the tenant of the running work, enforced by PostgreSQL's row security."""
