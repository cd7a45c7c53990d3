"""Whoever may make so many calls may make so many in all, whatever door they come through."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from apps.accounts.models import Plan, User
from apps.transform.actions.transform_text import transform_text
from apps.transform.bodies import TransformBody
from tests.cast import Person
from tests.front_door import FrontDoor
from tests.transform.test_live import OURS, talk
from tests.web.test_read_page import GOT
from tests.web.test_workspace import FORM
from tonebridge.limits.token_bucket import Rate
from tonebridge.rest.bodies import parse
from tonebridge.tenancy.identity import acting_for

ANY_ID = UUID(int=0)
FILE_WORK = re.compile(r"request\.FILES|attachment;|download\(")
HERE, ELSEWHERE = "198.51.100.7", "198.51.100.8"
ASK = {"text": "サーバーを1台追加させてください。", "transformation_type": "background"}

Door = Callable[[FrontDoor, Person, str], bool]
"""A call of a person from an address; whether it is let in."""


def over_http(visitor: FrontDoor, person: Person, address: str) -> bool:
    door = visitor.as_(Authorization=f"Bearer {person.access_token}", X_Forwarded_For=address)
    return door.post("/api/v1/analyze", {"text": "明日までに直せ。"}).status_code != 429


def in_a_frame(visitor: FrontDoor, person: Person, address: str) -> bool:
    cookie = (
        f"{configured.SESSION_COOKIE_NAME}={_browser(person, address).cookies[configured.SESSION_COOKIE_NAME].value}"
    )
    asked = {"type": "analyze", "payload": {"text": "明日までに直せ。"}}
    answers = talk(visitor, "", asked, cookie=cookie, origin=OURS, **{"x-forwarded-for": address})
    assert isinstance(answers, list)
    return bool(answers[0]["payload"].get("code") != "RATE_LIMITED")


def on_the_page(_visitor: FrontDoor, person: Person, address: str) -> bool:
    return _browser(person, address).post("/", FORM).status_code != 429


def on_the_page_of_reading(_visitor: FrontDoor, person: Person, address: str) -> bool:
    return _browser(person, address).post("/read/", GOT).status_code != 429


def among_the_answers(_visitor: FrontDoor, person: Person, address: str) -> bool:
    wanted = parse(TransformBody, ASK).request(reader_language="ja")
    with acting_for(person.organization.id):
        kept = transform_text(principal=person.principal, wanted=wanted)
    return _browser(person, address).post(f"/history/{kept.id}/answers/", {"answer-q1": "試験"}).status_code != 429


def with_a_file_of_terms(_visitor: FrontDoor, person: Person, address: str) -> bool:
    file = SimpleUploadedFile("terms.csv", b"term,language\nSLA,en\n")
    return _browser(person, address).post("/glossary/import/", {"file": file}).status_code != 429


def with_its_confirmation(_visitor: FrontDoor, person: Person, address: str) -> bool:
    content = {"content": "term,language\nSLA,en\n"}
    return _browser(person, address).post("/glossary/import/", content).status_code != 429


def with_a_form_that_lacks_its_file(_visitor: FrontDoor, person: Person, address: str) -> bool:
    return _browser(person, address).post("/glossary/import/").status_code != 429


def with_a_file_of_messages(_visitor: FrontDoor, person: Person, address: str) -> bool:
    file = SimpleUploadedFile("messages.csv", "text\n明日までに直せ。\n".encode())
    form = {"file": file, "transformation_type": "soften", "intensity": "2"}
    return _browser(person, address).post("/jobs/new/", form).status_code != 429


def with_a_look_at_one(_visitor: FrontDoor, person: Person, address: str) -> bool:
    file = SimpleUploadedFile("messages.csv", "text\n明日までに直せ。\n".encode())
    return _browser(person, address).post("/jobs/columns/", {"file": file}).status_code != 429


def taking_terms_along(_visitor: FrontDoor, person: Person, address: str) -> bool:
    return _browser(person, address).get("/glossary/export/").status_code != 429


def taking_results_along(_visitor: FrontDoor, person: Person, address: str) -> bool:
    return _browser(person, address).get(f"/jobs/{ANY_ID}/results.csv").status_code != 429


def taking_ones_data_along(_visitor: FrontDoor, person: Person, address: str) -> bool:
    return _browser(person, address).post("/account/export/").status_code != 429


def taking_the_audit_along(_visitor: FrontDoor, person: Person, address: str) -> bool:
    return _browser(person, address).get("/audit/export/").status_code != 429


def taking_a_receipt_along(_visitor: FrontDoor, person: Person, address: str) -> bool:
    return _browser(person, address).get(f"/history/{ANY_ID}/receipt.json").status_code != 429


def _browser(person: Person, address: str) -> Client:
    browser = Client(REMOTE_ADDR=address, headers={"accept-language": "en"})
    browser.force_login(person.user)
    return browser


def _keeping(answers: list[Any]) -> Callable[..., Any]:
    """Django's client, whose answers are kept."""
    asked = Client.generic

    def generic(*given: Any, **named: Any) -> Any:  # Django's own signature
        answers.append(asked(*given, **named))
        return answers[-1]

    return generic


DOORS: list[Door] = [over_http, in_a_frame, on_the_page, on_the_page_of_reading, among_the_answers]
FILES: list[Door] = [
    with_a_file_of_terms,
    with_its_confirmation,
    with_a_form_that_lacks_its_file,
    with_a_file_of_messages,
    with_a_look_at_one,
    taking_terms_along,
    taking_results_along,
    taking_ones_data_along,
    taking_a_receipt_along,
    taking_the_audit_along,
]
"""Doors of pages that read a file or write one."""
pytestmark = pytest.mark.usefixtures("still_time")
every_file = pytest.mark.parametrize("call", FILES, ids=lambda call: call.__name__)
every_door = pytest.mark.parametrize("call", DOORS, ids=lambda call: call.__name__)


