"""What a reader would have to ask about: vague references, times, standards, owners, amounts and missing objects."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from apps.analyze.language.document import HOLE, Document
from apps.analyze.language.sentences import Sentence, split_sentences
from apps.analyze.language.tokens import Token, tokenize
from apps.transform.rewriting.rulebook import FOLDER, load_entries

MARK = re.compile(r"【要確認[^】\n]{0,200}】|\[(?:confirm|needs info)\b[^\]\n]{0,200}\]", re.I)
MOST_QUESTIONS = 6


@dataclass(frozen=True)
class VagueRule:
    """One kind of vagueness. The span asked about is the group `phrase` of `match`, or the whole match.

    `weight` 1–9 orders the questions. `settled_before` and `settled_by` name what makes the phrase clear: something
    earlier in the message, something in the same sentence. `pos` are the parts of speech its first token may have (Japanese).
    `why` is the code of a reason. `marked` false asks without a mark in the text. `plain` is the untangled wording for intensity 3; %lemma% in it is
    the dictionary form of the word before the phrase. %phrase% in a question is the phrase itself.
    """

    match: str
    kind: str
    slot: str
    question: str
    why: str
    weight: int
    example: str
    clear: str
    settled_before: str = ""
    settled_by: str = ""
    pos: tuple[str, ...] = ()
    marked: bool = True
    plain: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.weight <= 9:
            raise ValueError("weight must be 1 to 9")
        for pattern in (self.match, self.settled_before, self.settled_by):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"bad pattern: {error}") from error


@dataclass(frozen=True)
class CompiledRule:
    """A rule with its patterns compiled."""

    rule: VagueRule
    match: re.Pattern[str]
    settled_before: re.Pattern[str] | None
    settled_by: re.Pattern[str] | None


@dataclass(frozen=True)
class Finding:
    """A vague phrase: `[start, end)` of the text, and the rule that found it. `lemma` precedes a double negative."""

    start: int
    end: int
    phrase: str
    rule: VagueRule
    lemma: str = ""
    lemma_start: int = 0


@lru_cache(maxsize=2)
def vague_rules(language: str) -> tuple[CompiledRule, ...]:
    """The rules of a language, compiled once."""
    return tuple(_compile(rule) for rule in load_entries(FOLDER / f"clarify_{language}.yaml", VagueRule))


def _compile(rule: VagueRule) -> CompiledRule:
    before, by = (re.compile(p, re.I) if p else None for p in (rule.settled_before, rule.settled_by))
    return CompiledRule(rule, re.compile(rule.match, re.I), before, by)


def find_vague(document: Document, language: str) -> tuple[Finding, ...]:
    """At most six findings, marks that stand already included; the most important first; no two about the same phrase."""
    prose = MARK.sub(lambda mark: HOLE * len(mark[0]), document.prose)
    found = [
        finding
        for sentence in split_sentences(document, language)
        if not sentence.is_opaque
        for finding in _in_sentence(sentence, prose, document, language)
    ]
    room = max(0, MOST_QUESTIONS - len(MARK.findall(document.text)))
    return tuple(_distinct(sorted(found, key=lambda f: (-f.rule.weight, f.start))))[:room]


def _distinct(found: Iterable[Finding]) -> Iterator[Finding]:
    kept: list[Finding] = []
    for finding in found:
        again = any(f.rule is finding.rule or f.phrase.lower() == finding.phrase.lower() for f in kept)
        if not again and not any(f.start < finding.end and finding.start < f.end for f in kept):
            kept.append(finding)
            yield finding


def _in_sentence(sentence: Sentence, prose: str, document: Document, language: str) -> Iterator[Finding]:
    own = prose[sentence.start : sentence.end]
    for compiled in vague_rules(language):
        if compiled.settled_by and compiled.settled_by.search(own):
            continue
        for match in compiled.match.finditer(own):
            group = "phrase" if "phrase" in compiled.match.groupindex and match["phrase"] is not None else 0
            start, end = match.span(group)
            if _holds(compiled, sentence.start + start, sentence.start + end, prose, document):
                yield from _worded(compiled.rule, sentence, own, start, end, language)


def _holds(compiled: CompiledRule, start: int, end: int, prose: str, document: Document) -> bool:
    """Whether nothing earlier settles the phrase, and it hasn't been asked about already."""
    earlier = compiled.settled_before
    asked = MARK.match(document.text, end) or MARK.match(document.text, end + 1)
    return not asked and HOLE not in prose[start:end] and not (earlier and earlier.search(prose[:start]))


def _worded(rule: VagueRule, sentence: Sentence, own: str, start: int, end: int, language: str) -> Iterator[Finding]:
    """The finding, where in Japanese it begins and ends with a word and has the part of speech that the rule asks for."""
    at, until = sentence.start + start, sentence.start + end
    finding = Finding(at, until, own[start:end], rule)
    if language != "ja":
        yield finding
        return
    starts, ends = _edges(own)
    first = starts.get(start)
    if first is not None and end in ends and (not rule.pos or first.pos in rule.pos):
        yield _with_predicate(finding, tokenize(own), sentence) if rule.kind == "double_negative" else finding


@lru_cache(maxsize=64)
def _edges(text: str) -> tuple[dict[int, Token], frozenset[int]]:
    """Where the tokens of a sentence begin, and where they end."""
    tokens = tokenize(text)
    return {token.start: token for token in tokens}, frozenset(token.end for token in tokens)


def _with_predicate(finding: Finding, tokens: tuple[Token, ...], sentence: Sentence) -> Finding:
    """A double negative together with the word that it negates twice, which gives the question its subject."""
    at = finding.start - sentence.start
    before = [token for token in tokens if token.end <= at]
    if not before or before[-1].pos not in ("動詞", "形容詞", "助動詞"):
        return finding
    verb = before[-1]
    light = verb.lemma == "する" and len(before) > 1 and before[-2].pos == "名詞"
    start = sentence.start + (before[-2].start if light else verb.start)
    phrase = sentence.text[start - sentence.start : finding.end - sentence.start]
    lemma = verb.lemma if verb.pos == "動詞" else ""
    return Finding(start, finding.end, phrase, finding.rule, lemma, sentence.start + verb.start)
