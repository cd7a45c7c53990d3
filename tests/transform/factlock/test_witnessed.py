"""What a reader of both texts may decide: of the meaning everything that can be looked up, of values nothing that clears them."""

import json
from dataclasses import replace
from typing import Any

import pytest

from apps.transform.contracts import FactLedger, Language, TransformationType, TransformRequest
from apps.transform.factlock.claims import MOST_CLAIMS, claims_of
from apps.transform.factlock.compare import compare
from apps.transform.factlock.testimony import NoTestimony, read_testimony, stands_in
from apps.transform.factlock.witnessed import MOST_BEYOND, Compared, settle

TEXT = "本番には出さないで。期限は6/20。"
TURNED = "本番に出してください。期限は6月20日です。"
KEPT = {"number": 1, "words": "本番に出して", "verdict": "kept"}
DUE = {"number": 2, "words": "期限は6月20日", "verdict": "kept"}


def ledger(text: str, rewritten: str, kind: TransformationType, language: Language = "ja") -> FactLedger:
    return compare(text, rewritten, language=language, transformation_type=kind)


def settled(
    *lines: dict[str, Any],
    text: str = TEXT,
    rewritten: str = TURNED,
    beyond: tuple[str, ...] = (),
    kind: TransformationType = TransformationType.SOFTEN,
    **more: Any,
) -> FactLedger:
    claims = claims_of(text, "ja")
    texts = Compared(TransformRequest(text, kind), rewritten, claims, "reader", **more)
    answer = json.dumps({"claims": lines, "beyond": beyond}, ensure_ascii=False)
    return settle(ledger(text, rewritten, kind), texts, read_testimony(answer))


def statuses(found: FactLedger) -> dict[str, str]:
    return {item.original or item.found: item.status for item in found.items}


def test_a_cleared_look_is_kept_and_all_is_compared() -> None:
    found = settled(KEPT, DUE)
    assert (found.status, found.checked, found.checked_by) == ("kept", "values and meaning", "reader")
    assert statuses(found)["本番には出さないで"] == "kept"


def test_words_from_elsewhere_clear_no_look() -> None:
    found = settled(KEPT | {"words": "期限は6月20日"}, DUE)
    assert statuses(found)["本番には出さないで"] == "look"


def test_a_few_letters_of_a_passage_clear_no_look() -> None:
    found = settled(KEPT | {"words": "本番"}, DUE)
    assert statuses(found)["本番には出さないで"] == "look"


def test_of_what_somebody_says_is_added_a_few_are_heard() -> None:
    rewritten = TURNED + "".join(f"{number}番も見ます。" for number in range(100, 200))
    beyond = tuple(f"{number}番も見ます" for number in range(100, 200))
    found = settled(KEPT, DUE, rewritten=rewritten, beyond=(*beyond[:5] * 3, *beyond))
    assert sum(item.reason == "witness_added" for item in found.items) <= MOST_BEYOND


def test_a_confirmed_look_blocks_with_its_own_reason() -> None:
    found = settled(KEPT | {"verdict": "changed"}, DUE)
    (item,) = [item for item in found.items if item.original == "本番には出さないで"]
    assert (found.status, item.status, item.reason) == ("review", "changed", "meaning_negation")
    assert 0.5 < item.confidence < 1


def test_without_a_word_on_every_claim_the_meaning_wasnt_compared() -> None:
    found = settled(KEPT)
    assert (found.status, found.checked, found.checked_by) == ("kept", "values", "")


@pytest.mark.parametrize(
    "line",
    [
        KEPT | {"words": "本番には出しません"},
        KEPT | {"words": ""},
        KEPT | {"words": "本"},
        KEPT | {"number": 0},
        KEPT | {"number": 3},
        KEPT | {"number": True},
        KEPT | {"verdict": "fine"},
        KEPT | {"words": None},
    ],
)
def test_a_line_that_cant_be_looked_up_says_nothing(line: dict[str, Any]) -> None:
    found = settled(line, DUE)
    assert (found.status, found.checked) == ("look", "values")


def test_of_two_lines_on_one_claim_neither_counts() -> None:
    assert settled(KEPT, KEPT | {"verdict": "changed"}, DUE).status == "look"


def test_what_stands_there_word_for_word_isnt_missing() -> None:
    lines = ({"number": 1, "words": "", "verdict": "missing"}, DUE)
    assert settled(*lines, rewritten="本番には出さないで。 期限は6月20日です。").status == "kept"


def test_a_claim_that_is_missing_is_named_though_no_word_gave_it_away() -> None:
    text = "資料は共有フォルダにあります。期限は6/20。"
    missing = {"number": 1, "words": "", "verdict": "missing"}
    found = settled(missing, DUE, text=text, rewritten="期限は6月20日です。")
    assert found.status == "review"
    assert ("資料は共有フォルダにあります", "lost") in [(i.original.rstrip("。"), i.status) for i in found.items]


