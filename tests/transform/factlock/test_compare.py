"""Faithful rewrites pass. Of the same rewrites with one planted error, a broken value is stopped and another meaning is noticed."""

import pytest

from apps.transform.contracts import Language, TransformationType
from apps.transform.factlock.compare import compare
from apps.transform.rewriting.rulebook import reason_text
from tests.transform.factlock.noticing import noticed

SOFTEN, SUMMARIZE, TERMINOLOGY = TransformationType.SOFTEN, TransformationType.SUMMARIZE, TransformationType.TERMINOLOGY

JA = "請求書の金額が1,250,000円になってる。正しくは120万円以下のはず。7/3の15時までに直して。勝手に送らないで。直せないなら経理の岡田さんに連絡して。"
JA_SOFT = (
    "請求書の金額が125万円になっております。正しくは120万円以下のはずです。7月3日の午後3時までに修正をお願いいたします。"
    "無断での送付はお控えください。修正できない場合は、経理の岡田さんにご連絡をお願いいたします。"
)
EN = "Don't deploy on Friday. The test needs about 40 minutes, and it may fail. Tell Nora by 5pm if you can't run it."
EN_SOFT = (
    "Please avoid deploying on Friday. The test needs roughly 40 minutes, and it might fail. "
    "Could you tell Nora by 17:00 if you can't run it?"
)


def status(original: str, rewritten: str, language: Language, wanted: TransformationType | None = SOFTEN) -> str:
    return compare(original, rewritten, language=language, transformation_type=wanted).status


def test_a_faithful_japanese_rewrite_is_kept() -> None:
    assert status(JA, JA_SOFT, "ja") == "kept"


def test_a_faithful_english_rewrite_is_kept() -> None:
    assert status(EN, EN_SOFT, "en") == "kept"


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        ("125万円", "152万円"),
        ("125万円", "125千円"),
        ("120万円以下", "120万円以上"),
        ("120万円以下", "120万円前後"),
        ("午後3時", "午後5時"),
        ("7月3日", "7月13日"),
        ("3時までに", "3時頃に"),
        ("岡田さん", "岡本さん"),
    ],
)
def test_one_broken_value_in_japanese_is_stopped(find: str, replace: str) -> None:
    assert find in JA_SOFT
    assert status(JA, JA_SOFT.replace(find, replace, 1), "ja") == "review"


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        ("無断での送付はお控えください", "無断でお送りください"),
        ("修正できない場合は、経理", "あわせて、経理"),
        ("お願いいたします。無断", "お願いいたします。お手すきの際で構いません。無断"),
    ],
)
def test_one_other_meaning_in_japanese_is_noticed(find: str, replace: str) -> None:
    assert find in JA_SOFT
    assert noticed(JA, JA_SOFT.replace(find, replace, 1), "ja", SOFTEN)


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        ("Friday", "Thursday"),
        ("roughly 40", "at most 40"),
        ("40 minutes", "40 seconds"),
        ("Nora", "Norah"),
        ("by 17:00", "around 17:00"),
    ],
)
def test_one_broken_value_in_english_is_stopped(find: str, replace: str) -> None:
    assert find in EN_SOFT
    assert status(EN, EN_SOFT.replace(find, replace, 1), "en") == "review"


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        ("avoid deploying", "start deploying"),
        ("might fail", "will fail"),
        (" if you can't run it", ""),
        ("run it?", "run it? We will refund the customer."),
        ("run it?", "run it? We will refund the customer tomorrow."),
    ],
)
def test_one_other_meaning_in_english_is_noticed(find: str, replace: str) -> None:
    assert find in EN_SOFT
    assert noticed(EN, EN_SOFT.replace(find, replace, 1), "en", SOFTEN)


def test_a_refusal_may_be_softened_but_not_taken_back() -> None:
    assert status("今週の対応は無理です。", "今週の対応は難しい状況です。", "ja") == "kept"
    assert noticed("今週の対応は無理です。", "今週の対応は可能です。", "ja", SOFTEN)


