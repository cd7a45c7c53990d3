"""Terminology explains the words of fields that aren't the reader's, once, correctly, and touches nothing else."""

import pytest

from apps.transform.contracts import Draft, GlossaryEntry, TransformationType
from apps.transform.rewriting.rulebook import reason_text
from tests.transform.types.writing import applied, drafted


def explained(
    text: str,
    sender: str = "エンジニア",
    receiver: str = "営業",
    *,
    intensity: int = 2,
    glossary: tuple[GlossaryEntry, ...] = (),
    preserve: tuple[str, ...] = (),
) -> str:
    draft = drafted(
        TransformationType.TERMINOLOGY,
        text,
        intensity=intensity,
        sender=sender,
        receiver=receiver,
        glossary=glossary,
        preserve=preserve,
    )
    return applied(draft, text)


def test_a_term_is_explained_where_it_first_stands() -> None:
    text = explained("ロールバックしました。ロールバックは完了です。")
    assert text.startswith("ロールバック（前の版に戻すこと）しました。ロールバックは完了です。")


def test_the_strongest_intensity_puts_plain_words_first() -> None:
    assert explained("スループットが上がりました。", intensity=3).startswith("処理できる量（スループット）が")


def test_an_article_fits_the_plain_words() -> None:
    text = explained("This is a hotfix.", "developer", "sales", intensity=3)
    assert text == "This is an urgent fix (hotfix)."


def test_a_percentile_is_no_average() -> None:
    text = explained("応答はp95で2秒です。")
    assert "20回に1回はこれより遅くなる" in text
    assert "平均" not in text


@pytest.mark.parametrize("text", ["a rapid and capital decision", "therapist APIs_v2 rapidAPI"])
def test_a_latin_term_is_never_found_inside_a_word(text: str) -> None:
    assert explained(text, "developer", "sales") == text


def test_a_japanese_term_is_never_found_inside_a_longer_word() -> None:
    assert (
        explained("ノードパソコンではなくキャッシュカードの件です。")
        == "ノードパソコンではなくキャッシュカードの件です。"
    )


def test_the_longest_term_wins() -> None:
    assert "APIキー（システムを使うための鍵となる文字列）" in explained("APIキーを更新しました。")


@pytest.mark.parametrize(
    ("text", "gloss"),
    [
        ("直接SQL流すな。", "SQL（"),
        ("レプリカ落ちてる。", "レプリカ（"),
        ("ロールバック実施します。", "ロールバック（"),
        ("API仕様書を読んだ。", "API仕様書（"),
    ],
)
def test_an_explanation_stands_behind_the_word_and_never_inside_one(text: str, gloss: str) -> None:
    assert gloss in explained(text)


def test_identifiers_and_code_are_left_alone() -> None:
    text = "`cache` と cache_ttl と https://ex.com/api を確認しました。"
    assert explained(text) == text


@pytest.mark.parametrize("text", ["レイテンシ（応答時間）は正常です。", "スループットとは処理量のことです。"])
def test_what_the_text_explains_itself_is_not_explained_again(text: str) -> None:
    assert explained(text) == text


def test_business_words_are_explained_to_engineers() -> None:
    assert "解約率（一定期間に解約した顧客の割合）" in explained("解約率が上がりました。", "営業", "エンジニア")


def test_engineers_among_themselves_need_no_glossary() -> None:
    text = "PRを見てください。デプロイします。"
    assert explained(text, "エンジニア", "SRE") == text
    assert "PR（" in explained(text, "エンジニア", "SRE", intensity=3)
    assert "デプロイ（" not in explained(text, "エンジニア", "SRE", intensity=3)


def test_the_organizations_words_come_first() -> None:
    own = GlossaryEntry("デプロイ", "ja", "公開", "お客様が使える状態にすること")
    assert explained("デプロイします。", glossary=(own,)) == "デプロイ（お客様が使える状態にすること）します。"


@pytest.mark.parametrize("term", ["箱", "箱庭", "X"])
def test_a_word_of_any_length_is_found(term: str) -> None:
    glossary = (GlossaryEntry(term, "ja", "試すための場所"),)
    draft = drafted(
        TransformationType.TERMINOLOGY, f"次は{term}を使います。", sender="SRE", receiver="営業", glossary=glossary
    )
    assert "試すための場所" in applied(draft, f"次は{term}を使います。")


def test_a_forbidden_word_is_replaced_and_a_preserved_one_left() -> None:
    forbidden = GlossaryEntry("客先", "ja", "お客様", kind="forbidden")
    assert explained("客先でキャッシュを消しました。", glossary=(forbidden,), preserve=("キャッシュ",)) == (
        "お客様でキャッシュを消しました。"
    )


def test_what_follows_for_users_is_told_at_the_end() -> None:
    assert explained("作業はダウンタイムなしです。").endswith("\n\n利用者から見ると：利用できない時間はありません。")


def test_a_trouble_that_is_over_is_not_told_as_lasting() -> None:
    text = explained("Latency increased at 9:00 and is fixed now.", "developer", "sales")
    assert "respond more slowly" not in text


def test_a_message_without_terms_gets_no_edits() -> None:
    draft = drafted(TransformationType.TERMINOLOGY, "明日は休みです。", sender="エンジニア", receiver="営業")
    assert draft == Draft()


@pytest.mark.parametrize("intensity", [1, 2, 3])
def test_a_second_pass_changes_nothing(intensity: int) -> None:
    once = explained("バッチが失敗し、レプリカ遅延が30秒あります。ロールバックは不要です。", intensity=intensity)
    assert explained(once, intensity=intensity) == once


def test_every_edit_says_why_in_both_languages() -> None:
    draft = drafted(TransformationType.TERMINOLOGY, "ダウンタイムなしです。", sender="エンジニア", receiver="営業")
    assert {edit.reason for edit in draft.edits} == {"term_explained", "effect_told"}
    for edit in draft.edits:
        assert reason_text(edit.reason, "ja") != reason_text(edit.reason, "en")


def test_a_gloss_never_parts_an_english_verb_from_its_object() -> None:
    written = explained("I merged the cleanup on Monday.", "engineer", "sales")
    assert written.startswith("I merged the cleanup (merge")


def test_plain_words_begin_a_sentence_with_a_capital() -> None:
    assert explained("SSO is not planned.", "engineer", "sales", intensity=3).startswith("One sign-in")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("貴社APIが止まりました。", "貴社の"), ("デプロイ失敗しました。", "（デプロイ）に失敗")],
)
def test_plain_words_get_the_particle_that_the_term_did_without(text: str, shown: str) -> None:
    assert shown in explained(text, intensity=3)


def test_a_number_keeps_the_unit_that_it_counts() -> None:
    assert "5人日（" in explained("見積もりは5人日です。", intensity=3)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("夜間リストア訓練をします。", "夜間リストア訓練（"),
        ("冪等な処理です。", "冪等（"),
        ("The checkout API is up.", "checkout API ("),
    ],
)
def test_a_compound_stays_whole_at_the_strongest_intensity(text: str, kept: str) -> None:
    assert kept in explained(text, intensity=3)


def test_plain_words_that_deny_stand_in_parentheses_only() -> None:
    written = explained("NPO is ordered.", "nurse", "developer", intensity=3)
    assert written == "NPO (an instruction that the patient must not eat or drink) is ordered."
