"""Verbs take the forms that the grammar gives them."""

import pytest

from apps.analyze.language.tokens import tokenize
from apps.transform.rewriting.keigo.double import double_keigo
from apps.transform.rewriting.keigo.endings import polite_ending
from apps.transform.rewriting.keigo.honorifics import honorific_noun, honorific_verb
from apps.transform.rewriting.keigo.predicates import read_predicate
from apps.transform.rewriting.keigo.verbs import Verb, base_of_potential, verb_of

FORMS = [
    (Verb("直す", "godan"), "直し", "直さ", "直して", "直せる"),
    (Verb("書く", "godan"), "書き", "書か", "書いて", "書ける"),
    (Verb("急ぐ", "godan"), "急ぎ", "急が", "急いで", "急げる"),
    (Verb("待つ", "godan"), "待ち", "待た", "待って", "待てる"),
    (Verb("飛ぶ", "godan"), "飛び", "飛ば", "飛んで", "飛べる"),
    (Verb("読む", "godan"), "読み", "読ま", "読んで", "読める"),
    (Verb("送る", "godan"), "送り", "送ら", "送って", "送れる"),
    (Verb("使う", "godan"), "使い", "使わ", "使って", "使える"),
    (Verb("行く", "godan"), "行き", "行か", "行って", "行ける"),
    (Verb("見る", "ichidan"), "見", "見", "見て", "見られる"),
    (Verb("確認する", "suru"), "確認し", "確認し", "確認して", "確認できる"),
    (Verb("来る", "kuru"), "来", "来", "来て", "来られる"),
    (Verb("くる", "kuru"), "き", "こ", "きて", "こられる"),
]


@pytest.mark.parametrize(("verb", "masu", "nai", "te", "potential"), FORMS, ids=lambda v: getattr(v, "lemma", ""))
def test_a_verb_takes_its_four_forms(verb: Verb, masu: str, nai: str, te: str, potential: str) -> None:
    assert (verb.masu_stem, verb.nai_stem, verb.te, verb.potential.lemma) == (masu, nai, te, potential)


def test_the_negative_of_aru_is_nai_itself() -> None:
    assert Verb("ある", "godan").nai_stem == ""


def test_honorific_verbs_take_i_before_masu() -> None:
    assert Verb("くださる", "godan").masu_stem == "ください"


def test_a_contraction_is_written_out() -> None:
    assert verb_of(tokenize("直してる")[-1]) == Verb("ている", "ichidan")


@pytest.mark.parametrize(("potential", "base"), [("聞ける", "聞く"), ("出せる", "出す"), ("調べる", None)])
def test_a_potential_verb_knows_its_base(potential: str, base: str | None) -> None:
    found = base_of_potential(potential)
    assert (found.lemma if found else None) == base


ENDINGS = [
    ("まだ直ってない", "まだ直っていません"),
    ("昨日直した", "昨日直しました"),
    ("資料を読んだ", "資料を読みました"),
    ("会議に申し込んだ", "会議に申し込みました"),
    ("対応を急いだ", "対応を急ぎました"),
    ("担当者が休んだんだ", "担当者が休んだのです"),
    ("全然動かなかった", "全然動きませんでした"),
    ("まだ終わんない", "まだ終わりません"),
    ("もう動かねえ", "もう動きません"),
    ("これはバグだ", "これはバグです"),
    ("これはバグじゃない", "これはバグではありません"),
    ("特に問題ない", "特に問題ありません"),
    ("処理が遅い", "処理が遅いです"),
    ("処理が遅くない", "処理が遅くありません"),
    ("先に直したい", "先に直したいです"),
    ("もう直ったっぽい", "もう直ったっぽいです"),
    ("明日には直るだろう", "明日には直るでしょう"),
    ("先に直すべきだ", "先に直すべきです"),
    ("直さないといけない", "直さないといけません"),
    ("間に合わないかもしれない", "間に合わないかもしれません"),
    ("本番が落ちてるんだ", "本番が落ちているのです"),
    ("お客様に言われた", "お客様に言われました"),
]


@pytest.mark.parametrize(("plain", "polite"), ENDINGS)
def test_a_plain_ending_becomes_polite_and_keeps_its_meaning(plain: str, polite: str) -> None:
    predicate = read_predicate(tokenize(plain))
    assert predicate is not None
    ending = polite_ending(predicate)
    assert ending is not None
    assert plain[: ending.start] + ending.text == polite


@pytest.mark.parametrize(
    "polite", ["直しました", "動きません", "バグでした", "直るでしょう", "問題ございません", "読みました"]
)
def test_a_polite_ending_is_left_alone(polite: str) -> None:
    predicate = read_predicate(tokenize(polite))
    assert predicate is not None
    assert polite_ending(predicate) is None


def test_only_verbs_with_a_natural_honorific_have_one() -> None:
    assert honorific_noun("確認") == "ご確認"
    assert honorific_noun("返事") == "お返事"
    assert honorific_noun("デプロイ") is None
    assert honorific_verb("減らす") is None
    found = honorific_verb("見る")
    assert found is not None
    assert found.say == "ご覧"


@pytest.mark.parametrize(
    "wrong",
    [
        "確認させていただかせてください",
        "ご覧になられました",
        "おっしゃられました",
        "お読みになられますか",
        "ご確認になられましたか",
    ],
)
def test_double_keigo_is_found(wrong: str) -> None:
    assert double_keigo(wrong)


@pytest.mark.parametrize(
    "right",
    [
        "ご覧になりました",
        "おっしゃいました",
        "ご確認いただけますでしょうか",
        "お世話になっております",
        "幸せになられた",
    ],
)
def test_single_keigo_is_no_finding(right: str) -> None:
    assert not double_keigo(right)
