"""The tables, one a file."""

from apps.accounts.models.api_key import ApiKey
from apps.accounts.models.audit import AuditHead, AuditRow
from apps.accounts.models.idempotency_key import IdempotencyKey
from apps.accounts.models.membership import Membership
from apps.accounts.models.organization import Organization
from apps.accounts.models.plan import Plan
from apps.accounts.models.subscription import Subscription
from apps.accounts.models.token_family import TokenFamily
from apps.accounts.models.usage_counter import UsageCounter
from apps.accounts.models.user import User

__all__ = [
    "ApiKey",
    "AuditHead",
    "AuditRow",
    "IdempotencyKey",
    "Membership",
    "Organization",
    "Plan",
    "Subscription",
    "TokenFamily",
    "UsageCounter",
    "User",
]
