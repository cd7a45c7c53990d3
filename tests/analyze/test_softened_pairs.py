"""The lenses see that a message got kinder."""

from pathlib import Path

import pytest
import yaml

from apps.analyze.actions.analyze_text import analyze_text

PAIRS: list[dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("softened_pairs.yaml").read_text(encoding="utf-8")
)
LEAST = 0.95

BY_INTENSITY = [
    ("Fix this bug.", "Please fix this bug.", "Could you please fix this bug?", "Would you mind fixing this bug when you have a moment? Thank you."),
    ("Send the logs.", "Please send the logs.", "Could you please send the logs?", "I'd be grateful if you could send the logs. Thank you."),
    ("Review the PR today.", "Please review the PR today.", "Could you please review the PR today?", "Would you be able to review the PR today? I would really appreciate it."),
    ("Tell the customer.", "Please tell the customer.", "Could you please tell the customer?", "Would you be so kind as to tell the customer? Many thanks."),
    ("直して。", "修正してください。", "修正をお願いいたします。", "お手数をおかけしますが、修正いただけますと幸いです。"),
    ("ログを送れ。", "ログを送ってください。", "ログをお送りいただけますか。", "恐れ入りますが、ログをお送りいただけますでしょうか。"),
    ("今日レビューしろ。", "今日レビューしてください。", "今日レビューをお願いできますか。", "お忙しいところ恐縮ですが、今日レビューいただけますでしょうか。"),
    ("お客さんに言って。", "お客様に伝えてください。", "お客様にお伝えいただけますか。", "お手数ですが、お客様にお伝えいただけますでしょうか。"),
]  # fmt: skip # a table, read by rows


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_softened_message_reads_less_harsh_and_more_polite(language: str) -> None:
    pairs = [pair for pair in PAIRS if pair["language"] == language]
    unseen = [pair["hard"] for pair in pairs if not got_kinder(pair)]
    assert len(unseen) <= (1 - LEAST) * len(pairs), unseen


def got_kinder(pair: dict[str, str]) -> bool:
    hard, kind = (analyze_text(text=pair[which], language=pair["language"]) for which in ("hard", "kind"))
    return kind.harshness.score < hard.harshness.score and kind.politeness.score > hard.politeness.score


@pytest.mark.parametrize("versions", BY_INTENSITY, ids=[versions[0] for versions in BY_INTENSITY])
def test_politeness_rises_with_the_intensity(versions: tuple[str, ...]) -> None:
    scores = [analyze_text(text=version).politeness.score for version in versions]
    assert scores == sorted(scores)
    assert scores[0] < scores[-1]


def test_every_kinder_message_is_below_the_flag() -> None:
    flagged = [p["kind"] for p in PAIRS if analyze_text(text=p["kind"], language=p["language"]).harshness.flagged]
    assert flagged == []


@pytest.mark.parametrize(
    ("kinder", "than"),
    [
        ("会議中の撮影はお控えいただけますでしょうか。", "恐れ入りますが、会議中の撮影をやめていただけますか。"),
        ("Would you be able to send the file?", "Send the file."),
        ("Unfortunately, we won't make Friday.", "We won't make Friday, deal with it."),
    ],
)
def test_one_wording_is_more_polite_than_another(kinder: str, than: str) -> None:
    assert analyze_text(text=kinder).politeness.score > analyze_text(text=than).politeness.score
