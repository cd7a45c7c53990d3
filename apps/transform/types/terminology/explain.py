"""Explain or replace the terms that were found, as edits of the text."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from apps.transform.contracts import Edit, Intensity
from apps.transform.types.terminology.match import Found
from apps.transform.types.terminology.nouns import COMPANY

BEFORE_VERB = re.compile(
    r"(?:\b(?:to|will|can|could|must|should|would|may|might|we|i|you|they|not|please|and|let's|don't|didn't|won't)\s)$",
    re.I,
)
TAKES_OBJECT = re.compile(
    r" (?:the|a|an|our|my|your|their|its|this|that|these|those|all|it|them|us|me|you|him|her|both|every|\d[\d,.]*)\b"
    r"(?:(?! (?:to|on|in|at|by|for|from|with|before|after|because|and|but|so|which|that|when|until)\b)[^.,;:!?()\n\ue000]){0,60}"
)
NOUN_AFTER = re.compile(
    r" (?!(?:is|are|was|were|has|have|had|will|can|may|might|must|should|would|could|and|or|but|on|in|at|of|to|for|from|with|by|as|"
    r"that|which|when|while|if|because|so|before|after|until|since|fixed|failed|works|worked|spiked|today|tonight|now|again)\b)[a-z]"
)
DOES = re.compile(r"(?:を)?(?:する|し|さ(?:れ|せ)|すれ|せ(?:ず|ぬ)|でき)|な(?!ど|い|く|かっ|し|ら|の)")
"""What makes a verb of a noun (デプロイする), or an adjective (冪等な): plain words can't stand before it."""
FREE_BEFORE = re.compile(
    r"(?:^|[.!?:(\n]\s*|\b(?:a|an|the|this|that|our|your|my|his|her|its|their|no|any|every|each|some)\s)$", re.I
)
"""Where an English noun begins that needs no article: behind another word it may be part of a compound (the checkout API)."""
CLAUSE = re.compile(
    r"(?:both|each|all|some|others|no|nothing|how|what|when|where|who|why|to|being|having|said|by|in|at|of|with|for)\b",
    re.I,
)
"""Plain words that no article can stand before."""
NAMED_BEFORE = re.compile(r"([一-龥ァ-ヶー]{2,})の$")
SENTENCE_END = re.compile(r"[。！？\n]|[.!?](?=\s|$)")
ROOM = 2
"""Full glosses that a sentence can bear."""
ARTICLE = re.compile(r"\b(?P<article>an?)\s$", re.I)
ARTICLED = re.compile(r"an? ")
DENIES = re.compile(
    r"ない|ずに|なし|まで|前の|必要|限ら|べき|[不未無非](?=[一-龥])|\b(?:not|no|never|without|un\w+|only|until|before|required?|must|needs?|due)\b",
    re.I,
)
"""Plain words that deny, bound or demand: in the sentence itself they could be taken for what it says, in parentheses not."""
BEFALLS = re.compile(r"(?:失敗|成功)(?:し|する)")
VOWEL = re.compile(r"[aeiou]", re.I)


def crowded(found: Sequence[Found], prose: str) -> frozenset[Found]:
    """The terms that stand so many in one sentence that full glosses would bury it."""
    ends = [match.end() for match in SENTENCE_END.finditer(prose)]
    sentences = [bisect_right(ends, term.start) for term in found]
    counts = Counter(sentences)
    return frozenset(term for term, sentence in zip(found, sentences, strict=True) if counts[sentence] > ROOM)


def explanation(found: Found, prose: str, language: str, intensity: Intensity, *, short: bool) -> Edit:
    """One edit: the organization's word, plain words with the term behind them, or a gloss behind the term."""
    if found.word.fixed:
        opens = language == "en" and _opens_sentence(found, prose)
        plain = found.word.plain[:1].upper() + found.word.plain[1:] if opens else found.word.plain
        return Edit(found.start, found.end, plain, "term_of_organization")
    if intensity is Intensity.STRONG and _can_replace(found, prose, language):
        return _replaced(found, prose, language)
    return _glossed(found, prose, language, short=short)


def _glossed(found: Found, prose: str, language: str, *, short: bool) -> Edit:
    """The gloss behind the term; behind the whole compound, or the object of a verb, it names the term."""
    reason = "term_of_organization" if found.word.own else "term_explained"
    verb = language == "en" and is_verb(found, prose)
    if verb and (clause_end := _past_object(found, prose)):
        return Edit(clause_end, clause_end, f" ({found.word.spelling}: {found.word.gloss})", reason)
    said = found.word.plain if short and not verb else found.word.gloss
    if language == "en" and _is_plural(found) and ARTICLED.match(said):
        said = f"each {said}"
    if found.is_part:
        said = f"{found.text}：{said}"
    shown = f"（{said}）" if language == "ja" else f" ({said})"
    return Edit(found.compound_end, found.compound_end, shown, reason)


def _is_plural(found: Found) -> bool:
    return found.text.lower() == found.word.spelling.lower() + "s"


def _past_object(found: Found, prose: str) -> int:
    """Where the object of a verb ends (we merged the cleanup|.): a gloss between them would part them; 0 without one."""
    match = TAKES_OBJECT.match(prose, found.end)
    return match.end() if match else 0


def _can_replace(found: Found, prose: str, language: str) -> bool:
    """Plain words are nouns: they can't stand in a compound, nor where the term is a verb or a plural."""
    if found.is_part or DENIES.search(found.word.plain):
        return False
    if language == "ja":
        counted = prose[: found.start].rstrip()[-1:].isdigit()  # 5人日 has no plain words that a number could count
        named = NAMED_BEFORE.search(prose[max(0, found.start - 12) : found.start])
        said_twice = named is not None and named[1] in found.word.plain
        return not (counted or said_twice or DOES.match(prose, found.end))
    in_compound = bool(NOUN_AFTER.match(prose, found.end)) or not FREE_BEFORE.search(
        prose[max(0, found.start - 12) : found.start]
    )
    return not (
        in_compound or CLAUSE.match(found.word.plain) or is_verb(found, prose) or found.text.lower().endswith("s")
    )


def is_verb(found: Found, prose: str) -> bool:
    """Whether an English term is used as a verb (we deployed, please retry)."""
    inflected = found.text.lower().endswith(("ed", "ing")) and found.text.islower()
    return inflected or bool(BEFORE_VERB.search(prose[max(0, found.start - 12) : found.start]))


def _replaced(found: Found, prose: str, language: str) -> Edit:
    reason = "term_of_organization" if found.word.own else "term_replaced"
    if language == "ja":
        of = "の" if COMPANY.search(prose[max(0, found.start - 2) : found.start]) else ""
        joined = "に" if BEFALLS.match(prose, found.end) else ""
        return Edit(found.start, found.end, f"{of}{found.word.plain}（{found.text}）{joined}", reason)
    words = f"{found.word.plain} ({found.text})"
    article = ARTICLE.search(prose[max(0, found.start - 4) : found.start])
    if not article and _opens_sentence(found, prose):
        words = words[:1].upper() + words[1:]
    if not article:
        return Edit(found.start, found.end, words, reason)
    fitting = "an" if VOWEL.match(found.word.plain) else "a"
    fitting = fitting.capitalize() if article["article"][0].isupper() else fitting
    return Edit(found.start - len(article["article"]) - 1, found.end, f"{fitting} {words}", reason)


def _opens_sentence(found: Found, prose: str) -> bool:
    before = prose[: found.start].rstrip(" ")
    return not before or before[-1] in ".!?\n"