def test_a_summary_may_drop_small_talk_but_no_fact() -> None:
    original = "お疲れさまです。今日は暑いですね。公開は7/8に延期します。担当は森田さんです。"
    assert status(original, "公開は7月8日に延期。担当は森田さん。", "ja", SUMMARIZE) == "kept"
    assert status(original, "公開は7月8日に延期。", "ja", SUMMARIZE) == "look"


def test_a_gloss_may_bring_a_number_that_explains() -> None:
    glossed = "p95（100回のうち95回がこの時間内に終わる）は300msです。"
    assert status("p95は300msです。", glossed, "ja", TERMINOLOGY) == "kept"
    assert status("p95は300msです。", glossed, "ja", SOFTEN) == "review"


def test_a_slot_that_asks_for_confirmation_is_no_statement() -> None:
    assert status("対応して。", "【要確認：何の件か、7/1か】対応して。", "ja", TransformationType.CLARIFY) == "kept"


def test_two_names_that_changed_places_are_found() -> None:
    original = "検証は渡部さん、公開は今井さんが担当。"
    assert noticed(original, "検証は今井さん、公開は渡部さんが担当です。", "ja", SOFTEN)


def test_an_order_of_steps_that_was_turned_round_is_found() -> None:
    assert noticed(
        "停止する前にバックアップを取ってください。", "停止した後にバックアップを取ってください。", "ja", SOFTEN
    )


@pytest.mark.parametrize(
    ("original", "rewritten"),
    [
        ("佐藤さんが承認するまで本番に出すな。", "佐藤さんが承認した後は本番に出さないでください。"),
        ("承認するまで本番に出さないでください。", "承認した後は、本番に出さないでください。"),
        ("承認するまで、本番に出さないでください。", "承認してからは本番に出さないでください。"),
        ("承認されるまで公開しないでください。", "承認された後は公開しないでください。"),
        ("テストが終わるまでマージするな。", "テストが終わった後にマージしないでください。"),
        ("承認前に公開しないでください。", "承認された後は公開しないでください。"),
        ("確認が済んだ後は触らないでください。", "確認が済むまで触らないでください。"),
    ],
)
def test_what_must_not_be_until_then_is_not_what_must_not_be_from_then_on(original: str, rewritten: str) -> None:
    assert noticed(original, rewritten, "ja", SOFTEN)


@pytest.mark.parametrize(
    ("original", "rewritten"),
    [
        ("Don't deploy until QA approves.", "Please don't deploy after QA approves."),
        ("Do not merge until the tests pass.", "Please do not merge once the tests pass."),
        ("Do not touch the table before the backup ends.", "Please do not touch the table after the backup ends."),
    ],
)
def test_not_until_is_not_not_after(original: str, rewritten: str) -> None:
    assert noticed(original, rewritten, "en", SOFTEN)


@pytest.mark.parametrize(
    ("original", "rewritten", "language"),
    [
        ("佐藤さんが承認するまで本番に出すな。", "佐藤さんが承認するまで、本番には出さないでください。", "ja"),
        ("承認前に本番に出すな。", "承認されるまで本番に出さないでください。", "ja"),
        ("承認するまで待て。", "承認するまでお待ちください。", "ja"),
        ("17時まで席を外さないで。", "17時まで席を外さないでください。", "ja"),
        ("Don't deploy until QA approves.", "Please don't deploy before QA approves.", "en"),
    ],
)
def test_the_same_limit_in_other_words_is_kept(original: str, rewritten: str, language: Language) -> None:
    assert status(original, rewritten, language) == "kept"


@pytest.mark.parametrize("text", [JA, EN, "", "😀", "「" * 200, "\ud800", "あ" * 2000])
def test_a_text_keeps_its_own_facts(text: str) -> None:
    assert status(text, text, "ja" if "金" in text else "en", None) == "kept"


