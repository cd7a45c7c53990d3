"""What a received message asks, says, guesses and feels."""

import pytest

from apps.analyze.language.detect import detect_language
from apps.transform.contracts import GlossaryEntry, MessageReading
from apps.transform.reading.read import read_for

TECHNICAL = (
    "お疲れさまです。インフラの佐々木です。昨夜23時ごろからAPIのレイテンシが上がっており、p95が2.4秒になっています。"
    "コネクションプールの枯渇が原因っぽいです。今夜22時に設定を変えます。"
    "お客様から遅いという問い合わせが来たら、明日10時までに #incident に転記してください。"
)
COMPLAINT = (
    "先週から注文一覧の画面が何度も固まり、本当に困っています。昨日も3回やり直しました。"
    "御社の更新が原因ではないかと思っています。今週中に原因を教えてください。もう我慢の限界です。"
)
ENGLISH = (
    "Heads-up: p95 latency on the checkout API is up since 09:20 UTC. It is probably the connection pool. "
    "We will roll back at 14:00 UTC. @maria could you tell the support team before 13:00? "
    "We are worried about the weekend sale."
)


def read(text: str, role: str = "", glossary: tuple[GlossaryEntry, ...] = ()) -> MessageReading:
    return read_for(text, detect_language(text), receiver_role=role, glossary=glossary)


def test_a_request_is_found_with_its_deadline() -> None:
    (ask,) = read(TECHNICAL, "営業").asks
    assert (ask.text, ask.due, ask.of) == (
        "お客様から遅いという問い合わせが来たら、明日10時までに #incident に転記してください。",
        "明日10時まで",
        None,
    )


def test_a_mention_at_the_head_is_who_is_asked() -> None:
    (ask,) = read(ENGLISH, "sales").asks
    assert (ask.of, ask.due) == ("@maria", "before 13:00")


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("田中さん、金曜までに概算をください。", "田中"),
        ("サポートチームで案内文を用意していただけますか。", "サポートチーム"),
        ("The design team should review it by Friday.", "The design team"),
        ("田中さんに確認してください。", None),
        ("Please ask Tom about it.", None),
    ],
)
def test_who_is_asked_is_told_only_where_the_message_speaks_to_them(text: str, of: str | None) -> None:
    assert [ask.of for ask in read(text).asks] == [of]


def test_a_deadline_of_its_own_belongs_to_the_request_before() -> None:
    (ask,) = read("見積もりをご確認ください。期限は6月20日です。").asks
    assert ask.due == "6月20日"


def test_facts_guesses_and_feelings_are_told_apart() -> None:
    found = read(COMPLAINT, "エンジニア")
    assert "昨日も3回やり直しました。" in [fact.text for fact in found.facts]
    assert [guess.text for guess in found.guesses] == ["御社の更新が原因ではないかと思っています。"]
    assert [feeling.text for feeling in found.feelings] == [
        "先週から注文一覧の画面が何度も固まり、本当に困っています。",
        "もう我慢の限界です。",
    ]


@pytest.mark.parametrize(
    "text", ["Per my last email, it is late.", "いつになったら直るのでしょうか。", "It's STILL broken."]
)
def test_a_reproach_is_a_feeling(text: str) -> None:
    assert [feeling.text for feeling in read(text).feelings] == [text]


def test_the_same_in_english() -> None:
    found = read(ENGLISH)
    assert [guess.text for guess in found.guesses] == ["It is probably the connection pool."]
    assert [feeling.text for feeling in found.feelings] == ["We are worried about the weekend sale."]
    assert "We will roll back at 14:00 UTC." in [fact.text for fact in found.facts]


@pytest.mark.parametrize(
    ("text", "role", "words"),
    [
        (TECHNICAL, "営業", {"API", "レイテンシ", "p95", "コネクションプール"}),
        (ENGLISH, "sales", {"p95", "latency", "API", "connection pool", "roll back"}),
        ("解約率と粗利を稟議に書いてください。", "エンジニア", {"解約率", "粗利", "稟議"}),
        ("解約率と粗利を稟議に書いてください。", "営業", set()),
        (TECHNICAL, "SRE", set()),
    ],
)
def test_the_words_of_the_other_side_are_explained(text: str, role: str, words: set[str]) -> None:
    assert words == {term.term for term in read(text, role).terms} & words
    assert bool(words) == bool(read(text, role).terms)


