"""Names of people don't leave the process, with a title or without; words that are names, too, stay where they are words."""

from pathlib import Path

import pytest

from apps.transform.contracts import Language
from apps.transform.guards.hiding import masks_of
from training.masked_names import measured

NAMES = Path(__file__).parents[2] / "training" / "names"
LEAST, MOST = 0.95, 0.02


def shown(text: str, language: Language) -> str:
    """What a model gets, with one sign for each name."""
    masks = masks_of(text, language)
    masked = masks.mask(text)
    assert masks.restore(masked) == text
    return masks._shape.sub("…", masked)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dana Whitfield has the key.", "… has the key."),
        ("Ask Dana for Whitfield's report.", "Ask … for …'s report."),
        ("Dana Whitfield is out. Read Whitfield's report.", "… is out. Read …'s report."),
        ("cc Priya, Marcus and Wei", "cc …, … and …"),
        ("J. Kowalski and Tessa van Dijk met O'Brien.", "… and … met …."),
        ("From: Ingeborg Brekke\nThe crane is late.", "From: …\nThe crane is late."),
        ("The crane is late.\nRegards,\nThandiwe Brekke", "The crane is late.\nRegards,\n…"),
        ("Please ask Łukasz Żółć about it.", "Please ask … about it."),
        ("Ｊｏｈｎ Ｓｍｉｔｈ asked for it.", "… asked for it."),
        ("We need Will to mark it.", "We need … to mark it."),
        ("Will you mark it in May, and grant access?", "Will you mark it in May, and grant access?"),
        ("Mark said that Grant will send the bill.", "… said that … will send the bill."),
        ("Move it to Monday, May 12, in Dublin.", "Move it to Monday, May 12, in Dublin."),
        ("The Benefits page names Ben.", "The Benefits page names …."),
        ("Carter Consulting uses Figma, Slack and Kubernetes.", "Carter Consulting uses Figma, Slack and Kubernetes."),
        ("Mr. Tanaka wants the slides.", "Mr. … wants the slides."),
    ],
)
def test_english_names(text: str, expected: str) -> None:
    assert shown(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("佐藤に確認してください。", "…に確認してください。"),
        ("佐藤さんから佐藤の件を聞いた。", "…さんから…の件を聞いた。"),
        ("森に頼みました。", "…に頼みました。"),
        ("森の中の倉庫は静かだ。", "森の中の倉庫は静かだ。"),
        ("林業の原因を調べる。", "林業の原因を調べる。"),
        ("千葉の工場は止まります。", "千葉の工場は止まります。"),
        ("千葉さんの工場は止まります。", "…さんの工場は止まります。"),
        ("石川県は石川が担当します。", "石川県は…が担当します。"),
        ("福田商事への請求", "福田商事への請求"),
        ("資材の碓井に聞くこと。", "資材の…に聞くこと。"),
        ("Michaelに確認して、Slackで連絡して。", "…に確認して、Slackで連絡して。"),
        ("王さんと李様が来ます。", "…さんと…様が来ます。"),
        ("お世話になっております。山本です。", "お世話になっております。…です。"),
    ],
)
def test_japanese_names(text: str, expected: str) -> None:
    assert shown(text, "ja") == expected


@pytest.mark.parametrize("file", sorted(NAMES.glob("*.txt")), ids=lambda file: file.stem)
def test_of_written_messages_names_are_hidden_and_hardly_anything_else(file: Path) -> None:
    language: Language = "ja" if file.stem.endswith("ja") else "en"
    found = measured(file.read_text(encoding="utf-8").splitlines(), language)
    assert found.masked_names >= LEAST * found.names, found.wrong
    assert found.masked_words <= MOST * found.words, found.wrong
