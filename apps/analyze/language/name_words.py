"""What a capitalised word of an English text may be: somebody's name, a word that is one too, no name, or unheard of."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.analyze.language.names import COMMON_STARTS, WordList
from apps.analyze.lexicons import FOLDER
from tonebridge.rulebooks import load_entries

Sort = Literal["given", "family", "doubtful", "no name", "affair", "unknown"]
"""`doubtful`: a name that is a word, or a place, too. `affair`: what organizations and things are called."""
LATIN = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
FIRMS = (
    "貴金属|急便|商事|商店|商会|通商|建設|工業|重工|工務|製作|製薬|製鉄|製紙|薬品|電機|電器|電気|電力|化学|運輸|運送|印刷|食品|自動車|銀行|証券|證券|"
    "不動産|物産|産業|興業|ホールディングス"
)
"""What firms are called behind their name."""
ORGANIZATION = (
    f"(?:[県市区町村郡駅島山川湾港橋通城寺大屋]|{FIRMS}|組|家|派|流|高校|大学|病院|医院|支店|支社|営業所|工場|倉庫|鉄道|交通|観光|会計|法律|事務所|"
    "グループ|システム)"
)
"""What stands right behind a name that is an organization's or a place's."""
ADVERBS = re.compile(r".{3,}(?:ly|ing|ed|tion|ment|ness|able|ible|ware|ism|ics|ware)$")


PRONOUNS = frozenset(
    [
        "i",
        "we",
        "you",
        "he",
        "she",
        "it",
        "they",
        "who",
        "what",
        "that",
        "there",
        "here",
        "let",
        "don",
        "doesn",
        "didn",
        "isn",
        "aren",
        "wasn",
        "can",
        "won",
        "couldn",
        "shouldn",
    ]
)
VOWEL, SEVERAL = re.compile("[aeiouyåæø]"), re.compile("[A-Z]{2,}s")
JOINED = re.compile(r"([a-z]{2,6})-([a-z]{2,5})")
PREFIXES = frozenset(
    [
        "wi",
        "ad",
        "ex",
        "re",
        "co",
        "pre",
        "post",
        "non",
        "sub",
        "anti",
        "semi",
        "multi",
        "opt",
        "in",
        "up",
        "on",
        "off",
        "out",
        "over",
        "down",
        "by",
        "bi",
        "de",
        "un",
        "mid",
        "self",
        "well",
    ]
)


@dataclass(frozen=True)
class NameWords:
    """Words in lower case."""

    kind: Literal["given", "doubtful", "family", "nobody", "affair", "place", "surname", "lone"]
    words: tuple[str, ...]


@lru_cache(maxsize=8)
def words_of(kind: str) -> frozenset[str]:
    """All of that kind."""
    entries = load_entries(FOLDER / "first_names.yaml", NameWords)
    return frozenset(word for entry in entries if entry.kind == kind for word in entry.words)


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    entries = load_entries(FOLDER / "easy_words.yaml", WordList)
    return COMMON_STARTS | frozenset(word for entry in entries for word in entry.words)


@lru_cache(maxsize=4_096)
def sort_of(word: str) -> Sort:
    """Of a capitalised word, whatever stands around it."""
    plain = _plain(word)
    if _is_shouted(word):
        return "no name"
    if plain in words_of("doubtful"):
        return "doubtful"
    if plain in words_of("given") or _is_joined(plain):
        return "doubtful" if plain in _everyday() else "given"
    if plain in words_of("family"):
        return "doubtful" if plain in _everyday() | words_of("affair") else "family"
    if plain in words_of("affair"):
        return "affair"
    return "no name" if _is_no_name(plain) else "unknown"


def is_also_a_word(name: str) -> bool:
    """Whether it says something else where nothing shows a person: Will, May, 千葉."""
    return sort_of(name) == "doubtful" or is_everyday(name) or name in words_of("place")


def as_a_word(name: str) -> str:
    """A pattern that finds a name as a word of its own: Ben not in Benefits, 石川 not in 石川県 nor 福田 in 福田商事."""
    if name[0].isascii() or name[-1].isascii():
        return rf"(?<![{LATIN}]){re.escape(name)}(?![{LATIN}])"
    return rf"(?<![一-龯々ァ-ヴー]){re.escape(name)}(?!{ORGANIZATION}|[ァ-ヴー])"


def is_everyday(word: str) -> bool:
    """Whether it is a word of everyday English, too."""
    return _plain(word) in _everyday() or _plain(word) in words_of("affair")


def _is_no_name(plain: str) -> bool:
    is_short_for_two = "'" in plain and plain.split("'")[0] in _everyday() | PRONOUNS
    is_adverb = "-" not in plain and bool(ADVERBS.match(plain))
    return is_short_for_two or is_adverb or plain in words_of("nobody") | _everyday() or not VOWEL.search(plain)


def _is_shouted(word: str) -> bool:
    """API, IPs, Q3: an abbreviation, or a term."""
    return any(letter.isdigit() for letter in word) or word.isupper() or bool(SEVERAL.fullmatch(word))


def _is_joined(plain: str) -> bool:
    """Joon-ho, Eun-ji; not Check-in, Pre-sales."""
    found = JOINED.fullmatch(plain)
    return found is not None and found[1] not in PREFIXES | _everyday() and found[2] not in PREFIXES


def _plain(word: str) -> str:
    """Lower-case, without accents."""
    spread = unicodedata.normalize("NFKD", word.replace("’", "'").lower())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))
