"""Forty rewrites, each faithful once and wrong once in a single place. The lock passes the one; of the other it stops what broke a value,
and says where to look where the meaning changed.
"""

import pytest

from apps.transform.factlock.compare import compare
from tests.transform.factlock.noticing import noticed

VALUES_OF_JAPANESE = [
    (
        "ログの保存期間は90日以上にしてください。",
        "ログは90日以上保存していただけますか。",
        "ログは90日以内で保存していただけますか。",
    ),
    (
        "締め切りは8/4の正午。延ばせない。",
        "締め切りは8月4日の12:00です。延期はできません。",
        "締め切りは8月4日の12:00頃です。延期はできません。",
    ),
    (
        "A案は月3万円、B案は月5万円です。",
        "月額はA案が3万円、B案が5万円です。",
        "月額はA案が5万円、B案が8万円です。",
    ),
    (
        "応答が2秒を超えたら自動で切り替わる。",
        "応答が2秒を超えた場合は、自動で切り替わります。",
        "応答が2秒未満の場合は、自動で切り替わります。",
    ),
    (
        "画面の文言は「保存しました」に直して。",
        "画面の文言を「保存しました」に修正してください。",
        "画面の文言を「登録しました」に修正してください。",
    ),
    (
        "検証環境のURLは https://stg.example.com/a です。早めに見て。",
        "検証環境（https://stg.example.com/a）を早めにご確認ください。",
        "検証環境（https://stg.example.com/b）を早めにご確認ください。",
    ),
    (
        "工数は最低でも8人日かかる。",
        "工数は少なくとも8人日必要です。",
        "工数は最大8人日です。",
    ),
]
MEANINGS_OF_JAPANESE = [
    (
        "ログインできない。12人から報告があった。",
        "12名の方から、ログインできないとの報告がありました。",
        "12名の方から、ログインできないとの報告がありました。明日までに修正いたします。",
    ),
    (
        "今日中に回答がほしい。",
        "本日中にご回答をお願いいたします。",
        "お手すきの際にご回答をお願いいたします。",
    ),
    (
        "在庫連携は週2回しか動いていない。月末までに毎日に変えて。",
        "在庫連携は週2回のみ稼働しています。月末までに毎日へ変更をお願いします。",
        "在庫連携は週2回も稼働しています。月末までに毎日へ変更をお願いします。",
    ),
    (
        "返品は未開封の場合だけ受け付けます。",
        "未開封の場合に限り、返品を承ります。",
        "返品を承ります。",
    ),
    (
        "テスト用の鍵は本番に入れるな。",
        "テスト用の鍵は本番に入れないようお願いします。",
        "テスト用の鍵は本番に入れるようお願いします。",
    ),
    (
        "遅延の原因はたぶん回線だと思います。",
        "遅延の原因は、おそらく回線だと思われます。",
        "遅延の原因は回線です。",
    ),
    (
        "値引きはできません。納期なら相談できます。",
        "値引きは難しい状況ですが、納期ならご相談いただけます。",
        "値引きは可能で、納期もご相談いただけます。",
    ),
    (
        "契約書は法務の大野さんが見てから送って。",
        "法務の大野さんの確認後に契約書をお送りください。",
        "法務の大野さんの確認前に契約書をお送りください。",
    ),
    (
        "通知は管理者全員に送ってください。",
        "管理者全員への通知をお願いします。",
        "一部の管理者への通知をお願いします。",
    ),
    (
        "移行作業は必ず二人で行うこと。",
        "移行作業は必ず二人で行うようお願いします。",
        "移行作業はできれば二人で行うようお願いします。",
    ),
    (
        "売上は先月より12%下がった。",
        "先月に比べ、売上は12%低下しました。",
        "先月に比べ、売上は12%上昇しました。",
    ),
    (
        "対応するかはまだ決まっていない。",
        "対応の可否はまだ決まっておりません。",
        "対応することが決まっております。",
    ),
    (
        "集計は佐伯さん、配信は向井さんが担当。",
        "担当は、集計が佐伯さん、配信が向井さんです。",
        "担当は、集計が向井さん、配信が佐伯さんです。",
    ),
]
VALUES_OF_ENGLISH = [
    (
        "Refunds over $200 need two signatures.",
        "Two signatures are needed for refunds over $200.",
        "Two signatures are needed for refunds under $200.",
    ),
    (
        "I need the slides by Tuesday noon.",
        "Could you please send the slides by Tuesday 12:00?",
        "Could you please send the slides on Wednesday at 12:00?",
    ),
    (
        "The fix took 40 minutes, not 4 hours.",
        "The fix took 40 minutes rather than 4 hours.",
        "The fix took 4 hours rather than 40 minutes.",
    ),
    (
        "Set `timeout` to 30 and restart the worker.",
        "Please set `timeout` to 30, then restart the worker.",
        "Please set `retries` to 30, then restart the worker.",
    ),
    (
        "At least 5 customers complained.",
        "Complaints came from 5 or more customers.",
        "Complaints came from at most 5 customers.",
    ),
    (
        "Ticket OPS-311 is still open. Close it today.",
        "OPS-311 is still open. Could you please close it today?",
        "OPS-317 is still open. Could you please close it today?",
    ),
    (
        "Backups run every 6 hours.",
        "A backup runs every 6 hours.",
        "A backup runs every 6 days.",
    ),
]
MEANINGS_OF_ENGLISH = [
    (
        "We can't support offline mode.",
        "I'm afraid we can't support offline mode.",
        "We will support offline mode next year.",
    ),
    (
        "Only admins can delete a project.",
        "A project can be deleted by admins only.",
        "A project can be deleted by admins and editors.",
    ),
    (
        "The queue never drains on weekends.",
        "On weekends the queue never drains.",
        "On weekends the queue drains.",
    ),
    (
        "We might drop Windows 10 support in October.",
        "Support for Windows 10 may be dropped in October.",
        "Support for Windows 10 will be dropped in October.",
    ),
    (
        "Send the invoice once Priya has approved it.",
        "After Priya has approved the invoice, could you send it?",
        "Before Priya has approved the invoice, could you send it?",
    ),
    (
        "If the import stops again, switch it off and call Jonas.",
        "Should the import stop again, please switch it off and call Jonas.",
        "Please switch the import off and call Jonas.",
    ),
    (
        "All pages must load within 3 seconds.",
        "Every page must load within 3 seconds.",
        "Some pages must load within 3 seconds.",
    ),
    (
        "Sign-ups rose by 18% in May.",
        "In May, sign-ups increased by 18%.",
        "In May, sign-ups decreased by 18%.",
    ),
    (
        "Don't share the salary file with anyone.",
        "Please avoid sharing the salary file with anyone.",
        "Please share the salary file with everyone.",
    ),
    (
        "Omar writes the tests and Greta reviews them.",
        "The tests are written by Omar and reviewed by Greta.",
        "The tests are written by Greta and reviewed by Omar.",
    ),
    (
        "The migration is optional for now.",
        "For now, the migration is optional.",
        "For now, the migration is mandatory.",
    ),
    (
        "The build fails because the license expired.",
        "The license expired, so the build fails.",
        "The license expired, so the build fails. We apologize and will refund you.",
    ),
    (
        "No release until security signs off.",
        "Nothing is released until security signs off.",
        "The release goes ahead while security signs off.",
    ),
]