@pytest.mark.parametrize(("claim", "is_free"), [("いつも助かっています。", True), ("在庫は12箱です。", False)])
def test_a_summary_may_do_without_what_holds_no_fact(claim: str, is_free: bool) -> None:
    missing = {"number": 1, "words": "", "verdict": "missing"}
    summary = settled(
        missing,
        DUE,
        text=f"{claim}期限は6/20。",
        rewritten="期限は6月20日です。",
        kind=TransformationType.SUMMARIZE,
    )
    assert (summary.status != "review") is is_free


def test_what_a_writer_left_out_on_purpose_isnt_missed() -> None:
    missing = {"number": 1, "words": "", "verdict": "missing"}
    text, end = "資料は共有フォルダにあります。期限は6/20。", 15
    assert settled(missing, DUE, text=text, rewritten="期限は6月20日です。", left_out=((0, end),)).status != "review"


@pytest.mark.parametrize(
    ("claim", "counts"),
    [("ふざけるな、まったく。", True), ("すぐに必ず直してください。", False), ("三人で12回言った。", False)],
)
def test_only_what_states_nothing_is_tone(claim: str, counts: bool) -> None:
    tone = {"number": 1, "words": "", "verdict": "tone"}
    found = settled(tone, DUE, text=f"{claim}期限は6/20。", rewritten="期限は6月20日です。")
    assert (found.checked == "values and meaning") is counts


def test_what_no_claim_has_is_added_and_what_the_message_or_a_slot_has_isnt() -> None:
    kept = KEPT | {"words": "本番には出さないで"}
    rewritten = "本番には出さないでください。期限は6月20日です。費用は弊社が持ちます。[confirm: who pays]"
    found = settled(
        kept, DUE, rewritten=rewritten, beyond=("費用は弊社が持ちます", "出さないで", "who pays", "誰も言わない")
    )
    assert [(item.found, item.status) for item in found.items if item.reason == "witness_added"] == [
        ("費用は弊社が持ちます", "added")
    ]


def test_a_broken_value_stays_broken_whatever_is_said() -> None:
    found = settled(KEPT, DUE | {"words": "期限は6月21日"}, rewritten=TURNED.replace("20日", "21日"))
    assert (found.status, statuses(found)["6/20"]) == ("review", "changed")


def test_a_value_that_is_gone_stays_to_be_looked_at_unless_its_words_are_quoted() -> None:
    text, rewritten = "本番には出さないで。期限は6/20。", "本番には出さないでください。期限は守ってください。"
    kept = KEPT | {"words": "本番には出さないで"}
    found = settled(kept, DUE | {"words": "期限は守って"}, text=text, rewritten=rewritten)
    assert (found.status, statuses(found)["6/20"]) == ("look", "look")
    found = settled(kept, {"number": 2, "words": "", "verdict": "missing"}, text=text, rewritten=rewritten)
    assert (found.status, statuses(found)["6/20"]) == ("review", "lost")


def test_of_a_doubtful_message_nothing_is_cleared_and_all_may_be_confirmed() -> None:
    assert settled(KEPT, DUE, is_doubtful=True) == replace(ledger(TEXT, TURNED, TransformationType.SOFTEN))
    assert settled(KEPT | {"verdict": "changed"}, DUE, is_doubtful=True).status == "review"


@pytest.mark.parametrize(
    "answer",
    ["", "all kept", "[]", "null", "{}", '{"claims": []}', '{"claims": {}, "beyond": []}', "{" * 5000, "[" * 100_000],
)
def test_an_answer_of_another_form_is_none(answer: str) -> None:
    with pytest.raises(NoTestimony):
        read_testimony(answer)


@pytest.mark.parametrize(
    ("words", "is_there"),
    [
        ("期限は６月２０日", True),
        ("「期限は 6月20日です。」", True),
        ("本番に … 6月20日", True),
        ("6月20日 … 本番に", False),
        ("期限は6月21日", False),
        ("…", False),
    ],
)
def test_quoted_words_are_looked_up_whatever_their_width_space_and_marks(words: str, is_there: bool) -> None:
    assert stands_in(words, TURNED) is is_there


@pytest.mark.parametrize(
    ("text", "language", "claims"),
    [
        (
            "Use Gate 2 and don't send more than 12 trailers an hour, it's shut till the third of June. Thanks!",
            "en",
            [
                "Use Gate 2 and don't send more than 12 trailers an hour,",
                "it's shut till the third of June.",
                "Thanks!",
            ],
        ),
        (
            "- 直ったら、全館メール。\n\n---\n業者は、木曜の13時ごろ来るそうです、遅れるかもしれないとのこと。",
            "ja",
            ["- 直ったら、全館メール。", "業者は、木曜の13時ごろ来るそうです、", "遅れるかもしれないとのこと。"],
        ),
        ("", "en", []),
        ("…!?", "en", []),
    ],
)
def test_claims_are_clauses_that_say_something(text: str, language: Language, claims: list[str]) -> None:
    assert list(claims_of(text, language)) == claims


def test_a_long_text_has_no_more_claims_but_longer_ones() -> None:
    found = claims_of("在庫は12箱で、出荷は金曜で、担当は佐藤さんで、" * 400, "ja")
    assert 10 < len(found) <= MOST_CLAIMS
