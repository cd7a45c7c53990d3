"""Tokens for what a model need not see: personal data, code, links, mentions. Put back exactly, in the same process.

The same value has the same token; a token holds four random characters that stand nowhere in the message, so that no
message can name one. The table lives as long as the request and is written nowhere.
"""

import re
import secrets
from collections.abc import Callable, Iterable

from apps.analyze.contracts import Pii
from apps.analyze.language.document import Kind, read_document
from apps.analyze.language.name_words import as_a_word, is_also_a_word

OPAQUE: frozenset[Kind] = frozenset({"code", "url", "mention", "email", "signature"})
OPEN, CLOSE = "⟦", "⟧"
LEAST_SWEPT = 2
"""A value of one character stands in too many other words to be looked for everywhere."""

FindPii = Callable[[str], Iterable[Pii]]
Place = tuple[int, int, str]


class Masks:
    """The tokens of one request."""

    def __init__(self, find_pii: FindPii, *texts: str) -> None:
        self._find_pii = find_pii
        self.nonce = _absent("".join(texts))
        self._tokens: dict[str, str] = {}
        self._shape = re.compile(rf"{OPEN}[A-Z_]+_\d+_{self.nonce}{CLOSE}")

    def know(self, *texts: str) -> None:
        """Find what is to be hidden before any text is masked: a value found in one of them is hidden in all."""
        for text in texts:
            for start, end, kind in _disjoint(self._places(text)):
                self._token(text[start:end], kind)

    def mask(self, text: str) -> str:
        """The text with tokens, also for values that were found in others."""
        if not text:
            return text
        parts, at = [], 0
        for start, end, kind in _disjoint(self._places(text)):
            parts += [text[at:start], self._token(text[start:end], kind)]
            at = end
        return self._swept("".join([*parts, text[at:]]))

    def restore(self, text: str) -> str:
        """The values again, each exactly as it was."""
        values = {token: value for value, token in self._tokens.items()}
        return self._shape.sub(lambda found: values.get(found.group(), found.group()), text)

    def missing(self, masked: str, answer: str) -> list[str]:
        """Tokens of a masked text that an answer lacks."""
        return [token for token in dict.fromkeys(self._shape.findall(masked)) if token not in answer]

    def leftover(self, restored: str) -> bool:
        """Whether a token stands in a text that was restored, whole or in pieces."""
        return OPEN in restored or CLOSE in restored or self.nonce in restored

    def _places(self, text: str) -> list[Place]:
        opaque = [(s.start, s.end, s.kind) for s in read_document(text).opaque if s.kind in OPAQUE]
        return [*opaque, *((pii.start, pii.end, pii.type) for pii in self._find_pii(text))]

    def _token(self, value: str, kind: str) -> str:
        if value not in self._tokens:
            self._tokens[value] = f"{OPEN}{kind.upper()}_{len(self._tokens) + 1}_{self.nonce}{CLOSE}"
        return self._tokens[value]

    def _swept(self, text: str) -> str:
        """Also where a value stands that no pattern sees there: behind another number, inside a word."""
        known = sorted((value for value in self._tokens if self._is_swept(value)), key=len, reverse=True)
        if not known:
            return text
        anywhere = re.compile(f"({self._shape.pattern})|" + "|".join(map(self._whole, known)))
        return anywhere.sub(lambda found: found[1] or self._tokens[found.group()], text)

    def _is_swept(self, value: str) -> bool:
        return len(value) >= LEAST_SWEPT and not (self._is_name(value) and is_also_a_word(value))

    def _whole(self, value: str) -> str:
        """A pattern of it: of a name, where it is a word of its own, so that Ben stays in benefit and 石川 in 石川県."""
        return as_a_word(value) if self._is_name(value) else re.escape(value)

    def _is_name(self, value: str) -> bool:
        return self._tokens[value].startswith(f"{OPEN}PERSON")


def boundary() -> str:
    """96 random bits."""
    return secrets.token_hex(12)


def _absent(text: str) -> str:
    """Four characters that stand nowhere in the text."""
    while (found := secrets.token_hex(2)) in text:
        pass
    return found


def _disjoint(places: Iterable[Place]) -> list[Place]:
    """In order; of two that overlap, both in one: a link that holds an address is hidden whole."""
    kept: list[Place] = []
    for start, end, kind in sorted(places, key=lambda place: (place[0], -place[1])):
        if kept and start < kept[-1][1]:
            first, last, name = kept.pop()
            kept.append((first, max(last, end), name))
        else:
            kept.append((start, end, kind))
    return kept
