"""What a caller may do, for verbs of upper floors (`apps/accounts/rights.py` is the one place that decides)."""

from apps.accounts.rights import ensure_owns_organization, ensure_recently_authenticated

__all__ = ["ensure_owns_organization", "ensure_recently_authenticated"]
