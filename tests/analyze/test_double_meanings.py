"""Same word, two meanings: found where both readings stand open, silent where something settles it."""

import pytest

from apps.analyze.actions.find_double_meanings import find_double_meanings
from apps.analyze.contracts import Side
from apps.analyze.lenses.double_meanings import DoubleMeaningEntry, _rules
from apps.analyze.lexicons import FOLDER
from tonebridge.rulebooks import load_entries

OPEN = (
    ("ログイン画面の改修が完了しました。", "完了"),
    ("請求一覧の表示ずれは修正しました。ご安心ください。", "修正"),
    ("決済まわりは先ほど復旧しました。", "復旧"),
    ("新しい検索は来月リリースする予定です。", "リリース"),
    ("チャットのデモができました。", "デモ"),
    ("いったん暫定対応で逃がしています。", "暫定対応"),
    ("ご要望の件、対応します。", "対応"),
    ("いただいた案は検討させていただきます。", "検討"),
    ("先方と話す前に、こちらで調整しておきます。", "調整"),
    ("CSVの列追加は技術的には可能です。", "可能"),
    ("できればすぐに直してほしいです。", "すぐ"),
    ("簡単な修正だと思うのでお願いします。", "簡単"),
    ("ちょっとした変更なのですが、お願いできますか。", "ちょっとした"),
    ("この例外は運用でカバーしてください。", "運用でカバー"),
    ("ご意見はバックログに入れておきます。", "バックログ"),
    ("その数字にコミットできますか。", "コミット"),
    ("ボタンが二つ出るのは仕様です。", "仕様"),
    ("合計がずれるのはバグですよね。", "バグ"),
    ("画面が切り替わらないのは不具合ではありません。", "不具合"),
    ("今回の変更による影響はありません。", "影響"),
    ("ログを見ましたが、問題ありません。", "問題ない"),
    ("本番までに資料をそろえましょう。", "本番"),
    ("環境を用意してもらえますか。", "環境"),
    ("新機能のテストをお願いします。", "テスト"),
    ("仕様書は先ほど確認しました。", "確認"),
    ("請求書の再発行を至急お願いします。", "至急"),
    ("なる早でお願いします。", "なる早"),
    ("見積もりは3人日です。", "見積もり"),
    ("目処が立ちました。", "目処"),
    ("納期はいつですか。", "納期"),
    ("残高はリアルタイムで反映されます。", "リアルタイム"),
    ("The export is done.", "done"),
    ("The login issue is fixed.", "fixed"),
    ("The outage has been resolved.", "resolved"),
    ("It works on my machine.", "works"),
    ("The MVP is ready.", "MVP"),
    ("We'll handle it.", "handle it"),
    ("I'll look into the slow report.", "look into"),
    ("That is technically possible.", "possible"),
    ("I have put it in the backlog.", "backlog"),
    ("The empty field works as designed.", "as designed"),
    ("This is a bug, isn't it?", "bug"),
    ("We tested it and found nothing.", "test"),
    ("The change has no impact.", "no impact"),
    ("The update is in production.", "production"),
    ("We'll get back to you soon.", "soon"),
    ("Please send the contract ASAP.", "ASAP"),
    ("I need the numbers by EOD.", "end of day"),
    ("Our estimate is 5 days.", "estimate"),
    ("What is the ETA?", "ETA"),
    ("Could you just add a column?", "just"),
    ("It should be an easy change.", "simple change"),
)
SETTLED = (
    "ログイン画面の修正を本番に反映しました。",
    "データの移行が完了しました。",
    "テストは未完了です。",
    "決済は復旧しました。原因は調査中で、再発の可能性があります。",
    "復旧しましたが、原因は分かっていません。",
    "プレスリリースは広報が出します。",
    "6月20日までに対応します。",
    "お客様への返金対応をお願いします。",
    "この画面はiOS 17に対応しています。",
    "やるかどうかを金曜日までに検討します。",
    "来週の日程を調整します。",
    "技術的には可能ですが、3週間かかります。",
    "今日の17時までに至急お願いします。",
    "急ぎではありません。手が空いたらで結構です。",
    "仕様書を添付します。",
    "仕様変更は要望として承ります。",
    "バグの再現手順を送ってください。",
    "お客様への影響はありません。",
    "本番環境にデプロイしました。",
    "検証環境を用意してください。",
    "負荷テストをお願いします。",
    "入金を確認しました。",
    "見積もりは概算で3日から5日です。",
    "お疲れさまです。資料をお送りします。",
    "ご確認のほどよろしくお願いいたします。",
    "画面の操作は簡単に覚えられます。",
    "コードをコミットしました。",
    "会議の環境音が大きいです。",
    "「完了」ボタンを押してください。",
    "お支払いは完了しています。",
    "The fix is live for all customers.",
    "The export is done and deployed to production.",
    "We are done with lunch.",
    "There is a fixed price for this plan.",
    "The backup is complete.",
    "It works in all browsers.",
    "We'll handle it by Friday.",
    "I'll look into it today and report back.",
    "That is possible, but it takes two weeks.",
    "Looking forward to hearing from you soon.",
    "As soon as the tests pass, tell me.",
    "Please send it as soon as possible, by 17:00.",
    "This is not urgent.",
    "The call ends at 5 pm JST, end of day.",
    "Our estimate is between 5 and 8 days.",
    "I just wanted to say thank you.",
    "The bug report is attached.",
    "We support Chrome and Safari.",
    "Unit tests are green.",
    "The production servers run hot.",
)


