"""A session that is ended while it gets a new key is over, whichever comes first, and neither stops the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from apps.accounts.actions.end_sessions import end_sessions
from apps.accounts.actions.end_sign_in import end_sign_in
from apps.accounts.actions.end_sign_ins import end_sign_ins
from apps.accounts.actions.renew_session import renew_session
from apps.accounts.models import PageSession
from apps.accounts.queries.sessions import open_session
from tests.accounts.racing import elsewhere, wait_until_somebody_waits_for_this_transaction
from tests.cast import Person
from tests.page import Page
from tonebridge.errors import InvalidToken

pytestmark = pytest.mark.django_db(transaction=True)


def end_in_list(row: PageSession) -> None:
    end_sign_in(user_id=row.user_id, sign_in_id=row.id)


def end_with_all(row: PageSession) -> None:
    end_sessions(user_ids=[row.user_id])


def sign_out(row: PageSession) -> None:
    open_session(row.session_id).flush()


def show_who_one_is(row: PageSession) -> None:
    renew_session(session=open_session(row.session_id))


def end_all_others(row: PageSession) -> None:
    end_sign_ins(user_id=row.user_id, but=open_session(row.session_id))


End = Callable[[PageSession], None]
Renew = Callable[[PageSession], None]
each_ending = pytest.mark.parametrize("end", [end_in_list, end_with_all, sign_out])
each_renewal = pytest.mark.parametrize("renew", [show_who_one_is, end_all_others])


@each_ending
def test_one_that_is_ended_while_its_key_changes_has_ended(alice: Person, end: End) -> None:
    Page.of(alice)
    row = PageSession.objects.get()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            show_who_one_is(row)
            ended = elsewhere(pool, lambda: end(row))
            wait_until_somebody_waits_for_this_transaction()
        ended.result(20)
    assert not Session.objects.exists() and not PageSession.objects.exists()


@each_renewal
@each_ending
def test_one_whose_key_changes_while_it_is_ended_doesnt_come_back(alice: Person, end: End, renew: Renew) -> None:
    Page.of(alice)
    row = PageSession.objects.get()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            end(row)
            renewed = elsewhere(pool, lambda: renew(row))
            wait_until_somebody_waits_for_this_transaction()
        with pytest.raises(InvalidToken):
            renewed.result(20)
    assert not Session.objects.exists() and not PageSession.objects.exists()


@each_ending
def test_whoever_ends_it_takes_its_place_in_the_list_first_as_whoever_renews_it(alice: Person, end: End) -> None:
    """In the other order each would wait for the other."""
    Page.of(alice)
    row = PageSession.objects.get()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            PageSession.objects.select_for_update().get(id=row.id)
            ended = elsewhere(pool, lambda: end(row))
            wait_until_somebody_waits_for_this_transaction()
            show_who_one_is(row)
        ended.result(20)
    assert not Session.objects.exists() and not PageSession.objects.exists()


def test_one_that_gets_a_new_key_after_it_was_read_ends_when_it_is_signed_out(alice: Person) -> None:
    Page.of(alice)
    row = PageSession.objects.get()
    read = open_session(row.session_id)
    assert SESSION_KEY in read
    show_who_one_is(row)
    read.flush()
    assert not Session.objects.exists() and not PageSession.objects.exists()
