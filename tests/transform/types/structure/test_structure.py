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
    text = structured("お疲れ様です。今朝7時20分に本社のサーバーが停止しました。原因は不明です。よろしくお願いします。")
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


def under(text: str, heading: str) -> str:
    """What stands under a heading; nothing where there is none."""
    after = text.split(f"【{heading}")[1:] or text.split(f"**{heading}")[1:]
    return after[0].split("【")[0].split("\n\n")[0] if after else ""


@pytest.mark.parametrize(
    ("text", "sentence", "wrong"),
    [
        (
            "窯が昨夜止まりました。部品は先月発注しました。明日10時に交換をお願いします。",
            "先月発注しました",
            "今後の予定",
        ),
        (
            "The pump failed at 4. Old stock, 95 of 140 done. Nothing decided. Please call me by noon.",
            "Nothing decided",
            "Decision",
        ),
        (
            "The pump failed at 4. The order is due on Saturday. Please call me by noon.",
            "due on Saturday",
            "Action needed",
        ),
        ("保守の記録です。再開するかどうかは所長の判断待ち。弁は閉めてください。", "判断待ち", "担当"),
        (
            "検体3つが基準超えでした。つまり薬品の誤りか、記録が違うのか。再測定をお願いします。",
            "薬品の誤りか",
            "わかっていること",
        ),
    ],
)
def test_a_sentence_never_stands_under_a_heading_that_is_wrong_for_it(text: str, sentence: str, wrong: str) -> None:
    written = structured(text)
    assert sentence in written
    assert sentence not in under(written, wrong)


def test_what_is_not_sure_stands_under_other_and_is_marked_where_it_weighs() -> None:
    text = "発酵タンクが止まりました。出荷予定の12/10は動かせない。ラベルの印刷は止めてください。原因は不明です。"
    draft = drafted(TransformationType.STRUCTURE, text)
    assert "出荷予定の12/10は動かせない" in under(draft.composed or "", "その他")
    assert [(text[u.start : u.end], u.code) for u in draft.unsure] == [("出荷予定の12/10は動かせない。", "unsure_role")]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "①検査機は毎日2時に再起動 ②鍵は金庫 ③あ、①は手動のとき8時前に",
            ["①検査機は毎日2時に再起動", "②鍵は金庫", "③あ、①は手動のとき8時前に"],
        ),
        (
            "1. pump test failed 2. filter replaced on Tuesday 3. retest booked for Friday 9:00",
            ["1. pump test failed", "2. filter replaced on Tuesday", "3. retest booked for Friday 9:00"],
        ),
        (
            "1 開会は10時に変更 2 駐車場は南側だけ使う 3 雨なら中止 4 弁当60個は発注済み",
            ["- 1 開会は10時に変更", "- 2 駐車場は南側だけ使う", "- 3 雨なら中止", "- 4 弁当60個は発注済み"],
        ),
        (
            "- カメラの更新 → 8台、96万円 - 置き場の施錠 → 継続審議 - 鍵の種類を高木さんが調べる - 次回 1/18 19時",
            [
                "- カメラの更新 → 8台、96万円",
                "- 置き場の施錠 → 継続審議",
                "- 鍵の種類を高木さんが調べる",
                "- 次回 1/18 19時",
            ],
        ),
        (
            "配管会議 出席 大塚 陳 乾燥炉の温度ムラが続く 原因はファン?未確定 陳さんが業者に聞く 11/25まで ライン速度は下げない 次回11/27 10時",
            ["- 原因はファン?未確定", "- 陳さんが業者に聞く 11/25まで", "- ライン速度は下げない"],
        ),
        (
            "mtg w/ the lab: washer 2 is down since tues. vendor tech thurs maybe. list for fri moved to pm. open: who pays??",
            ["- vendor tech thurs maybe", "- list for fri moved to pm", "- open: who pays??"],
        ),
        (
            "Feedwater, what I know: conductivity crept up over nine days, the tube test was clean, the dosing pump was swapped on the 5th, "
            "the lab sample went out this morning, do not raise blowdown above 3 %.",
            [
                "- The tube test was clean",
                "- The dosing pump was swapped on the 5th",
                "- Do not raise blowdown above 3 %",
            ],
        ),
    ],
)
def test_run_on_notes_are_cut_into_items_where_marks_show_them(text: str, items: list[str]) -> None:
    lines = structured(text).split("\n")
    assert [item for item in items if item not in lines] == []


@pytest.mark.parametrize(
    "text",
    [
        "配布資料の誤字を直しました。確認お願いします。",
        "駐車場の件、了解です。明日伺います。",
        "Thanks, that works. See you at 3.",
    ],
)
def test_a_short_message_gets_no_headings(text: str) -> None:
    assert drafted(TransformationType.STRUCTURE, text) == Draft()


@pytest.mark.parametrize("intensity", [1, 2, 3])
@pytest.mark.parametrize(
    "text",
    [
        "誤出荷の流れです。19日に大阪から電話、届いたのが別ロット。回収便は21日手配済み。得意先にはまだ言わないでください。再発防止は月末までに村井が書きます。",
        "Site diary. Poured bay 4, 22 m3. The driver added water, against my instruction. Do not strip the forms before she has answered. "
        "Crane inspection expires on the 28th.",
    ],
)
def test_nothing_is_lost_and_nothing_said_twice(text: str, intensity: int) -> None:
    written = structured(text, intensity=intensity)
    for word in (
        ("19日", "別ロット", "21日", "言わないで", "月末", "村井") if "誤出荷" in text else ("22 m3", "Do not", "28th")
    ):
        assert written.count(word) == 1


def test_what_a_message_is_about_stands_above_its_sections() -> None:
    text = structured("発酵タンク4号の記録です。23日に温度が落ちました。ラベルの印刷は止めてください。原因は不明です。")
    assert text.startswith("発酵タンク4号の記録です。\n\n【")


def test_a_task_keeps_the_sentence_that_names_its_object() -> None:
    text = structured(
        "The pump failed at 4. Row B leaked at two joints. Regulators cost 38 each, we need 6. Could you order them this week?"
    )
    assert "- Regulators cost 38 each, we need 6. Could you order them this week?" in text


def test_what_is_asked_keeps_its_place_among_bullets_without_headings() -> None:
    text = structured(
        "船が遅れてます。通関に通常2日。課長は航空便に反対。代案として半量だけ飛ばす。運賃は高い。今日15時までに返事がほしいです。"
    )
    assert "【" not in text
    assert text.endswith("- 今日15時までに返事がほしいです")
