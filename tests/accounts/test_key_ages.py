"""How old keys are, as their entries say."""

import json
from datetime import timedelta

import pytest
from pytest_django import Settings

from apps.accounts.actions.rotate_signing_keys import KNOWN_EVERYWHERE_AFTER, rotate_signing_keys
from apps.accounts.queries.key_ages import sample
from tests.passing_time import PassingTime
from tonebridge.resilience import clock
from tonebridge.telemetry.metrics import KEY_AGE_SECONDS

DAY_S = 86_400


@pytest.fixture(autouse=True)
def _nothing_known(passing_time: PassingTime) -> None:
    passing_time.stand_still()
    KEY_AGE_SECONDS.clear()


def ages() -> dict[str, float]:
    sample()
    (found,) = KEY_AGE_SECONDS.collect()
    return {each.labels["ring"]: each.value for each in found.samples}


def test_entries_that_say_nothing_have_no_age() -> None:
    assert ages() == {}


def test_a_key_that_was_rotated_in_is_as_old_as_its_rotation(settings: Settings, passing_time: PassingTime) -> None:
    settings.TOKEN_SIGNING_KEYS = rotate_signing_keys(keys=settings.TOKEN_SIGNING_KEYS, grace=timedelta(days=14)).keys
    passing_time.pass_s(KNOWN_EVERYWHERE_AFTER.total_seconds() + 100 * DAY_S)
    assert ages()["signing"] == 100 * DAY_S


def test_an_entry_may_say_since_when(settings: Settings) -> None:
    since = (clock.now() - timedelta(days=30)).isoformat()
    keys = json.loads(settings.ENCRYPTION_KEYS)
    settings.ENCRYPTION_KEYS = json.dumps([keys[0] | {"since": since}, *keys[1:]])
    assert ages()["encryption"] == 30 * DAY_S
