"""Passages that the rules aren't sure of, on the page: marked in the result, with the reason below it."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from tests.cast import Person
from tests.front_door import Api
from tests.transform.batches.working import submit, work_off
from tests.transform.doubting import HARSH, MESSAGE, SOFTER, STILL_HARSH, Doubt, doubting
from tests.web.browsing import Browser, Page

As = Callable[[Person], Browser]
FORM = {"text": MESSAGE, "transformation_type": "soften", "intensity": "2", "sender_role": "", "receiver_role": ""}
NOTHING_SAFE = "The rules found nothing that they could safely improve, so your message is as you wrote it."
NOTHING_TO_CHANGE = "We found nothing to change"
NOT_THERE = re.compile(r"<span class=\"hint\" data-nowhere>")


@pytest.fixture
def doubt(monkeypatch: pytest.MonkeyPatch) -> Doubt:
    return doubting(monkeypatch)


@pytest.fixture
def harsh(doubt: Doubt) -> None:
    doubt((HARSH, "still_harsh"), edits=SOFTER)


def marked(page: Page) -> list[str]:
    """What is marked in the result."""
    result = re.search(r'id="result-text".*?</p>', page.html, re.DOTALL)
    assert result
    found = re.findall(r'<mark class="unsure">(.*?)</mark>', result[0])
    return [unescape(re.sub(r"<[^>]+>", "", each)) for each in found]


def signs(page: Page) -> list[str]:
    """What stands behind the marks for those who don't see them."""
    return [unescape(each) for each in re.findall(r'role="img"[^>]*aria-label="([^"]*)"', page.html)]


def listed(page: Page) -> list[str]:
    return [unescape(each) for each in re.findall(r'<q class="unsure-list__passage"[^>]*>(.*?)</q>', page.html)]


@pytest.mark.usefixtures("harsh")
@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Check these passages yourself"), ("ja", "ご自身で確認していただきたい箇所")]
)
def test_a_passage_is_marked_in_its_place_and_explained_below(browser: Browser, language: str, heading: str) -> None:
    page = browser.reading(language).post("/", FORM)
    assert (marked(page), signs(page), listed(page)) == ([HARSH], [STILL_HARSH[language]], [HARSH])
    assert heading in page.words
    assert STILL_HARSH[language] in page.words
    assert not NOT_THERE.search(page.html)


@pytest.mark.usefixtures("harsh")
def test_marks_add_nothing_to_the_text_that_is_copied(browser: Browser) -> None:
    assert browser.post("/", FORM).text_of("result-text") == MESSAGE.replace("直せ。", "直していただけますか。")


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ((("お疲れさまです。", "お疲れさまでございます。"),), HARSH),
        ((("仕事", "お仕事"),), HARSH.replace("仕事", "お仕事")),
        (((HARSH, "どうしようもないお仕事です。"),), "どうしようもないお仕事です。"),
        ((("直せ。", "直していただけますか。"),), HARSH),
    ],
    ids=["before", "inside", "instead", "behind"],
)
def test_the_mark_follows_changes_around_the_passage(
    browser: Browser, doubt: Doubt, edits: tuple[tuple[str, str], ...], expected: str
) -> None:
    doubt((HARSH, "still_harsh"), edits=edits)
    assert marked(browser.post("/", FORM)) == [expected]


def test_in_a_text_written_anew_it_is_looked_for_without_the_mark_at_its_end(browser: Browser, doubt: Doubt) -> None:
    composed = f"【背景】\n・{HARSH.rstrip('。')}\n・お疲れさまです"
    doubt((HARSH, "unsure_role"), kind="structure", composed=composed)
    page = browser.post("/", FORM | {"transformation_type": "structure"})
    assert marked(page) == [HARSH.rstrip("。")]
    assert page.text_of("result-text") == composed


def test_a_passage_that_the_result_left_out_is_listed_as_not_there(browser: Browser, doubt: Doubt) -> None:
    doubt((HARSH, "unsure_role"), kind="summarize", composed="明日17時までに直す。")
    page = browser.post("/", FORM | {"transformation_type": "summarize"})
    assert (marked(page), listed(page)) == ([], [HARSH])
    assert NOT_THERE.search(page.html)
    assert "These words aren't in the result." in page.words