@pytest.mark.parametrize(("text", "word"), OPEN)
def test_a_word_with_two_meanings_is_found(text: str, word: str) -> None:
    assert word in [one.word for one in find_double_meanings(text=text)]


@pytest.mark.parametrize("text", SETTLED)
def test_a_word_that_the_sentence_settles_is_left_alone(text: str) -> None:
    assert [one.word for one in find_double_meanings(text=text)] == []


def test_nine_of_ten_words_found_are_the_ones_meant() -> None:
    found = [(text, one.word) for text, _ in OPEN for one in find_double_meanings(text=text)]
    found += [(text, one.word) for text in SETTLED for one in find_double_meanings(text=text)]
    assert sum(pair in OPEN for pair in found) / len(found) >= 0.9


@pytest.mark.parametrize("side", ["engineer", "business"])
def test_people_of_one_side_understand_each_other(side: Side) -> None:
    assert find_double_meanings(text="対応します。至急お願いします。", sender=side, receiver=side) == ()


def test_a_trap_of_engineers_opens_only_when_an_engineer_writes() -> None:
    text = "ボタンが二つ出るのは仕様です。"
    assert find_double_meanings(text=text, sender="engineer", receiver="business")
    assert not find_double_meanings(text=text, sender="business", receiver="engineer")


def test_the_span_is_the_word_as_it_stands() -> None:
    text = "お疲れさまです。\n一覧の件、対応します。"
    (found,) = find_double_meanings(text=text)
    assert text[found.start : found.end] == found.text == "対応"


def test_what_each_side_hears_comes_in_the_readers_language() -> None:
    (found,) = find_double_meanings(text="対応します。", reader_language="en")
    assert found.engineer.isascii() and found.business.isascii()
    assert not found.precise.isascii()


def test_code_and_quotes_are_never_read() -> None:
    assert find_double_meanings(text="`至急` と「至急」は例です。") == ()


def test_a_word_is_told_once() -> None:
    assert len(find_double_meanings(text="至急お願いします。至急です。至急。")) == 1


def test_the_sentence_after_may_settle_a_word() -> None:
    assert find_double_meanings(text="至急お願いします。明日の17時が期限です。") == ()


@pytest.mark.parametrize("text", ["", "🙂" * 50, "あ" * 10_000, "done " * 2_000, "\ud800", "至急" * 5_000])
def test_odd_texts_are_answered(text: str) -> None:
    assert len(find_double_meanings(text=text)) <= 1


def test_the_lexicon_is_large_and_each_word_stands_once() -> None:
    entries = load_entries(FOLDER / "double_meanings.yaml", DoubleMeaningEntry)
    assert len(entries) >= 40
    assert len({(entry.language, entry.word) for entry in entries}) == len(entries)
    assert len(_rules("ja")) + len(_rules("en")) == len(entries)
