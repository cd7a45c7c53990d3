"""Sentences that a text says twice, in the same words or nearly so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from apps.analyze.language.width import fold
from apps.transform.contracts import Language
from apps.transform.factlock.slots import SLOT
from apps.transform.factlock.words import content_words

END = re.compile(r"[。！？!?\n]+|\.(?=\s|$)")
LIST_NUMBER = re.compile(r"^\s*[(（]?\d{1,2}[.)．）:：]\s*")
NEGATION = re.compile(
    r"\b(?:not|no|never|without|cannot)\b|n't\b|な[いくけ]|ません|ず[、に]|(?<=[るうくすつぬぶむ])な$", re.I
)
COURTESY = re.compile(
    r"(?:お手数|ご面倒|ご迷惑)(?:を?お?[掛か]け(?:いた)?しますが|ですが)|(?:恐れ入り|すみません|申し訳(?:あり|ござい)ません)(?:ます)?が|頂|下さ|致し|お願い|御"
    r"|\b(?:please|kindly|also|again|(?:could|would|can|will) you)\b",
    re.I,
)
DIGITS, SPACE, SAYS_MUCH = re.compile(r"\d+"), re.compile(r"[\s\W_]+"), re.compile(r"[^\W_ぁ-ん]")
LEAST_SAME: dict[Language, int] = {"ja": 12, "en": 20}
"""From so many characters on, the same sentence is no mere courtesy or heading."""
LEAST_SIGNS: dict[Language, int] = {"ja": 6, "en": 4}
"""From so many signs on, all of them again in the same order are the same sentence in other forms."""
MOST_SENTENCES = 300
"""Of more, only neighbours are compared: comparing takes time by the square."""


@dataclass(frozen=True)
class _Sentence:
    """`signs` are what it is known by: telling words in English, what isn't hiragana in Japanese, where only endings are."""

    squeezed: str
    signs: tuple[frozenset[str], ...]
    told: tuple[tuple[str, ...], bool]
    """Its numbers, and whether it denies something: with others of them it is another sentence."""


@lru_cache(maxsize=64)
def doubled(text: str, language: Language, *, more_signs: int = 0) -> int:
    """How many sentences of a text say what another one before them says, or that with so many `more_signs`."""
    found = tuple(_read(text, language))
    if len(found) > MOST_SENTENCES:
        return sum(_same(one, other, language, more_signs) for one, other in pairwise(found))
    return sum(any(_same(one, other, language, more_signs) for one in found[:at]) for at, other in enumerate(found))


def _read(text: str, language: Language) -> Iterator[_Sentence]:
    for part in END.split(fold(SLOT.sub("", text))):
        said = COURTESY.sub("", LIST_NUMBER.sub("", part)).strip()
        if said:
            told = tuple(DIGITS.findall(said)), NEGATION.search(said) is not None
            yield _Sentence(SPACE.sub("", said).casefold(), tuple(_signs(said, language)), told)


def _signs(said: str, language: Language) -> Iterator[frozenset[str]]:
    if language == "ja":
        return (frozenset(sign) for sign in SAYS_MUCH.findall(said))
    return (word.keys for word in content_words(said, language) if not word.generic)


def _same(one: _Sentence, other: _Sentence, language: Language, more_signs: int) -> bool:
    if one.squeezed == other.squeezed:
        return len(one.squeezed) >= LEAST_SAME[language]
    shorter, longer = sorted((one.signs, other.signs), key=len)
    if one.told != other.told or len(shorter) < LEAST_SIGNS[language] or len(longer) - len(shorter) > more_signs:
        return False
    return _matches(shorter, longer[: len(shorter)]) or _matches(shorter, longer[len(longer) - len(shorter) :])


def _matches(signs: tuple[frozenset[str], ...], others: tuple[frozenset[str], ...]) -> bool:
    return not any(one.isdisjoint(other) for one, other in zip(signs, others, strict=True))
