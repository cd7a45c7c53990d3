"""What is asked, planned, done and put right are told apart by form and by words."""

import pytest

from apps.analyze.language.detect import detect_language
from apps.analyze.language.document import read_document
from apps.transform.rewriting.roles import Role, Statement, read_statements


def statements(text: str) -> tuple[Statement, ...]:
    return read_statements(read_document(text), detect_language(text))


@pytest.mark.parametrize(
    "text",
    [
        "帳票の文字が切れてるから直して。",
        "倉庫の鍵、17時までに返せ。",
        "台帳は触らないで。",
        "決裁の前に必ず印刷すること。",
        "来週までに一覧を提出されたい。",
        "これ、もう少し早くできないですかね。",
        "取引先が明細を見られるようにしたい。",
        "Move the banner below the form.",
        "Refund the order or I cancel.",
        "Nice to have: a print view.",
    ],
)
def test_what_is_asked_for_is_a_request_whatever_its_form(text: str) -> None:
    assert [s.role for s in read_statements(read_document(text), "ja" if "。" in text else "en")] == [Role.REQUEST]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("16時までに配り直します。", Role.NEXT),
        ("議事録は木曜中に送っておきます。", Role.NEXT),
        ("水曜10時から打ち合わせで。", Role.NEXT),
        ("更新してくれないなら契約をやめます。", Role.CONDITION),
        ("人が足りないと来月の展示には間に合いません。", Role.IMPACT),
        ("うちの倉庫は古いです。", Role.BACKGROUND),
        ("We're replacing the printers on Friday.", Role.DECISION),
        ("Next update 15:15.", Role.NEXT),
        ("You may not copy the list.", Role.CONDITION),
        ("The import deleted all our drafts.", Role.IMPACT),
    ],
)
def test_a_plan_a_consequence_and_a_limit_are_told_apart(text: str, role: Role) -> None:
    assert [s.role for s in read_statements(read_document(text), "ja" if "。" in text else "en")] == [role]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("今棚を直してます。", Role.UNDERWAY),
        ("電話の予約には対応してます。", Role.BACKGROUND),
        ("原稿は水曜17時まで。", Role.REQUEST),
        ("照明を減らせない？", Role.REQUEST),
        ("We asked for a ramp.", Role.BACKGROUND),
        ("Forms must be in by July 3.", Role.REQUEST),
        ("Your desk will be moved on Thursday.", Role.DECISION),
    ],
)
def test_what_is_done_is_not_confused_with_what_is_asked_or_planned(text: str, role: Role) -> None:
    assert [s.role for s in read_statements(read_document(text), "en" if text.isascii() else "ja")] == [role]


def test_harm_that_is_put_right_needs_no_follow_up() -> None:
    assert not statements("二重請求の分は、6月10日までに返金いたします。")[0].critical
