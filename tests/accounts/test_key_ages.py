"""How old keys are, as their entries say."""

import json
from datetime import timedelta

import pytest
from pytest_django import Settings

from apps.accounts.actions.rotate_signing_keys import rotate_signing_keys
from apps.accounts.queries.key_ages import sample
from tonebridge.resilience import clock
from tonebridge.telemetry.metrics import KEY_AGE_SECONDS


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    KEY_AGE_SECONDS.clear()


def ages() -> dict[str, float]:
    sample()
    (found,) = KEY_AGE_SECONDS.collect()
    return {each.labels["ring"]: each.value for each in found.samples}


def test_entries_that_say_nothing_have_no_age() -> None:
    assert ages() == {}


def test_a_key_that_was_rotated_in_is_as_old_as_its_rotation(settings: Settings) -> None:
    settings.TOKEN_SIGNING_KEYS = rotate_signing_keys(keys=settings.TOKEN_SIGNING_KEYS, grace=timedelta(days=14)).keys
    with clock.frozen(clock.now() + timedelta(days=100)):
        assert ages()["signing"] == pytest.approx(100 * 86_400, abs=60)


def test_an_entry_may_say_since_when(settings: Settings) -> None:
    since = (clock.now() - timedelta(days=30)).isoformat()
    keys = json.loads(settings.ENCRYPTION_KEYS)
    settings.ENCRYPTION_KEYS = json.dumps([keys[0] | {"since": since}, *keys[1:]])
    assert ages()["encryption"] == pytest.approx(30 * 86_400, abs=60)
