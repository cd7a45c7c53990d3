"""The tables, one a file."""

from apps.accounts.models.api_key import ApiKey
from apps.accounts.models.audit import AuditHead, AuditRow
from apps.accounts.models.idempotency_key import IdempotencyKey
from apps.accounts.models.invitation import Invitation
from apps.accounts.models.membership import Membership
from apps.accounts.models.one_time_token import OneTimeToken
from apps.accounts.models.organization import Organization
from apps.accounts.models.page_session import PageSession
from apps.accounts.models.plan import Plan
from apps.accounts.models.second_factor import BackupCode, SecondFactor
from apps.accounts.models.subscription import Subscription
from apps.accounts.models.token_family import TokenFamily
from apps.accounts.models.usage_counter import UsageCounter
from apps.accounts.models.user import User

__all__ = [
    "ApiKey",
    "AuditHead",
    "AuditRow",
    "BackupCode",
    "IdempotencyKey",
    "Invitation",
    "Membership",
    "OneTimeToken",
    "Organization",
    "PageSession",
    "Plan",
    "SecondFactor",
    "Subscription",
    "TokenFamily",
    "UsageCounter",
    "User",
]
