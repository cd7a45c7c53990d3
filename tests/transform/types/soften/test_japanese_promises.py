"""What holds for every Japanese message that is softened."""

import re
import time
from itertools import combinations

import pytest

from apps.analyze.language.document import read_document
from apps.transform.contracts import GlossaryEntry
from apps.transform.rewriting.edits import apply_edits, kept_percent
from apps.transform.rewriting.keigo.double import double_keigo
from tests.transform.types.soften.japanese import draft, soften

MESSAGES = [
    "設計レビューの指摘が7件残っている。金曜17時までに全部直せ。`api.yaml` は絶対に触るな！",
    "@sato またビルドが落ちてるぞ。https://ci.example.com/1042 を見ろ。なんでテストを飛ばしたの？",
    "見積もりの1,240,000円は高すぎる。100万円以下にならないなら、他社に頼む。",
    "原因はたぶんキャッシュだけど、まだ確定してない。30分後にもう一度見て。",
    "営業が勝手に8/1リリースって言ったせいで、こっちは最低でも12人日足りない。無理だ。",
    "お前ら、ちゃんと「手順書」を読んでからデプロイしろよ。次やったら権限を外す。",
    "先方は怒ってる。\n- 障害の経緯\n- 影響範囲（約300社）\nこの2つを今日中にまとめておけ。遅れるなよ。",
]
FACTS = re.compile(r"[0-9][0-9,./:]*|`[^`]+`|@\w+|https?://\S+?(?= )|「[^」]+」|たぶん|まだ|最低でも|以下|絶対に|約")
POLITE = ["です", "ます", "ません", "ください", "いただけ", "でしょうか", "お願い", "恐れ入り", "お手数", "いたします"]


@pytest.mark.parametrize("intensity", [1, 2, 3])
@pytest.mark.parametrize("text", MESSAGES)
def test_every_fact_survives_at_every_intensity(text: str, intensity: int) -> None:
    softened = soften(text, intensity)
    assert FACTS.findall(softened) == FACTS.findall(text)


@pytest.mark.parametrize("text", MESSAGES)
def test_politeness_rises_with_intensity(text: str) -> None:
    marks = [sum(soften(text, intensity).count(mark) for mark in POLITE) for intensity in (1, 2, 3)]
    assert marks == sorted(marks)
    assert marks[0] > sum(text.count(mark) for mark in POLITE)


@pytest.mark.parametrize(("intensity", "least"), [(1, 70), (2, 60), (3, 35)])
@pytest.mark.parametrize("text", MESSAGES)
def test_most_of_the_writers_words_are_kept(text: str, intensity: int, least: int) -> None:
    assert kept_percent(text, soften(text, intensity)) >= least


@pytest.mark.parametrize("intensity", [1, 2, 3])
@pytest.mark.parametrize("text", MESSAGES)
def test_nothing_is_apologised_for_and_no_keigo_is_doubled(text: str, intensity: int) -> None:
    softened = soften(text, intensity)
    assert not re.search("申し訳|すみません|ごめん|お詫び", softened)
    assert not double_keigo(softened)
    assert len(re.findall("恐れ入りますが|お手数ですが|恐縮ですが", softened)) <= 1


@pytest.mark.parametrize("intensity", [1, 2, 3])
@pytest.mark.parametrize("text", MESSAGES)
def test_a_second_pass_changes_at_most_a_tenth(text: str, intensity: int) -> None:
    once = soften(text, intensity)
    assert kept_percent(once, soften(once, intensity)) >= 90


@pytest.mark.parametrize("text", MESSAGES)
def test_any_subset_of_the_changes_leaves_the_rest_as_written(text: str) -> None:
    edits = draft(text, 3).edits
    assert apply_edits(text, ()) == text
    for size in (1, 2):
        for subset in combinations(edits, size):
            result = apply_edits(text, subset)
            assert all(edit.replacement in result for edit in subset)
            assert FACTS.findall(result) == FACTS.findall(text)


POLITE_ALREADY = [
    "お世話になっております。資料をお送りしますので、ご確認ください。",
    "ご確認をお願いいたします。",
    "お疲れ様です。明日までに回答いただけますと幸いです。",
    "すみません、会議を15時に変更してください。",
    "お疲れ様です。なぜこの設計にしたのでしょうか。ご教示いただけますと幸いです。",
    "承知しました。15時までに送ります。",
]


@pytest.mark.parametrize("intensity", [1, 2, 3])
@pytest.mark.parametrize("text", POLITE_ALREADY)
def test_a_polite_message_comes_back_without_edits(text: str, intensity: int) -> None:
    assert draft(text, intensity).edits == ()


def test_plain_notes_of_a_list_are_not_turned_into_promises() -> None:
    assert draft("- ログを確認する\n- 再起動する", 3).edits == ()


def test_a_protected_term_is_never_changed() -> None:
    assert apply_edits("勝手に直せ。", draft("勝手に直せ。", 1, preserve=("勝手に",)).edits) == "勝手に直してください。"


@pytest.mark.parametrize("written", ["ASAP", "asap", "Asap"])
def test_a_forbidden_term_in_latin_letters_is_found_in_any_case(written: str) -> None:
    plain = GlossaryEntry(term="ASAP", language="ja", plain="期日まで", kind="forbidden")
    bare = GlossaryEntry(term="asap", language="ja", kind="forbidden")
    text = f"{written}に対応してください。"
    assert apply_edits(text, draft(text, 1, glossary=(plain,)).edits) == "期日までに対応してください。"
    (caution,) = draft(text, 1, glossary=(bare,)).cautions
    assert (caution.code, caution.start, caution.end) == ("forbidden_term", 0, 4)


def test_a_forbidden_term_in_latin_letters_is_no_part_of_another_word() -> None:
    term = GlossaryEntry(term="AI", language="ja", plain="人工知能", kind="forbidden")
    text = "emailでaiの資料を送ります。"
    assert apply_edits(text, draft(text, 1, glossary=(term,)).edits) == "emailで人工知能の資料を送ります。"


def test_a_forbidden_term_is_replaced_or_pointed_out() -> None:
    plain = GlossaryEntry(term="炎上", language="ja", plain="遅延", kind="forbidden")
    bare = GlossaryEntry(term="デスマ", language="ja", kind="forbidden")
    found = draft("炎上案件でデスマです。", 1, glossary=(plain, bare))
    assert apply_edits("炎上案件でデスマです。", found.edits) == "遅延案件でデスマです。"
    assert [caution.code for caution in found.cautions] == ["forbidden_term"]


def test_the_sender_and_background_never_leak() -> None:
    assert "役員" not in soften("資料を直せ。", 3, receiver="役員")


HOSTILE = {
    "one letter": "あ" * 10_000,
    "nested quotes": "「" * 200 + "あ" + "」" * 200,
    "emoji": "😀" * 500,
    "space": " ",
    "surrogate": "直せ\ud800。",
    "right to left": "שלום 直せ。",
    "orders": "早く直せよ。本番を触るな！" * 750,
    "no marks": "直して" * 3000,
    "commas": "直せ、" * 3000,
    "laughter": "直せ" + "（笑）" * 3000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_answered_in_bounded_time(text: str) -> None:
    document = read_document(text)
    started = time.process_time()
    edits = draft(text, 3).edits
    assert time.process_time() - started < 20
    assert not any(document.touches_opaque(edit.start, edit.end) for edit in edits)
