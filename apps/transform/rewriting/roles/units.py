"""The lines of a message as units: whole sentences, lists under the sentence that announces them, opaque blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from apps.analyze.language.document import HOLE, Document, Span
from apps.analyze.language.sentences import LIST_MARK, Sentence, split_sentences
from apps.transform.rewriting.headings import is_any_heading

ANNOUNCES = re.compile(
    r"(?:[:：]|以下(?:の(?:とおり|通り|内容|点|\S{1,6}))?(?:です|になります)?。?|次の(?:とおり|通り)(?:です)?。?"
    r"|(?:以下|次)の[^。、]{1,16}(?:をお願い(?:します|いたします)|が必要です|がほしいです|を希望します)。?"
    r"|\b(?:the following|these|as follows)(?: \w{1,16})?[.?]?)$"
)
WRAPPED_AT = 45
"""A plain-text mail is wrapped at about 72 columns: a longer line without an end mark goes on in the next one."""


@dataclass(frozen=True)
class Unit:
    """`[start, end)` of the text. A block is kept verbatim; `below` is the list that a sentence announces;
    `opened` says that a greeting or mention was cut off its head.
    """

    start: int
    end: int
    block: bool = False
    item: bool = False
    opened: bool = False
    below: str = ""


def read_units(document: Document, language: str) -> tuple[Unit, ...]:
    """The units of a document, in order."""
    blocks = _blocks(document)
    sentences = [s for s in split_sentences(document, language) if not any(b.start <= s.start < b.end for b in blocks)]
    units = [*(_sentence_unit(document, s) for s in sentences), *(Unit(b.start, b.end, block=True) for b in blocks)]
    ordered = sorted(units, key=lambda unit: unit.start)
    return tuple(_gather(document, _unwrap(document, ordered, language)))


def has_structure(document: Document) -> bool:
    """Whether headings or list items already carry most of the message."""
    lines = [line for line in document.text.split("\n") if line.strip()]
    items = sum(bool(_mark_end(line)) for line in lines)
    headings = sum(is_any_heading(line) for line in lines)
    listed = sum(len(line) for line in lines if _mark_end(line))
    return bool(headings and items) or headings > 1 or (items > 2 and listed * 2 > sum(map(len, lines)))


def _blocks(document: Document) -> list[Span]:
    """Code fences, tables, quoted lines and signatures, neighbouring lines of a kind as one."""
    found: list[Span] = []
    for span in document.opaque:
        is_block = span.kind in ("table", "signature") or "\n" in document.text[span.start : span.end]
        is_block = is_block or (span.kind == "quote" and document.text[span.start : span.end].lstrip()[:1] in ">＞&")
        if not is_block:
            continue
        if found and found[-1].kind == span.kind and not document.text[found[-1].end : span.start].strip():
            found[-1] = replace(found[-1], end=span.end)
        else:
            found.append(span)
    return [replace(span, end=span.start + len(document.text[span.start : span.end].rstrip("\n"))) for span in found]


def _sentence_unit(document: Document, sentence: Sentence) -> Unit:
    line_start = document.text.rfind("\n", 0, sentence.start) + 1
    before = document.text[line_start : sentence.start]
    box = re.search(r"\[[xX ]\]\s*$", before)
    start = line_start + box.start() if box else sentence.start
    return Unit(
        start, sentence.end, item=bool(_mark_end(before + "x")) and not document.prose[line_start:start].strip(MARKS)
    )


MARKS = HOLE + " \t\u3000-*+•・‣◦●○■□◆◇▶▼※0123456789.)．）(（①②③④⑤⑥⑦⑧⑨⑩"


def _mark_end(line: str) -> int:
    match = LIST_MARK.match(line)
    return match.end() if match and match[0].strip() else 0


def _unwrap(document: Document, units: list[Unit], language: str) -> list[Unit]:
    """Join the halves of a sentence that only a line break parts."""
    joined: list[Unit] = []
    for unit in units:
        if joined and _goes_on(document, joined[-1], unit, language):
            joined[-1] = replace(joined[-1], end=unit.end)
        else:
            joined.append(unit)
    return joined


def _goes_on(document: Document, first: Unit, second: Unit, language: str) -> bool:
    if first.block or second.block or second.item or document.text[first.end : second.start].count("\n") != 1:
        return False
    left, right = document.prose[first.start : first.end], document.prose[second.start : second.end]
    if language == "ja":
        return left.endswith(("、", "，"))
    return len(left) >= WRAPPED_AT and left[-1] not in ".!?:" and right[:1].islower()


def _gather(document: Document, units: list[Unit]) -> Iterator[Unit]:
    """Put list items and blocks under the sentence that announces them."""
    held: Unit | None = None
    for unit in units:
        if held and (unit.item or unit.block) and ANNOUNCES.search(document.prose[held.start : held.end]):
            line_start = document.text.rfind("\n", 0, unit.start) + 1
            lines = document.text[line_start if unit.item else unit.start : unit.end]
            held = replace(held, below=f"{held.below}\n{lines}" if held.below else lines)
            continue
        if held:
            yield held
        held = unit
    if held:
        yield held
