"""The lock guards facts, not insults: what only sets the tone may go."""

import pytest

from apps.analyze.language.document import read_document
from apps.transform.contracts import Edit, Intensity, Language, TransformationType, TransformRequest
from apps.transform.factlock.manners import manner_reasons, manners_of
from apps.transform.factlock.repair import repair
from apps.transform.rewriting.edits import apply_edits, settle
from apps.transform.rewriting.rulebook import reason_text
from apps.transform.types import WRITERS
from apps.transform.types.soften.english.phrase_rules import phrase_rules

SOFTEN = TransformationType.SOFTEN


def softened(text: str, language: Language) -> tuple[str, str]:
    """What soften proposes, and what the lock leaves of it."""
    document = read_document(text)
    wanted = TransformRequest(text, SOFTEN, Intensity.MEDIUM, language, language)
    edits = settle(WRITERS[SOFTEN](wanted, document).edits, document)
    kept, _ledger = repair(document, edits, language=language, transformation_type=SOFTEN)
    return apply_edits(text, edits), apply_edits(text, kept)


@pytest.mark.parametrize("original", sorted({rule.example[0] for rule, _pattern in phrase_rules()}))
def test_what_the_english_rulebook_shows_passes_the_lock(original: str) -> None:
    proposed, left = softened(original, "en")
    assert left == proposed


@pytest.mark.parametrize(
    "original",
    [
        "頭おかしいんじゃないの。手順書どおりに進めてほしい。",
        "何やってんの？本番が止まってるんだけど。",
        "原因がまだ分からない。",
        "さっき見ただろ。早く直せ。",
        "そこは先に上長へ確認したら？",
        "いったんこのチケットを切れ。",
        "設計書を見ろよ。",
    ],
)
def test_a_japanese_outburst_may_become_calm(original: str) -> None:
    proposed, left = softened(original, "ja")
    assert proposed != original
    assert left == proposed


def test_numbers_inside_an_insult_are_compared_all_the_same() -> None:
    text = "3回も落とすとかバカ。"
    worse = Edit(0, len(text), "2回の停止は適切とは言えません。", "insult")
    kept, ledger = repair(read_document(text), (worse,), language="ja", transformation_type=SOFTEN)
    assert (kept, ledger.status) == ((), "repaired")


def test_the_span_of_an_edit_moves_with_the_edits_before_it() -> None:
    longer, rude = Edit(0, 1, "abc", "imperative"), Edit(2, 4, "x", "insult")
    manners = manners_of((longer, rude))
    assert (manners.before, manners.after) == (((2, 4),), ((4, 5),))


def test_every_reason_of_manners_is_a_reason_that_users_can_read() -> None:
    assert manner_reasons()
    assert all(reason_text(reason, "ja") and reason_text(reason, "en") for reason in manner_reasons())