def test_one_that_goes_over_lines_and_bold_words_is_marked_in_all_of_them(browser: Browser, doubt: Doubt) -> None:
    passage = "これは **ひどい** です。\n本当に。"
    doubt((passage, "still_harsh"))
    page = browser.post("/", FORM | {"text": f"前置き。\n{passage}\n以上。"})
    assert marked(page) == ["これは ", "**ひどい**", " です。", "本当に。"]
    assert signs(page) == [STILL_HARSH["en"]]
    assert page.text_of("result-text") == f"前置き。\n{passage}\n以上。"


def test_passages_that_overlap_are_all_listed_and_one_of_them_marked(browser: Browser, doubt: Doubt) -> None:
    doubt((HARSH, "still_harsh"), ("仕事です。", "unsure_role"))
    page = browser.post("/", FORM)
    assert (marked(page), listed(page)) == ([HARSH], [HARSH, "仕事です。"])


def test_a_passage_is_text_on_the_page(browser: Browser, doubt: Doubt) -> None:
    script = "<script>alert(1)</script>"
    doubt((script, "still_harsh"))
    page = browser.post("/", FORM | {"text": f"{script} です。"})
    assert script not in page.html
    assert marked(page) == listed(page) == [script]


@pytest.mark.usefixtures("harsh")
def test_all_three_strengths_have_it_marked(browser: Browser) -> None:
    page = browser.post("/", FORM | {"compare": "1"})
    strengths = re.findall(r'id="strength-text-\d".*?</p>', page.html, re.DOTALL)
    assert [HARSH in re.findall(r'<mark class="unsure">(.*?)</mark>', each) for each in strengths] == [True] * 3


@pytest.mark.usefixtures("harsh")
def test_history_shows_it_in_the_language_of_whoever_reads(as_: As, alice: Person) -> None:
    browser = as_(alice).reading("ja")
    kept = re.search(r'data-kept="([^"]+)"', browser.post("/", FORM).html)
    assert kept
    page = browser.reading("en").get(kept[1])
    assert (marked(page), signs(page)) == ([HARSH], [STILL_HARSH["en"]])


def test_a_message_that_the_rules_cant_help_says_so(browser: Browser, doubt: Doubt) -> None:
    doubt((MESSAGE, "not_helped"))
    page = browser.post("/", FORM)
    assert NOTHING_SAFE in page.words
    assert NOTHING_TO_CHANGE not in page.words
    assert (marked(page), listed(page)) == ([], [])
    assert "Check these passages yourself" not in page.words
    assert page.text_of("result-text") == MESSAGE


def test_one_that_is_unchanged_with_a_harsh_passage_says_both(browser: Browser, doubt: Doubt) -> None:
    doubt((HARSH, "still_harsh"))
    page = browser.post("/", FORM)
    assert NOTHING_SAFE in page.words
    assert marked(page) == [HARSH]


def test_one_in_which_nothing_needed_changing_doesnt(browser: Browser, doubt: Doubt) -> None:
    doubt()
    page = browser.post("/", FORM)
    assert NOTHING_TO_CHANGE in page.words
    assert NOTHING_SAFE not in page.words


def test_what_is_said_of_the_whole_message_is_said_without_a_place(browser: Browser, doubt: Doubt) -> None:
    doubt((MESSAGE, "subject_unsure"), kind="summarize", composed="明日17時までに直す。")
    page = browser.post("/", FORM | {"transformation_type": "summarize"})
    assert "The rules aren't sure what this message is about." in page.words
    assert (marked(page), listed(page)) == ([], [])


@pytest.mark.usefixtures("harsh")
def test_messages_of_a_job_say_which_of_them_have_any(as_: As, api: Api, alice: Person) -> None:
    job = submit(api(alice), MESSAGE, "ありがとうございます。")
    work_off()
    assert as_(alice).get(f"/jobs/{job}/").words.count("passages to check") == 1
