"""Asking someone to join, through the front door."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django import Settings

from apps.accounts.actions.accept_invitation import accept_invitation
from apps.accounts.contracts import Role
from apps.accounts.models import ApiKey, Invitation, Membership
from tests.accounts.mailbox import deliver, link_in, token_in
from tests.accounts.racing import at_once
from tests.cast import Person, colleague, signed_in
from tests.front_door import Api, FrontDoor
from tonebridge.errors import ValidationFailed
from tonebridge.resilience import clock

INVITATIONS, ACCEPT, REGISTER, ME = (
    "/api/v1/organization/invitations",
    "/api/v1/organization/invitations/accept",
    "/api/v1/auth/register",
    "/api/v1/auth/me",
)
DANA = "dana@example.com"


def invited(api: Api, by: Person, settings: Settings, email: str = DANA, role: str = "member") -> str:
    """The token of the link that arrived."""
    assert api(by).as_(Accept_Language="en").post(INVITATIONS, {"email": email, "role": role}).status_code == 201
    (message,) = deliver(settings)
    assert message.to == [email]
    return token_in(message)


def test_a_newcomer_joins_by_the_link(api: Api, visitor: FrontDoor, alice: Person, settings: Settings) -> None:
    token = invited(api, alice, settings, role="viewer")
    answer = visitor.post(REGISTER, {"email": DANA, "password": "a long walk at noon", "invitation": token})
    user = answer.json()["user"]
    assert (answer.status_code, user["role"], user["email_verified"]) == (201, "viewer", True)
    assert user["organization"]["id"] == str(alice.organization.id)


def test_charlie_joins_and_new_sign_ins_speak_for_the_team(
    api: Api, visitor: FrontDoor, alice: Person, charlie: Person, settings: Settings
) -> None:
    token = invited(api, alice, settings, email=charlie.user.email)
    assert api(charlie).post(ACCEPT, {"token": token}).status_code == 204
    signed_in = visitor.post("/api/v1/auth/token", {"email": charlie.user.email, "password": charlie.password}).json()
    assert signed_in["user"]["organization"]["id"] == str(alice.organization.id)
    assert api(charlie).get(ME).json()["organization"]["id"] == str(charlie.organization.id)  # a token keeps its own


def test_an_invitation_for_another_address_opens_nothing(
    api: Api, visitor: FrontDoor, alice: Person, charlie: Person, settings: Settings
) -> None:
    token = invited(api, alice, settings)
    assert api(charlie).post(ACCEPT, {"token": token}).status_code == 403
    wanted = {"email": "eve@example.com", "password": "a long walk at noon", "invitation": token}
    refused = visitor.post(REGISTER, wanted)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "email")
    assert Membership.objects.filter(organization=alice.organization).count() == 1


def test_a_link_is_good_once_for_a_week_and_until_it_is_withdrawn(
    api: Api, alice: Person, charlie: Person, settings: Settings
) -> None:
    token = invited(api, alice, settings, email=charlie.user.email)
    with clock.frozen(clock.now() + timedelta(days=8)), pytest.raises(ValidationFailed):
        accept_invitation(user_id=charlie.user.id, token=token)
    (listed,) = api(alice).get(INVITATIONS).json()["items"]
    assert api(alice).delete(f"{INVITATIONS}/{listed['id']}").status_code == 204
    assert api(charlie).post(ACCEPT, {"token": token}).status_code == 400
    again = invited(api, alice, settings, email=charlie.user.email)
    assert [api(charlie).post(ACCEPT, {"token": again}).status_code for _ in range(2)] == [204, 400]


def test_the_link_is_in_the_mail_and_nowhere_else(api: Api, alice: Person, settings: Settings) -> None:
    answer = api(alice).post(INVITATIONS, {"email": DANA})
    assert Invitation.objects.get().digest == ""
    token = token_in(deliver(settings)[0])
    assert token not in answer.text + str(list(Invitation.objects.values()))


def test_who_has_not_confirmed_their_address_invites_nobody(api: Api, alice: Person) -> None:
    alice.user.email_verified_at = None
    alice.user.save()
    answer = api(alice).as_(Accept_Language="en").post(INVITATIONS, {"email": DANA})
    assert (answer.status_code, answer.json()["detail"][:12]) == (403, "Confirm your")


@pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER])
def test_whoever_does_not_run_the_organization_invites_nobody_and_sees_no_invitations(
    api: Api, alice: Person, role: Role
) -> None:
    door = api(colleague("mia", alice, role))
    assert door.post(INVITATIONS, {"email": DANA}).status_code == 403
    assert door.get(INVITATIONS).status_code == 403


def test_nobody_is_invited_to_own_the_organization(api: Api, alice: Person) -> None:
    answer = api(alice).post(INVITATIONS, {"email": DANA, "role": "owner"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "role")


def test_a_member_or_an_invited_person_isnt_invited_again(api: Api, alice: Person, bob: Person) -> None:
    assert api(alice).post(INVITATIONS, {"email": "BOB@example.com"}).status_code == 409
    assert [api(alice).post(INVITATIONS, {"email": DANA}).status_code for _ in range(2)] == [201, 409]


def test_whether_somebody_has_an_account_elsewhere_makes_no_difference(
    api: Api, alice: Person, charlie: Person
) -> None:
    known, unknown = (api(alice).post(INVITATIONS, {"email": email}).json() for email in (charlie.user.email, DANA))
    assert set(known) == set(unknown)


def test_charlie_cannot_withdraw_alices_invitation(api: Api, alice: Person, charlie: Person) -> None:
    made = api(alice).post(INVITATIONS, {"email": DANA}).json()
    assert api(charlie).delete(f"{INVITATIONS}/{made['id']}").status_code == 404
    assert len(api(alice).get(INVITATIONS).json()["items"]) == 1


def test_a_name_makes_no_link_in_somebodys_mailbox(api: Api, alice: Person, settings: Settings) -> None:
    alice.organization.name = "Win at https://evil.example/now\nSubject: hello"
    alice.organization.save()
    api(alice).as_(Accept_Language="en").post(INVITATIONS, {"email": DANA})
    (message,) = deliver(settings)
    assert link_in(message).startswith("/invitations/")
    assert "evil.example" not in str(message.body) + message.subject
    assert "\n" not in message.subject


@pytest.mark.django_db(transaction=True)
def test_of_racing_acceptances_one_joins(api: Api, alice: Person, charlie: Person, settings: Settings) -> None:
    token = invited(api, alice, settings, email=charlie.user.email)

    def joins() -> bool:
        try:
            accept_invitation(user_id=charlie.user.id, token=token)
        except ValidationFailed:
            return False
        return True

    assert sorted(at_once(4, joins)) == [False] * 3 + [True]


def invited_with_a_key(api: Api, visitor: FrontDoor, alice: Person, email: str, settings: Settings) -> tuple[str, str]:
    """The key's id, and the token of the link that arrived."""
    made = api(alice).post("/api/v1/api-keys", {"name": "ci", "scopes": ["admin"]}).json()
    assert visitor.as_(X_API_Key=made["secret"]).post(INVITATIONS, {"email": email}).status_code == 201
    (message,) = [message for message in deliver(settings) if message.to == [email]]
    return made["id"], token_in(message)


