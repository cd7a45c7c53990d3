"""Contempt, threats and questions that only blame: the fact in them stays, and what really asks is left to ask."""

import pytest

from tests.transform.types.soften.japanese import soften

BLAMING = [
    ("朝会にまた遅刻ですか。", "朝会にまた遅刻のようですが、事情があれば教えていただけますか。"),
    ("また障害かよ。", "また障害のようですが、状況を教えていただけますか。"),
    ("リリースできるわけないだろ。", "リリースできません。"),
    ("何人が困ったと思ってるの？", "何人が困ったか、ご認識を教えていただけますか？"),
    ("誰のせいで休日に呼ばれたと思ってるんだ。", "休日に呼ばれた件について、経緯を確認させていただけますか。"),
    ("今月中に終わると思ってるの？", "今月中に終わるとお考えでしょうか？"),
    ("さすがですね、確認もせずに消すなんて。", "確認もせずに消す点が気になっています。"),
    ("漏えいしたら誰が責任取るの？", "漏えいした場合の責任の所在を確認させていただけますか。"),
    ("対応どうなってんの？", "対応はどのような状況でしょうか。"),
    ("誰も見ないってどうなってんの？", "誰も見ないのはどのような状況でしょうか。"),
    ("いつまで待たせるの？", "いつまでお待ちすればよいでしょうか。"),
    ("総務に聞けば？", "総務に聞いてはいかがでしょうか？"),
]
CONTEMPT = [
    ("対応する気にもならない。", "対応するのが難しい状態です。"),
    ("読む気が失せた。", "読むのが難しい状態でした。"),
    ("設計がむちゃくちゃだし、直す気も起きない。", "設計が整理されていませんし、直すのが難しい状態です。"),
    ("関数が900行とか正気？", "関数が900行は適切とは言えません。"),
    ("確認しないで送るなんてありえない。", "確認しないで送るのは想定外です。"),
]
THREATS = [
    ("半額にできないなら他社に頼むから。", "半額にできない場合は他社に頼みます。"),
    ("今週終わらなかったら、外れてもらうから。", "今週終わらなかった場合は、外れていただくことになります。"),
    ("次やったら権限を外すぞ。", "次に同じことがあった場合は、権限を外します。"),
]
REGISTER = [
    ("荷物が届かないんだけど、お客さんカンカンなんだけど。", "荷物が届かないのですが、お客様が大変お怒りです。"),
    ("40人日って高すぎ。", "40人日は高すぎます。"),
    ("月末って言われた。", "月末と言われました。"),
    ("データが消えたんだぞ。", "データが消えました。"),
    ("在庫が足りてるから、発注しない。", "在庫が足りてるので、発注しません。"),
    ("は？", "どういうことか教えていただけますか。"),
]


@pytest.mark.parametrize(("blunt", "calm"), [*BLAMING, *CONTEMPT, *THREATS, *REGISTER])
def test_blame_contempt_and_threats_become_the_fact_they_hold(blunt: str, calm: str) -> None:
    assert soften(blunt, 2) == calm


INNOCENT = [
    "次回もまた15時ですか？",
    "音は気になりません。",
    "全部が悪いわけではありません。",
    "このエラーは見たことがあります。",
    "来週に延期しようと思っています。",
    "さすがですね、1日で直すなんて。",
    "時間の無駄を減らしました。",
    "電池が切れています。",
    "KPIって何ですか？",
    "はい。",
]


@pytest.mark.parametrize("text", INNOCENT)
@pytest.mark.parametrize("intensity", [1, 2, 3])
def test_what_only_looks_like_blame_stays(text: str, intensity: int) -> None:
    assert soften(text, intensity) == text


@pytest.mark.parametrize("intensity", [2, 3])
def test_three_requests_in_a_row_are_worded_in_three_ways(intensity: int) -> None:
    asked = soften("ログを送れ。設計を見直せ。議事録も共有しろ。", intensity)
    endings = [sentence[-6:] for sentence in asked.split("。")[:3]]
    assert len(set(endings)) == 3


def test_a_question_behind_a_request_does_not_repeat_its_wording() -> None:
    asked = soften("ログを送れ。なぜ落ちたの？", 2)
    assert asked == "お手数ですが、ログを送っていただけますか。なぜ落ちたのでしょうか？"
