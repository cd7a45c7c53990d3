"""Pages for one's own data and for the audit."""

import json
import re
from collections.abc import Callable

import pytest

from apps.accounts.contracts import Role
from apps.accounts.models import Organization, User
from tests.cast import Person, colleague
from tests.web.browsing import Browser
from tests.web.test_workspace import FORM
from tonebridge.queues.models import Job

As = Callable[[Person], Browser]


def test_an_owner_decides_what_is_kept(as_: As, alice: Person) -> None:
    browser = as_(alice)
    answer = browser.post("/account/keeping/", {"retention_days": "90", "no_training": "on"})
    assert (answer.status, answer.location) == (302, "/account/")
    kept = Organization.objects.get(id=alice.organization.id)
    assert (kept.retention_days, kept.no_training) == (90, True)
    assert 'value="90" selected' in browser.get("/account/").html


def test_an_owner_decides_about_colleagues_results_and_orders_to_an_ai(as_: As, alice: Person) -> None:
    browser = as_(alice)
    wish = {"retention_days": "30", "shares_results": "on", "suspected_orders": "refuse"}
    assert browser.post("/account/keeping/", wish).status == 302
    decided = Organization.objects.get(id=alice.organization.id).settings
    assert decided == {"shares_results": True, "suspected_orders": "refuse"}
    assert 'value="refuse" selected' in browser.get("/account/").html
    assert browser.post("/account/keeping/", wish | {"suspected_orders": "obey"}).status == 422


def test_keeping_messages_for_a_shorter_time_asks_first_and_says_how_many_go(
    as_: As, alice: Person, bob: Person, charlie: Person
) -> None:
    for person in (alice, bob, charlie):
        as_(person).post("/", FORM)
    browser, wish = as_(alice), {"retention_days": "0", "no_training": "on", "suspected_orders": "rules"}
    asked = browser.post("/account/keeping/", wish)
    assert (asked.status, "2 messages in your organization will be deleted" in asked.words) == (200, True)
    assert "How long messages are kept: 30 days → Not at all" in " ".join(asked.words.split())
    assert Organization.objects.get(id=alice.organization.id).retention_days == 30
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked.html))
    assert browser.post("/account/keeping/", sent | {"confirmed": "30"}).status == 200, "confirmed was something else"
    assert browser.post("/account/keeping/", sent | {"confirmed": "0"}).location == "/account/"
    kept = Organization.objects.get(id=alice.organization.id)
    assert (kept.retention_days, kept.no_training, kept.settings["suspected_orders"]) == (0, True, "rules")
    assert Job.objects.filter(kind="apply_retention").count() == 1


def test_messages_that_are_young_enough_stay(as_: As, alice: Person) -> None:
    browser = as_(alice)
    browser.post("/account/keeping/", {"retention_days": "90"})
    browser.post("/", FORM)
    page = browser.post("/account/keeping/", {"retention_days": "30"})
    assert "No message is old enough to be deleted now." in page.words


def test_under_a_legal_hold_the_page_says_that_it_keeps_what_is_older(as_: As, alice: Person) -> None:
    browser = as_(alice)
    browser.post("/", FORM)
    Organization.objects.update(legal_hold=True)
    page = browser.post("/account/keeping/", {"retention_days": "0"})
    assert "Nothing will be deleted now, because your organization is under a legal hold." in page.words
    assert "old enough" not in page.words


def test_bob_is_not_even_asked(as_: As, alice: Person, bob: Person) -> None:
    assert as_(bob).post("/account/keeping/", {"retention_days": "0"}).status == 403


def test_whose_address_is_not_proven_is_not_even_asked(as_: As, alice: Person) -> None:
    browser = as_(alice)
    User.objects.filter(id=alice.user.id).update(email_verified_at=None)
    page = browser.post("/account/keeping/", {"retention_days": "0"})
    assert (page.status, "Confirm your email address" in page.words) == (403, True)


def test_a_retention_that_is_not_offered_is_refused(as_: As, alice: Person) -> None:
    assert as_(alice).post("/account/keeping/", {"retention_days": "7"}).status == 422


def test_a_member_sees_what_is_kept_and_decides_nothing(as_: As, alice: Person, bob: Person) -> None:
    browser = as_(bob)
    page = browser.get("/account/")
    assert "How long messages are kept: 30 days" in " ".join(page.words.split())
    assert "View the audit log" not in page.words and "Delete organization" not in page.words
    assert browser.post("/account/keeping/", {"retention_days": "90"}).status == 403


def test_the_download_holds_what_was_written(as_: As, alice: Person) -> None:
    browser = as_(alice)
    browser.post("/", FORM)
    lines = [json.loads(line) for line in browser.download("/account/export/", method="post").splitlines()]
    assert FORM["text"] in [line["data"]["original_text"] for line in lines if line["type"] == "transformation"]
    assert lines[-1]["type"] == "end"


def test_leaving_asks_for_the_password_and_signs_out(as_: As, alice: Person, bob: Person) -> None:
    browser = as_(bob)
    assert "can't be undone" in browser.get("/account/delete/").words
    assert "The password isn't right." in browser.post("/account/delete/", {"password": "wrong"}).words
    assert User.objects.get(id=bob.user.id).is_active
    assert browser.post("/account/delete/", {"password": bob.password}).location == "/"
    assert not User.objects.get(id=bob.user.id).is_active
    assert "Sign in" in browser.get("/").links()
    assert Job.objects.filter(kind="erase_person").exists()


def test_the_only_owner_is_told_what_to_do_first(as_: As, alice: Person, bob: Person) -> None:
    page = as_(alice).post("/account/delete/", {"password": alice.password})
    assert page.status == 409 and "Transfer ownership or delete the organization first." in page.words


def test_giving_up_the_organization_asks_for_its_name(as_: As, alice: Person) -> None:
    browser = as_(alice)
    assert "Alice's company" in browser.get("/account/delete-organization/").words
    assert browser.post("/account/delete-organization/", {"name": "something"}).status == 422
    assert browser.post("/account/delete-organization/", {"name": "Alice's company"}).location == "/"
    assert Job.objects.filter(kind="erase_organization").exists()


def test_an_administrator_is_told_that_giving_up_is_the_owners(as_: As, alice: Person) -> None:
    browser = as_(colleague("ada", alice, Role.ADMIN))
    assert browser.post("/account/delete-organization/", {"name": "Alice's company"}).status == 403


@pytest.mark.parametrize("path", ["/account/", "/account/delete/", "/audit/"])
def test_a_visitor_is_asked_to_sign_in(browser: Browser, path: str) -> None:
    assert browser.get(path).location.startswith("/sign-in/")


def test_the_audit_names_people_and_what_they_did(as_: As, alice: Person) -> None:
    browser = as_(alice)
    browser.post("/api-keys/", {"name": "ci", "scopes": ["transform"]})
    page = browser.get("/audit/")
    assert "API key created" in page.words and "alice@example.com" in page.words
    assert 'title="api_key.created"' in page.html


def test_a_member_sees_no_audit(as_: As, alice: Person, bob: Person) -> None:
    assert as_(bob).get("/audit/").status == 403


def test_signing_out_on_a_page_is_in_the_audit(as_: As, alice: Person) -> None:
    as_(alice).post("/sign-out/")
    assert "Signed out" in as_(alice).get("/audit/").words
