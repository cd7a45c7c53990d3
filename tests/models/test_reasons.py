"""Why a model's edits were made: a real reason where one is sure, in the reader's language."""

import pytest

from apps.transform.contracts import Language, TransformationType, TransformRequest, TransformResult
from apps.transform.providers.ladder import configured_ladder
from apps.transform.rewriting.rulebook import reason_text
from apps.transform.story import pipeline
from tests.models.conftest import Models
from tests.models.scripted_server import Script

SOFTEN, CLARIFY, TERMS = TransformationType.SOFTEN, TransformationType.CLARIFY, TransformationType.TERMINOLOGY
SUMMARIZE, BACKGROUND = TransformationType.SUMMARIZE, TransformationType.BACKGROUND
REQUIREMENTS, STRUCTURE = TransformationType.REQUIREMENTS, TransformationType.STRUCTURE

Case = tuple[Language, TransformationType, str, str, str]
CASES: list[Case] = [
    ("ja", SOFTEN, "明日の17時までに資料を直せ。", "明日の17時までに資料を直していただけますか。", "imperative"),
    ("en", SOFTEN, "Fix the report by Friday.", "Could you please fix the report by Friday?", "soften_en.order"),
    ("ja", SOFTEN, "本番の設定は変更するな。", "本番の設定は変更しないでください。", "prohibition"),
    ("en", SOFTEN, "Don't touch the settings of production.", "Please don't touch the settings of production.", "soften_en.prohibition"),
    ("en", SOFTEN, "Your report is garbage, and 3 rows are wrong.", "Your report needs rework, and 3 rows are wrong.", "harsh_gone"),
    ("ja", CLARIFY, "会議は15時に会議室Aで行う予定だ。", "会議は15時に会議室Aで行う予定です。", "plain_ending"),
    ("ja", TERMS, "デプロイは金曜です。", "デプロイ（公開の作業）は金曜です。", "term_explained"),
    ("en", TERMS, "The LMS moves on Friday.", "The learning platform (LMS) moves on Friday.", "term_replaced"),
    ("en", TERMS, "The cache expires on Friday.", "The cache (a copy kept for speed) expires on Friday.", "term_explained"),
    ("en", CLARIFY, "The import stopped at 42 rows on Friday and the settings of the server were wrong.", "The import stopped at 42 rows on Friday. The settings of the server were wrong.", "split"),
    ("en", CLARIFY, "The import stopped at 42 rows. The import stopped because of the server settings.", "The import stopped at 42 rows because of the server settings.", "merged"),
    ("en", CLARIFY, "The import takes 42 minutes.", "It takes 42 minutes for the import to run.", "reworded"),
    ("en", SOFTEN, "The import takes 42 minutes.", "Thank you for waiting: the import takes 42 minutes.", "reworded"),
    ("en", SUMMARIZE, "As I said yesterday, it was a very long day for all of us. The import stopped at 42 rows.", "The import stopped at 42 rows.", "shortened"),
    ("ja", REQUIREMENTS, "注文を最大5,000行まで出力したい。PDFは要らない。", "・注文を最大5,000行まで出力できる。\n・PDFは要らない。", "listed"),
    ("en", BACKGROUND, "Please approve the refund today.", "Please approve the refund [confirm: which refund] today.", "slot_put"),
    ("en", STRUCTURE, "The search is slow. Please check the index by Friday.", "Situation\n- The search is slow.\n\nRequest\n- Please check the index by Friday.", "structured"),
]  # fmt: skip # a table, read by rows


def result_of(text: str, kind: TransformationType, language: Language, reader: Language) -> TransformResult:
    wanted = TransformRequest(text, kind, language=language, reader_language=reader)
    return pipeline.run(wanted, ladder=configured_ladder())


@pytest.mark.parametrize("reader", ["ja", "en"])
@pytest.mark.parametrize(("language", "kind", "text", "answer", "code"), CASES, ids=[f"{c[4]} {c[0]}" for c in CASES])
def test_an_edit_has_the_reason_that_is_sure(
    models: Models, language: Language, kind: TransformationType, text: str, answer: str, code: str, reader: Language
) -> None:
    models.primary.script = Script(writes=lambda _message: answer)
    result = result_of(text, kind, language, reader)
    assert (result.tier, result.transformed_text) == ("primary", answer)
    assert {(change.reason.code, change.reason.text) for change in result.changes} == {
        (code, reason_text(code, reader))
    }


def test_each_sentence_has_a_reason_of_its_own(models: Models) -> None:
    text = "明日の17時までに資料を直せ。会議は15時に会議室Aで行う予定だ。"
    answer = "明日の17時までに資料を直していただけますか。会議は15時に会議室Aで行う予定です。"
    models.primary.script = Script(writes=lambda _message: answer)
    result = result_of(text, SOFTEN, "ja", "ja")
    assert [change.reason.code for change in result.changes] == ["imperative", "plain_ending"]
