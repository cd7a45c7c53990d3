"""What a clause shows of what it is for: its words and characters, its ending, the rules' own cues, its neighbours and its place.

A feature's number is a hash (Weinberger et al. 2009), so a model needs no word list, and its weights hold no text.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from apps.analyze.language.document import HOLE
from apps.analyze.language.tokens import tokenize
from apps.transform.rewriting.orders.asking import asks_by_form
from apps.transform.rewriting.roles.cues import weigh

BUCKETS = 1 << 16
LONGEST = 300
"""Code points of a clause that are read."""
DIGITS = re.compile(r"[0-9０-９]+(?:[.,:/][0-9０-９]+)*")
WORD = re.compile(rf"[a-z]+(?:['’][a-z]+)?|0|{HOLE}|[^\sa-z0{HOLE}]")
SUBJECT = re.compile(r"\b(?:i|we|you|he|she|they|it|there|this|that|nobody|somebody|who|what)\b")
MODAL = re.compile(
    r"\b(?:will|won't|would|can|can't|cannot|could|couldn't|should|must|may|might|shall|need|has to|have to|had|was|were|is|are|did|does|do)\b|'(?:ll|d|ve|re|m)\b"
)
PAST = re.compile(r"\b[a-z]{2,}ed\b")
ENDS = "。．.!?！？…,、;:：—–-)）」』\"'"


def clause_features(clauses: Sequence[str], at: int, language: str) -> NDArray[np.intp]:
    """The buckets of the features of one clause among its neighbours, each once, ascending."""
    text = _folded(clauses[at])
    names = [*(_japanese(text) if language == "ja" else _english(text)), *_cues(text, clauses[at], language)]
    names += [*_place(clauses, at), *_beside(clauses, at, language)]
    found = {crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS for name in names}
    return np.array(sorted(found), dtype=np.intp)


def _folded(text: str) -> str:
    """Lower case, figures alike, line breaks as a mark."""
    return DIGITS.sub("0", text[:LONGEST].strip().lower().replace("\n", "⏎"))


@lru_cache(maxsize=512)
def _words(text: str, language: str) -> tuple[str, ...]:
    if language == "ja":
        return tuple(token.lemma for token in tokenize(text))
    return tuple(WORD.findall(text.replace("’", "'")))


def _japanese(text: str) -> Iterator[str]:
    tokens = tokenize(text)
    words = ["^", *(token.lemma for token in tokens), "$"]
    yield from (f"1 {word}" for word in words)
    yield from (f"2 {first} {second}" for first, second in pairwise(words))
    for size in (1, 2, 3):
        yield f"e{size} {' '.join(words[-1 - size : -1])}"
        yield f"f{size} {' '.join(token.pos + token.conjugation + token.form for token in tokens[-size:])}"
    yield from _runs(f"^{text}$", range(2, 6))


def _english(text: str) -> Iterator[str]:
    words = ["^", *_words(text, "en"), "$"]
    for size in (1, 2, 3):
        yield from (f"{size} {' '.join(words[at : at + size])}" for at in range(len(words) - size + 1))
    subject, modal = SUBJECT.search(text), MODAL.search(text)
    yield f"s {subject.group() if subject else ''} {modal.group() if modal else ''}"
    yield f"t {PAST.search(text) is not None} {modal is not None}"
    yield from _runs(f" {' '.join(words[1:-1])} ", range(3, 6))


def _runs(text: str, sizes: range) -> Iterator[str]:
    for size in sizes:
        yield from (f"c{text[at : at + size]}" for at in range(len(text) - size + 1))


def _cues(folded: str, text: str, language: str) -> Iterator[str]:
    """What the rules see: the weight of their cues for each role, and whether it asks by its form."""
    for role, weight in weigh(text.strip(), language).items():
        yield f"r {role}"
        yield f"r {role} {min(weight, 9) // 3}"
    body = text.strip()
    asks = asks_by_form(body, body[-1:] if body[-1:] in "。！？!?." else "", language)
    yield f"asks {asks}"
    yield f"asks {asks} {folded[-1:] == '?' or folded[-1:] == '？'}"


def _place(clauses: Sequence[str], at: int) -> Iterator[str]:
    last = len(clauses) - 1
    place = "first" if at == 0 else "last" if at == last else "second" if at == 1 else "middle"
    end, before = _end(clauses[at]), _end(clauses[at - 1]) if at else "^"
    yield from (f"at {place}", f"end {end}", f"before {before}", f"both {before} {end}")
    yield f"long {min(5, len(clauses[at]) // 12)}"


def _end(text: str) -> str:
    bare = text.rstrip()
    return ("⏎" if text.endswith("\n") else "") + (bare[-1:] if bare[-1:] in ENDS else "x")


def _beside(clauses: Sequence[str], at: int, language: str) -> Iterator[str]:
    for side, beside in (("<", at - 1), (">", at + 1)):
        if not 0 <= beside < len(clauses):
            continue
        words = _words(_folded(clauses[beside]), language)
        yield from (f"{side}1 {word}" for word in words)
        yield f"{side}o {' '.join(words[:2])}"
        yield f"{side}e {' '.join(words[-3:])}"
