"""Keys and sign-ins from where they have never been: audited once for each network, counted, and no table is filled."""

from typing import NamedTuple

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.actions import note_key_network
from apps.accounts.contracts import Role
from apps.accounts.models import AuditRow, Membership, User
from apps.accounts.queries.places import NOBODYS
from tests.cast import PASSWORD, Person
from tests.front_door import Api, FrontDoor
from tests.page import OURS, SECRET
from tests.security.conftest import KEYS, ME, Counted, enter, from_, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_noted")]


def key_of(api: Api, person: Person) -> tuple[str, str]:
    made = api(person).post(KEYS, {"name": "ci", "scopes": ["transform"]}).json()
    return made["secret"], made["id"]


def test_a_key_is_audited_once_for_each_network_that_it_is_used_from(
    api: Api, visitor: FrontDoor, alice: Person, counted: Counted
) -> None:
    secret, key_id = key_of(api, alice)
    door = visitor.as_(X_API_Key=secret)
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.200", "198.51.100.1", "198.51.100.9", "192.0.2.1"):
        assert from_(address, door).get(ME).status_code == 200
    assert rows(alice.organization.id, "api_key.first_network") == [(alice.user.id, key_id)]
    assert rows(alice.organization.id, "api_key.new_network") == [(alice.user.id, key_id)]
    assert counted("api_key.new_network") == 1


@pytest.mark.parametrize(
    ("address", "new"), [("2001:db8:1:ffff::1", 0), ("2001:db8:2::1", 1)], ids=["the same /48", "another /48"]
)
def test_a_network_of_ipv6_is_a_48(
    api: Api, visitor: FrontDoor, alice: Person, counted: Counted, address: str, new: int
) -> None:
    door = visitor.as_(X_API_Key=key_of(api, alice)[0])
    for each in ("2001:db8:1::1", address):
        from_(each, door).get(ME)
    assert counted("api_key.new_network") == new


def test_a_process_that_has_just_started_knows_networks_from_the_audit(
    api: Api, visitor: FrontDoor, alice: Person
) -> None:
    door = from_("192.0.2.1", visitor.as_(X_API_Key=key_of(api, alice)[0]))
    for _ in range(2):
        note_key_network._seen.clear()
        cache.clear()  # an hour later
        door.get(ME)
    assert len(rows(alice.organization.id, "api_key.first_network")) == 1
    assert rows(alice.organization.id, "api_key.new_network") == []


def test_a_network_that_was_forgotten_with_its_addresses_is_new_again(
    api: Api, visitor: FrontDoor, alice: Person
) -> None:
    door = from_("192.0.2.1", visitor.as_(X_API_Key=key_of(api, alice)[0]))
    door.get(ME)
    AuditRow.objects.filter(organization_id=alice.organization.id).update(address=None, address_salt=None)
    note_key_network._seen.clear()
    cache.clear()  # an hour later
    door.get(ME)
    assert len(rows(alice.organization.id, "api_key.first_network")) == 2


def test_a_known_network_costs_no_query(api: Api, visitor: FrontDoor, alice: Person) -> None:
    door = from_("192.0.2.1", visitor.as_(X_API_Key=key_of(api, alice)[0]))
    door.get(ME)
    with CaptureQueriesContext(connection) as queries:
        door.get(ME)
    assert [query["sql"] for query in queries if '"audit"' in query["sql"]] == []


def test_a_key_shown_from_everywhere_fills_no_table(
    api: Api, visitor: FrontDoor, alice: Person, counted: Counted
) -> None:
    door = visitor.as_(X_API_Key=key_of(api, alice)[0])
    for number in range(30):
        from_(f"198.51.{number}.1", door).get(ME)
    assert len(rows(alice.organization.id, "api_key.new_network")) == 19
    assert counted("api_key.new_network") == 29


def test_a_sign_in_from_a_new_place_is_in_the_audit(visitor: FrontDoor, alice: Person, counted: Counted) -> None:
    for address in ("192.0.2.1", "192.0.2.99", "198.51.100.1", "198.51.100.2"):
        assert enter(from_(address, visitor), alice) == 200
    assert rows(alice.organization.id, "session.new_place") == [(alice.user.id, "")]
    assert counted("session.new_place") == 1


def enter_and_change_to_charlies(door: FrontDoor, alice: Person, charlie: Person) -> None:
    """From here on alice's sign-ins speak for charlie's organization, where she is a member as well."""
    Membership.objects.create(user=alice.user, organization=charlie.organization, role=Role.MEMBER.value)
    assert enter(door, alice) == 200
    User.objects.filter(id=alice.user.id).update(current_organization=charlie.organization)


def test_a_place_is_new_or_known_whichever_organization_a_sign_in_speaks_for(
    visitor: FrontDoor, alice: Person, charlie: Person
) -> None:
    enter_and_change_to_charlies(from_("192.0.2.1", visitor), alice, charlie)
    for address in ("192.0.2.2", "198.51.100.1", "192.0.2.3"):
        assert enter(from_(address, visitor), alice) == 200
        noted = 0 if address == "192.0.2.2" else 1
        assert rows(charlie.organization.id, "session.new_place") == [(alice.user.id, "")] * noted
    assert rows(alice.organization.id, "session.new_place") == []


def test_the_first_sign_in_to_another_organization_may_be_from_a_new_place(
    visitor: FrontDoor, alice: Person, charlie: Person
) -> None:
    enter_and_change_to_charlies(from_("192.0.2.1", visitor), alice, charlie)
    assert enter(from_("198.51.100.1", visitor), alice) == 200
    assert rows(charlie.organization.id, "session.new_place") == [(alice.user.id, "")]


class Browser(NamedTuple):
    """What the browser keeps of a sign-in, as the cookies that it sends."""

    session: str
    device: str


def enter_on_a_page(door: FrontDoor, user: User, device: str = "") -> Browser:
    """In a browser that was signed in with before where it shows its `device`."""
    shown = "; ".join(filter(None, (f"csrftoken={SECRET}", device)))
    browser = door.as_(Cookie=shown, X_CSRFToken=SECRET, Origin=OURS)
    answer = browser.post("/sign-in/", data={"email": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return Browser(*(f"{name}={answer.cookies[name]}" for name in ("sessionid", settings.DEVICE_COOKIE_NAME)))


def test_a_sign_in_of_staff_from_a_new_place_is_in_nobodys_chain_and_on_their_page(
    visitor: FrontDoor, plans: None, counted: Counted
) -> None:
    root = User.objects.create_superuser("root@tonebridge.example", PASSWORD)
    for address in ("192.0.2.1", "198.51.100.1"):
        cookie = enter_on_a_page(from_(address, visitor), root).session
    assert rows(NOBODYS, "session.new_place") == [(root.id, "")]
    assert counted("session.new_place") == 1
    assert "Sign-in from a new location" in visitor.as_(Cookie=cookie, Accept_Language="en").get("/security/").text


def test_a_browser_that_is_known_is_no_new_place(visitor: FrontDoor, alice: Person) -> None:
    known = enter_on_a_page(from_("192.0.2.1", visitor), alice.user).device
    enter_on_a_page(from_("198.51.100.1", visitor), alice.user, device=known)
    assert rows(alice.organization.id, "session.new_place") == []
    enter_on_a_page(from_("203.0.113.1", visitor), alice.user)
    assert rows(alice.organization.id, "session.new_place") == [(alice.user.id, "")]
