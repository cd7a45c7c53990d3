"""Hurtful words become neutral; words that only look like them stay."""

import pytest

from tests.transform.types.soften.japanese import draft, soften

HURTFUL = [
    ("営業が勝手に納期を決めました。", "営業が事前の相談なく納期を決めました。"),
    ("この設計はゴミだな。", "この設計は改善が必要です。"),
    ("お前のせいで遅れました。", "そちらの対応の影響で遅れました。"),
    ("DBのせいで止まりました。", "DBの影響で止まりました。"),
    ("この説明は意味不明なんですけど。", "この説明は意図が不明です。"),
    ("ありえないミスです。", "想定外のミスです。"),
    ("ふざけんな、本番が落ちました。", "この状況は受け入れがたいです。本番が落ちました。"),
    ("頭おかしいんじゃないの？", "適切とは言えません。"),
    ("いい加減にしてください。", "改善をお願いします。"),
    ("来週のリリースは無理です。", "来週のリリースは難しい状況です。"),
    ("その件は却下です。", "その件は見送らせてください。"),
    ("本件は対応できません。", "本件は対応いたしかねます。"),
    ("何度も言っていますが、5月末が期限です。", "繰り返しのお願いになりますが、5月末が期限です。"),
    ("早く直してくれないと契約切られます。", "早く直していただけないと契約を打ち切られます。"),
    ("月曜なんだから混みます。", "月曜ですので、混みます。"),
    ("なんで昨日言ったのにまだやってないの？", "なぜ昨日お伝えしたのにまだやっていないのか教えていただけますか？"),
    ("この部品、なんで外したんですか？", "この部品、なぜ外したのか教えていただけますか？"),
    ("やり直し。", "やり直しをお願いします。"),
    ("来週なら見れるかも。", "来週なら見れるかもしれません。"),
    ("ログイン画面で40人日とか冗談でしょ。", "ログイン画面で40人日は想定を大きく上回っています。"),
    ("プロなんだから自分で調べて。", "まず調べてみていただけますか。"),
]


@pytest.mark.parametrize(("hurtful", "neutral"), HURTFUL)
def test_a_hurtful_word_becomes_a_neutral_one(hurtful: str, neutral: str) -> None:
    assert soften(hurtful) == neutral


INNOCENT = [
    "無理のない計画です。",
    "無理なく進められます。",
    "使い勝手が良いです。",
    "また、明日は10時からです。",
    "このツールは現在使えません。",
    "最低3日は必要です。",
    "適当な値を設定しています。",
    "何でも聞いてくださって大丈夫です。",
    "気のせいでした。",
    "問題がなければ、このまま進めます。",
    "ごみ箱に移動しました。",
    "馬鹿力という名前の機能です。",
    "それはバグではなくて仕様なんで。",
    "今日は休みなんで明日対応します。",
]


@pytest.mark.parametrize("text", INNOCENT)
@pytest.mark.parametrize("intensity", [1, 2, 3])
def test_a_word_that_only_looks_hurtful_stays(text: str, intensity: int) -> None:
    assert soften(text, intensity) == text


@pytest.mark.parametrize("intensity", [1, 2, 3])
@pytest.mark.parametrize(
    "refusal", ["無理です。", "却下。", "嫌です。", "対応できません。", "お断りします。", "論外だ。"]
)
def test_a_refusal_stays_a_refusal(refusal: str, intensity: int) -> None:
    assert any(word in soften(refusal, intensity) for word in ("難しい", "見送", "遠慮", "かね", "ません"))


def test_the_urgency_of_now_survives() -> None:
    assert "至急" in soften("今すぐサーバーを再起動しろ！")


QUESTIONS = [
    ("なんでレビューしないの？", 1, "なぜレビューしないのでしょうか？"),
    ("なんでレビューしないの？", 2, "なぜレビューしないのか教えていただけますか？"),
    ("いつになったら直るんだよ。", 2, "いつになれば直るのか教えていただけますか。"),
    ("まだできてないの？", 2, "まだできていないのでしょうか？"),
    ("これ、仕様通りじゃないよね？", 2, "これ、仕様通りではありませんよね？"),
    ("バグじゃない？", 2, "バグではないでしょうか？"),
    ("先に確認したら？", 2, "先に確認してはいかがでしょうか？"),
    ("なぜ返事をしない。", 1, "なぜ返事をしないのでしょうか。"),
    ("なぜ落ちたか分からない。", 2, "なぜ落ちたか分かりません。"),
    ("どうしてもと言うなら3日かかる。", 2, "どうしてもと言うなら3日かかります。"),
]


@pytest.mark.parametrize(("blunt", "intensity", "neutral"), QUESTIONS)
def test_a_pointed_question_becomes_neutral_and_asks_the_same(blunt: str, intensity: int, neutral: str) -> None:
    assert soften(blunt, intensity) == neutral


def test_a_condition_and_its_deadline_stay_in_an_ultimatum() -> None:
    assert soften("6/10までに返事がないなら、契約を切る。") == "6/10までに返事がない場合は、契約を切ります。"


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    from apps.transform.rewriting.rulebook import reason_text
    from apps.transform.types.soften.japanese.word_rules import rules

    codes = {rule.reason for rule in rules()} | {
        edit.reason for edit in draft("さっさと直せ。触るな。まだだ。", 3).edits
    }
    assert all(reason_text(code, language) for code in codes for language in ("ja", "en"))
