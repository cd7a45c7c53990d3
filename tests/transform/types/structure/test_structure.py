"""Structure puts a message under headings in the order its reader needs, and changes nothing it says."""

import pytest

from apps.transform.contracts import Draft, TransformationType
from tests.transform.types.writing import applied, drafted

INCIDENT_JA = (
    "今朝8:10から予約画面が重くなっていて、原因はディスク不足と思われますが、9:05に容量を増やして解消しました。"
    "影響は約90社、うち7社は予約が保存されていません。本日18時までに7社へ連絡をお願いします。担当は森さんです。"
)
INCIDENT_EN = (
    "@dana The booking page has been slow since 8:10, probably because the disk was full. We added space at 9:05. "
    "7 customers have bookings that were not saved. Please call them by 18:00. Owner: Mori."
)


def structured(text: str, *, intensity: int = 2, receiver: str = "", channel: str = "") -> str:
    draft = drafted(TransformationType.STRUCTURE, text, intensity=intensity, receiver=receiver, channel=channel)
    return applied(draft, text)


def headings(text: str) -> list[str]:
    return [line.strip("【】*") for line in text.split("\n") if line.startswith(("【", "*"))]


def test_sales_read_the_impact_and_what_to_do_before_the_cause() -> None:
    found = headings(structured(INCIDENT_JA, receiver="営業"))
    assert found == ["影響", "依頼（期限・担当）", "発生状況", "対応済み", "原因（推定）"]


def test_engineers_read_what_happened_and_why_first() -> None:
    found = headings(structured(INCIDENT_JA, receiver="エンジニア"))
    assert found.index("発生状況") < found.index("原因（推定）") < found.index("対応済み")


def test_the_lightest_intensity_keeps_the_order_of_the_message() -> None:
    text = structured(INCIDENT_JA, intensity=1, receiver="営業")
    places = [text.index(word) for word in ("8:10", "ディスク不足", "9:05", "約90社", "7社", "18時", "森さん")]
    assert places == sorted(places)


def test_the_strongest_intensity_sets_deadline_and_owner_apart() -> None:
    text = structured(INCIDENT_JA, intensity=3, receiver="営業")
    assert "- 7社へ連絡をお願いします（期限：本日18時まで／担当：森さん）" in text


def test_a_guessed_cause_stays_a_guess() -> None:
    text = structured(INCIDENT_JA, receiver="営業")
    assert "【原因（推定）】\n- ディスク不足と思われます" in text


@pytest.mark.parametrize(("said", "heading"), [("多分キャッシュ。", "原因"), ("今日中には直す。", "今後の予定")])
def test_a_short_guess_and_a_short_promise_find_their_headings(said: str, heading: str) -> None:
    text = structured(f"昨日のリリースでログインできない人が数人出てる。原因はまだ不明。{said}")
    assert said.removesuffix("。") in text.split(f"【{heading}")[1].split("【")[0]


def test_what_fails_is_no_open_point_though_its_cause_is_not_sure() -> None:
    text = structured(
        "The export works but sometimes it times out, not sure why. The client is getting annoyed. Can you help?"
    )
    assert "times out" in text.split("**What happened**")[1].split("**")[0]
    assert "annoyed" in text.split("**Impact**")[1].split("**")[0]


def test_what_harms_most_stands_out() -> None:
    assert "- **⚠ 要対応：うち7社は予約が保存されていません**" in structured(INCIDENT_JA, receiver="営業")
    assert "- **⚠ Needs follow-up: 7 customers have bookings" in structured(INCIDENT_EN, receiver="support")


def test_who_works_on_it_and_until_when_are_one_section() -> None:
    text = structured("10時から印刷できません。現在総務の林さんが交換作業中で、11時復旧見込みです。")
    assert "【対応中】\n- 現在総務の林さんが交換作業中で、11時復旧見込みです" in text


def test_what_is_needed_by_a_day_keeps_its_day() -> None:
    text = structured("先方の返事が届きました。最終の回答は木曜中に必要です。", intensity=3)
    assert "- 最終の回答は木曜中に必要です" in text


def test_who_is_stopped_by_it_is_the_impact() -> None:
    text = structured("Heads up: the sync failed at 3:00. Payroll can't send the payslips until it's rerun.")
    assert "**Impact**\n- Payroll can't send" in text
    assert "- The sync failed at 3:00" in text


def test_slack_gets_its_own_bold() -> None:
    text = structured(INCIDENT_EN, receiver="support", channel="slack")
    assert "*Impact*" in text
    assert "**" not in text


def test_a_mention_at_the_start_stays_at_the_start() -> None:
    assert structured(INCIDENT_EN, receiver="support").startswith("@dana")


def test_greeting_and_closing_keep_their_places() -> None:
    text = structured("お疲れ様です。サーバーが停止しました。原因は不明です。よろしくお願いします。")
    assert text.startswith("お疲れ様です。\n\n【")
    assert text.endswith("\n\nよろしくお願いします。")


def test_a_recommendation_is_not_headed_as_a_decision() -> None:
    text = structured("We recommend the smaller plan. The price rises by 8% in June.", receiver="manager")
    assert "Recommendation" in headings(text)
    assert "Decision" not in headings(text)


@pytest.mark.parametrize("text", ["了解です。", "no", "【影響】\n- 3件\n\n【原因】\n- 不明"])
def test_what_needs_no_structure_comes_back_unchanged(text: str) -> None:
    assert drafted(TransformationType.STRUCTURE, text) == Draft()


@pytest.mark.parametrize("text", [INCIDENT_JA, INCIDENT_EN])
@pytest.mark.parametrize("intensity", [1, 2, 3])
def test_a_second_pass_changes_nothing(text: str, intensity: int) -> None:
    once = structured(text, intensity=intensity, receiver="営業")
    assert structured(once, intensity=intensity, receiver="営業") == once


def test_code_links_and_quotes_come_back_byte_for_byte() -> None:
    text = "障害です。`SELECT 1` が失敗します。\n```\na = 1\n\nb\n```\n> 引用\n詳細: https://ex.com/a?b=1 🙏 確認をお願いします。"
    result = structured(text)
    for token in ("`SELECT 1`", "```\na = 1\n\nb\n```", "> 引用", "https://ex.com/a?b=1", "🙏"):
        assert token in result


def test_a_lead_in_becomes_a_title() -> None:
    text = "Heads up: the lift is out of order on Monday. Please use the stairs."
    written = applied(drafted(TransformationType.STRUCTURE, text), text)
    assert written.startswith("**Heads up**\n")


@pytest.mark.parametrize(
    "said", ["夜中に警報器が鳴りました", "送迎バスが1台キャンセルになりました", "棚の板が割れました"]
)
def test_what_happened_is_not_what_was_done_about_it(said: str) -> None:
    text = structured(f"{said}。明日の朝、業者に電話をお願いします。")
    assert f"【発生状況】\n- {said}" in text
