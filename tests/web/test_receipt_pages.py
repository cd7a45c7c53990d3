"""A result's receipt on pages: what left, to whom, what is kept; and the signed one."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta

import pytest

from apps.accounts.queries.signed_claims import own_jwks, verified
from apps.transform.contracts import Disclosure
from apps.transform.models import Transformation
from apps.transform.records.receipts import KIND, digest
from tests.cast import Person
from tests.web.browsing import Browser
from tests.web.test_history_pages import transformed
from tests.web.test_workspace import FORM

As = Callable[[Person], Browser]
LEFT = Disclosure(
    tier="primary",
    vendor="openai",
    model="gpt-x",
    host="models.example.com",
    answered=False,
    characters=42,
    sha256=digest("明日までに⟦PERSON_1_ab12⟧へ。<b>"),
    hidden={"person": 1, "email": 2, "riddle": 1},
    message="明日までに⟦PERSON_1_ab12⟧へ。<b>",
    message_context="engineer",
)


def id_in(path: str) -> str:
    return path.strip("/").split("/")[-1]


def disclose(path: str, *calls: Disclosure, noted: bool = True) -> None:
    """As if those calls had been made for the message."""
    row = Transformation.objects.get(id=id_in(path))
    result = json.loads(row.result)
    result["receipt"]["disclosed"] = [asdict(call) for call in calls]
    if not noted:
        del result["receipt"]
    row.result = json.dumps(result)
    row.save(update_fields=["result"])


def test_where_rules_wrote_nothing_left(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = transformed(browser)
    assert f'href="{path}receipt/"' in browser.get(path).html
    words = browser.get(path + "receipt/").words
    assert "Nothing was sent to a model." in words
    assert "Rules, on this server" in words


def test_the_result_in_the_workspace_leads_to_it(as_: As, alice: Person) -> None:
    assert "/receipt/" in as_(alice).post("/", FORM).html


def test_each_call_is_shown_as_it_left(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = transformed(browser)
    disclose(path, LEFT)
    page = browser.get(path + "receipt/")
    for said in (
        "A model was asked once.",
        "To gpt-x at models.example.com",
        "It didn't give a usable answer.",
        LEFT.sha256,
    ):
        assert said in page.words
    assert LEFT.message in page.words and "<b>" not in page.html
    assert all(name in page.words for name in ("Name × 1", "Email address × 2", "riddle × 1"))
    assert "Nothing was sent" not in page.words


def test_a_text_that_is_not_kept_is_no_text(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = transformed(browser)
    disclose(path, replace(LEFT, message="", message_context=""))
    assert "The text itself isn't kept" in browser.get(path + "receipt/").words


def test_a_result_from_before_calls_were_noted_claims_nothing(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = transformed(browser)
    disclose(path, noted=False)
    words = browser.get(path + "receipt/").words
    assert "before we started keeping one" in words
    assert "Nothing was sent" not in words


def test_it_says_until_when_the_texts_are_kept(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = transformed(browser)
    row = Transformation.objects.get(id=id_in(path))
    until = row.created_at + timedelta(days=alice.organization.retention_days)
    words = browser.get(path + "receipt/").words
    assert "The message and its result, encrypted." in words
    assert f"{until:%Y-%m}" in words


def test_a_legal_hold_is_said(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = transformed(browser)
    alice.organization.legal_hold = True
    alice.organization.save(update_fields=["legal_hold"])
    assert "for as long as the legal hold lasts" in browser.get(path + "receipt/").words


def test_the_download_is_the_signed_one(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = transformed(browser)
    page = browser.get(path + "receipt.json")
    assert page.response["Content-Disposition"] == f'attachment; filename="receipt-{id_in(path)}.json"'
    document = json.loads(page.html)
    assert verified(KIND, document["jws"], own_jwks()) == document["claims"]
    assert document["claims"]["sub"] == id_in(path)


@pytest.mark.parametrize("part", ["receipt/", "receipt.json"])
def test_charlie_gets_no_receipt_of_alices(as_: As, alice: Person, charlie: Person, part: str) -> None:
    assert as_(charlie).get(transformed(as_(alice)) + part).status == 404
