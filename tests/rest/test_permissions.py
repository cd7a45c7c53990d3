"""Permissions by scope."""

from dataclasses import replace
from uuid import UUID

import pytest
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from apps.accounts.contracts import PlanLimits, Principal, Role, Scope
from tonebridge.errors import InsufficientPermissions, Unauthorized
from tonebridge.rest.permissions import needs

MEMBER = Principal(
    user_id=UUID(int=1),
    organization_id=UUID(int=2),
    role=Role.MEMBER,
    scopes=frozenset({Scope.HISTORY}),
    plan=PlanLimits("free", 10, 100),
    credential="test",
)
VIEWER = replace(MEMBER, role=Role.VIEWER)


def admitted(caller: Principal | None, scope: Scope, method: str = "GET") -> bool:
    request = Request(APIRequestFactory().generic(method, "/"))
    request.auth = caller
    return needs(scope)().has_permission(request, APIView())


def test_whoever_carries_the_scope_gets_in() -> None:
    assert admitted(MEMBER, Scope.HISTORY)
    assert admitted(MEMBER, Scope.HISTORY, "DELETE")


def test_whoever_does_not_carry_it_is_refused() -> None:
    with pytest.raises(InsufficientPermissions):
        admitted(MEMBER, Scope.ADMIN)


def test_a_viewer_reads_and_changes_nothing() -> None:
    assert admitted(VIEWER, Scope.HISTORY)
    with pytest.raises(InsufficientPermissions):
        admitted(VIEWER, Scope.HISTORY, "DELETE")


def test_a_visitor_is_asked_to_sign_in() -> None:
    with pytest.raises(Unauthorized):
        admitted(None, Scope.HISTORY)
