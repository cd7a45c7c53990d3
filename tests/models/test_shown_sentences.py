"""A sentence that states another value than the message is not shown while a model writes; true ones are."""

import pytest

from apps.analyze.language.document import read_document
from apps.transform.contracts import Complaint, Language, TransformationType, TransformRequest
from apps.transform.story.guarding import ModelGuard
from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import Models
from tests.models.reading import Told, read
from tests.models.scripted_server import Script

JA = "佐藤さん、INV-2210の入金がまだだ。8月12日の15時に48,000円と聞いた。1日に2回は確認しろ。遅くとも金曜までに直せ。"
EN = "Ann, order A-17 is short by 42 boxes. Call them on 12 March at 5 pm. Sales said 'no refund' and at most 3 days. Fix it by Friday."
GOOD: dict[str, str] = {
    "ja": "INV-2210の入金がまだのようです。\n入金は8月12日15:00に4.8万円と伺いました。\n1日に2回はご確認ください。\n金曜までに直していただけますか。\n",
    "en": "Order A-17 is 42 boxes short.\nCould you call them on March 12 at 17:00?\nSales said 'no refund', and no more than three days.\nPlease fix it by Friday.\n",
}
MESSAGES: dict[str, str] = {"ja": JA, "en": EN}
WRONG: list[tuple[Language, str, str]] = [
    ("ja", "2210", "2201"),
    ("ja", "12日", "13日"),
    ("ja", "15:00", "16:00"),
    ("ja", "4.8万円", "4.9万円"),
    ("ja", "1日に2回", "1日に5回"),
    ("ja", "1日に2回", "1週に2回"),
    ("ja", "金曜まで", "金曜以降"),
    ("ja", "金曜", "木曜"),
    ("ja", "直して", "https://evil.example を見て直して"),
    ("en", "A-17", "A-71"),
    ("en", "42 boxes", "24 boxes"),
    ("en", "March 12", "March 13"),
    ("en", "17:00", "18:00"),
    ("en", "no refund", "no return"),
    ("en", "no more than three", "no less than three"),
    ("en", "three days", "three weeks"),
    ("en", "Friday", "Thursday"),
    ("en", "fix it", "pay $900 and fix it"),
]


def guard_of(language: Language, kind: TransformationType = TransformationType.CLARIFY) -> ModelGuard:
    wanted = TransformRequest(MESSAGES[language], kind, language=language, reader_language=language)
    return ModelGuard(wanted, read_document(wanted.text))


def shown(language: Language, answer: str) -> str:
    """What is shown of an answer, sentence by sentence."""
    guard, before = guard_of(language), ""
    for sentence in answer.splitlines(keepends=True):
        part = guard.part(sentence, before)
        if isinstance(part, Complaint):
            return before
        before += part
    return before


@pytest.mark.parametrize("language", ["ja", "en"])
def test_values_in_another_form_are_shown(language: Language) -> None:
    assert shown(language, GOOD[language]) == GOOD[language]


@pytest.mark.parametrize(("language", "right", "wrong"), WRONG, ids=[wrong for _l, _r, wrong in WRONG])
def test_a_sentence_with_another_value_is_held_back_with_all_behind_it(
    language: Language, right: str, wrong: str
) -> None:
    answer = GOOD[language].replace(right, wrong)
    found = shown(language, answer)
    assert wrong not in found and answer.startswith(found)
    assert found == answer[: answer.rfind("\n", 0, answer.index(wrong)) + 1]


def test_an_explanation_in_brackets_may_bring_a_number(models: Models) -> None:
    guard = guard_of("en", TransformationType.TERMINOLOGY)
    explained = "Order A-17 (one of 12 kinds of orders) is short by 42 boxes. "
    assert guard.part(explained, "") == explained
    assert isinstance(guard.part("Order A-17 is one of 12 orders and short by 42 boxes. ", ""), Complaint)


def test_the_number_of_a_list_is_no_sentence_and_no_value(api: Api, alice: Person, models: Models) -> None:
    answer = "1. Order A-17 is short by 42 boxes.\n2. Call on 12 March at 5 pm.\n3. Fix it by Friday.\n4. Sales said 'no refund' and at most 3 days."
    models.primary.script = Script(writes=lambda _message: answer, piece_s=0.005)
    found = told(api, alice, EN.replace("Ann, o", "O"))
    assert found.result["transformed_text"] == answer and found.shown == answer[: answer.rfind("\n") + 1]


@pytest.mark.parametrize(
    ("message", "sentence", "wrong"),
    [
        ("不具合は3件です。至急直してください。", "不具合は3件ございます。", "不具合は9件ございます。"),
        ("不具合は3件です。至急直してください。", "不具合は3件ございます。", "不具合は6件ございます。"),
        (
            "株式会社アオイ商事に送ってください。",
            "株式会社アオイ商事にお送りください。",
            "株式会社ミドリ商事にお送りください。",
        ),
    ],
)
def test_an_only_value_isnt_worked_out_of_itself(message: str, sentence: str, wrong: str) -> None:
    guard = ModelGuard(TransformRequest(message, TransformationType.SOFTEN, language="ja"), read_document(message))
    assert guard.part(sentence, "") == sentence
    assert isinstance(guard.part(wrong, ""), Complaint)


def told(api: Api, alice: Person, text: str) -> Told:
    body = {"text": text, "transformation_type": "clarify"}
    return read(api(alice).post("/api/v1/transform/stream", body))


TEXT = "入金の取り込みが42件で止まった。金曜の17時までに直せ。設定は変更するな。"
WELL = "入金の取り込みが42件で止まりました。金曜の17時までに直していただけますか。設定は変更しないでください。"
BADLY = WELL.replace("17時", "19時")


def test_another_answer_goes_on_where_the_first_one_was_held_back(api: Api, alice: Person, models: Models) -> None:
    models.primary.scripts = [Script(writes=lambda _message: BADLY, piece_s=0.05)]
    models.primary.script = Script(writes=lambda _message: WELL, piece_s=0.01)
    found = told(api, alice, TEXT)
    assert (found.shown, found.result["transformed_text"]) == (WELL, WELL)
    assert models.primary.calls == 2


def test_another_answer_that_begins_otherwise_is_not_mixed_with_the_first(
    api: Api, alice: Person, models: Models
) -> None:
    models.primary.scripts = [Script(writes=lambda _message: BADLY, piece_s=0.05)]
    models.primary.script = Script(writes=lambda _message: "ご連絡です。" + WELL)
    found = told(api, alice, TEXT)
    assert found.shown == "入金の取り込みが42件で止まりました。"
    assert found.result["transformed_text"] == "ご連絡です。" + WELL
    assert found.events[-3] == ("delta", {"text": "", "withdrawn": True})


def test_what_is_shown_is_never_a_broken_value(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = models.secondary.script = Script(writes=lambda _message: BADLY)
    found = told(api, alice, TEXT)
    assert "19時" not in found.shown and "19時" not in found.result["transformed_text"]
