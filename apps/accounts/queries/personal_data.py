"""What accounts keep of a person, for an export of their own data (`protocols.PersonalData`)."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from apps.accounts.contracts import Period, PersonalItem, Principal
from apps.accounts.models import (
    ApiKey,
    IdempotencyKey,
    Invitation,
    Membership,
    PageSession,
    SecondFactor,
    TokenFamily,
    UsageCounter,
    User,
)
from apps.accounts.queries.audit import own_audit

Place = tuple[str, ...] | None


def account(principal: Principal, *, until: datetime, after: Place, limit: int) -> list[PersonalItem]:
    """The person, with their standing in the organization. One piece."""
    user = User.objects.filter(id=principal.user_id).first()
    membership = Membership.objects.filter(user=principal.user_id, organization=principal.organization_id).first()
    if after or user is None or membership is None:
        return []
    data = {
        "id": user.id,
        "email": user.address,
        "full_name": user.full_name,
        "email_verified_at": user.email_verified_at,
        "preferences": user.preferences,
        "created_at": user.created_at,
        "two_step_since": _two_step_since(principal.user_id),
        "organization_id": principal.organization_id,
        "role": membership.role,
        "joined_at": membership.created_at,
    }
    return [PersonalItem(("1",), data)]


def api_keys(principal: Principal, *, until: datetime, after: Place, limit: int) -> list[PersonalItem]:
    """Keys that act for the person, revoked ones too; nothing secret."""
    rows = ApiKey.objects.filter(organization=principal.organization_id, user=principal.user_id, created_at__lt=until)
    rows = rows.filter(id__gt=after[0]) if after else rows
    return [PersonalItem((str(row.id),), _key(row)) for row in rows.order_by("id")[:limit]]


def sign_ins(principal: Principal, *, until: datetime, after: Place, limit: int) -> list[PersonalItem]:
    """Where the person is signed in: in browsers, and with tokens for the organization, ended ones too while they are kept."""
    mine = {"user": principal.user_id, "created_at__lt": until} | ({"id__gt": after[0]} if after else {})
    families = TokenFamily.objects.filter(organization=principal.organization_id, **mine).order_by("id")[:limit]
    sessions = PageSession.objects.filter(**mine).order_by("id")[:limit]
    found: list[TokenFamily | PageSession] = [*families, *sessions]
    rows = sorted(found, key=lambda row: row.id)[:limit]
    return [PersonalItem((str(row.id),), _sign_in(row)) for row in rows]


def invitations(principal: Principal, *, until: datetime, after: Place, limit: int) -> list[PersonalItem]:
    """Those that the person sent for the organization, and those that came to their address, once that is proven."""
    mine = User.objects.filter(id=principal.user_id).exclude(email_verified_at=None)
    rows = Invitation.objects.filter(organization=principal.organization_id, created_at__lt=until)
    rows = rows.filter(Q(invited_by=principal.user_id) | Q(email__in=mine.values("email")))
    rows = rows.filter(id__gt=after[0]) if after else rows
    return [PersonalItem((str(row.id),), _invitation(row)) for row in rows.order_by("id")[:limit]]


def kept_answers(principal: Principal, *, until: datetime, after: Place, limit: int) -> list[PersonalItem]:
    """Answers of calls with an Idempotency-Key, which are given again for a day."""
    rows = IdempotencyKey.objects.filter(organization=principal.organization_id, user=principal.user_id)
    rows = rows.filter(created_at__lt=until)
    rows = rows.filter(id__gt=after[0]) if after else rows
    return [PersonalItem((str(row.id),), _answer(row)) for row in rows.order_by("id")[:limit]]


def usage(principal: Principal, *, until: datetime, after: Place, limit: int) -> list[PersonalItem]:
    """What the organization used, by day and month, as its members see it."""
    rows = UsageCounter.objects.filter(organization=principal.organization_id, starts_at__lt=until)
    rows = rows.exclude(period=Period.MINUTE.value).filter(id__gt=int(after[0]) if after else 0)
    return [PersonalItem((str(row.id),), _counter(row)) for row in rows.order_by("id")[:limit]]


def audit(principal: Principal, *, until: datetime, after: Place, limit: int) -> list[PersonalItem]:
    """What the person did."""
    found = own_audit(principal, until=until, after=int(after[0]) if after else 0, limit=limit)
    names = ("position", "at", "credential", "action", "subject", "request_id", "address")
    return [PersonalItem((str(each.position),), {name: getattr(each, name) for name in names}) for each in found]


def _two_step_since(user_id: UUID) -> datetime | None:
    return SecondFactor.objects.filter(user=user_id).values_list("confirmed_at", flat=True).first()


def _invitation(row: Invitation) -> dict[str, object]:
    names = (
        "id",
        "email",
        "role",
        "language",
        "invited_by_id",
        "created_at",
        "expires_at",
        "accepted_at",
        "revoked_at",
    )
    return {name: getattr(row, name) for name in names}


def _answer(row: IdempotencyKey) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("key", "state", "status", "content_type", "answer", "created_at")}


def _key(row: ApiKey) -> dict[str, object]:
    names = ("id", "name", "prefix", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    return {name: getattr(row, name) for name in names}


def _sign_in(row: TokenFamily | PageSession) -> dict[str, object]:
    kind = "page" if isinstance(row, PageSession) else "token"
    names = ("id", "client", "site", "created_at", "last_used_at")
    return {"kind": kind} | {name: getattr(row, name) for name in names}


def _counter(row: UsageCounter) -> dict[str, object]:
    return {"period": row.period, "starts_at": row.starts_at, "used": row.used, "characters": row.characters}