@pytest.fixture(autouse=True)
def _behind_a_proxy(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1/32"]


@pytest.fixture
def unproven(alice: Person, charlie: Person) -> list[Person]:
    """Two accounts whose addresses nobody has proven, with two calls a minute."""
    Plan.objects.update(per_minute=2)
    User.objects.update(email_verified_at=None)
    return [alice, charlie]


@every_door
def test_unproven_accounts_of_one_address_share_the_calls_of_one(
    visitor: FrontDoor, unproven: list[Person], call: Door
) -> None:
    assert [call(visitor, person, HERE) for person in unproven * 2] == [True, True, False, False]
    assert call(visitor, unproven[0], ELSEWHERE)


def test_a_frame_comes_from_no_other_address_because_its_sender_says_so(
    visitor: FrontDoor, unproven: list[Person], settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = []
    addresses = [HERE, ELSEWHERE, "198.51.100.9"]
    assert [in_a_frame(visitor, unproven[0], address) for address in addresses] == [True, True, False]


@every_door
def test_no_door_has_calls_beside_those_of_the_others(visitor: FrontDoor, unproven: list[Person], call: Door) -> None:
    assert [over_http(visitor, person, HERE) for person in unproven] == [True, True]
    assert not call(visitor, unproven[1], HERE)


@every_door
def test_proven_accounts_of_one_address_have_calls_of_their_own(
    visitor: FrontDoor, alice: Person, charlie: Person, call: Door
) -> None:
    Plan.objects.update(per_minute=1)
    assert [call(visitor, person, HERE) for person in (alice, charlie, alice)] == [True, True, False]


@every_file
def test_files_of_pages_take_from_the_calls_of_the_api(
    visitor: FrontDoor, alice: Person, charlie: Person, call: Door
) -> None:
    Plan.objects.update(per_minute=2)
    assert [over_http(visitor, alice, HERE), call(visitor, alice, HERE), call(visitor, alice, ELSEWHERE)] == [
        True,
        True,
        False,
    ]
    assert not over_http(visitor, alice, HERE)
    assert call(visitor, charlie, HERE)


@every_file
def test_a_page_says_when_to_come_again_with_a_file(visitor: FrontDoor, alice: Person, call: Door) -> None:
    Plan.objects.update(per_minute=1)
    over_http(visitor, alice, HERE)
    with patch.object(Client, "generic", _keeping(answers := list[Any]())):
        assert not call(visitor, alice, HERE)
    assert answers[-1]["Retry-After"] == "60"
    assert b"Too many requests" in answers[-1].content


def test_a_confirmation_that_comes_too_soon_keeps_its_terms(visitor: FrontDoor, alice: Person) -> None:
    Plan.objects.update(per_minute=1)
    over_http(visitor, alice, HERE)
    answer = _browser(alice, HERE).post("/glossary/import/", {"content": "term,language\nSLA,en\n"})
    page = answer.content.decode()
    assert 'name="content" value="term,language\nSLA,en\n"' in page
    assert "Your file is still here." in page and "Try again in 60 seconds." in page


def test_a_job_that_comes_too_soon_keeps_what_was_chosen(visitor: FrontDoor, alice: Person) -> None:
    Plan.objects.update(per_minute=1)
    over_http(visitor, alice, HERE)
    form = {"transformation_type": "clarify", "intensity": "3", "receiver_role": "営業部長"}
    answer = _browser(alice, HERE).post("/jobs/new/", form)
    assert answer.status_code == 429
    assert 'value="営業部長"' in answer.content.decode()
    assert '<option value="clarify" selected>' in answer.content.decode()


@every_door
def test_a_plan_without_calls_lets_nothing_in(visitor: FrontDoor, alice: Person, call: Door) -> None:
    Plan.objects.update(per_minute=0)
    assert not call(visitor, alice, HERE)


@every_door
def test_a_plan_without_a_limit_refuses_nothing(visitor: FrontDoor, alice: Person, call: Door) -> None:
    Plan.objects.update(per_minute=None)
    assert [call(visitor, alice, HERE) for _ in range(3)] == [True] * 3


def test_typing_is_shared_alike_and_a_plan_without_calls_has_none(
    unproven: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.transform.web.live_rate.LIVE", Rate(1, 60))

    def typed(person: Person, address: str) -> int:
        return _browser(person, address).post("/", FORM | {"live": "1"}).status_code

    assert [typed(person, HERE) for person in unproven] == [200, 429]
    Plan.objects.update(per_minute=0)
    assert typed(unproven[0], ELSEWHERE) == 429


def test_no_page_reads_or_writes_a_file_without_counting_it() -> None:
    """Each function of pages that takes a file, or answers with one, spends the person's calls, or calls one that does."""
    doors = [door for path in Path(configured.BASE_DIR, "apps").glob("*/web/**/*.py") for door in file_doors(path)]
    assert len(doors) >= 8
    assert [name for name, names in doors if "spend_call_now" not in names] == []


def file_doors(path: Path) -> Iterator[tuple[str, set[str]]]:
    """The functions of a module that work on files, with the names in them and in those of the module that they call."""
    source = path.read_text(encoding="utf-8")
    functions = {each.name: each for each in ast.parse(source).body if isinstance(each, ast.FunctionDef)}
    names = {name: {one.id for one in ast.walk(each) if isinstance(one, ast.Name)} for name, each in functions.items()}
    for name, each in functions.items():
        if FILE_WORK.search(ast.get_source_segment(source, each) or ""):
            yield f"{path.name}: {name}", names[name].union(*(names[other] for other in names[name] & names.keys()))
