"""Doors of these tests: `plain` speaks to Django without the gateway in front; `office` is the administration."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from rest_framework.test import APIClient

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.contracts import Scope
from apps.accounts.models import User
from tests.accounts.office import Office, entered
from tests.cast import PASSWORD, Person, own_model


@pytest.fixture
def plain(plans: None) -> APIClient:
    """A client that reaches Django directly, as a process without the gateway would."""
    cache.clear()
    return APIClient()


@pytest.fixture
def office(alice: Person) -> Office:
    root = User.objects.create_superuser("root@tonebridge.example", PASSWORD)
    colleague, clerk = (
        User.objects.create_user(f"{name}@tonebridge.example", PASSWORD, is_staff=True) for name in ("ann", "clerk")
    )
    group = Group.objects.create(name="clerks")
    for one in (colleague, clerk):
        one.groups.add(group)
    client = entered(clerk)
    entered(root)
    own_model(alice)
    create_api_key(principal=alice.principal, name="ci", scopes=[Scope.HISTORY])
    return Office(root, colleague, clerk, group, alice, client)
