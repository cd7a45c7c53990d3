"""A text cut into clauses, each with its content words and what its phrases do to its meaning."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from apps.analyze.language.document import HOLE, read_document
from apps.analyze.language.polarity import Cue, find_cues
from apps.analyze.language.width import fold
from apps.transform.contracts import Language
from apps.transform.factlock.anchors import Anchor, find_anchors
from apps.transform.factlock.slots import SLOT
from apps.transform.factlock.spans import between, inside
from apps.transform.factlock.values.words import find_quotations
from apps.transform.factlock.words import Word, content_words

JAPANESE_BREAK = re.compile(
    r"[。！？!?\n；;（）]+|、|(?<=けど)|(?<=ので)|(?<=から)(?=[^の、。\d])(?!変|出|始)|(?<=に伴う)|(?<=に伴い)|(?<=による)|(?<=[いすた]が)、"
)
ENGLISH_BREAK = re.compile(
    r"[.!?](?=\s|$|[\"')*])|[;\n]|,(?!\d)|(?= (?:but|while|because|so that|and (?:the |we |i |it |they ))\b)|[()]"
)
SENTENCE_BREAK = re.compile(r"[。！？!?\n]|[.](?=\s|$)")
PARENTHESES = re.compile(r"[（(][^（）()\n]{0,200}[）)]")
LABEL = re.compile(
    rf"^(?:[■●◆・#* \t{HOLE}-]{{0,8}}(?:[^\s：:、。\n]{{1,12}}|[A-Z][\w/ -]{{1,24}})[：:]|【[^】\n]{{1,16}}】|#+ [^\n]{{1,40}}$"
    rf"|[ \t]*(?:{HOLE}{{1,6}} ?[^\n{HOLE}]{{1,40}}(?:{HOLE}{{2}})?|[■◆●][^\n。、]{{1,20}})[:：]?$)",
    re.M,
)
QUESTION = re.compile(r"[?？]\s*$|(?:ですか|ますか|でしょうか|ませんか|教えてください|ご教示ください)。?\s*$")


ROW = re.compile(r"^[ \t]*\|[^\n]*\|[ \t]*$", re.M)
"""Of a table."""
PHRASES = Path(__file__).with_name("phrases.yaml")


@dataclass(frozen=True)
class Clause:
    """`[start, end)` of the text; `sentence` counts from 0."""

    start: int
    end: int
    sentence: int
    words: tuple[Word, ...]
    cues: tuple[Cue, ...]
    anchors: tuple[Anchor, ...]

    @cached_property
    def keys(self) -> frozenset[str]:
        """All keys of its words."""
        return frozenset(key for word in self.words for key in word.keys)

    @cached_property
    def weight(self) -> float:
        """How much its words say in all."""
        return sum(word.weight for word in self.words)

    @cached_property
    def telling(self) -> bool:
        """Whether it holds a word or a fact of its own."""
        return bool(self.anchors) or any(not word.generic for word in self.words)

    @cached_property
    def last_negation(self) -> int:
        """Where its last negation stands; -1 where it has none."""
        return max((cue.start for cue in self.cues if cue.kind == "negation"), default=-1)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of its cues."""
        return frozenset(cue.kind for cue in self.cues)


