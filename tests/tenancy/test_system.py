"""Tasks of the system where owner and web role are two logins."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections, transaction

from apps.accounts.models import Organization
from tonebridge.tenancy.identity import acting_for, as_nobody
from tonebridge.tenancy.system import OWNER, as_system


@pytest.fixture
def two_logins(transactional_db: None) -> Iterator[None]:
    """A second connection in the owner's place."""
    settings.DATABASES[OWNER] = settings.DATABASES["default"]
    connections[OWNER] = connections["default"].copy()
    yield
    connections[OWNER].close()
    del connections[OWNER], settings.DATABASES[OWNER]


def borrowed() -> bool:
    return connections["default"] is connections[OWNER]


def test_the_owners_connection_takes_the_place_of_the_default_one(two_logins: None) -> None:
    with as_nobody():
        with as_system("test"):
            assert borrowed()
            with transaction.atomic():
                Organization.objects.create(name="made by the system")
            assert connections[OWNER].connection is not None
        assert not borrowed()
        assert connections[OWNER].connection is None
        assert Organization.objects.count() == 0
    assert Organization.objects.count() == 1


def test_it_gives_the_connection_back_after_an_error(two_logins: None) -> None:
    with as_nobody(), pytest.raises(ZeroDivisionError), as_system("test"):
        raise ZeroDivisionError
    assert not borrowed()


def test_a_tenant_inside_a_task_of_the_system_is_a_tenant(two_logins: None) -> None:
    with as_nobody(), as_system("test"):
        one, other = (Organization.objects.create(name=name) for name in ("one", "other"))
        with acting_for(one.id):
            assert list(Organization.objects.all()) == [one]
        assert Organization.objects.count() == 2
        assert other.pk
