"""Measures of vague words are asked for, wishes that exclude each other are shown with both passages."""

import pytest

from apps.transform.contracts import TransformationType
from tests.transform.types.requirements.test_requirements import section, sorted_out
from tests.transform.types.writing import drafted


def asked(text: str) -> str:
    return "\n".join(q.text for q in drafted(TransformationType.REQUIREMENTS, text).questions)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("返信文を適宜直せるようにしたいです。", "適宜"),
        ("なるべく早く検索を直してください。", "なるべく早く"),
        ("画面を使いやすくしてください。", "使いやすく"),
        ("検索が重いので直してください。", "重い"),
        ("文字を大きくしてください。", "大きく"),
        ("I want the export soon.", "soon"),
        ("Make the page easy to use, please.", "easy"),
        ("Please make the breaks longer.", "longer"),
        ("Add staff as needed, please.", "as needed"),
    ],
)
def test_the_measure_of_a_vague_word_is_asked_for(text: str, word: str) -> None:
    assert word in asked(text)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("検索欄を付けてください。できれば年度内。", "いつまでに必要"),
        ("検索欄を付けてください。急ぎではありません。", "いつまでに必要"),
        ("検索欄を付けたい。4月の締めから使いたいです。", "使いたいは、"),
        ("代理店には見せないでください。", "代理の人"),
        ("Please add a search box. No hurry, but before the season.", "When is it needed"),
        ("Recordings are kept for 90 days, no longer.", "longer"),
        ("Budget is 400 EUR.", "Which currency"),
    ],
)
def test_nothing_is_asked_that_the_message_answers(text: str, question: str) -> None:
    assert question not in asked(text)


def test_an_amount_without_its_currency_is_asked_about() -> None:
    assert "Which currency" in asked("We need a pump. I can pay up to 4,000.")


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        (
            "記録は全部自動にしてください。手入力は残してください。",
            "記録は全部自動にしてください",
            "手入力は残してください",
        ),
        ("誰でも編集できるようにしたい。給与の欄は主任だけが触れるように。", "誰でも編集", "主任だけが触れる"),
        ("棚は長くしてください。いや、短くしてほしい人もいます。", "長くして", "短くして"),
        ("入力項目を減らしてほしい。審査の項目は全部残してください。", "入力項目を減らして", "全部残して"),
        ("夜は音を鳴らさないで。38.5度以上は必ず知らせて。", "鳴らさない", "必ず知らせ"),
        ("Logout longer please. Marit says shorter.", "Logout longer please", "Marit says shorter"),
        ("Automatic mails for all. Manual mails must stay.", "Automatic mails for all", "Manual mails must stay"),
        ("Everyone may edit. Only managers change prices.", "Everyone may edit", "Only managers change prices"),
        ("Launch before the season but not before the training.", "before the season", "not before the training"),
        ("Please keep all records. Legal wants everything deleted.", "keep all records", "everything deleted"),
    ],
)
def test_wishes_that_exclude_each_other_are_shown_with_both_passages(text: str, one: str, other: str) -> None:
    clashes = section(sorted_out(text, 1), "矛盾の可能性") + section(sorted_out(text, 1), "Possible conflicts")
    assert one in clashes
    assert other in clashes


@pytest.mark.parametrize(
    "text",
    ["検索欄を付けてください。一覧を長くしてください。", "Add a search box. Everyone may use it before the season."],
)
def test_wishes_that_go_together_are_no_conflict(text: str) -> None:
    assert "矛盾" not in sorted_out(text)
    assert "conflict" not in sorted_out(text)
