"""Which of many open connections may go on. Three queries, however many there are and whosever they are."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from apps.accounts.contracts import ROLE_SCOPES, Principal, Role, Scope
from apps.accounts.models import User
from apps.accounts.queries.sessions import SessionClaim, read_sessions
from tonebridge.resilience import clock

NONE = UUID(int=0)


def ended_of(opened: Sequence[Principal]) -> list[bool]:
    """For each caller, whether their key, token, sign-in, session, user or membership has ended, or a right that they came with.

    So has a key that has begun to demand signatures since: what was opened with it wasn't signed. What a signed request
    opened goes on.
    """
    rights = _rights(opened)
    claims = read_sessions({each.session_key for each in opened if each.session_key})
    people = User.objects.in_bulk({claim.user_id for claim in claims.values()})
    return [
        each.has_ended(clock.now())
        or not each.scopes <= rights.get(place, frozenset())
        or not _session_holds(each, claims, people)
        for place, each in enumerate(opened, start=1)
    ]


def _rights(opened: Sequence[Principal]) -> dict[int, frozenset[Scope]]:
    """By place: what each may do now. Who may not be here any more has no place."""
    rows = [(*_kind_and_id(each), each.user_id, each.organization_id) for each in opened]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM tb_standing_rights(%s::text[], %s::uuid[], %s::uuid[], %s::uuid[], %s)",
            [*_columns(rows), clock.now()],
        )
        found = cursor.fetchall()
    return {
        place: _scopes(role, granted)
        for place, role, granted, must_sign in found
        if opened[place - 1].must_sign or not must_sign
    }


def _scopes(role: str, granted: list[str] | None) -> frozenset[Scope]:
    allowed = ROLE_SCOPES[Role(role)]
    return allowed if granted is None else allowed & {Scope(one) for one in granted}


def _columns(rows: Iterable[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]


def _kind_and_id(each: Principal) -> tuple[str, UUID]:
    if each.key_id is not None:
        return "key", each.key_id
    return ("jwt", each.family_id) if each.family_id is not None else ("session", NONE)


def _session_holds(each: Principal, claims: dict[str, SessionClaim], people: dict[Any, User]) -> bool:
    """Whether the session goes on, where it was one. Without its key nobody can say, and so it doesn't."""
    if not each.credential.startswith("session:"):
        return True
    claim = claims.get(each.session_key or "")
    user = people.get(claim.user_id) if claim else None
    return claim is not None and user is not None and user.id == each.user_id and claim.is_of(user)
