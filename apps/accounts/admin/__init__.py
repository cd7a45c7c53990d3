"""The staff's administration of accounts, a table a file. Django finds these through their import."""

from apps.accounts.admin import api_keys, organizations, plans, subscriptions, users, work

__all__ = ["api_keys", "organizations", "plans", "subscriptions", "users", "work"]
