"""Whom a process believes that hears nothing: as it knew them last, for a while, and never against the database's word."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings

from apps.accounts.contracts import Caller, PlanLimits, Principal, Role
from tests.passing_time import PassingTime
from tonebridge.changes.listener import ChangeListener
from tonebridge.gateway.known_callers import REMEMBERED_S, KnownCallers
from tonebridge.resilience import clock

ALICE = Principal(uuid4(), uuid4(), Role.OWNER, frozenset(), PlanLimits("pro", 300, None), "key:1")
BOB = replace(ALICE, user_id=uuid4(), credential="key:2")


class Connected(ChangeListener):
    """A listener whose connection stands as told."""

    well = True

    @property
    def is_current(self) -> bool:
        return self.well


@pytest.fixture
def listener() -> Connected:
    return Connected()


@pytest.fixture
def callers(listener: Connected) -> KnownCallers:
    found = KnownCallers(listener)
    for name, principal in (("alices", ALICE), ("bobs", BOB)):
        found.remember("key", name, Caller(principal, None), found.moment)
    return found


def disconnect(listener: Connected) -> None:
    listener.well = False
    listener._disconnected()


def test_who_was_known_is_believed_and_nobody_else(callers: KnownCallers, listener: Connected) -> None:
    assert callers.believed("key", "alices") is None, "as long as it hears there is nobody to believe"
    disconnect(listener)
    disconnect(listener)  # it tried again, in vain
    assert callers.find("key", "alices") is None
    assert callers.believed("key", "alices") is ALICE
    assert callers.believed("key", "charlies") is None
    assert callers.believed("bearer", "alices") is None, "a key is no token"


def test_who_was_known_too_long_ago_is_not(
    callers: KnownCallers, listener: Connected, passing_time: PassingTime
) -> None:
    passing_time.pass_s(REMEMBERED_S)
    disconnect(listener)
    assert callers.believed("key", "alices") is None


def test_nobody_is_believed_for_longer_than_the_setting_says(
    callers: KnownCallers, listener: Connected, settings: LazySettings, passing_time: PassingTime
) -> None:
    passing_time.stand_still()
    settings.WITHOUT_DATABASE_S = 60
    disconnect(listener)
    passing_time.pass_s(59)
    assert callers.believed("key", "alices") is ALICE
    passing_time.pass_s(1)
    assert callers.believed("key", "alices") is None


def test_a_credential_ends_when_it_says_so(listener: Connected, passing_time: PassingTime) -> None:
    passing_time.stand_still()
    found = KnownCallers(listener)
    found.remember("bearer", "short", Caller(ALICE, clock.now() + timedelta(seconds=20)), found.moment)
    disconnect(listener)
    passing_time.pass_s(19)
    assert found.believed("bearer", "short") is ALICE
    passing_time.pass_s(1)
    assert found.believed("bearer", "short") is None


def test_the_database_has_the_last_word(callers: KnownCallers, listener: Connected) -> None:
    disconnect(listener)
    callers.disown("key", "alices")
    assert callers.believed("key", "alices") is None
    assert callers.believed("key", "bobs") is BOB


def test_news_of_a_person_ends_belief_in_them(callers: KnownCallers, listener: Connected) -> None:
    disconnect(listener)
    listener.well = True
    listener.dispatch(f"user:{ALICE.user_id}")
    assert callers.believed("key", "alices") is None
    assert callers.believed("key", "bobs") is BOB
    listener.dispatch("plans:pro")
    assert callers.believed("key", "bobs") is None
