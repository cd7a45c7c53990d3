"""Doors of these tests: `plain` speaks to Django without the gateway in front."""

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient


@pytest.fixture
def plain(plans: None) -> APIClient:
    """A client that reaches Django directly, as a process without the gateway would."""
    cache.clear()
    return APIClient()