@dataclass(frozen=True)
class Reading:
    """A text read for comparison. `prose` has holes for slots that ask for a confirmation: they are no statement.

    `manners` are spans that only set the tone; see `manners.py`.
    """

    text: str
    prose: str
    language: Language
    anchors: tuple[Anchor, ...]
    clauses: tuple[Clause, ...]
    glosses: tuple[tuple[int, int], ...]
    labels: tuple[tuple[int, int], ...]
    manners: tuple[tuple[int, int], ...] = ()

    @cached_property
    def by_value(self) -> dict[str, list[int]]:
        """Where anchors stand in `anchors`, by the tail of their value."""
        places: dict[str, list[int]] = defaultdict(list)
        for at, anchor in enumerate(self.anchors):
            places[anchor.tail].append(at)
        return dict(places)

    @cached_property
    def by_sentence(self) -> dict[int, list[Clause]]:
        """The clauses of each sentence."""
        mates: dict[int, list[Clause]] = defaultdict(list)
        for clause in self.clauses:
            mates[clause.sentence].append(clause)
        return dict(mates)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of all clauses, in order."""
        return tuple(word for clause in self.clauses for word in clause.words)

    @cached_property
    def folded(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @cached_property
    def parts_of_dates(self) -> frozenset[str]:
        """What its dates begin with, up to a space: of 9月末, 9月."""
        values = [anchor.value for anchor in self.anchors if anchor.kind == "date"]
        return frozenset(value[:at] for value in values for at, letter in enumerate(value) if letter == " ")

    def holds(self, folded: str) -> bool:
        """Whether these letters stand in the text, whatever their case; looked for once each."""
        if folded not in self._held:
            self._held[folded] = folded in self.folded
        return self._held[folded]

    @cached_property
    def _held(self) -> dict[str, bool]:
        return {}

    @cached_property
    def keys(self) -> frozenset[str]:
        """All keys of the text."""
        return frozenset(key for clause in self.clauses for key in clause.keys)

    def in_label(self, at: int) -> bool:
        """Whether a place lies in a heading or the label of a line."""
        return inside(at, self.labels)

    def clause_at(self, at: int) -> Clause | None:
        """The clause that holds a place."""
        index = bisect_right(self.clauses, at, key=lambda clause: clause.start) - 1
        return self.clauses[index] if index >= 0 and at < self.clauses[index].end else None

    def asks(self, clause: Clause) -> bool:
        """Whether a clause belongs to a question: a question states nothing."""
        last = self.by_sentence[clause.sentence][-1]
        return bool(QUESTION.search(self.prose[max(last.start, last.end - 16) : last.end]))

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each kind of cue stands in the text."""
        return Counter(cue.kind for clause in self.clauses for cue in clause.cues)

    @cached_property
    def sentences(self) -> dict[int, frozenset[str]]:
        """The kinds of cues by sentence."""
        kinds: dict[int, set[str]] = defaultdict(set)
        for clause in self.clauses:
            kinds[clause.sentence] |= clause.kinds
        return {sentence: frozenset(found) for sentence, found in kinds.items()}


@lru_cache(maxsize=64)
def read(text: str, language: Language, *, anew: bool = False) -> Reading:
    """Cut a text into clauses. `anew`: for texts that were written anew, whose tables state what the message states, whose quotations are
    compared as values, and which have phrases of their own (`phrases.yaml`).
    """
    text = ROW.sub(_opened, text) if anew else text
    prose = SLOT.sub(lambda match: " " * len(match.group()), read_document(text).prose)
    anchors = find_anchors(text, prose, language)
    words, cues = _outside(content_words(prose, language), anchors), _cues(text, prose, language, anew)
    bounds = _bounds(prose, language)
    sentences = [match.end() for match in SENTENCE_BREAK.finditer(prose)]
    clauses = tuple(
        Clause(
            start,
            end,
            bisect_right(sentences, start),
            between(words, start, end),
            between(cues, start, end),
            between(anchors, start, end),
        )
        for start, end in bounds
        if prose[start:end].strip()
    )
    glosses = tuple(match.span() for match in PARENTHESES.finditer(prose))
    return Reading(
        text, prose, language, anchors, clauses, glosses, tuple(match.span() for match in LABEL.finditer(prose))
    )


def _opened(row: re.Match[str]) -> str:
    """The cells of a table's row as parts of a sentence, at the same places."""
    return row.group().replace("|", "," if row.group().isascii() else "、")


def _cues(text: str, prose: str, language: Language, anew: bool) -> tuple[Cue, ...]:
    if not anew:
        return find_cues(prose, language)
    quoted = tuple((word.start, word.end) for word in find_quotations(fold(text)))
    return find_cues(prose, language, first=PHRASES, without=quoted)


def _outside(words: tuple[Word, ...], anchors: tuple[Anchor, ...]) -> tuple[Word, ...]:
    """The words that are no part of a date, an amount or a quotation: those are compared by value."""
    covered: set[int] = set()
    for anchor in anchors:
        if anchor.kind != "name":
            covered.update(range(anchor.start, anchor.end))
    return tuple(word for word in words if word.start not in covered)


def _bounds(prose: str, language: Language) -> list[tuple[int, int]]:
    breaks = JAPANESE_BREAK if language == "ja" else ENGLISH_BREAK
    ends = sorted({match.end() for match in breaks.finditer(prose)} | {len(prose)})
    return list(zip([0, *ends[:-1]], ends, strict=True))
