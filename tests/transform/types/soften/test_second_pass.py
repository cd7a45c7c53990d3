"""What was softened once is soft: a second pass leaves it next to as it is."""

import pytest

from apps.analyze.language.document import read_document
from apps.transform.contracts import Intensity, Language, MessageContext, TransformationType, TransformRequest
from apps.transform.rewriting.edits import kept_percent
from apps.transform.story.verifying import verify
from apps.transform.types import WRITERS

JAPANESE = (
    "明日の10時までに見積もり出せ。遅れたらもう他社に頼む。",
    "バグだらけじゃないか。テストしたのか？3日前に言ったよな、No.41の修正は必須だって。",
    "この仕様じゃ無理。DBの設計からやり直しになるし、最低でも2週間は見てほしい。",
    "勝手に本番のデータ消すな。消すなら必ず先に川端さんの承認を取れ。",
    "なんで返事くれないの？昨日から3回も聞いてるんだけど。",
    "リリースは水曜に延期した。理由は決済のテストがまだ終わってないから。",
    "ログイン画面が真っ白になる。iPhoneだけで、Androidは問題ない。急いで見て。",
    "サーバー落ちてるっぽい。多分メモリ不足。誰か再起動して。",
    "その機能は来月まで対応しません。予算がないので。",
    "頼むから仕様書読んでから質問してくれ。同じこと何度も聞くな。",
    "お客さんがカンカンだから今日中に謝罪文用意しろ。ただし原因は書くな、まだ分かってないから。",
    "これ誰が書いたコード？ひどすぎる。全部書き直せ。",
    "13時の会議、出られない。議事録だけ送って。",
    "テスト環境じゃなくて本番で確認して。ステージングは使うな。",
    "データ移行が終わらない限り、切り替えはできない。",
    "進捗どうなってんの。毎日17時に報告するって約束しただろ。",
    "このままだと納期に間に合わない。機能Bを削るか、人を2人増やすか決めてくれ。",
    "APIキーをコードに直書きするな。見つけたら即リジェクトする。",
    "請求額が8万円も違う。経理に確認したら？",
    "もし今夜中に直らなかったら、v2.3.0に戻せ。",
    "ちゃんと読め。添付の資料に全部書いてある。",
    "社長が怒ってる。どうしてくれるんだ。",
    "お前のチームのせいで障害が起きた。責任取れ。",
    "やる気ないなら辞めれば？期限は金曜だぞ。",
    "確認もせずに送るとかありえない。次やったら担当外すからな。",
    "この画面、ボタン押しても何も起きないんだけど。仕様？",
    "5,000件のうち120件だけ失敗してる。再送はまだするな。",
    "急ぎじゃないけど、時間あるときに権限の設定見といて。",
    "たぶんDNSの問題だと思うけど、確証はない。",
    "パスワードをチャットに貼るなって何回言えばわかるんだ。",
    "明日までとか無理に決まってんだろ。常識で考えろよ。",
    "打ち合わせは14時から15時に変更。場所は変わらない。",
)
ENGLISH = (
    "You broke prod again. Roll back to 4.1.2 now and tell me who approved this.",
    "I don't care how you do it, just get the invoice export working by Thursday.",
    "Nobody on your team tests anything. 14 of the 20 tickets came back.",
    "Stop pushing to main without a review. If you do it again I'll revoke your access.",
    "We can't do this in two weeks. It needs at least six, and that's without the mobile app.",
    "Why did nobody tell me the launch moved to May 9?",
    "The report is useless. It doesn't have the churn numbers I asked for.",
    "This makes no sense. The spec says 30 days, your code says 60.",
    "You never answer my messages. I need the customer list by noon.",
    "Don't touch the payment config until Maya signs off.",
    "Honestly, this is amateur hour. The site was down for 3 hours and nobody noticed.",
    "Fix the login bug. It only happens on Safari, not on Chrome.",
    "No. We're not adding another field this quarter.",
    "Are you even reading the tickets? #882 has been open since March.",
    "I think the cache is the problem, but I'm not sure yet. Don't restart anything.",
    "You should have told us before the migration, not after.",
    "Just send me the numbers. All of them, not only the good ones.",
    "If this isn't fixed by 6pm we cancel the contract.",
    "That's not my job. Ask the platform team.",
    "Your estimate is ridiculous. How can a button take 5 days?",
    "We need the security review done before Friday or the release is off.",
    "Don't bother me with details. Is it done or not?",
    "I already explained this twice. Read the wiki before you ask.",
    "The demo was a disaster. The client saw an error page and left.",
    "Get your act together and close the remaining 7 bugs.",
    "Approve my request. It's been sitting there for 4 days.",
    "Unless legal agrees, nothing goes out today.",
    "This PR is a mess. Split it and add tests.",
    "Hi Tom, could you take a look at the draft when you have a moment? No rush.",
    "You people always miss deadlines. The last three were all late.",
    "I won't sign this off. There's no rollback plan.",
    "Whoever deployed on Sunday needs to explain why alerts were off.",
)
LEAST_KEPT = 90
"""Percent of the first result's characters."""


def softened(text: str, language: Language, intensity: Intensity, receiver: str) -> str:
    context = MessageContext(receiver_role=receiver)
    wanted = TransformRequest(text, TransformationType.SOFTEN, intensity, language, language, context)
    document = read_document(text)
    return verify(WRITERS[wanted.transformation_type](wanted, document), document, wanted).text


def again(text: str, language: Language, intensity: Intensity, receiver: str) -> int:
    """Percent that the second pass keeps of the first result; no less is kept the other way round."""
    once = softened(text, language, intensity, receiver)
    twice = softened(once, language, intensity, receiver)
    return min(kept_percent(once, twice), kept_percent(twice, once))


@pytest.mark.parametrize("intensity", Intensity)
@pytest.mark.parametrize("receiver", ["", "customer"])
def test_a_second_pass_over_japanese_changes_next_to_nothing(intensity: Intensity, receiver: str) -> None:
    kept = {text: again(text, "ja", intensity, receiver) for text in JAPANESE}
    assert {text: percent for text, percent in kept.items() if percent < LEAST_KEPT} == {}


@pytest.mark.parametrize("intensity", Intensity)
@pytest.mark.parametrize("receiver", ["", "customer"])
def test_a_second_pass_over_english_changes_next_to_nothing(intensity: Intensity, receiver: str) -> None:
    kept = {text: again(text, "en", intensity, receiver) for text in ENGLISH}
    assert {text: percent for text, percent in kept.items() if percent < LEAST_KEPT} == {}