def test_the_organizations_word_comes_first() -> None:
    own = GlossaryEntry("API", "ja", "つなぎ口", "外の会社とつなぐ入口")
    definitions = {term.term: term.definition for term in read(TECHNICAL, "営業", (own,)).terms}
    assert definitions["API"] == "外の会社とつなぐ入口"


def test_words_with_two_meanings_are_told_and_asked_about() -> None:
    found = read("ご要望の件、対応します。", "営業")
    assert [one.word for one in found.double_meanings] == ["対応"]
    assert "「対応」は、「" in found.reply_draft


def test_the_summary_is_two_sentences_of_the_message() -> None:
    summary = read(COMPLAINT, "エンジニア").summary
    assert summary == "先週から注文一覧の画面が何度も固まり、本当に困っています。今週中に原因を教えてください。"


def test_a_guess_doesnt_open_the_summary_of_a_request() -> None:
    text = "見積もりを金曜の17時までにください。仕様は変わるかもしれません。粗利が3割を切るなら相談してください。"
    assert read(text).summary == "見積もりを金曜の17時までにください。粗利が3割を切るなら相談してください。"


@pytest.mark.parametrize("text", [TECHNICAL, COMPLAINT, ENGLISH, "了解です。", "OK", "🙂"])
def test_a_reply_promises_and_admits_nothing(text: str) -> None:
    reply = read(text).reply_draft
    frame = reply
    for ask in read(text).asks:
        frame = frame.replace(ask.text.removeprefix("@maria "), "")
    assert "【" in reply or "[" in reply
    promises = ("します。", "いたします", "申し訳", "すみません", "sorry", "we will", "I will", "by Friday")
    assert [word for word in promises if word in frame] == []
    assert not any(character.isdigit() for character in frame)


def test_a_reply_repeats_every_ask_with_a_slot() -> None:
    reply = read("原因を教えてください。請求書も送ってください。").reply_draft
    assert reply.count("【お返事") == 2
    assert "・原因を教えてください。" in reply


def test_a_question_gets_a_slot_for_words_and_a_request_one_for_deeds() -> None:
    reply = read("Is that OK under our policy? Could you send the log?").reply_draft
    assert "- Is that OK under our policy?\n  → [answer]" in reply
    assert "- Could you send the log?\n  → [answer: can it be done, and by when]" in reply


@pytest.mark.parametrize(
    "text",
    [
        "Fix it today or we escalate to your CEO.",
        "ログを送って。",
        "早く直しなさい。",
        "早く直せ。",
        "直してくれ。",
        "Send me the log.",
    ],
)
def test_an_order_is_an_ask(text: str) -> None:
    assert [ask.text for ask in read(text).asks] == [text]


@pytest.mark.parametrize(
    "text", ["余白は8pxで統一しました。", "The retries were disabled by mistake.", "We sent the log."]
)
def test_a_plain_report_neither_asks_nor_feels(text: str) -> None:
    found = read(text)
    assert (found.asks, found.feelings, len(found.facts)) == ((), (), 1)


def test_a_reply_calls_nobody() -> None:
    assert "@maria" not in read(ENGLISH).reply_draft


@pytest.mark.parametrize("text", [TECHNICAL, COMPLAINT, ENGLISH])
def test_spans_are_exact(text: str) -> None:
    found = read(text)
    assert all(text[ask.start : ask.end] == ask.text for ask in found.asks)
    assert all(text[p.start : p.end] == p.text for p in (*found.facts, *found.guesses, *found.feelings))
    assert all(text[term.start : term.end] == term.term for term in found.terms)


@pytest.mark.parametrize(
    "text",
    [
        "あ" * 10_000,
        "「" * 200 + "」" * 200,
        "🙂🙂",
        "```\ncode\n```",
        "\u202eabc",
        "a " * 5_000,
        "？" * 3_000,
        "\ud800",
    ],
)
def test_odd_messages_are_read(text: str) -> None:
    found = read(text)
    assert found.reply_draft
    assert len(found.summary) <= 400
