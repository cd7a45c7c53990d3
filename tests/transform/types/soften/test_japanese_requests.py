"""Orders, prohibitions and bare requests become requests, and stay what they ask."""

import pytest

from tests.transform.types.soften.japanese import draft, soften

LIGHT = [
    ("その行を直せ。", "その行を直してください。"),
    ("さっさと終わらせろ。", "早急に終わらせてください。"),
    ("仕様を理解してから話せ。", "仕様を理解してから話してください。"),
    ("今日中に申し込め。", "今日中に申し込んでください。"),
    ("もっと早く言えよ。", "もっと早く言ってください。"),
    ("手順書は明日までに出してくれ", "手順書は明日までに出してください"),
    ("資料を見なさい。", "資料を見てください。"),
    ("テスト書いといて", "テスト書いておいてください"),
    ("そろそろ決めてもらえる？", "そろそろ決めてもらえますか？"),
    ("議事録は今日中に送ること。", "議事録は今日中に送ってください。"),
    ("早急に対応されたい。", "早急に対応してください。"),
    ("設定ファイルを触るな！", "設定ファイルを触らないでください。"),
    ("会議室は使うな。", "会議室は使わないでください。"),
    ("遅れるなよ。", "遅れないでください。"),
    ("勝手口の鍵を閉めるな。", "勝手口の鍵を閉めないでください。"),
    ("ここで触っちゃダメ。", "ここで触らないでください。"),
    ("返信よこせ。", "返信送ってください。"),
]


@pytest.mark.parametrize(("blunt", "light"), LIGHT)
def test_light_intensity_words_an_order_as_a_request(blunt: str, light: str) -> None:
    assert soften(blunt, 1) == light


STRONGER = [
    ("その行を直せ。", 2, "お手数ですが、その行を直していただけますか。"),
    ("その行を直せ。", 3, "恐れ入りますが、その行をお直しいただけますでしょうか。よろしくお願いいたします。"),
    ("資料見て。", 3, "恐れ入りますが、資料をご覧いただけますでしょうか。よろしくお願いいたします。"),
    ("一回見せて。", 3, "恐れ入りますが、一回お見せいただけますでしょうか。よろしくお願いいたします。"),
    ("設定を変えるな。", 2, "恐れ入りますが、設定を変えないようお願いします。"),
    ("設定を変えないでください。", 2, "恐れ入りますが、設定を変えないようお願いします。"),
    ("返事をくれ。", 3, "恐れ入りますが、返事をいただけますでしょうか。よろしくお願いいたします。"),
]


@pytest.mark.parametrize(("blunt", "intensity", "wanted"), STRONGER)
def test_stronger_intensities_ask_more_politely(blunt: str, intensity: int, wanted: str) -> None:
    assert soften(blunt, intensity) == wanted


def test_a_deadline_is_never_followed_by_a_mere_wish() -> None:
    softened = soften("ログを送れ。障害の件は今日の17時までに報告しろ。", 3)
    assert "17時までにご報告いただけますようお願いいたします。" in softened
    assert "幸い" not in softened


def test_an_order_behind_a_comma_is_a_sentence_of_its_own() -> None:
    assert soften("これは消すな、あれも触るな。", 1) == "これは消さないでください。あれも触らないでください。"


def test_a_customer_is_asked_one_step_more_formally() -> None:
    assert "確認していただけますか" in soften("資料を確認して。", 2)
    assert "ご確認いただけますでしょうか" in soften("資料を確認して。", 2, receiver="顧客")


@pytest.mark.parametrize(
    "reason",
    [
        "サーバーが落ちて。",
        "子供が熱を出して。",
        "少し立て込んでて。",
        "いずれにせよ、来週決めます。",
        "時間かかるな。",
        "壊れるな。",
    ],
)
def test_what_asks_nothing_is_not_read_as_a_request(reason: str) -> None:
    assert soften(reason, 1) == reason


def test_an_order_somebody_else_gave_is_told_and_not_given() -> None:
    assert soften("上司に直せと言われた。", 2) == "上司に直せと言われました。"
    assert not draft("上司に直せと言われた。").cautions


def test_the_writers_own_order_told_again_loses_the_order() -> None:
    assert soften("個人情報を使うなって何回言った？", 2) == "個人情報を使わないよう繰り返しお伝えしていました。"


def test_an_order_that_no_rule_can_word_is_left_and_pointed_out() -> None:
    left = draft("張り紙の「帰れ」という字は直したので、看板も直せ。", 1, preserve=("直せ",))
    assert left.edits == ()
    assert [(caution.code, caution.start) for caution in left.cautions] == [("imperative_left", 22)]


@pytest.mark.parametrize(
    "verb", ["話せ", "聞け", "渡せ", "読め", "書け", "見ろ", "来い", "やれ", "出せ", "守れ", "急げ"]
)
@pytest.mark.parametrize("intensity", [1, 2, 3])
def test_an_order_never_becomes_a_promise(verb: str, intensity: int) -> None:
    result = soften(f"先方の話を理解してから{verb}。", intensity)
    assert not result.removesuffix("よろしくお願いいたします。").endswith(("ます。", "です。", "ました。"))


@pytest.mark.parametrize(
    ("blunt", "medium"),
    [
        ("資料が古い。最新版を送って。単価の根拠も。", "最新版を送っていただけますか。単価の根拠もお願いします。"),
        ("画面が真っ白です。動画もほしいです。", "動画もいただけますか。"),
        ("古い名刺の人は作り直してもらってください。", "作り直してもらうようお願いします。"),
        ("未提出の方は、3日までに各自出してください。", "各自出していただくようお願いします。"),
        ("倉庫が狭くて入らないので、今日中に棚を空けて。", "入らないので、お手数ですが、今日中に棚を空けていただけますか。"),
        ("配線が危ない😱 すぐ見て。", "配線が危ないです😱 お手数ですが、すぐ見ていただけますか。"),
        ("冷房が効かない。なんとかして。", "対応をお願いします。"),
        ("配色がひどい。", "配色は改善が必要な状態です。"),
        ("見出しが古い。あと単価も直して。", "あとお手数ですが、単価も直していただけますか。"),
        ("鍵、閉まってなくない？", "閉まっていないのではないでしょうか"),
        ("この注記は嘘。", "この注記は事実と異なるようです。"),
        ("こんな簡単なことも決められないの？", "この件も"),
    ],
)  # fmt: skip # a table, read by rows
def test_a_request_reads_as_a_native_would_write_it(blunt: str, medium: str) -> None:
    assert medium in soften(blunt, 2)
