"""What each part of a message is for, where long sentences part, and who owns what by when."""

import pytest

from apps.analyze.language.detect import detect_language
from apps.analyze.language.document import read_document
from apps.transform.rewriting.roles import Audience, Role, Statement, audience_of, read_statements
from apps.transform.rewriting.roles.cues import Cue
from apps.transform.rewriting.roles.facts import due_of, owner_of
from apps.transform.rewriting.roles.units import has_structure
from apps.transform.rewriting.rulebook import reason_text


def statements(text: str) -> tuple[Statement, ...]:
    return read_statements(read_document(text), detect_language(text))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("影響は全店舗です。", Role.IMPACT),
        ("昨夜からログイン画面でエラーが出ています。", Role.OCCURRENCE),
        ("原因は設定の誤りだと思われます。", Role.CAUSE),
        ("9時に前の版へ切り戻しました。", Role.ACTION),
        ("恒久対応は来月検討します。", Role.NEXT),
        ("金曜までに回答をお願いします。", Role.REQUEST),
        ("担当は鈴木さんです。", Role.OWNER),
        ("復旧の時期は未定です。", Role.OPEN),
        ("今回は公開を見送りとします。", Role.DECISION),
        ("お疲れ様です。", Role.GREETING),
        ("以上、よろしくお願いいたします。", Role.CLOSING),
        ("About 40 customers cannot log in.", Role.IMPACT),
        ("The root cause is a full disk.", Role.CAUSE),
        ("We restarted the service at 9:10.", Role.ACTION),
        ("Please reply by Friday.", Role.REQUEST),
        ("Owner: Lena", Role.OWNER),
        ("We recommend the smaller plan.", Role.DECISION),
        ("It is still unclear who is affected.", Role.OPEN),
        ("Next update at 15:00.", Role.NEXT),
        ("Hi team,", Role.GREETING),
    ],
)
def test_a_sentence_is_read_for_what_it_does(text: str, role: Role) -> None:
    assert [s.role for s in statements(text)] == [role]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "決済でエラーが出ていて、原因は不明ですが、再起動で復旧しました。",
            ["決済でエラーが出ていました", "原因は不明です", "再起動で復旧しました"],
        ),
        ("画面が開けなくなっていて、現在も調査中です。", ["画面が開けなくなっています", "現在も調査中です"]),
        ("原因は電源の故障っぽく、交換しました。", ["原因は電源の故障のようです", "交換しました"]),
        ("The index was missing; we added it at 9:10.", ["The index was missing", "We added it at 9:10"]),
    ],
)
def test_a_long_sentence_parts_where_each_piece_can_stand_alone(text: str, pieces: list[str]) -> None:
    assert [s.text for s in statements(text)] == pieces


@pytest.mark.parametrize(
    "text",
    [
        "在庫がない場合は、注文を止めてください。",
        "お忙しいところ恐縮ですが、金曜までにご確認ください。",
        "ログを確認し、結果を共有してください。",
        "If the job fails, and nobody is on call, please restart it.",
    ],
)
def test_a_sentence_whose_halves_need_each_other_stays_whole(text: str) -> None:
    assert [s.text for s in statements(text)] == [text.rstrip("。.")]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("現在サーバー班の西さんが交換作業中で、13時復旧見込みです。", Role.UNDERWAY),
        ("We are rerunning the import now.", Role.UNDERWAY),
        ("棚卸しが終わるまで倉庫は出荷できません。", Role.IMPACT),
        ("Payroll can't send the payslips until it's fixed.", Role.IMPACT),
        ("公開は3週間遅れる見込みです。", Role.IMPACT),
        ("The launch is going to slip by three weeks.", Role.IMPACT),
        ("月額は2万円です。", Role.COST),
        ("The licence costs $30 a month.", Role.COST),
        ("ご不明な点は総務までお願いします。", Role.CONTACT),
        ("Questions: help@example.com", Role.CONTACT),
        ("Support wants a search box on the page.", Role.REQUEST),
        ("担当者を1名採用したいと考えています。", Role.REQUEST),
        ("外部連携は、現時点ではお約束できません。", Role.DECISION),
        ("9時から11時までに届いた注文が反映されていませんでした。", Role.OCCURRENCE),
        ("部品が5月2日までに届けば、5月9日に出荷できます。", Role.CONDITION),
        ("個人情報の扱いについて回答いたします。", Role.HEADING),
        ("このたびはご迷惑をおかけし、申し訳ございません。", Role.GREETING),
        ("We're sorry for the trouble with your order.", Role.GREETING),
        ("昨日配布した資料が2部足りないと言われました。", Role.OCCURRENCE),
        ("来月から受付の締め切りが18時に変わります。", Role.DECISION),
        ("We're moving the workshop from 3 May to 9 May.", Role.DECISION),
        ("Error rate now 0.2%.", Role.OCCURRENCE),
        ("Could I have ten minutes today?", Role.REQUEST),
        ("人事の岡です。", Role.GREETING),
        ("Kim from marketing.", Role.GREETING),
    ],
)
def test_what_goes_on_what_it_costs_and_whom_it_stops_are_told_apart(text: str, role: Role) -> None:
    assert [s.role for s in statements(text)] == [role]


