"""Every class of ending and clause: what is softened keeps its facts, its subject and one register."""

import pytest

from tests.transform.types.soften.english_writing import softened
from tests.transform.types.soften.japanese import soften

JAPANESE = [
    # who did it is guessed as before
    ("また勝手に変えただろ。", "また事前の相談なく変えたようです。"),
    ("15時に開けたでしょ。", "15時に開けたようです。"),
    ("規定は8%までだろうが。", "規定は8%までのはずです。"),
    ("また在庫ゼロで受注してるじゃねえか。", "また在庫ゼロで受注しています。"),
    # who said it stays who said it
    ("土曜は出られないって先週言ったじゃないか。", "土曜は出られないと先週お伝えしていました。"),
    ("報告書は結論から書けって教えたよな。", "報告書は結論から書くようお伝えしていました。"),
    ("迎車前に電話しろって言ってるのに、着いてから電話してますよね。", "迎車前に電話するようお伝えしていますが、着いてから電話していますよね。"),
    ("昨日の17時締めって3回言いました。", "昨日の17時締めと3回お伝えしています。"),
    # threats keep their condition and their act
    ("9/12に間に合わなかったら違約金請求しますからね。", "9/12に間に合わなかった場合は違約金請求します。"),
    ("今日中に出さないと他の検査機関に頼むから。", "今日中に出さないと他の検査機関に頼みます。"),
    ("金曜15時までに返事がなければ部長に言います。", "金曜15時までに返事がない場合は部長に報告します。"),
    # questions that order or accuse
    ("値引き15%で通したのは誰だ。", "値引き15%で通したのはどなたでしょうか。"),
    ("「適宜処理する」って何だよ。", "「適宜処理する」とはどういう意味でしょうか。"),
    ("管理会社は何をやってるんですか。", "管理会社の対応状況を教えていただけますか。"),
    # orders in every shape
    ("丸投げするのやめてもらえます？", "恐れ入りますが、一任するのをやめていただけますか？"),
    ("マスタ直してもらえませんかね。", "お手数ですが、マスタを直していただけますか。"),
    ("今日中に返事ちょうだい。", "お手数ですが、今日中に返事をいただけますか。"),
    ("超えてないのに勝手に入れない。", "恐れ入りますが、超えていないのに事前の相談なく入れないようお願いします。"),
    ("アラームが出た時刻を今日の15時半までに出して。", "お手数ですが、アラームが出た時刻を今日の15時半までに出していただけますか。"),
    ("必ず出して、でないと部長説明に間に合わない。", "お手数ですが、必ず出していただけますか。でないと部長説明に間に合いません。"),
    ("配信を止めて、今すぐ。", "お手数ですが、配信を止めていただけますか、至急。"),
    # what stands behind its sentence stays part of it
    ("卵だよ、卵。", "卵です、卵。"),
    ("誰だよ、共有フォルダを消したの。", "どなたでしょうか、共有フォルダを消したの。"),
    ("鍵は使ったら戻せって何度言わせるの？", "鍵は使ったら戻すよう繰り返しお伝えしていました。"),
    ("レジ締めは21時半、忘れんな。", "恐れ入りますが、レジ締めは21時半、忘れないようお願いします。"),
    # reproach and venting
    ("電話くらいすぐ出ろよ。", "お手数ですが、電話にすぐ出ていただけますか。"),
    ("夜中の2時に叩き起こされて、ただのヒューズ切れだったんだけど。", "夜中の2時に起こされて、ただのヒューズ切れだったのですが。"),
    ("「人が足りない」はもう聞き飽きました。", "「人が足りない」は何度も伺っています。"),
    ("連絡もなしに3時間遅れた。", "ご連絡のないまま3時間遅れました。"),
    ("訂正印では駄目です。", "訂正印では不可です。"),
    # endings
    ("ゴミ捨てない。早く直せ。", "ゴミ捨てません。お手数ですが、早めに直していただけますか。"),
    ("予約を1件断った。早く直せ。", "予約を1件断りました。お手数ですが、早めに直していただけますか。"),
    ("寸法が間違ってるんですけど。早く直せ。", "寸法が間違っているのですが。お手数ですが、早めに直していただけますか。"),
    ("HP-40Bな。早く直せ。", "HP-40Bです。お手数ですが、早めに直していただけますか。"),
]  # fmt: skip # a table, read by rows


@pytest.mark.parametrize(("text", "expected"), JAPANESE)
def test_a_japanese_clause_keeps_its_facts_in_kinder_words(text: str, expected: str) -> None:
    assert soften(text) == expected


TURNED = [
    ("11月4日は3件までって院長が言ったのに5件入ってる。", "お伝え"),
    ("営業部だけですよ出してないの。", "出していません"),
    ("資料だけ作らせておいて。", "いただけ"),
    ("アプリが勝手に終了します。早く直せ。", "相談なく"),
    ("人を待たせておいて。", "いただけ"),
]


@pytest.mark.parametrize("intensity", [1, 2, 3])
@pytest.mark.parametrize(("text", "wrong"), TURNED)
def test_no_word_turns_round_who_did_what(text: str, wrong: str, intensity: int) -> None:
    assert wrong not in soften(text, intensity).replace("直していただけ", "").replace("お直しいただけ", "")


@pytest.mark.parametrize("intensity", [1, 2, 3])
def test_a_message_has_one_register(intensity: int) -> None:
    text = "アレルギー表示が抜けてた。卵だよ。今後は二人で確認しろ。"
    sentences = soften(text, intensity).removesuffix("よろしくお願いいたします。").split("。")[:-1]
    assert all(sentence.endswith(("です", "ます", "ました", "ください", "か")) for sentence in sentences)


ENGLISH = [
    (
        "No. You did it anyway, so no, we will not fix it for free.",
        "I'm afraid the answer is no. You did it anyway, so we will not fix it for free.",
    ),
    ("Take that sentence out or I will not sign it.", "Please take that sentence out or I will not be able to sign it."),
    ("Roll it back or I pull all 26 handhelds.", "Please roll it back or I will have to pull all 26 handhelds."),
    ("Move them by noon or they go in the skip.", "Please move them by noon or they go in the skip."),
    ("Revert it today and don't touch auth again.", "Please revert it today and please don't touch auth again."),
    ("Fix slide 9.", "Could you please fix slide 9?"),
    ("And ask me, not Gareth, if you're unsure.", "And please ask me, not Gareth, if you're unsure."),
    ("Order 5, let Yuki measure, then we talk.", "Please order 5, let Yuki measure, then we talk."),
    ("Seriously, who thought it was a good idea to close lane 2?", "Could you tell me who decided to close lane 2?"),
    ("Please pay by May 2. Typical. Thanks for the heads-up, I guess.", "Please pay by May 2."),
]  # fmt: skip # a table, read by rows


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_an_english_order_keeps_its_condition(text: str, expected: str) -> None:
    assert softened(text) == expected


STAYS = [
    "Gauge cert has to be on every box.",
    "List by Tuesday 12:00, the coach firm cancels otherwise.",
    "We deploy on Fridays and don't test.",
    "I'm not asking for all of it back.",
    "Touch it again and I'll have you off site.",
    "Do not 'help'.",
]


@pytest.mark.parametrize("text", STAYS)
def test_what_is_no_order_is_asked_of_nobody(text: str) -> None:
    assert "please" not in softened(text, 1).lower()
