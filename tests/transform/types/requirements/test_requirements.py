"""Requirements sorts a wish into its parts, asks for what is missing, and makes nothing harder than it was."""

import pytest

from apps.transform.contracts import Draft, TransformationType
from tests.transform.types.writing import applied, drafted

WISH_JA = (
    "在庫表なんですけど、今は手入力で間違いが多くて困っています。バーコードで登録できるようにして、できれば写真も。"
    "履歴は必ず残してください。アルバイトを除いてください。11月の棚卸しまでには使いたいです。予算は80万円以内です。"
)
WISH_EN = (
    "We currently type stock by hand and make mistakes. We need barcode scanning, and it would be nice to add photos. "
    "Let store managers correct entries, but not part-timers. Ideally before the November 5 count. Budget is $4,000 at most."
)


def sorted_out(text: str, intensity: int = 2) -> str:
    return applied(drafted(TransformationType.REQUIREMENTS, text, intensity=intensity), text)


def section(text: str, heading: str) -> str:
    """The lines under a heading."""
    for block in text.split("\n\n"):
        first, _, lines = block.partition("\n")
        if first.strip("【】*") == heading:
            return lines
    return ""


def test_the_four_parts_are_always_there() -> None:
    for heading in ("背景", "要望", "制約条件", "期限"):
        assert f"【{heading}】" in sorted_out(WISH_JA)
    for heading in ("Background", "Requests", "Constraints", "Timeline"):
        assert f"**{heading}**" in sorted_out(WISH_EN)


def test_a_wish_stays_a_wish_and_a_must_a_must() -> None:
    requests = section(sorted_out(WISH_JA), "要望").split("\n")
    assert "- 必須：バーコードで登録できるようにする" in requests
    assert "- 任意：できれば写真も" in requests
    assert "- 必須：履歴は必ず残してください" in requests


@pytest.mark.parametrize(
    ("text", "request_line"),
    [
        (
            "Legal wants to see the signer on the page. Today they ask by mail.",
            "- Wanted: Legal wants to see the signer",
        ),
        ("経理から、一覧に支払日を表示したいとのことです。今は紙で見ています。", "- 希望：経理から、一覧に支払日を"),
        (
            "総務によると、検索欄がほしいそうです。今は目で探しています。",
            "- 希望：総務によると、検索欄がほしいそうです",
        ),
        ("通知を止めるボタンを付けられませんか？今は手で消しています。", "- 希望：通知を止めるボタンを"),
    ],
)
def test_what_others_want_is_a_request(text: str, request_line: str) -> None:
    assert request_line in section(sorted_out(text), "要望") + section(sorted_out(text), "Requests")


@pytest.mark.parametrize(
    "text",
    [
        "検索欄を付けてください。管理者の記録は消さないようにお願いします。",
        "検索欄を付けてください。並び順は今のままで構いません。",
        "検索欄を付けてください。英語の画面は今回は不要です。",
        "検索欄を付けてください。会社名は必須でなくてもよいです。",
        "Please add a search box. A mobile page isn't needed for now.",
        "Please add a search box. Records of admins are not to be deleted.",
        "Please add a search box. Guest accounts are out of scope.",
    ],
)
def test_what_must_not_change_is_a_constraint(text: str) -> None:
    limits = section(sorted_out(text), "制約条件") + section(sorted_out(text), "Constraints")
    assert "記載なし" not in limits
    assert "not stated" not in limits


@pytest.mark.parametrize("said", ["1万件くらい", "管理者だけ"])
def test_a_bare_amount_or_limit_is_a_constraint(said: str) -> None:
    assert said in section(sorted_out(f"CSVを出したい。{said}。"), "制約条件")


@pytest.mark.parametrize("said", ["項目は顧客名と金額です", "金額は税抜きで", "Excelで開けること"])
def test_what_the_result_has_to_be_is_a_request(said: str) -> None:
    assert said in section(sorted_out(f"CSVを出したいです。{said}。"), "要望")


def test_nobody_is_asked_again_who_may_see_it() -> None:
    assert "Who can see it" not in sorted_out("We need a sales report. Only managers can see it.")


def test_the_reason_before_a_request_does_not_make_it_background() -> None:
    text = "担当者が休むと処理が止まってしまうため、代理を立てられるようにしたいです。"
    assert f"- 希望：{text.rstrip('。')}" in section(sorted_out(text), "要望")


def test_thirty_days_before_is_no_deadline() -> None:
    text = "We want a reminder. It would be great if it came 30 days before the end of the contract."
    assert "- Could: It would be great" in section(sorted_out(text), "Requests")


