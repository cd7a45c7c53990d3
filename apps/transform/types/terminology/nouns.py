"""Where a Japanese compound begins and ends: an explanation stands behind the whole word, never inside it."""

import re
from itertools import chain

from apps.analyze.language.tokens import Token, tokenized_lines

DOES = re.compile(r"(?:する|し[たてまなよろ]|さ[れせ]|すれ|せ[ずぬよ]|でき|出来|ください|いただ|頂)")
IN_COMPOUND = re.compile(r"[ァ-ヶー一-龥々]")
BEFORE = re.compile(r"[ァ-ヶー一-龥々A-Za-z]")
COMPANY = re.compile(r"[貴御弊当自他各]社$")


class Nouns:
    """The tokens of a text: `edges` are where they begin and end."""

    def __init__(self, prose: str) -> None:
        self._prose = prose
        tokens = list(_tokens(prose))
        self.edges = frozenset(chain.from_iterable((start, start + len(token.surface)) for start, token in tokens))
        self._ends = {start: start + len(token.surface) for start, token in tokens if _joins(token)}
        self._starts = {start + len(token.surface): start for start, token in tokens if _leads(token)}

    def end_of(self, at: int) -> int:
        """The end of the compound that goes on at `at` (API|仕様書を), else `at`. What is done is no part of it: API|実行する."""
        end = at
        while end in self._ends:
            end = self._ends[end]
        return at if DOES.match(self._prose, end) else end

    def start_of(self, at: int) -> int:
        """The start of the compound that leads up to `at` (夜間|バッチ), else `at`. Whose it is is no part of it: 貴社|API."""
        start = at
        while start in self._starts and not COMPANY.search(self._prose, 0, start):
            start = self._starts[start]
        return start


def _tokens(prose: str) -> list[tuple[int, Token]]:
    return [(offset + token.start, token) for offset, _line, tokens in tokenized_lines(prose) for token in tokens]


def _joins(token: Token) -> bool:
    """Whether a token may be a later part of a compound: a noun or its suffix, in kanji or katakana."""
    return token.pos in ("名詞", "接尾辞") and token.subpos != "数詞" and bool(IN_COMPOUND.match(token.surface))


def _leads(token: Token) -> bool:
    """Whether a token may be an earlier part of a compound: a noun or a prefix, but no number and no point of time (本日)."""
    named = token.pos in ("名詞", "接頭辞") and token.subpos != "数詞" and token.category != "副詞可能"
    return named and bool(BEFORE.match(token.surface))
