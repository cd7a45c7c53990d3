"""Names of people in Japanese text, by the dictionary's 人名 and by what stands around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from apps.analyze.language.names import NOT_PEOPLE
from apps.analyze.language.tokens import Token, tokenized_lines
from apps.analyze.lexicons import FOLDER
from tonebridge.rulebooks import load_entries

PERSON = "人名"
KANJI, KATAKANA = re.compile(r"[\u3400-\u9fff々]+"), re.compile(r"[ァ-ヴー]+")
FOREIGN = re.compile(
    r"(?<![ァ-ヴーA-Za-z.・])(?:[A-Z][.・]){0,3}[ァ-ヴー]{1,20}(?:[・＝=゠](?:[A-Z](?![A-Za-z])|[ァ-ヴー]{1,20})){1,5}(?:\d世)?(?![ァ-ヴー])"
)
INITIALED = re.compile(r"(?<![A-Za-z.])(?:[A-Z][.・]){1,3}[ァ-ヴー]{2,20}(?![ァ-ヴー・])")
LATIN = re.compile(r"(?<![A-Za-z])[A-Z][a-z]+(?: [A-Z](?:\.|[a-z]+))+(?![A-Za-z])")
REIGN = re.compile(r"\d世")
LONGEST_GIVEN, LONGEST_NAME = 3, 6
"""Kanji of a given name that the dictionary splits, and of a whole name."""

ADDRESSES = frozenset({"さん", "様", "さま", "氏", "くん", "君", "ちゃん", "殿"})
KIN = frozenset("客皆奥姉兄父母娘孫嫁妹弟爺婆神仏猫犬牛馬熊狼鬼王")

Span = tuple[int, int]


@dataclass(frozen=True)
class AfterNames:
    """Words that stand after a name, or are given names although they are words, too."""

    kind: Literal["title", "given"]
    words: tuple[str, ...]


@lru_cache(maxsize=2)
def _words(kind: str) -> frozenset[str]:
    entries = load_entries(FOLDER / "people.yaml", AfterNames)
    return frozenset(word for entry in entries if entry.kind == kind for word in entry.words)


def find_people(prose: str) -> tuple[Span, ...]:
    """The names in a text, in order and disjoint. Titles stay outside; what an organization or a place is called after
    somebody is no person (岡本製作所, 竹下派)."""
    spans: list[Span] = []
    for offset, line, tokens in tokenized_lines(prose):
        spans += [(offset + start, offset + end) for start, end in _in_line(line, tokens)]
    return tuple(_longest_first(spans))


def _in_line(line: str, tokens: tuple[Token, ...]) -> Iterator[Span]:
    for match in (*FOREIGN.finditer(line), *INITIALED.finditer(line)):
        if _is_foreign_name(_within(tokens, *match.span())) and _ends_name(_after(tokens, match.end())):
            yield match.span()
    for match in LATIN.finditer(line):
        if any(token.category == PERSON for token in _within(tokens, *match.span())):
            yield match.span()
    yield from _addressed(tokens)
    for first, last in _runs(tokens):
        end = _with_given(tokens, last)
        start, stop = tokens[first].start, tokens[end].end
        if reign := REIGN.match(line, stop):
            yield start, reign.end()
        elif _is_name(line[start:stop]) and _ends_name(_after(tokens, stop)):
            yield start, stop


def _addressed(tokens: tuple[Token, ...]) -> Iterator[Span]:
    """Whoever is called さん or 様, where the word before can be a name: 鹿島さん, 林さん, Aliceさん."""
    for before, token in pairwise(tokens):
        if token.surface in ADDRESSES and token.pos == "接尾辞" and _may_be_addressed(before):
            yield before.start, before.end


def _may_be_addressed(token: Token) -> bool:
    if token.pos != "名詞" or token.surface in NOT_PEOPLE | KIN:
        return False
    return not token.known or token.subpos == "固有名詞" or bool(len(token.surface) == 1 and KANJI.match(token.surface))


def _runs(tokens: tuple[Token, ...]) -> Iterator[tuple[int, int]]:
    """First and last of each run of tokens that are people's names."""
    first = None
    for at, token in enumerate(tokens):
        if token.category == PERSON and not token.surface.isascii():
            first = at if first is None else first
        elif first is not None:
            yield first, at - 1
            first = None
    if first is not None:
        yield first, len(tokens) - 1


def _with_given(tokens: tuple[Token, ...], last: int) -> int:
    """The last token of a name whose given name the dictionary doesn't know as one: 西村正|暘."""
    end, extra = last, 0
    while end + 1 < len(tokens) and _may_be_given(tokens[end + 1]) and extra < LONGEST_GIVEN:
        end += 1
        extra += len(tokens[end].surface)
    return end


def _may_be_given(token: Token) -> bool:
    if not KANJI.fullmatch(token.surface) or token.pos not in ("名詞", "接頭辞", "形状詞"):
        return False
    if token.surface in _words("given"):
        return True
    return token.surface not in _words("title") and (not token.known or token.category == PERSON)


def _is_name(text: str) -> bool:
    return len(text) > 1 and text not in NOT_PEOPLE and (not KANJI.fullmatch(text) or len(text) <= LONGEST_NAME)


def _is_foreign_name(parts: list[Token]) -> bool:
    """A part is known as somebody's name: インテリア・デザイン and リトライ・バックオフ are nobody."""
    words = [token for token in parts if KATAKANA.fullmatch(token.surface)]
    return any(token.category == PERSON for token in words) and len(words[-1].surface) > 1


def _ends_name(after: Token | None) -> bool:
    """Whether a name may end before this token: a noun goes on with it, unless it is a title."""
    if after is None or after.surface in _words("title"):
        return True
    if after.category in ("サ変可能", "副詞可能"):
        return True
    return after.pos not in ("名詞", "接尾辞") or after.category == PERSON


def _within(tokens: tuple[Token, ...], start: int, end: int) -> list[Token]:
    return [token for token in tokens if token.start < end and token.end > start]


def _after(tokens: tuple[Token, ...], end: int) -> Token | None:
    return next((token for token in tokens if token.start >= end), None)


def _longest_first(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
