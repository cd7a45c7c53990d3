"""A message as passages: whole sentences with the statements in them, and the words by which one leans on another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from apps.analyze.language.document import Document
from apps.analyze.language.tokens import tokenize
from apps.transform.rewriting.roles import Role, Statement
from apps.transform.rewriting.roles.leaning import leans_back

POINTS_BACK = {
    "ja": re.compile(
        r"(?:それ(?!ぞれ)|その(?!他)|そこ|そちら|そう|この(?!たび|度)|これ|こちら|同(?![僚行])|当日|両|残る|残り|上記|さもないと|ただし|うち|前者|後者|いつから|理由は|原因は|金額は)"
    ),
    "en": re.compile(
        r"(?:(?:and|but|or|so|also|then|until|by|since|if|on|in|at|for|after|before|with|from|otherwise|instead|"
        r"the|line|\w+ \d+) ){0,4}(?:they|he|she|it|its|them|him|her|their|his|these|those|this|that|then|both|neither|either|ones|latter|"
        r"rest|others?|otherwise|not)\b(?! (?:week|month|year|morning|time|is to|is because|found|noticed|discovered))|[^,.]{0,30}\bones\b",
        re.I,
    ),
}
"""How a sentence begins that means little without the one before it."""
TELLS_NOTHING = frozenset(
    [
        *(
            "今週",
            "今月",
            "今日",
            "本日",
            "昨日",
            "先日",
            "来週",
            "明日",
            "予定",
            "本題",
            "報告",
            "確認",
            "完了",
            "全員",
            "先週",
        ),
        *("there", "where", "which", "about", "after", "before", "today", "since", "thing", "their", "other", "first"),
        *(
            "great",
            "well",
            "still",
            "again",
            "would",
            "could",
            "should",
            "every",
            "people",
            "everyone",
            "weeks",
            "month",
        ),
    ]
)
"""Words that two sentences may share without speaking of one thing."""
LEAST_WORD = {"ja": 2, "en": 5}
"""Characters of a word that may name a subject."""


@dataclass(frozen=True)
class Passage:
    """A sentence `[start, end)` of the message; `below` are the lines of a list that it announces."""

    start: int
    end: int
    text: str
    statements: tuple[Statement, ...]
    below: str = ""

    @property
    def roles(self) -> frozenset[Role]:
        """What its statements are for, by their cues."""
        return frozenset(statement.role for statement in self.statements)


def passages_of(document: Document, told: Sequence[Statement], language: str) -> list[Passage]:
    """The sentences of a message, blocks of opaque text left out."""
    prose = (s for s in told if not s.verbatim)
    return [_passage(document, tuple(group), language) for _, group in groupby(prose, key=_sentence)]


def leans(text: str, language: str) -> bool:
    """Whether a sentence means little without the one before it."""
    return bool(POINTS_BACK[language].match(text)) or leans_back(text, language)


SUBJECT = {"ja": re.compile(r"[^、。はがも]{1,40}"), "en": re.compile(r"(?:[^\s.;]+\s?){1,8}")}
"""Where a sentence names its subject."""


def shares_subject(one: str, other: str, language: str) -> bool:
    """Whether the other sentence names what the one is about."""
    head = SUBJECT[language].match(one)
    return bool(_named(head[0] if head else one, language) & _named(other, language))


def _named(text: str, language: str) -> frozenset[str]:
    """The nouns (Japanese) or longer words (English) of a sentence that may name its subject."""
    if language == "ja":
        found = [t.surface for t in tokenize(text) if t.pos == "名詞" and t.subpos != "数詞"]
    else:
        found = re.findall(r"[a-z][\w'-]+", text.lower())
    return frozenset(w for w in found if len(w) >= LEAST_WORD[language] and w not in TELLS_NOTHING)


def _sentence(statement: Statement) -> int:
    return statement.sentence


def _passage(document: Document, statements: tuple[Statement, ...], language: str) -> Passage:
    start, last = statements[0].start, statements[-1]
    glue = "" if language == "ja" else " "
    text = re.sub(r"[ \t]*\n[ \t\u3000]*", glue, document.text[start : last.end]).strip().rstrip("。")
    text = text[:-1] if re.search(r"[^.]\.$", text) and language == "en" else text
    return Passage(start, last.end, text, statements, last.below)
