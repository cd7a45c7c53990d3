"""What has one name on one page has it on all, and a page offers what there is."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.accounts.mailbox import deliver
from tests.cast import Person
from tests.web.browsing import Browser

As = Callable[[Person], Browser]
README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.mark.parametrize(("language", "name"), [("en", "Transfer ownership"), ("ja", "オーナー権限を譲渡")])
def test_handing_over_has_one_name_from_the_link_to_the_button(
    as_: As, alice: Person, bob: Person, language: str, name: str
) -> None:
    browser = as_(alice).reading(language)
    link = re.search(rf'<a href="/team/{bob.user.id}/hand-over/">([^<]+)<', browser.get("/team/").html)
    assert link and link[1] == name
    asked = browser.get(f"/team/{bob.user.id}/hand-over/").html
    assert re.search(rf"<h1>{name}", asked)
    assert re.search(rf"<button[^>]*>{name}</button>", asked)
    assert name in browser.post("/account/delete/", {"password": alice.password}).words


@pytest.mark.parametrize(
    ("language", "own", "both"),
    [
        ("en", "Delete your account", "Delete your account or the organization"),
        ("ja", "アカウントを削除", "アカウントや組織の削除"),
    ],
)
def test_only_an_owner_is_offered_to_delete_the_organization(
    as_: As, alice: Person, bob: Person, language: str, own: str, both: str
) -> None:
    headings = {
        who.user.email: re.search(r'id="leave-title">([^<]+)<', as_(who).reading(language).get("/account/").html)
        for who in (alice, bob)
    }
    assert {email: found and found[1] for email, found in headings.items()} == {
        alice.user.email: both,
        bob.user.email: own,
    }


def test_the_mail_that_confirms_says_that_the_page_wants_the_password(browser: Browser, settings: Settings) -> None:
    for language, said in (("en", "enter your password"), ("ja", "パスワードを入力")):
        browser.reading(language).post(
            "/sign-up/", {"email": f"dana-{language}@example.com", "password": "a long walk at noon"}
        )
        (message,) = deliver(settings)
        assert said in str(message.body)


def test_the_page_of_a_receipt_checks_it_by_the_readmes_command(as_: As, alice: Person) -> None:
    browser = as_(alice)
    sent = {"text": "明日までに直せ。", "transformation_type": "soften", "intensity": "2"}
    browser.post("/", sent)
    entry = re.search(r"/history/([0-9a-f-]{36})/", browser.get("/history/").html)
    assert entry
    shown = unescape(browser.get(f"/history/{entry[1]}/receipt/").html)
    command = next(line for line in README.read_text("utf-8").splitlines() if "verify_receipt" in line)
    assert command.replace("receipt.json", f"receipt-{entry[1]}.json") in shown