@pytest.mark.parametrize(("original", "faithful", "_wrong"), [*VALUES_OF_JAPANESE, *MEANINGS_OF_JAPANESE])
def test_a_faithful_japanese_rewrite_passes(original: str, faithful: str, _wrong: str) -> None:
    assert compare(original, faithful, language="ja").status == "kept"


@pytest.mark.parametrize(("original", "_faithful", "wrong"), VALUES_OF_JAPANESE)
def test_the_same_with_a_broken_value_is_stopped(original: str, _faithful: str, wrong: str) -> None:
    assert compare(original, wrong, language="ja").status == "review"


@pytest.mark.parametrize(("original", "_faithful", "wrong"), MEANINGS_OF_JAPANESE)
def test_the_same_with_another_meaning_is_noticed(original: str, _faithful: str, wrong: str) -> None:
    assert noticed(original, wrong, "ja")


@pytest.mark.parametrize(("original", "faithful", "_wrong"), [*VALUES_OF_ENGLISH, *MEANINGS_OF_ENGLISH])
def test_a_faithful_english_rewrite_passes(original: str, faithful: str, _wrong: str) -> None:
    assert compare(original, faithful, language="en").status == "kept"


@pytest.mark.parametrize(("original", "_faithful", "wrong"), VALUES_OF_ENGLISH)
def test_the_same_in_english_with_a_broken_value_is_stopped(original: str, _faithful: str, wrong: str) -> None:
    assert compare(original, wrong, language="en").status == "review"


@pytest.mark.parametrize(("original", "_faithful", "wrong"), MEANINGS_OF_ENGLISH)
def test_the_same_in_english_with_another_meaning_is_noticed(original: str, _faithful: str, wrong: str) -> None:
    assert noticed(original, wrong, "en")