def test_every_reason_has_its_sentences() -> None:
    broken = [
        compare(JA, JA_SOFT[:40], language="ja"),
        compare(EN, JA_SOFT, language="en"),
        compare(JA, EN, language="ja"),
    ]
    reasons = {item.reason for ledger in broken for item in ledger.items if item.reason}
    assert reasons
    assert all(reason_text(reason, language) for reason in reasons for language in ("ja", "en"))


def test_what_a_summary_leaves_out_is_not_missed_and_the_rest_is() -> None:
    original = "公開は7/8に延期します。検証に3日かかります。担当は森田さんです。"
    left_out = ((original.index("検証"), original.index("担当")),)

    def ledger(rewritten: str) -> str:
        return compare(original, rewritten, language="ja", transformation_type=SUMMARIZE, left_out=left_out).status

    assert ledger("公開は7月8日に延期。担当は森田さん。") == "kept"
    assert ledger("公開は7月8日に延期。") == "look"
    assert ledger("公開は7月9日に延期。担当は森田さん。") == "review"
    assert ledger("公開は7月8日に延期。担当は森田さん。費用は50万円。") == "review"


def test_a_question_that_was_added_makes_nothing_optional() -> None:
    asked = "確証はない。\n【不足している情報】\n- 何が確認できれば完成と言えますか。"
    assert status("確証はない。", asked, "ja", TransformationType.REQUIREMENTS) == "kept"


def test_numbered_steps_without_words_are_no_error() -> None:
    text = "Steps:\n1. Open /settings\n2. Click Save twice\n3. `make`\n\nExpected: one row. Actual: two."
    assert status(text, text, "en") == "kept"


@pytest.mark.parametrize(
    ("original", "rewritten", "language"),
    [
        ("名簿には絶対判子がいる。", "名簿には必ず判子が必要です。", "ja"),
        ("Pay by noon or I cancel.", "Please pay by noon. Otherwise I will have to cancel.", "en"),
        ("Might be the lamp. No idea.", "It may be the lamp; I'm not sure.", "en"),
    ],
)
def test_a_faithful_rewording_raises_no_alarm(original: str, rewritten: str, language: Language) -> None:
    assert status(original, rewritten, language) == "kept"


def test_work_that_the_writer_and_a_colleague_swapped_is_seen() -> None:
    original = "受付は佐々木さん、案内は私がやります。"
    assert status(original, "受付は佐々木さん、案内は私が担当いたします。", "ja") == "kept"
    assert status(original, "受付は私、案内は佐々木さんが担当いたします。", "ja") != "kept"


@pytest.mark.parametrize(
    ("original", "rewritten"),
    [
        ("I book the room.", "I will book the room."),
        ("We meet on Monday.", "We will meet on Monday."),
        ("Sam reviews it on Friday.", "Sam will review it on Friday."),
        ("I am away on Friday.", "I will be away on Friday."),
    ],
)
def test_a_plan_told_in_the_present_is_the_same_plan(original: str, rewritten: str) -> None:
    assert status(original, rewritten, "en") == "kept"


def test_another_promise_is_none_that_was_made() -> None:
    assert noticed("I book the room.", "I will pay for the room.", "en", SOFTEN)


@pytest.mark.parametrize(
    ("original", "rewritten"),
    [
        ("私が佐藤さんに渡した資料、古いやつだった。", "私が佐藤さんにお渡しした資料は、古いものでした。"),
        (
            "見積は弊社で作る。発注は御社でやって。",
            "お見積りは弊社にて作成いたします。ご発注は御社にてお願いいたします。",
        ),
        ("田中が御社に行く。私は行けない。", "田中が御社へ伺います。私は伺うことができません。"),
        ("御社のAPIが遅い。弊社の画面も止まる。", "御社のAPIの応答が遅くなっております。弊社の画面も停止いたします。"),
    ],
)
def test_a_polite_rewrite_keeps_who_does_what(original: str, rewritten: str) -> None:
    assert status(original, rewritten, "ja") == "kept"
