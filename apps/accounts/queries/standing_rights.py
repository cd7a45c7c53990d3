"""What a caller may do, for verbs of upper floors (`apps/accounts/rights.py` and `unverified.py` are where it is decided)."""

from apps.accounts.rights import ensure_owns_organization, ensure_recently_authenticated
from apps.accounts.unverified import Privilege, ensure_verified, refusal_of

__all__ = ["Privilege", "ensure_owns_organization", "ensure_recently_authenticated", "ensure_verified", "refusal_of"]
