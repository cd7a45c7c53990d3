"""Why something is asked is told in the language of whoever reads it, now and later; the question itself in the message's."""

from collections.abc import Callable

import pytest

from apps.transform.rewriting.rulebook import reason_in, reason_text
from tests.cast import Person
from tests.front_door import Api
from tests.web.browsing import Browser

As = Callable[[Person], Browser]
MESSAGES = [
    ("clarify", "例の件、進めておいてください。", "asked.wrong_item"),
    ("clarify", "Please take care of that issue as usual.", "asked.same_as"),
    ("background", "サーバーを1台追加させてください。", "asked.background.purpose"),
    ("requirements", "申請の画面に代理承認を付けてほしいです。", "asked.requirements.deputy"),
]


@pytest.mark.parametrize(("kind", "text", "code"), MESSAGES)
def test_a_reader_is_told_in_their_language_and_the_next_one_in_theirs(
    as_: As, alice: Person, kind: str, text: str, code: str
) -> None:
    browser = as_(alice).reading("en")
    browser.post("/", {"text": text, "transformation_type": kind, "intensity": "2"})
    entry = next(link for link in browser.get("/history/").html.split('"') if link.startswith("/history/0"))
    english, japanese = reason_text(code, "en"), reason_text(code, "ja")
    for language, told, other in (("en", english, japanese), ("ja", japanese, english), ("en", english, japanese)):
        words = browser.reading(language).get(entry).words
        assert told in words and other not in words


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(("kind", "text", "code"), MESSAGES)
def test_so_is_a_caller_of_the_api(api: Api, alice: Person, kind: str, text: str, code: str, language: str) -> None:
    door = api(alice).as_(Accept_Language=language)
    made = door.post("/api/v1/transform", {"text": text, "transformation_type": kind}).json()
    assert reason_text(code, language) in [question["why"] for question in made["questions"]]


def test_answering_in_another_language_tells_in_that_one(api: Api, alice: Person) -> None:
    door, text = api(alice), "サーバーを1台追加させてください。"
    asked = {"text": text, "transformation_type": "background"}
    made = door.as_(Accept_Language="ja").post("/api/v1/transform", asked).json()
    sent = {"answers": [{"question_id": made["questions"][0]["id"], "text": "負荷試験のため"}]}
    answered = door.as_(Accept_Language="en").post(f"/api/v1/transform/{made['id']}/answers", sent).json()
    before = [question["why"] for question in made["questions"][1:]]
    assert [question["why"] for question in answered["questions"]] == [reason_in(why, "en") for why in before]
    assert all(why.isascii() for why in (question["why"] for question in answered["questions"]))


def test_a_reason_of_older_rules_stays_as_it_was() -> None:
    assert reason_in("Nobody knows any more.", "ja") == "Nobody knows any more."
