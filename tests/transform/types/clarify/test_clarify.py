"""Clarify marks and asks, in both languages, and never guesses."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.analyze.language.document import read_document
from apps.transform.contracts import Draft, Intensity, Language, TransformationType, TransformRequest
from apps.transform.rewriting.edits import apply_edits
from apps.transform.rewriting.rulebook import reason_text
from apps.transform.types.clarify.findings import VagueRule, find_vague, vague_rules
from apps.transform.types.clarify.rules import write

LANGUAGES: tuple[Language, ...] = ("ja", "en")
RULES = [(language, compiled.rule) for language in LANGUAGES for compiled in vague_rules(language)]
NAMES = [rule.example[:40] for _language, rule in RULES]


def drafted(text: str, intensity: int = 2, language: Language = "ja") -> Draft:
    wanted = TransformRequest(text, TransformationType.CLARIFY, Intensity(intensity), language=language)
    return write(wanted, read_document(text))


def clarified(text: str, intensity: int = 2, language: Language = "ja") -> str:
    return apply_edits(text, drafted(text, intensity, language).edits)


@pytest.mark.parametrize(("language", "rule"), RULES, ids=NAMES)
def test_every_rule_finds_its_example(language: Language, rule: VagueRule) -> None:
    assert rule in [finding.rule for finding in find_vague(read_document(rule.example), language)]


@pytest.mark.parametrize(("language", "rule"), RULES, ids=NAMES)
def test_a_clear_text_gets_no_edits_and_no_questions(language: Language, rule: VagueRule) -> None:
    assert drafted(rule.clear, 3, language) == Draft()


@pytest.mark.parametrize(("language", "rule"), RULES, ids=NAMES)
def test_every_question_speaks_its_language_and_says_why(language: Language, rule: VagueRule) -> None:
    japanese = re.compile(r"[\u3041-\u30ff]")
    for text in (rule.question, reason_text(rule.why, language), rule.slot):
        assert bool(japanese.search(text.replace("%phrase%", ""))) == (language == "ja")
    assert reason_text(f"clarify.{rule.kind}", language)


def test_marks_follow_the_phrase_and_the_rough_time_stays_rough() -> None:
    written = clarified("例の資料、いい感じにまとめてください。水曜ごろまでだと助かります。")
    assert written == (
        "例の資料【要確認：どれのことか】、いい感じ【要確認：どの状態になれば完了か】にまとめてください。"
        "水曜ごろまでだと助かります。"
    )


def test_an_english_hedge_is_asked_about_and_kept() -> None:
    draft = drafted("Legal is okay with it I think.", 2, "en")
    assert draft.edits == ()
    assert draft.questions[0].text == 'Is "is okay with it I think" confirmed, or still an assumption?'


def test_questions_point_at_their_phrase_and_are_numbered() -> None:
    text = "Please move the thing to the other server soon."
    questions = drafted(text, 2, "en").questions
    assert [text[q.start : q.end] for q in questions] == ["the thing", "the other server", "soon"]
    assert [q.id for q in questions] == ["q1", "q2", "q3"]


def test_at_most_six_questions_and_none_twice() -> None:
    text = "例の件、あの資料、前回と同じ形で、いい感じに、誰か、いくつか直して。例の件はそのうち、担当者に、数名で、なるはやで。"
    questions = drafted(text).questions
    assert len(questions) == 6
    assert len({q.text for q in questions}) == 6


def test_lightest_marks_two_phrases_at_most_and_asks_about_all() -> None:
    draft = drafted("例の件、あの資料、前回と同じ形でお願いします。", 1)
    assert len(draft.edits) == 2
    assert len(draft.questions) == 3


def test_strongest_untangles_a_double_negative_and_lists_the_questions() -> None:
    written = clarified("再発しないとは言い切れません。", 3)
    assert written.startswith("再発する可能性があります。\n\n【確認したいこと】\n・")
    assert clarified("We can't not fix this.", 3, "en").startswith("We have to fix this.")


def test_the_list_stands_before_a_signature() -> None:
    written = clarified("Send it soon.\n-- \nDana Whitlock", 3, "en")
    assert written.endswith("\n\n-- \nDana Whitlock")


@pytest.mark.parametrize("intensity", [1, 2, 3])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "例の件、前回と同じ感じで、金曜ごろまでにお願いします。<@U1> `run.sh` https://example.com/a"),
        ("en", "They want the thing soon, same as last time. <@U1> `run.sh` https://example.com/a"),
    ],
)
def test_a_second_pass_changes_nothing(language: Language, text: str, intensity: int) -> None:
    once = clarified(text, intensity, language)
    assert clarified(once, intensity, language) == once


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *[
                    "例の件",
                    "あれ",
                    "ない",
                    "わけではない",
                    "`a`",
                    "「",
                    "」",
                    "[",
                    "soon",
                    "the",
                    "thing",
                    "。",
                    ".",
                    "🎉",
                    "�",
                    "\u202e",
                    "誰か",
                ],
                "\n",
            ]
        )
    ),
    st.sampled_from(LANGUAGES),
)
def test_every_word_of_any_text_is_still_there(pieces: list[str], language: Language) -> None:
    text = "".join(pieces)
    written = clarified(text, 2, language)
    assert re.sub(r"【要確認：[^】]*】| \[confirm: [^\]]*\]", "", written) == text


@pytest.mark.parametrize("text", ["あ" * 10_000, "前回と同じ感じ" * 1400, "社の件も" * 2500, "「" * 300, "なく" * 5000])
def test_long_and_strange_texts_take_bounded_time(text: str) -> None:
    clarified("例の件")
    start = time.process_time()
    clarified(text, 3)
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("7月末までに計画を出してください。", "ja"),
        ("毎回待たされるのはいい加減にしてほしい。", "ja"),
        ("The curtains are the problem because they are too long.", "en"),
        ("I'm moving the files now, it should be done by 11:00.", "en"),
    ],
)
def test_what_is_said_already_is_not_asked(text: str, language: Language) -> None:
    assert drafted(text, 3, language) == Draft()
