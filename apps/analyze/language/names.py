"""Names of people and organizations. Conservative: a word is a name only where the text shows that it is one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.analyze.language.tokens import tokenized_lines
from apps.analyze.lexicons import FOLDER
from tonebridge.rulebooks import load_entries

HONORIFIC = re.compile(
    r"([\u4e00-\u9fff々]{1,4}|[ァ-ヴー]{2,8}|[A-Z][a-z]+)(?:さん|様|さま|氏|くん|君|部長|課長|係長|主任|社長|先輩|先生|殿)"
)
COMPANY = re.compile(
    r"(?<![A-Za-z])[A-Z](?=社)|(?:株式会社|合同会社)[^\s、。,.「」（）]{1,12}|[ァ-ヴー一-鿿A-Za-z]{2,12}(?=株式会社|商事|銀行)"
)
CAPITALISED = re.compile(r"(?<![\w'/.@#-])[A-Z][a-z]+(?:[A-Z][a-z]+)*(?: [A-Z][a-z]+(?:[A-Z][a-z]+)*)*(?![\w/])")
LATIN = re.compile(r"(?<![A-Za-z0-9_/.@#&-])[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*(?![A-Za-z0-9_/])")
COUNTED = re.compile(r"[A-Z]+(?=\d+(?:分|時間|円|件|名|秒|%|％|日|か月|営業日))")
ACRONYM = re.compile(r"(?<![\w/.@#-])(?:[A-Z]{2,}[0-9]*|[A-Z][a-z]*[A-Z]\w*)(?=s?(?![\w/]))")
SENTENCE_START = re.compile(r"(?:^|[.!?\n]\s*|[-*•\"'“(\[]\s*)$")
NO_NAMES = frozenset(("url", "ok", "ng", "fyi", "asap", "ps", "todo", "faq", "nb", "etc", "vs"))
"""What is spelled like a name and is an everyday word."""

NOT_PEOPLE = frozenset(
    [
        "お互い",
        "お客",
        "お疲れ",
        "上",
        "両者",
        "仏",
        "何",
        "利用者",
        "取引先",
        "各位",
        "奥",
        "客",
        "弊社",
        "御社",
        "担当者",
        "王",
        "皆",
        "神",
        "貴社",
        "関係者",
    ]
)


@dataclass(frozen=True)
class WordList:
    """Lower-case words."""

    words: tuple[str, ...]


COMMON_STARTS = frozenset(w for entry in load_entries(FOLDER / "sentence_starts.yaml", WordList) for w in entry.words)


@dataclass(frozen=True)
class Name:
    """A name as it stands. `kind` is person, organization or term (a product, a system, an abbreviation)."""

    start: int
    end: int
    text: str
    kind: Literal["person", "organization", "term"]


@lru_cache(maxsize=64)
def find_names(prose: str, language: str) -> tuple[Name, ...]:
    """The names of a text, in order and disjoint. Honorifics stay outside the span."""
    found = _japanese(prose) if language == "ja" else _english(prose)
    kept: list[Name] = []
    for name in sorted(found, key=lambda name: (name.start, -name.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return tuple(kept)


def _japanese(prose: str) -> list[Name]:
    people = [Name(*m.span(1), m[1], "person") for m in _addressed(prose)]
    companies = [Name(*m.span(), m.group(), "organization") for m in COMPANY.finditer(prose)]
    terms = [_term(m) for m in LATIN.finditer(prose) if len(m.group()) > 1 and m.group().lower() not in NO_NAMES]
    return [*_surnames(prose), *people, *companies, *terms]


def _addressed(prose: str) -> Iterator[re.Match[str]]:
    """Words before さん or 様, where that is a word of its own: in 仕様 and 同様 nobody is addressed."""
    found = [match for match in HONORIFIC.finditer(prose) if match[1] not in NOT_PEOPLE]
    begins = _token_starts(prose) if found else frozenset()
    return (match for match in found if match.end(1) in begins)


def _token_starts(prose: str) -> frozenset[int]:
    return frozenset(offset + token.start for offset, _line, tokens in tokenized_lines(prose) for token in tokens)


def _term(match: re.Match[str]) -> Name:
    """A Latin word. RPO in RPO5分: a number with a Japanese unit is no part of it."""
    counted = COUNTED.match(match.string, match.start())
    end = counted.end() if counted else match.end()
    return Name(match.start(), end, match.string[match.start() : end], "term")


def _surnames(prose: str) -> list[Name]:
    """Names that the dictionary knows; one character alone is too often something else (仕, 森)."""
    return [
        Name(start, end, prose[start:end], "person")
        for start, end in person_tokens(prose)
        if end - start > 1 and prose[start:end] not in NOT_PEOPLE
    ]


def person_tokens(prose: str) -> list[tuple[int, int]]:
    """Runs of tokens that the dictionary lists as a person's name."""
    runs: list[tuple[int, int]] = []
    for offset, _line, tokens in tokenized_lines(prose):
        for token in tokens:
            if token.category == "人名":
                start, end = offset + token.start, offset + token.end
                if runs and runs[-1][1] == start:
                    runs[-1] = (runs[-1][0], end)
                else:
                    runs.append((start, end))
    return runs


def _english(prose: str) -> list[Name]:
    names = [_capitalised(prose, m) for m in CAPITALISED.finditer(prose)]
    acronyms = [
        Name(*m.span(), m.group(), "term") for m in ACRONYM.finditer(prose) if m.group().lower() not in NO_NAMES
    ]
    return [name for name in names if name] + acronyms


def _capitalised(prose: str, match: re.Match[str]) -> Name | None:
    """A capitalised run without the common word that begins a sentence."""
    start, words = match.start(), match.group().split(" ")
    while words and words[0].lower() in COMMON_STARTS:
        start += len(words.pop(0)) + 1
    if not words or (
        len(words) == 1 and start == match.start() and SENTENCE_START.search(prose[max(0, start - 4) : start])
    ):
        return None
    end = start + len(" ".join(words))
    inner_capital = any(letter.isupper() for word in words for letter in word[1:])
    return Name(start, end, prose[start:end], "term" if inner_capital else "person")
