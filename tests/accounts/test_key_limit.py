"""Twenty live keys are as many as a person may have: each has a rate limit of its own."""

from datetime import timedelta

import pytest

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.found_organization import found_organization
from apps.accounts.contracts import IssuedApiKey, Scope
from apps.accounts.models import ApiKey
from apps.accounts.models.plan import FREE
from apps.accounts.queries.api_keys import MOST_KEYS, live_keys_of
from apps.accounts.queries.places import places_of
from tests.accounts.racing import at_once
from tests.cast import Person, early_key
from tests.front_door import Api
from tonebridge.errors import LimitReached
from tonebridge.resilience import clock

KEYS = "/api/v1/api-keys"


def keys(of: Person, count: int, *, elsewhere: bool = False) -> list[IssuedApiKey]:
    """So many more, in the person's organization or in the other one that they are a member of."""
    place = places_of(of.user.id)[1] if elsewhere else of.organization.id
    return [early_key(of.user.id, place, Scope.ANALYZE) for _ in range(count)]


def status(api: Api, person: Person, path: str = KEYS, **body: object) -> int:
    return api(person).post(path, body or {"name": "one more"}).status_code


def test_the_twenty_first_is_refused_with_a_sentence_that_names_the_limit(api: Api, alice: Person) -> None:
    keys(alice, MOST_KEYS - 1)
    assert status(api, alice) == 201
    answer = api(alice).as_(Accept_Language="en").post(KEYS, {"name": "one more"})
    assert (answer.status_code, answer.json()["code"]) == (409, "LIMIT_REACHED")
    assert "20 API keys" in answer.json()["detail"]


def test_they_are_counted_in_all_organizations_together(api: Api, alice: Person) -> None:
    found_organization(user_id=alice.user.id, name="Another", plan_code=FREE)
    keys(alice, 10)
    keys(alice, 10, elsewhere=True)
    assert status(api, alice) == 409


def test_bobs_keys_are_his_own(api: Api, alice: Person, bob: Person) -> None:
    keys(alice, MOST_KEYS)
    assert status(api, bob) == 201


@pytest.mark.parametrize("ended", ["revoked", "expired"])
def test_keys_that_have_ended_make_room(api: Api, alice: Person, ended: str) -> None:
    first, *_others = keys(alice, MOST_KEYS)
    column = "revoked_at" if ended == "revoked" else "expires_at"
    ApiKey.objects.filter(id=first.details.id).update(**{column: clock.now() - timedelta(seconds=1)})
    assert status(api, alice) == 201


def test_a_full_set_can_still_be_rotated_but_not_with_an_overlap(api: Api, alice: Person) -> None:
    first, *_others = keys(alice, MOST_KEYS)
    path = f"{KEYS}/{first.details.id}/rotate"
    assert status(api, alice, path, overlap_hours=24) == 409
    assert status(api, alice, path, overlap_hours=0) == 201
    assert live_keys_of(alice.user.id) == MOST_KEYS


def test_overlaps_dont_multiply_keys(api: Api, alice: Person) -> None:
    key = keys(alice, 1)[0].details.id
    made = 0
    while (answer := api(alice).post(f"{KEYS}/{key}/rotate", {"overlap_hours": 24})).status_code == 201:
        key, made = answer.json()["id"], made + 1
    assert (made, live_keys_of(alice.user.id)) == (MOST_KEYS - 1, MOST_KEYS)


@pytest.mark.django_db(transaction=True)
def test_racing_callers_dont_pass_it(alice: Person) -> None:
    keys(alice, MOST_KEYS - 2)

    def attempt() -> bool:
        try:
            create_api_key(principal=alice.principal, name="ci", scopes=[Scope.ANALYZE])
        except LimitReached:
            return False
        return True

    assert sum(at_once(6, attempt)) == 2
    assert live_keys_of(alice.user.id) == MOST_KEYS
