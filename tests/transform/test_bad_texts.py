"""Texts that nobody would write, through every door that takes one: a result or a clear error, in bounded time."""

import json
import time
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import load_command_class
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.transform.actions.read_message import read_message
from apps.transform.bodies import READING, ReadBody
from apps.transform.contracts import TransformationType
from tests.examples import examples
from tonebridge.errors import ValidationFailed
from tonebridge.jsonl import JsonLinesCommand, answer_lines
from tonebridge.rest.bodies import parse

LONGEST = 10_000
MOST_SECONDS = 20.0
"""Of a processor, however busy the machine is: what grows out of bounds takes minutes. Speed is the benchmarks' to show."""

EMOJI = ("😀", "🔥", "👨‍👩‍👧", "🇯🇵", "👍🏽", "❤️", "1️⃣", "©", "🏴\U000e0067\U000e0062\U000e007f")
SCRIPTS = (
    "直せ。",
    "Fix it. ",
    "Исправь. ",
    "修改它。",
    "고쳐라. ",
    "ซ่อม ",
    "ठीक करो। ",
    "Άμεσα! ",
    "ｆｉｘ　",
    "½ⅷ㈱№",
    "Ⅻ時",
    "𠮟る",
)
RIGHT_TO_LEFT = (
    "أصلحها الآن",
    "תקן את זה",
    "\u202e",
    "\u202c",
    "\u2067",
    "\u2069",
    "\u200f",
    " 17:00 ",
    "直せ",
    "fix ",
    "٣",
    ".",
)
UNSEEN = (
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\ufe0f",
    "\u180e",
    "\x1b",
    "\x7f",
    "直せ",
    "fix",
    "。",
    "5",
)
BROKEN = ("\ud800", "\udfff", "\udc80", "\ufffd", "\uffff", "直せ。", "Stop it. ", "`", "😀", "12時")
OPENING = ("「", "『", "“", '"', "'", "(", "（", "[", "<", "> ", "```\n", "`", "**", "- ", "|")
BOMBS = (
    "a", "aa!", "((((", "(a+)+$", "http://", "https://a.b/", "@", "a@a.", "1/1/", "1,", "-", "--", "#", "_*", "|-|", "ない", "ないなく",
    "てて", "るるる", "not un", "no ", "if if ", "if a, ", "なら", "もし", "より", "ぜひ", "!?", "...", "……", "\n", "\n\n", "\n- ", "\t", " ", "　", "0", "1万", "億",
    "AM", "12:", "〜", "~", "から", "までに", "you ", "please ", "fix it, ", "直せ、", "するな", "A1 ", "a.b.", "（", "s", "承認前に", "after ", "&&", "$$", "€1", "%20", "\\", "x=", "{}", "：", "・",
)  # fmt: skip # a table, read by rows


def made_of(parts: tuple[str, ...], most: int = 40) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(parts), min_size=1, max_size=most).map("".join)


def repeated(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A few characters as often as fits, with something else at the end."""
    return st.builds(
        lambda part, end: (part * LONGEST)[: LONGEST - len(end)] + end,
        parts,
        st.sampled_from(("", "!", "。", "\n", "X")),
    )


KINDS: dict[str, st.SearchStrategy[str]] = {
    "nothing": st.text(alphabet=" \t\r\n　\u200b\u2028", max_size=40),
    "anything": st.text(max_size=200),
    "only emoji": made_of(EMOJI),
    "mixed scripts": made_of(SCRIPTS),
    "right to left": made_of(RIGHT_TO_LEFT),
    "half pairs": made_of(BROKEN),
    "unseen characters": made_of(UNSEEN),
    "200 nested quotations": st.builds(
        lambda opening, middle, closing: opening * 200 + middle + closing * 200,
        made_of(OPENING, most=3),
        st.sampled_from(("", "直せ。", "Fix it now!")),
        st.sampled_from(("", "」", "』", "”", '"', "'", ")", "）", "]", ">", "\n```", "`", "**", "|")),
    ),
    "bombs": made_of(BOMBS, most=8).map(lambda part: part * 40),
}
LONG_KINDS: dict[str, st.SearchStrategy[str]] = {
    "10,000 of a few characters": repeated(made_of(BOMBS, most=2)),
    "10,000 kana": repeated(st.sampled_from("あアーっんをはがー゛")),
    "10,000 of anything": repeated(st.text(min_size=1, max_size=3)),
}

Row = dict[str, Any]
Door = Callable[[str], Row]


def asked(command: str, row: Row) -> Row:
    """What the command answers to a line."""
    app = "apps.analyze" if command == "analyze" else "apps.transform"
    door, out = load_command_class(app, command), StringIO()
    assert isinstance(door, JsonLinesCommand)
    answer_lines([json.dumps(row).encode()], out, lambda read: door.answer(read, {"tier": "rules"}))
    answer: Row = json.loads(out.getvalue())
    return answer


def read(text: str) -> Row:
    """What read mode answers to a visitor."""
    try:
        body = parse(ReadBody, {"text": text, "receiver_role": "営業"})
    except ValidationFailed as error:
        return {"error": str(error.detail)}
    found: Row = READING.dump_python(read_message(principal=None, text=body.text), mode="json")
    return found


DOORS: dict[str, Door] = {
    "analyze": lambda text: asked("analyze", {"text": text}),
    "factcheck": lambda text: asked("factcheck", {"original": text, "rewritten": text[::-1]}),
    "read": read,
    **{
        kind.value: lambda text, kind=kind: asked("transform", {"text": text, "transformation_type": kind.value})  # type: ignore[misc]  # bound now
        for kind in TransformationType
    },
}


def check(door: str, text: str, most_seconds: float = MOST_SECONDS) -> None:
    """A result whose changes lie in the text, or an error that isn't ours, in bounded time."""
    began = time.process_time()
    answer = DOORS[door](text)
    assert time.process_time() - began < most_seconds
    assert "internal" not in str(answer.get("error", ""))
    for change in answer.get("changes") or ():
        assert text[change["start"] : change["end"]] == change["original"]
    if "transformed_text" in answer:
        assert answer["changed"] == (answer["transformed_text"] != text)
        assert answer["transformed_text"].strip()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("door", DOORS)
def test_a_strange_text_gets_a_result_or_a_clear_error(door: str, kind: str) -> None:
    @settings(max_examples=examples(8), deadline=None, derandomize=True, database=None)
    @given(KINDS[kind])
    def every(text: str) -> None:
        check(door, text)

    every()


@pytest.mark.parametrize("part", ["（", "s", "承認前に", "after ", "直せ、"])
@pytest.mark.parametrize("door", ["soften", "summarize", "background"])
def test_the_same_few_characters_take_bounded_time(door: str, part: str) -> None:
    """Half of the longest text in a quarter of the time: what grows with the square is noticed as well."""
    check(door, (part * LONGEST)[: LONGEST // 2], most_seconds=MOST_SECONDS / 4)


@pytest.mark.parametrize("kind", LONG_KINDS)
@pytest.mark.parametrize("door", DOORS)
def test_a_long_strange_text_takes_bounded_time(door: str, kind: str) -> None:
    @settings(max_examples=examples(2), deadline=None, derandomize=True, database=None)
    @given(LONG_KINDS[kind])
    def every(text: str) -> None:
        check(door, text)

    every()