def test_a_quoted_wish_is_background() -> None:
    text = 'A customer wrote: "we need dark mode". Please look into it.'
    assert "dark mode" in section(sorted_out(text), "Background")


def test_a_list_stays_with_the_request_that_announces_it() -> None:
    text = "次の変更をお願いします。\n- 合計の表示\n- CSVの出力\n期限は9月3日です。"
    assert "- 合計の表示\n- CSVの出力" in section(sorted_out(text), "要望")


def test_a_firm_limit_with_a_wish_beyond_it_stays_firm() -> None:
    assert "- 必須：メモリは16GB以上、できれば32GB" in sorted_out("メモリは16GB以上、できれば32GBを希望します。")


def test_an_exclusion_becomes_a_constraint() -> None:
    assert "アルバイト" in section(sorted_out(WISH_JA), "制約条件")
    assert "- Not included: part-timers" in section(sorted_out(WISH_EN), "Constraints")


def test_a_hoped_for_date_is_not_a_deadline() -> None:
    timeline = section(sorted_out(WISH_EN), "Timeline")
    assert "Ideally before the November 5 count (a wish)" in timeline


def test_a_month_without_a_day_is_asked_for() -> None:
    questions = drafted(TransformationType.REQUIREMENTS, WISH_JA).questions
    assert any("11月の棚卸し" in q.text for q in questions)


@pytest.mark.parametrize("text", [WISH_JA, WISH_EN])
def test_at_most_six_questions_are_asked_and_each_says_why(text: str) -> None:
    questions = drafted(TransformationType.REQUIREMENTS, text).questions
    assert 0 < len(questions) <= 6
    assert all(question.why for question in questions)
    assert [question.id for question in questions] == [f"q{n}" for n in range(1, len(questions) + 1)]


def test_two_wishes_that_clash_are_told() -> None:
    text = "費用をかけずに、新しい端末を入れたいです。シンプルにして、すべての項目を表示してください。"
    clashes = section(sorted_out(text), "矛盾の可能性").split("\n")
    assert len(clashes) == 2


def test_a_whole_request_scores_higher_than_a_bare_one() -> None:
    def score(text: str) -> int:
        (note,) = drafted(TransformationType.REQUIREMENTS, text).cautions
        return int(note.message.split("/")[0].split("は")[-1])

    assert score(WISH_JA) > score("とにかく使いやすくしてください。")


def test_the_strongest_intensity_gives_each_weight_its_heading() -> None:
    assert "【要望（必須）】" in sorted_out(WISH_JA, 3)
    assert "【要望（任意）】" in sorted_out(WISH_JA, 3)


@pytest.mark.parametrize("text", [WISH_JA, WISH_EN])
def test_a_second_pass_changes_nothing(text: str) -> None:
    once = sorted_out(text)
    assert sorted_out(once) == once


def test_an_empty_request_is_left_alone() -> None:
    assert drafted(TransformationType.REQUIREMENTS, "お疲れ様です。") == Draft()


def test_an_order_with_its_reason_is_a_request_and_not_a_limit() -> None:
    text = "予算が決まらないと発注できないから、18時までに見積もりを出して。"
    written = applied(drafted(TransformationType.REQUIREMENTS, text), text)
    assert "必須：予算が決まらないと発注できないから、18時までに見積もりを出して" in written
    assert "- 18時まで" in written


def test_a_label_of_the_writer_is_not_repeated() -> None:
    text = "We want a guest list. Must have: search by name. Nice to have: a print view."
    written = applied(drafted(TransformationType.REQUIREMENTS, text), text)
    assert "- Must: Search by name" in written
    assert "- Could: A print view" in written


def test_a_question_that_was_reported_is_no_must() -> None:
    text = sorted_out(
        "The auditor asked whether we keep backups abroad. We need a list of sites. No cloud, local only."
    )
    assert "The auditor asked whether we keep backups abroad" in section(text, "Background")
    assert section(text, "Constraints") == "- No cloud, local only"


@pytest.mark.parametrize("said", ["The trial starts on 3 March", "Sales begin in April", "The shop opens next week"])
def test_a_start_stands_in_the_timeline(said: str) -> None:
    assert f"- {said}" in section(sorted_out(f"We need a new till. {said}."), "Timeline")


@pytest.mark.parametrize("wish", ["あと忘れた人のための案内も欲しい", "スマホでも見たい", "一覧も要る"])
def test_what_is_wanted_too_is_a_request(wish: str) -> None:
    assert wish in section(sorted_out(f"検索が遅いです。{wish}。"), "要望")


def test_what_nobody_needs_is_a_limit() -> None:
    assert "英語表示はいらない" in section(sorted_out("検索を速くしてほしい。英語表示はいらない。"), "制約条件")
