"""Of two who end all sign-ins at once, each but their own, the second has ended; and what ends sign-ins does all of it or nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction
from pytest_django import Settings

from apps.accounts.actions.change_password import change_password
from apps.accounts.actions.confirm_second_factor import confirm_second_factor
from apps.accounts.actions.end_sign_in import end_sign_in
from apps.accounts.actions.end_sign_ins import end_sign_ins
from apps.accounts.actions.renew_session import renew_session
from apps.accounts.actions.reset_password import reset_password
from apps.accounts.actions.set_up_second_factor import set_up_second_factor
from apps.accounts.models import PageSession, TokenFamily, User
from apps.accounts.queries.second_factors import has_second_factor
from apps.accounts.queries.sessions import open_session
from tests.accounts.racing import elsewhere, wait_until_somebody_waits_for_this_transaction
from tests.accounts.test_password_reset import asked
from tests.cast import PASSWORD, Person, code_now
from tests.front_door import FrontDoor
from tests.page import Page
from tonebridge.errors import InvalidToken, ValidationFailed
from tonebridge.resilience import clock

pytestmark = pytest.mark.django_db(transaction=True)
TO_SIGN_IN = (302, "/sign-in/?next=/")
OWNERS, THIEFS = "a long walk at noon", "a short walk at dusk"


def sign_out_everywhere(page: Page) -> tuple[int, str]:
    return answer_of(page, "/security/sign-out-everywhere/")


def choose_password(page: Page) -> tuple[int, str]:
    return answer_of(page, "/security/password/", current_password=PASSWORD, new_password=THIEFS)


def answer_of(page: Page, path: str, **fields: str) -> tuple[int, str]:
    """The status, and where it leads."""
    answer = page.client.post(path, fields)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.parametrize("end_others", [sign_out_everywhere, choose_password])
def test_a_page_that_ends_all_others_is_out_where_a_new_password_came_first(
    alice: Person, end_others: Callable[[Page], tuple[int, str]]
) -> None:
    stolen = Page.of(alice)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            change_password(user_id=alice.user.id, authenticated_at=clock.now(), current=PASSWORD, new=OWNERS)
            answer = elsewhere(pool, lambda: end_others(stolen))
            wait_until_somebody_waits_for_this_transaction()
        assert answer.result(20) == TO_SIGN_IN
    assert stolen.client.get("/history/").status_code == 302
    alice.user.refresh_from_db()
    assert alice.user.check_password(OWNERS)


def test_a_password_that_was_right_until_a_moment_ago_sets_no_other(alice: Person) -> None:
    now = clock.now()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            change_password(user_id=alice.user.id, authenticated_at=now, current=PASSWORD, new=OWNERS)
            told = elsewhere(
                pool,
                lambda: change_password(user_id=alice.user.id, authenticated_at=now, current=PASSWORD, new=THIEFS),
            )
            wait_until_somebody_waits_for_this_transaction()
        with pytest.raises(ValidationFailed):
            told.result(20)
    alice.user.refresh_from_db()
    assert alice.user.check_password(OWNERS)


@pytest.mark.parametrize("renewed_elsewhere", [True, False])
@pytest.mark.parametrize(("asked", "next_page"), [("GET", "/security/two-step/"), ("POST", "/")])
def test_who_shows_who_they_are_on_a_page_that_has_ended_meanwhile_signs_in_anew(
    alice: Person, renewed_elsewhere: bool, asked: str, next_page: str
) -> None:
    """What was sent with it is gone: it leads to no address that takes nothing but a form."""
    page, row = Page.of(alice), PageSession.objects.get()
    fields = {"reauthenticate": asked, "reauthenticate-password": PASSWORD}
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            if renewed_elsewhere:
                renew_session(session=open_session(row.session_id))
            else:
                end_sign_in(user_id=alice.user.id, sign_in_id=row.id)
            answer = elsewhere(pool, lambda: answer_of(page, "/security/two-step/", **fields))
            wait_until_somebody_waits_for_this_transaction()
        assert answer.result(20) == (302, f"/sign-in/?next={next_page}")
    assert PageSession.objects.exists() is renewed_elsewhere


def test_a_token_that_was_ended_a_moment_ago_ends_nobody_elses_sign_ins(alice: Person) -> None:
    """Whoever stole it would switch two-step sign-in on with an authenticator of their own, and keep the owner out."""
    now = clock.now()
    code = code_now(set_up_second_factor(user_id=alice.user.id, authenticated_at=now).secret)

    def confirm() -> object:
        family = alice.principal.family_id
        return confirm_second_factor(user_id=alice.user.id, authenticated_at=now, but=family, code=code)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            User.objects.select_for_update().get(id=alice.user.id)
            told = elsewhere(pool, confirm)
            wait_until_somebody_waits_for_this_transaction()
            TokenFamily.objects.filter(user=alice.user).update(revoked_at=now)
        with pytest.raises(InvalidToken):
            told.result(20)
    assert not has_second_factor(alice.user.id)


def confirm_on_the_page(page: Page, _visitor: FrontDoor, code: str) -> object:
    return answer_of(page, "/security/two-step/", code=code)


def confirm_through_the_api(page: Page, visitor: FrontDoor, code: str) -> object:
    return page.door(visitor).post("/api/v1/auth/two-factor/confirm", {"code": code}).json()["code"]


@pytest.mark.parametrize(
    ("confirm", "answered"), [(confirm_on_the_page, TO_SIGN_IN), (confirm_through_the_api, "INVALID_TOKEN")]
)
def test_two_step_sign_in_stays_off_where_nobody_is_left_to_see_the_backup_codes(
    visitor: FrontDoor, alice: Person, confirm: Callable[[Page, FrontDoor, str], object], answered: object
) -> None:
    page = Page.of(alice)
    code = code_now(set_up_second_factor(user_id=alice.user.id, authenticated_at=clock.now()).secret)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            end_sign_in(user_id=alice.user.id, sign_in_id=PageSession.objects.get().id)
            answer = elsewhere(pool, lambda: confirm(page, visitor, code))
            wait_until_somebody_waits_for_this_transaction()
        assert answer.result(20) == answered
    assert not has_second_factor(alice.user.id)


def test_of_a_link_that_is_used_and_a_sign_out_everywhere_at_once_neither_stops_the_other(
    visitor: FrontDoor, alice: Person, settings: Settings
) -> None:
    link = asked(visitor, alice, settings)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            User.objects.select_for_update().get(id=alice.user.id)
            answer = elsewhere(pool, lambda: reset_password(token=link, password=THIEFS))
            wait_until_somebody_waits_for_this_transaction()
            end_sign_ins(user_id=alice.user.id)
        with pytest.raises(ValidationFailed):
            answer.result(20)
