"""What someone may do right now: role and plan, read together with the row that names user and organization."""

from collections.abc import Iterable
from typing import Any

from django.db.models import JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from apps.accounts.contracts import ROLE_SCOPES, PlanLimits, Principal, Role, Scope
from apps.accounts.models import Membership, Plan, Subscription
from apps.accounts.models.plan import FREE
from tonebridge.errors import InvalidToken
from tonebridge.resilience import clock


def with_standing(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows that have a user and an organization, with both looked up in the same query.

    `Any`: keys, token families and memberships have nothing in common but those two columns.
    """
    standing: QuerySet[Any] = rows.annotate(standing_role=_role(), standing_plan=_plan())
    return standing


def principal_from(row: Any, credential: str, granted: Iterable[Scope] = Scope) -> Principal:
    """The caller that a row of `with_standing` stands for. Raises InvalidToken where the membership is gone.

    A suspended user counts as gone. Scopes are what was granted, as far as the role still allows it.
    """
    if row is None or row.standing_role is None:
        raise InvalidToken()
    role = Role(row.standing_role)
    return Principal(
        user_id=row.user_id,
        organization_id=row.organization_id,
        role=role,
        scopes=ROLE_SCOPES[role] & frozenset(granted),
        plan=PlanLimits(**row.standing_plan),
        credential=credential,
    )


def _role() -> Subquery:
    here = Membership.objects.filter(user=OuterRef("user_id"), organization=OuterRef("organization_id"))
    return Subquery(here.filter(user__is_active=True).values("role")[:1])


def _plan() -> Coalesce:
    current = Subscription.objects.at(clock.now()).filter(organization=OuterRef("organization_id"))
    free = Plan.objects.filter(code=FREE)
    return Coalesce(
        Subquery(current.values(limits=_limits("plan__"))[:1]),
        Subquery(free.values(limits=_limits(""))[:1]),
        output_field=JSONField(),
    )


def _limits(path: str) -> JSONObject:
    return JSONObject(code=f"{path}code", per_minute=f"{path}per_minute", per_day=f"{path}per_day")
