"""Content words, with the keys by which a rewritten clause is recognised as the same one."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from apps.analyze.language.document import HOLE
from apps.analyze.language.tokens import Token, tokenized_lines
from apps.transform.contracts import Language
from tonebridge.rulebooks import load_entries

FOLDER = Path(__file__).parent
KANJI = re.compile(r"[\u3400-\u9fff]")
ENGLISH_WORD = re.compile(r"[A-Za-z][A-Za-z']*")
LIGHT_KANJI = frozenset("出入上下中前後日月年時分間本行来見言方的化性度回件者何今要用対事物同")
LIGHT = frozenset(
    [
        "する",
        "いる",
        "ある",
        "なる",
        "いただく",
        "頂く",
        "くださる",
        "下さる",
        "おる",
        "いたす",
        "致す",
        "みる",
        "くる",
        "いく",
        "しまう",
        "おく",
        "もらう",
        "くれる",
        "ござる",
        "ない",
    ]
)
SUFFIXES = ("'s", "ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s")


@dataclass(frozen=True)
class WordList:
    """Words of one language that belong together."""

    language: Language
    words: tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """A content word; `keys` are what it may share with a word of the same meaning. `generic` ones say nothing new."""

    start: int
    end: int
    text: str
    keys: frozenset[str]
    generic: bool
    noun: bool

    @property
    def weight(self) -> float:
        """What it counts for in a comparison: a word that says little weighs little."""
        return 0.25 if self.generic else 1.0


@lru_cache(maxsize=2)
def _groups(language: Language) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for number, entry in enumerate(load_entries(FOLDER / "synonyms.yaml", WordList)):
        if entry.language == language:
            for word in entry.words:
                groups.setdefault(word, set()).add(f"group {number}")
    return {word: frozenset(numbers) for word, numbers in groups.items()}


@lru_cache(maxsize=2)
def _generic(language: Language) -> frozenset[str]:
    lists = load_entries(FOLDER / "generic.yaml", WordList)
    return frozenset(word for entry in lists if entry.language == language for word in entry.words)


def content_words(prose: str, language: Language) -> tuple[Word, ...]:
    """The content words of a text, in order."""
    return _japanese(prose) if language == "ja" else _english(prose)


def _japanese(prose: str) -> tuple[Word, ...]:
    return tuple(
        _japanese_word(token, offset)
        for offset, _line, tokens in tokenized_lines(prose)
        for token in tokens
        if _says_something(token)
    )


def _says_something(token: Token) -> bool:
    if HOLE in token.surface or not token.surface.strip():
        return False
    if token.pos == "名詞":
        return token.subpos not in ("数詞", "助動詞語幹") and token.category != "助数詞可能"
    return token.pos in ("動詞", "形容詞", "形状詞") and token.lemma not in LIGHT


def _japanese_word(token: Token, offset: int) -> Word:
    groups = _groups("ja")
    keys = {token.lemma, token.surface, *groups.get(token.lemma, ()), *groups.get(token.surface, ())}
    keys |= {kanji for kanji in KANJI.findall(token.surface) if kanji not in LIGHT_KANJI}
    generic = token.lemma in _generic("ja") or token.surface in _generic("ja")
    start, end = offset + token.start, offset + token.end
    return Word(start, end, token.surface, frozenset(keys), generic, token.pos == "名詞")


def _english(prose: str) -> tuple[Word, ...]:
    return tuple(_english_word(match) for match in ENGLISH_WORD.finditer(prose))


def _english_word(match: re.Match[str]) -> Word:
    keys, generic = _english_keys(match.group().lower().rstrip("'"))
    return Word(match.start(), match.end(), match.group(), keys, generic, True)


@lru_cache(maxsize=4096)
def _english_keys(word: str) -> tuple[frozenset[str], bool]:
    """What a word may share with one of the same meaning, and whether it says nothing new."""
    stem, groups = stem_english(word), _groups("en")
    keys = {word, stem, *groups.get(word, ()), *groups.get(stem, ())}
    if len(stem) >= 5:
        keys.add(stem[:5])
    return frozenset(keys), len(word) < 2 or "'" in word or word in _generic("en")


def stem_english(word: str) -> str:
    """A word without its commonest endings: enough to see that merging is merge."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            base = word[: -len(suffix)]
            base = base + "y" if suffix in ("ied", "ies") else base
            return base[:-1] if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "ls" else base.rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word
