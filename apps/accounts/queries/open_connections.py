"""Which of many open connections may go on. Three queries, however many there are and whosever they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from apps.accounts.contracts import Principal
from apps.accounts.models import User
from apps.accounts.queries.sessions import SessionClaim, read_sessions
from tonebridge.resilience import clock

NONE = UUID(int=0)


@dataclass(frozen=True)
class OpenConnection:
    """Who opened it; of a page's connection also the key of the session, which the credential doesn't tell."""

    principal: Principal
    session_key: str | None = None


def ended_of(opened: Sequence[OpenConnection]) -> list[bool]:
    """For each, whether its key, sign-in, session, user or membership has ended. The expiry of a token is no end: its
    sign-in goes on.
    """
    stand, claims = _standing(opened), read_sessions({each.session_key for each in opened if each.session_key})
    people = User.objects.in_bulk({claim.user_id for claim in claims.values()})
    return [
        place not in stand or not (each.session_key is None or _session_holds(claims.get(each.session_key), people))
        for place, each in enumerate(opened, start=1)
    ]


def _standing(opened: Sequence[OpenConnection]) -> set[int]:
    rows = [(*_kind_and_id(each), each.principal.user_id, each.principal.organization_id) for each in opened]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM tb_standing(%s::text[], %s::uuid[], %s::uuid[], %s::uuid[], %s)",
            [*_columns(rows), clock.now()],
        )
        return {place for (place,) in cursor.fetchall()}


def _columns(rows: Iterable[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]


def _kind_and_id(each: OpenConnection) -> tuple[str, UUID]:
    kind, _colon, name = each.principal.credential.partition(":")
    return (kind, UUID(name)) if kind in {"jwt", "key"} else ("session", NONE)


def _session_holds(claim: SessionClaim | None, people: dict[Any, User]) -> bool:
    user = people.get(claim.user_id) if claim else None
    return claim is not None and user is not None and claim.is_of(user)
