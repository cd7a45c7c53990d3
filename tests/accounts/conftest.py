"""Doors of these tests: `plain` speaks to Django without the gateway in front; `office` is the administration."""

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from tests.accounts.office import Office, opened_office
from tests.cast import Person


@pytest.fixture
def plain(plans: None) -> APIClient:
    """A client that reaches Django directly, as a process without the gateway would."""
    cache.clear()
    return APIClient()


@pytest.fixture
def office(alice: Person) -> Office:
    return opened_office(alice)
