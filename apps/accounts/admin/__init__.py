"""The staff's administration of accounts, a table a file. Django finds these through their import."""

from apps.accounts.admin import api_keys, jobs, organizations, plans, subscriptions, users

__all__ = ["api_keys", "jobs", "organizations", "plans", "subscriptions", "users"]
