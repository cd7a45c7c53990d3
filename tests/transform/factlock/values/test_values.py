"""Values of a rewrite beside those of its original: what may block, what is worth a look, what passes."""

import pytest

from apps.transform.contracts import Language, TransformationType
from apps.transform.factlock.values.items import compare_values


def worst(original: str, rewritten: str, wanted: TransformationType | None = None) -> str:
    """changed, added, look or kept: the worst of all values."""
    language: Language = "en" if original.isascii() else "ja"
    found = compare_values(original, rewritten, language=language, transformation_type=wanted)
    statuses = {item.status for item in found}
    return next((status for status in ("changed", "added", "look") if status in statuses), "kept")


FAITHFUL = [
    ("The lease runs 18 months, notice is half a year.", "Notice: 6 months. Term of the lease: a year and a half."),
    ("Salary is EUR 85k, the band ends at 78.", "The salary is €85,000; the band ends at €78,000."),
    ("No swaps after Aug 14 without my ok.", "From 15 August, swaps need my approval."),
    ("Closed Oct 6 to 10.", "We are closed from 6 to 10 October."),
    ("Doors 6pm, first act 7.15, not 7 as printed.", "Doors open at 18:00. The first act is at 19:15; the printed 19:00 is wrong."),
    ("Sluice shut at 0215, back at 7 to 13.", "The sluice was shut at 2:15 a.m. and is back from 7 a.m. to 1 p.m."),
    ("Hold 65C plus/minus 2.", "The temperature has to stay between 63 and 67 °C."),
    ("Nobody may file more than 21 days late.", "Filing is possible within 21 days."),
    ("The price rises from $18 to $32.", "It will be $32 instead of $18."),
    ("Pharm 2 is open Mon-Thu.", "Pharmacy 2 is open on Monday, Tuesday, Wednesday and Thursday."),
    ("Use the WAF, please. It stops half of it.", "Please use the web application firewall (WAF). It stops 50%."),
    ("98m³のコンクリートを明日8時から。", "明日午前8時から、98立方メートルのコンクリートを打設します。"),
    ("費用は3億2千万円、うち8千万円は来期。", "費用は320,000,000円（うち80,000,000円は来期）です。"),
    ("6月末までに、2割を10名で。", "6月30日までに、20％を10人で対応します。"),
    ("夜間(22-6時)は電話のみ。", "午後10時から午前6時までは電話に限ります。"),
    ("15時以降は出庫しない。", "出庫は15時より前に限ります。"),
    ("風速15m/sを超えたら止める。", "毎秒15メートルを超えた場合は停止します。"),
    ("棚卸しはR8.9.30。", "棚卸しは令和8年9月30日です。"),
    ("誤報は9件から2件に減った。", "誤報は、前が9件、後が2件でした。"),
    ("防護服は四半期に1回数える。", "防護服は3か月に1度数えます。"),
]  # fmt: skip # a table, read by rows
WRONG = [
    ("1点60字以内でお願いします。", "1点60字以上でお願いします。"),
    ("75歳以上が対象です。", "対象は75歳以下です。"),
    ("受付は遅くとも出航30分前に締め切ります。", "受付は早くとも出航30分前に締め切ります。"),
    ("Joints no wider than 6 mm.", "Joints shall be at least 6 mm wide."),
    ("Sam reset it at 0440.", "Sam reset it at 14:40."),
    ("The pump is due in 40 minutes.", "The pump is due in 40 seconds."),
    ("Charge 4,500 dollars.", "Charge 4,500 euros."),
    ("We accept at least 12 boxes.", "We accept at most 12 boxes."),
    ("Reply by Friday at noon.", "Reply around Friday noon."),
    ("Checked daily by Ana.", "Checked weekly by Ana."),
    ("The badge of Dana Whitlock is lost.", "The badge of Dana Whitmore is lost."),
    ("Use gate 2 for the crane.", "Use gate 3 for the crane."),
    ("Order KF-2231 is late.", "Order KF-2213 is late."),
    ("The screen says 'CARD UNKNOWN'.", 'The screen says "CARD EXPIRED".'),
    ("Send it to files.school.example/pe today.", "Send it to files.school.example/pta today."),
    ("Pay 300 for the hall and 800 for the band.", "Pay 800 for the hall and 300 for the band."),
    ("Move the order from Leeds to Luton.", "Move the order from Luton to Leeds."),
    ("It was -20 outside.", "It was 20 outside."),
    ("返品は7台、廃棄は4台です。", "返品は17台、廃棄は4台です。"),
    ("金額は125万円です。", "金額は125千円です。"),
    ("締切は11月12日です。", "締切は11月21日です。"),
    ("開始は午前6時です。", "開始は午後6時です。"),
    ("上限は3人です。", "少なくとも3人です。"),
    ("担当は沢口さんです。", "担当は川口さんです。"),
    ("医事課の機械を使う。", "総務課の機械を使います。"),
    ("水曜日の午前中に届く。", "水曜日の午後に届きます。"),
    ("翌月の第5営業日まで。", "翌々月の第5営業日までです。"),
    ("設定は「期限注意」の札。", "設定は「使用禁止」の札です。"),
    ("月額5万円です。", "年額5万円です。"),
]  # fmt: skip # a table, read by rows


@pytest.mark.parametrize(("original", "rewritten"), FAITHFUL)
def test_the_same_values_in_other_words_pass(original: str, rewritten: str) -> None:
    assert worst(original, rewritten) in ("kept", "look")


@pytest.mark.parametrize(("original", "rewritten"), WRONG)
def test_another_value_in_its_place_is_a_change(original: str, rewritten: str) -> None:
    assert worst(original, rewritten) == "changed"


def test_a_value_that_is_gone_is_worth_a_look() -> None:
    assert worst("Bring 40 chairs and the blue table.", "Bring the chairs and the blue table.") == "look"


def test_a_value_that_may_be_left_out_is_none() -> None:
    original = "Hello, 40 of us were there. Pay by Friday."
    found = compare_values(original, "Please pay by Friday.", language="en", left_out=((0, 27),))
    assert [item.status for item in found] == ["kept"]


def test_a_number_that_explains_a_term_is_nobodys_promise() -> None:
    original, rewritten = "Uptime is three nines.", "Uptime is three nines (at most 43 minutes down a month)."
    assert worst(original, rewritten) == "added"
    assert worst(original, rewritten, TransformationType.TERMINOLOGY) == "kept"


def test_marks_of_lists_and_places_to_fill_in_state_no_value() -> None:
    rewritten = "1. Pay on Friday.\n2. Room: [confirm: room 4 or 5?]\n(3) Call Ana."
    assert worst("pay on friday and call Ana", rewritten) == "kept"


def test_each_value_is_listed_with_what_became_of_it() -> None:
    found = compare_values("Pay 1,250 dollars by 5pm.", "By 17:00, pay $1,250.", language="en")
    assert [(item.kind, item.original, item.found, item.status) for item in found] == [
        ("money", "1,250 dollars", "$1,250", "same_value"),
        ("time", "5pm", "17:00", "same_value"),
    ]