def revoke(door: FrontDoor, key_id: str) -> None:
    assert door.delete(f"/api/v1/api-keys/{key_id}").status_code == 204


def let_run_out(_door: FrontDoor, key_id: str) -> None:
    ApiKey.objects.filter(id=key_id).update(expires_at=clock.now())


@pytest.mark.parametrize("end", [revoke, let_run_out])
def test_an_invitation_that_a_key_sent_ends_with_it(
    api: Api,
    visitor: FrontDoor,
    alice: Person,
    charlie: Person,
    settings: Settings,
    end: Callable[[FrontDoor, str], None],
) -> None:
    key_id, token = invited_with_a_key(api, visitor, alice, charlie.user.email, settings)
    end(api(alice), key_id)
    assert api(alice).get(INVITATIONS).json()["items"] == []
    assert api(charlie).post(ACCEPT, {"token": token}).status_code == 400
    assert not Membership.objects.filter(user=charlie.user, organization=alice.organization).exists()


def test_one_that_a_rotated_key_sent_ends_with_the_overlap(
    api: Api, visitor: FrontDoor, alice: Person, charlie: Person, settings: Settings
) -> None:
    key_id, token = invited_with_a_key(api, visitor, alice, charlie.user.email, settings)
    rotated = api(alice).post(f"/api/v1/api-keys/{key_id}/rotate", {"overlap_hours": 1})
    assert rotated.status_code == 201
    assert len(api(alice).get(INVITATIONS).json()["items"]) == 1
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert api(signed_in(alice.user)).get(INVITATIONS).json()["items"] == []
        assert api(signed_in(charlie.user)).post(ACCEPT, {"token": token}).status_code == 400