@pytest.mark.parametrize(
    "text",
    [
        "対象は全社員ですが、休職中の方は除きます。",
        "X社は月10万円ですが、国内に保管できません。",
        "We think it's the router, but we're not sure yet.",
        "Plan A costs $90 a month, and it cannot be cancelled.",
        "岡さんは筆記は問題なく、次の面接に進めたいです。",
        "旧画面は使えますので、作業はいりません。",
        "Moving the files would help, but I don't know whether we may.",
        "Two rows were skipped; could you enter them by hand?",
        "The trial ends on 3 May, so the contract must be signed the week before.",
    ],
)
def test_an_exception_a_denial_and_a_doubt_stay_with_what_they_are_about(text: str) -> None:
    assert [s.text for s in statements(text)] == [text.rstrip("。.")]


@pytest.mark.parametrize(
    ("text", "opening"),
    [("Heads up: the import failed.", "Heads up:"), ("【社外秘】画面が見えていました。", "【社外秘】")],
)
def test_a_lead_in_is_cut_off_the_sentence_it_opens(text: str, opening: str) -> None:
    assert statements(text)[0].text == opening


def test_a_version_does_not_begin_with_a_capital() -> None:
    assert statements("Hi all, v2.1 ships on 3 May.")[1].text == "v2.1 ships on 3 May"


def test_a_guess_is_marked_as_a_guess() -> None:
    sure, guessed = statements("原因は設定の誤りです。再発は負荷のせいかもしれません。")
    assert (sure.uncertain, guessed.uncertain) == (False, True)


def test_harm_that_somebody_has_to_follow_up_is_critical() -> None:
    harmed, fine = statements("12名のお客様に二重請求が起きています。画面の色が少し違います。")
    assert (harmed.critical, fine.critical) == (True, False)


def test_a_list_stays_under_the_sentence_that_announces_it() -> None:
    (steps,) = statements("手順は以下です。\n1. 画面を開く\n2. 保存を押す")
    assert steps.below == "1. 画面を開く\n2. 保存を押す"


def test_a_wrapped_mail_line_goes_on_in_the_next_one() -> None:
    (told,) = statements("The export that finance needs for the closing has failed\nagain because of a timeout.")
    assert "failed again because" in told.text


@pytest.mark.parametrize(
    ("text", "language", "due", "rest"),
    [
        ("5月20日までに承認をお願いします", "ja", "5月20日まで", "承認をお願いします"),
        ("明日の12時までに原因を教えてください", "ja", "明日の12時まで", "原因を教えてください"),
        ("Please approve it by Friday", "en", "by Friday", "Please approve it"),
        ("Decision needed by 12 May", "en", "by 12 May", "Decision needed"),
        ("Please sign by 9 May, otherwise it lapses", "en", "by 9 May", "Please sign, otherwise it lapses"),
        ("I need your call on that by Monday", "en", "by Monday", "I need your call on that"),
        ("ログを今日中に見てもらえますか", "ja", "今日中", "ログを見てもらえますか"),
    ],
)
def test_a_deadline_is_found_with_its_own_words(text: str, language: str, due: str, rest: str) -> None:
    found = due_of(text, language)
    assert found is not None
    assert (found.text, found.rest) == (due, rest)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("明日までに届くとお伝えください", "ja"),
        ("Tell them that it arrives by noon", "en"),
        ("予算は未定です", "ja"),
        ("10時から12時までに届いた注文を確認しました", "ja"),
        ("部品が9日までに届けば、出荷します", "ja"),
        ("The site is down from 8:00 until 9:00", "en"),
    ],
)
def test_a_date_that_is_only_told_is_no_deadline(text: str, language: str) -> None:
    assert due_of(text, language) is None


def test_an_owner_is_who_the_sentence_names() -> None:
    assert owner_of("担当は佐藤さんと林さんです", "ja") == "佐藤さんと林さん"
    assert owner_of("Maria is the contact", "en") == "Maria"
    assert owner_of("Maria is late", "en") is None


@pytest.mark.parametrize(
    ("role", "audience"),
    [
        ("バックエンドエンジニア", Audience.ENGINEER),
        ("DBA", Audience.ENGINEER),
        ("営業", Audience.BUSINESS),
        ("sales engineer", Audience.BUSINESS),
        ("executive", Audience.MANAGER),
        ("情シス部長", Audience.MANAGER),
        ("", Audience.UNKNOWN),
    ],
)
def test_a_role_in_free_text_names_an_audience(role: str, audience: Audience) -> None:
    assert audience_of(role) is audience


def test_headings_and_lists_are_recognized_as_structure() -> None:
    assert has_structure(read_document("【影響】\n- 3件\n\n【原因】\n- 不明"))
    assert not has_structure(read_document("影響は3件です。原因は不明です。"))


def test_a_handover_is_no_owner() -> None:
    assert owner_of("担当は私から松本に変わります", "ja") is None


def test_who_introduces_himself_is_still_greeting() -> None:
    roles = [s.role for s in statements("お疲れ様です、営業部の岡です。納期は未定です。")]
    assert roles == [Role.GREETING, Role.GREETING, Role.OPEN]


def test_a_refusal_is_a_decision() -> None:
    assert [s.role for s in statements("来週の公開はできません。")] == [Role.DECISION]
    assert [s.role for s in statements("We can't sign the contract as it stands.")] == [Role.DECISION]


@pytest.mark.parametrize(("role", "weight"), [("nonsense", 3), ("cause", 12)])
def test_a_wrong_cue_stops_the_load(role: str, weight: int) -> None:
    with pytest.raises(ValueError, match=r"nonsense|weight"):
        Cue(role, "pattern", weight)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_reason_of_these_types_is_told_in_both_languages(language: str) -> None:
    for code in ("structured", "summarized", "requirements", "term_replaced", "term_of_organization"):
        assert reason_text(code, language)
