"""Where no model is set up and the rules weren't sure: what a model could do, said once, and how to connect one."""

from collections.abc import Callable

import pytest
from django.conf import settings

from apps.accounts.contracts import Role
from tests.cast import Person, colleague, own_model
from tests.transform.doubting import HARSH, MESSAGE, SOFTER, Doubt, doubting
from tests.web.browsing import Browser

As = Callable[[Person], Browser]
FORM = {"text": MESSAGE, "transformation_type": "soften", "intensity": "2"}
HINT = {
    "en": "A model could find a kinder way to say what the rules left as it is.",
    "ja": "モデルを使うと、ルールでは直せなかった表現も、やわらかく言い換えられることがあります。",
}
OFF = "/connect-model/hint/"


@pytest.fixture
def doubt(monkeypatch: pytest.MonkeyPatch) -> Doubt:
    return doubting(monkeypatch)


@pytest.fixture
def harsh(doubt: Doubt) -> None:
    doubt((HARSH, "still_harsh"), edits=SOFTER)


def is_hinted(browser: Browser, **more: str) -> bool:
    page = browser.post("/", FORM | more)
    assert page.status == 200
    return "/connect-model/" in page.html


@pytest.mark.usefixtures("harsh")
@pytest.mark.parametrize("language", ["en", "ja"])
def test_one_sentence_says_what_a_model_could_do_here(browser: Browser, language: str) -> None:
    assert HINT[language] in browser.reading(language).post("/", FORM).words


@pytest.mark.usefixtures("harsh")
def test_it_is_said_once_a_session(as_: As, alice: Person) -> None:
    browser = as_(alice)
    assert [is_hinted(browser) for _ in range(3)] == [True, False, False]
    assert browser.client.cookies[settings.MODEL_HINT_COOKIE_NAME]["max-age"] == ""


@pytest.mark.usefixtures("harsh")
def test_switched_off_it_stays_away_when_the_browser_is_opened_again(as_: As, alice: Person) -> None:
    browser = as_(alice)
    assert browser.post(OFF).location == "/connect-model/"
    kept = browser.client.cookies[settings.MODEL_HINT_COOKIE_NAME]
    assert (kept.value, kept["httponly"], kept["samesite"]) == ("off", True, "Lax")
    assert int(kept["max-age"]) >= 180 * 24 * 3600
    assert not is_hinted(browser)


@pytest.mark.usefixtures("harsh")
def test_switching_it_off_leads_back_to_a_kept_result(as_: As, alice: Person) -> None:
    browser = as_(alice)
    page = browser.post("/", FORM)
    message = page.html.split('name="message" value="')[1].split('"')[0]
    assert browser.post(OFF, {"message": message}).location == f"/history/{message}/"
    assert "This hint won't be shown again in this browser." in browser.get(f"/history/{message}/").words


def test_switching_it_off_leads_nowhere_else(browser: Browser) -> None:
    assert browser.post(OFF, {"message": "//elsewhere.example/"}).location == "/connect-model/"
    assert browser.post(OFF, X_Fragment="hint").status == 204


@pytest.mark.usefixtures("harsh")
def test_a_result_that_comes_while_somebody_types_has_none_and_uses_none_up(as_: As, alice: Person) -> None:
    browser = as_(alice)
    assert [is_hinted(browser, live="1"), is_hinted(browser)] == [False, True]


@pytest.mark.usefixtures("harsh")
def test_where_the_organization_has_a_model_of_its_own_there_is_none(as_: As, alice: Person) -> None:
    own_model(alice)
    assert not is_hinted(as_(alice), rules="1")


def test_where_the_rules_were_sure_there_is_none(browser: Browser, doubt: Doubt) -> None:
    doubt(edits=SOFTER)
    assert not is_hinted(browser)


def test_each_reason_has_its_own_sentence(as_: As, alice: Person, doubt: Doubt) -> None:
    said = []
    for code in ("still_harsh", "unsure_role", "subject_unsure", "not_helped"):
        doubt((HARSH, code))
        browser = as_(alice)
        page = browser.post("/", FORM)
        said.append(page.html.split("data-hint>\n  <p>")[1].split("<a")[0])
    assert len(set(said)) == len(said)


def test_the_owner_reads_how_to_set_one_and_a_colleague_whom_to_ask(as_: As, alice: Person) -> None:
    member = colleague("dora", alice, Role.MEMBER)
    owner, other = (as_(who).get("/connect-model/").words for who in (alice, member))
    assert "/api/v1/organization/models/primary" in owner
    assert "/api/v1/organization/models/primary" not in other
    assert "The owner of your organization can set a model for all of its members." in other
    assert all("LLM_PRIMARY=" in page for page in (owner, other))


def test_only_staff_are_led_to_the_models_of_the_machine(as_: As, browser: Browser, alice: Person) -> None:
    assert "/admin/operations/" not in browser.get("/connect-model/").html
    alice.user.is_staff = True
    alice.user.save()
    assert "/admin/operations/" in as_(alice).get("/connect-model/").html