def test_one_that_a_key_sent_outlives_another_keys_end(
    api: Api, visitor: FrontDoor, alice: Person, charlie: Person, settings: Settings
) -> None:
    key_id, token = invited_with_a_key(api, visitor, alice, charlie.user.email, settings)
    other = api(alice).post("/api/v1/api-keys", {"name": "other"}).json()["id"]
    assert api(alice).delete(f"/api/v1/api-keys/{other}").status_code == 204
    ApiKey.objects.filter(id=key_id).update(expires_at=clock.now() + timedelta(hours=1))
    assert api(charlie).post(ACCEPT, {"token": token}).status_code == 204


def removed(api: Api, alice: Person, eve: Person) -> None:
    assert api(alice).delete(f"/api/v1/organization/members/{eve.user.id}").status_code == 204


def demoted(api: Api, alice: Person, eve: Person) -> None:
    assert api(alice).patch(f"/api/v1/organization/members/{eve.user.id}", {"role": "viewer"}).status_code == 200


@pytest.mark.parametrize("ended", [removed, demoted])
def test_an_invitation_ends_with_the_right_of_whoever_sent_it(
    api: Api, alice: Person, charlie: Person, settings: Settings, ended: Callable[[Api, Person, Person], None]
) -> None:
    eve = colleague("eve", alice, Role.ADMIN)
    token = invited(api, eve, settings, email=charlie.user.email, role="admin")
    ended(api, alice, eve)
    assert api(charlie).post(ACCEPT, {"token": token}).status_code == 400
    assert not Membership.objects.filter(user=charlie.user, organization=alice.organization).exists()


@pytest.mark.parametrize("ended", [removed, demoted])
def test_an_ended_invitation_is_listed_no_more_and_keeps_nobody_from_being_invited(
    api: Api, visitor: FrontDoor, alice: Person, settings: Settings, ended: Callable[[Api, Person, Person], None]
) -> None:
    eve = colleague("eve", alice, Role.ADMIN)
    token = invited(api, eve, settings)
    ended(api, alice, eve)
    assert api(alice).get(INVITATIONS).json()["items"] == []
    assert visitor.get(f"/invitations/{token}/").status_code == 400
    assert api(alice).post(INVITATIONS, {"email": DANA}).status_code == 201


def test_an_invitation_whose_sender_may_invite_nobody_any_more_is_not_sent(
    api: Api, alice: Person, settings: Settings
) -> None:
    eve = colleague("eve", alice, Role.ADMIN)
    assert api(eve).post(INVITATIONS, {"email": DANA}).status_code == 201
    demoted(api, alice, eve)
    assert [message for message in deliver(settings) if message.to == [DANA]] == []
