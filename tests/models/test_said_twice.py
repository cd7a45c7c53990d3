"""An answer that says something twice is not shown: the model is asked again, then the next rung."""

import json

import pytest

from apps.transform.contracts import Language, TransformationType, TransformRequest, TransformResult
from apps.transform.providers.ladder import configured_ladder
from apps.transform.story import pipeline
from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import Models
from tests.models.reading import read
from tests.models.scripted_server import Script

TEXTS: dict[Language, str] = {
    "ja": "42件の取り込みを金曜の17時までに直しておいてほしい。本番の設定は絶対に変更しないでほしい。手順書の古い図も差し替えておいてほしい。",
    "en": "Fix the import of 42 rows by 17:00 on Friday. Don't change the settings of production. Replace the old diagram in the manual, too.",
}
ONCE: dict[Language, str] = {
    "ja": "42件の取り込みを金曜の17時までに直していただけますか。本番の設定は変更しないでください。手順書の古い図も差し替えてください。",
    "en": "Could you fix the import of 42 rows by 17:00 on Friday? Please don't change the settings of production. Please replace the old diagram in the manual, too.",
}
TWICE: list[tuple[Language, str]] = [
    ("ja", ONCE["ja"] * 2),
    ("ja", ONCE["ja"] + "\n\n" + ONCE["ja"]),
    ("ja", ONCE["ja"] + "本番の設定は変更しないでください。"),
    ("ja", ONCE["ja"] + "お手数ですが、手順書の古い図も差し替えていただけますでしょうか。"),
    ("ja", ONCE["ja"] + "\n・手順書の古い図も差し替えてください"),
    ("en", ONCE["en"] + " " + ONCE["en"]),
    ("en", ONCE["en"] + "\n\n" + ONCE["en"]),
    ("en", ONCE["en"] + " Please don't change the settings of production."),
    ("en", ONCE["en"] + " Would you replace the old diagram in the manuals, please?"),
    ("en", ONCE["en"] + "\n- Replace the old diagram in the manual"),
]
KINDS = list(TransformationType)


def result_of(
    language: Language, kind: TransformationType = TransformationType.SOFTEN, text: str = ""
) -> TransformResult:
    wanted = TransformRequest(text or TEXTS[language], kind, language=language, reader_language=language)
    return pipeline.run(wanted, ladder=configured_ladder())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value)
@pytest.mark.parametrize(
    ("language", "answer"), TWICE, ids=[f"{language} {at}" for at, (language, _) in enumerate(TWICE)]
)
def test_an_answer_that_says_something_twice_is_not_shown(
    models: Models, kind: TransformationType, language: Language, answer: str
) -> None:
    models.primary.script = Script(writes=lambda _message: answer)
    models.secondary.script = Script(writes=lambda _message: ONCE[language])
    result = result_of(language, kind)
    assert (result.tier, result.transformed_text) == ("secondary", ONCE[language])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_is_told_so_and_asked_again(models: Models, language: Language) -> None:
    again = TWICE[2] if language == "ja" else TWICE[7]
    models.primary.scripts = [Script(writes=lambda _message: again[1])]
    models.primary.script = Script(writes=lambda _message: ONCE[language])
    result = result_of(language)
    assert (result.tier, result.transformed_text, models.primary.calls) == ("primary", ONCE[language], 2)
    told = json.loads(models.primary.received[1])["messages"][-1]["content"]
    assert "二度" in told if language == "ja" else "twice" in told


SAID_AGAIN: list[tuple[Language, str, str]] = [
    ("ja", "本番の設定は変更するな。42件を直せ。いいか、本番の設定は変更するな。", "本番の設定は変更しないでください。42件を直していただけますか。本番の設定は変更しないでください。"),
    ("en", "Don't change the settings of production. Fix 42 rows. Don't change the settings of production!", "Please don't change the settings of production. Could you fix 42 rows? Please don't change the settings of production."),
]  # fmt: skip # a table, read by rows


@pytest.mark.parametrize(("language", "text", "answer"), SAID_AGAIN)
def test_a_message_that_repeats_a_sentence_may_keep_it(
    models: Models, language: Language, text: str, answer: str
) -> None:
    models.primary.script = Script(writes=lambda _message: answer)
    result = result_of(language, text=text)
    assert (result.tier, result.transformed_text, models.primary.calls) == ("primary", answer, 1)


DIFFERENT: list[tuple[Language, str]] = [
    ("ja", "月曜の受付は東棟の窓口1番です。火曜の受付は西棟の窓口2番です。保守担当は佐藤です。"),
    ("en", "Room 4 of the east wing is closed until Monday. Room 5 of the west wing is closed until Friday."),
]


@pytest.mark.parametrize(("language", "text"), DIFFERENT)
def test_sentences_of_one_form_about_other_things_are_no_repetition(
    models: Models, language: Language, text: str
) -> None:
    assert (result_of(language, text=text).tier, models.primary.calls) == ("primary", 1)


def test_who_reads_along_is_not_shown_a_sentence_twice(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = models.secondary.script = Script(
        writes=lambda _message: TWICE[2][1] + "以上です。\n", piece_s=0.01
    )
    body = {"text": TEXTS["ja"], "transformation_type": "soften"}
    found = read(api(alice).post("/api/v1/transform/stream", body))
    assert found.shown.count("本番の設定は変更しないでください。") == 1
