"""Clarify warns of words that the two sides take differently."""

import pytest

from apps.transform.contracts import Language, MessageContext, TransformationType, TransformRequest, TransformResult
from apps.transform.providers.ladder import configured_ladder
from apps.transform.rewriting.roles.audience import side_of
from apps.transform.story import pipeline

TEXT = "ご要望の件、対応します。"


def clarified(
    sender: str, receiver: str, *, kind: TransformationType = TransformationType.CLARIFY, reader: Language = "ja"
) -> TransformResult:
    wanted = TransformRequest(
        TEXT, kind, language="ja", reader_language=reader, context=MessageContext(sender, receiver), tier="rules"
    )
    return pipeline.run(wanted, ladder=configured_ladder())


def warned(result: TransformResult) -> list[str]:
    return [TEXT[w.start : w.end] for w in result.warnings if w.code == "double_meaning"]


@pytest.mark.parametrize(("sender", "receiver"), [("エンジニア", "営業"), ("sales", "developer"), ("SRE", "役員")])
def test_clarify_warns_between_two_sides(sender: str, receiver: str) -> None:
    assert warned(clarified(sender, receiver)) == ["対応"]


@pytest.mark.parametrize(
    ("sender", "receiver"), [("エンジニア", "SRE"), ("営業", "サポート"), ("", "営業"), ("エンジニア", "")]
)
def test_nobody_is_warned_within_one_side_or_of_somebody_unknown(sender: str, receiver: str) -> None:
    assert warned(clarified(sender, receiver)) == []


def test_other_types_dont_warn() -> None:
    assert warned(clarified("エンジニア", "営業", kind=TransformationType.SOFTEN)) == []


def test_the_warning_comes_in_the_readers_language() -> None:
    (english,) = (w.message for w in clarified("エンジニア", "営業", reader="en").warnings)
    assert english.startswith("“対応” can be taken in two ways. Engineers hear: work starts")


@pytest.mark.parametrize(
    ("role", "side"),
    [("バックエンドエンジニア", "engineer"), ("経理", "business"), ("CEO", "business"), ("友人", None)],
)
def test_a_role_stands_on_a_side(role: str, side: str | None) -> None:
    assert side_of(role) == side
