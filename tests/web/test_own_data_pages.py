"""Pages for one's own data and for the audit."""

import json
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


def test_a_retention_that_is_not_offered_is_refused(as_: As, alice: Person) -> None:
    assert as_(alice).post("/account/keeping/", {"retention_days": "7"}).status == 422


def test_a_member_sees_what_is_kept_and_decides_nothing(as_: As, alice: Person, bob: Person) -> None:
    browser = as_(bob)
    page = browser.get("/account/")
    assert "How long messages are kept: 30 days" in " ".join(page.words.split())
    assert "Show the audit" not in page.words and "Delete the organization" not in page.words
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
    assert page.status == 409 and "Hand it over, or delete it, first." in page.words


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
    words = browser.get("/audit/").words
    assert "api_key.created" in words and "alice@example.com" in words


def test_a_member_sees_no_audit(as_: As, alice: Person, bob: Person) -> None:
    assert as_(bob).get("/audit/").status == 403


def test_signing_out_on_a_page_is_in_the_audit(as_: As, alice: Person) -> None:
    as_(alice).post("/sign-out/")
    assert "session.ended" in as_(alice).get("/audit/").words
