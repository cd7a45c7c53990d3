"""Each part of a request stands under the heading that is right for it, once; what isn't sure stands under Other."""

import pytest

from apps.transform.contracts import TransformationType
from tests.transform.types.requirements.test_requirements import section, sorted_out
from tests.transform.types.writing import drafted


def under(text: str, heading: str) -> list[str]:
    return section(sorted_out(text), heading).split("\n")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("検索を速くしてください。", "- 必須：検索を速くしてください"),
        ("検索を速くしたいです。", "- 希望：検索を速くしたいです"),
        ("検索は、できれば写真も。", "- 任意：検索は、できれば写真も"),
        ("Please add a search box.", "- Must: Add a search box"),
        ("We'd like a search box.", "- Wanted: We'd like a search box"),
        ("The page should have a search box.", "- Should: The page should have a search box"),
        (
            "I'd like a light too, red and green, not essential.",
            "- Could: I'd like a light too, red and green, not essential",
        ),
        ("英語の案内も、たぶん必要です。", "- 希望：英語の案内も、たぶん必要です"),
        ("色分けも欲しいですが必須ではありません。", "- 任意：色分けも欲しいですが必須ではありません"),
    ],
)
def test_a_wish_has_the_weight_that_its_writer_gives_it(text: str, line: str) -> None:
    assert line in under(text, "要望") + under(text, "Requests")


@pytest.mark.parametrize(
    "said",
    [
        "担当はまだ決まっていません",
        "誰に送るかは部長と相談中です",
        "予算は聞かれても分かりません",
        "傾斜路の扱いは現場でも割れてます",
    ],
)
def test_what_nobody_has_decided_is_an_open_point(said: str) -> None:
    assert under(f"検索欄を付けてください。{said}。", "未決事項") == [f"- {said}"]


@pytest.mark.parametrize(
    "said",
    [
        "We haven't decided who signs",
        "Whether it covers leases is still open",
        "Access for guests: not sure",
        "Badge login??",
    ],
)
def test_an_open_point_is_no_request(said: str) -> None:
    end = "" if said.endswith("?") else "."
    assert under(f"Please add a search box. {said}{end} We need it for the desk.", "Open points") == [f"- {said}"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("検索欄を付けてください。屋外は今のまま。", "屋外は今のまま"),
        ("検索欄を付けてください。旧版は消さない。", "旧版は消さない"),
        ("検索欄を付けてください。写真は外に出せません。", "写真は外に出せません"),
        ("Please add a search box. Nothing may leave the EU.", "Nothing may leave the EU"),
        ("Please add a search box. Alarms must not depend on this.", "Alarms must not depend on this"),
        ("Please add a search box. No bookings on Sundays.", "No bookings on Sundays"),
    ],
)
def test_a_limit_told_as_a_fact_is_a_constraint(text: str, said: str) -> None:
    assert f"- {said}" in under(text, "制約条件") + under(text, "Constraints")


@pytest.mark.parametrize(
    "text", ["検索欄を付けてください。あとはお任せします。", "Please add a search box. Nothing fancy."]
)
def test_what_is_not_sure_stands_under_other_and_says_so(text: str) -> None:
    draft = drafted(TransformationType.REQUIREMENTS, text)
    (unsure,) = draft.unsure
    assert unsure.code == "unsure_role"
    assert text[unsure.start : unsure.end].rstrip("。.") in section(draft.composed or "", "その他") + section(
        draft.composed or "", "Other"
    )


def test_a_place_in_a_run_on_list_is_told_as_the_original_counts_it() -> None:
    text = "アプリが壊れて困っています。①写真がぼやける②一覧も直してください。"
    unsure = drafted(TransformationType.REQUIREMENTS, text).unsure
    assert [text[u.start : u.end].rstrip("。") for u in unsure] == ["写真がぼやける"]


@pytest.mark.parametrize("said", ["キーが壊れていて困っています", "毎朝3回も紙が詰まります"])
def test_a_complaint_is_no_request(said: str) -> None:
    assert under(f"検索欄を付けてください。{said}。", "要望") == ["- 必須：検索欄を付けてください"]


def test_a_line_that_only_announces_wishes_is_none() -> None:
    text = "Wish list from the desk. Please add a search box. That's all I think."
    written = sorted_out(text)
    assert written.startswith("Wish list from the desk.\n\n")
    assert written.endswith("That's all I think")
    assert under(text, "Requests") == ["- Must: Add a search box"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("The old route must stay selectable till Easter because we need it.", "till Easter"),
        ("Can you make the sheet lock by 3 March at the desk?", "by 3 March"),
    ],
)
def test_a_date_inside_a_request_leaves_it_a_request(text: str, date: str) -> None:
    assert text.rstrip(".") in section(sorted_out(text), "Requests")
    assert date in section(sorted_out(text), "Timeline")


def test_a_request_that_speaks_of_any_time_is_no_date() -> None:
    assert under("授業の動画を生徒がいつでも見られるようにしたい。", "期限") == ["- （記載なし）"]


def test_a_rule_for_urgent_cases_is_no_date() -> None:
    said = "Urgent ones go to the plumber straight away, everything else waits until Monday"
    assert said not in section(sorted_out(f"Tenants need to report repairs. {said}."), "Timeline")
