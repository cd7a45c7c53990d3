"""The words of accounts: who asks, what they have, what is recorded of them."""

from apps.accounts.contracts.api_keys import ApiKeyDetails, IssuedApiKey, WebSocketTicket
from apps.accounts.contracts.organizations import (
    RETENTION_CHOICES,
    ROLE_SCOPES,
    InvitationDetails,
    OfferedInvitation,
    OnSuspicion,
    OrganizationDetails,
    OrganizationMember,
    UserProfile,
    Workplace,
)
from apps.accounts.contracts.records import (
    STAFF,
    AuditAnchor,
    AuditEntry,
    AuditFault,
    AuditFilter,
    FaultKind,
    PersonalItem,
    Retention,
)
from apps.accounts.contracts.sign_ins import (
    AuthenticatorSetup,
    Reauthenticated,
    SecondFactorState,
    SignedIn,
    SignInDetails,
    SignInKind,
)
from apps.accounts.contracts.usage import Period, PeriodUsage, UsageForecast, UsageReport
from tonebridge.callers.idempotency import IdempotencyClaim
from tonebridge.callers.principal import Caller, PlanLimits, Principal, Role, Scope

__all__ = [
    "RETENTION_CHOICES",
    "ROLE_SCOPES",
    "STAFF",
    "ApiKeyDetails",
    "AuditAnchor",
    "AuditEntry",
    "AuditFault",
    "AuditFilter",
    "AuthenticatorSetup",
    "Caller",
    "FaultKind",
    "IdempotencyClaim",
    "InvitationDetails",
    "IssuedApiKey",
    "OfferedInvitation",
    "OnSuspicion",
    "OrganizationDetails",
    "OrganizationMember",
    "Period",
    "PeriodUsage",
    "PersonalItem",
    "PlanLimits",
    "Principal",
    "Reauthenticated",
    "Retention",
    "Role",
    "Scope",
    "SecondFactorState",
    "SignInDetails",
    "SignInKind",
    "SignedIn",
    "UsageForecast",
    "UsageReport",
    "UserProfile",
    "WebSocketTicket",
    "Workplace",
]
