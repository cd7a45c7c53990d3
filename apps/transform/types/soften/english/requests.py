"""Bare orders become requests: their object, deadline and negation stay where they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.analyze.language.document import HOLE, Document
from apps.analyze.language.sentences import Sentence
from apps.transform.contracts import Edit
from apps.transform.types.soften.english.openings import cased, past_lead
from apps.transform.types.soften.english.verbs import Verb, verb_of

ORDER = re.compile(
    r"(?P<just>(?:just|simply|you (?:guys )?(?:better|had better)|you['’]d better|I (?:need|want) you to)\s+)?"
    r"(?P<not>(?:do not|don['’]?t|never)\s+(?:you dare\s+|ever\s+|even\s+|just\s+)?|stop and\s+|not\s+)?"
    r"(?P<how>(?:immediately|quickly|urgently|always|first|at least|quietly|carefully)\s+)?"
    r"(?P<verb>[A-Za-z][A-Za-z-]{1,14})(?![\w'’])",
    re.I,
)
OBJECT = re.compile(
    rf"\s+(?:the|this|that|these|those|my|our|your|his|her|their|its|a|an|it|them|him|me|us|all|both|each|every|any|"
    rf"everything|nothing|something|anything|what|whatever|why|how|when|who|where|whether|if|no|only|one|two|three|"
    rf"up|out|off|down|back|{HOLE}+|\d[\w.,]*)(?![\w'’])",
    re.I,
)
NOT_AN_OBJECT = re.compile(
    r"\s+(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|might|does|did|needs?|seems?|looks?|"
    r"of|from|between|failed|fails|passed|passes|started|works?|worked|went|goes|took|takes)\b|['’]s\b|:",
    re.I,
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|might|does|did|needs?|seems?|looks?|"
    r"[a-z]{3,}ed|attached|below|above)\b|['’](?:s|re|ll|ve)\b",
    re.I,
)
DUE = re.compile(
    r"\b(?:by|before|today|tonight|now|tomorrow|asap|immediately|right away|first thing|until|this (?:morning|week)|on (?:mon|tues|wednes|thurs|fri)day)\b",
    re.I,
)
CLAUSE_END = re.compile(r"[,;:]|\b(?:or|because|so|if|unless)\b", re.I)
POLITE = re.compile(
    r"\b(?:please|pls|plz|kindly|thanks|thank you|thx|could you|would you|can you|if you could|feel free|appreciate)\b",
    re.I,
)
FORMULA = re.compile(
    r"(?:let['’]s\b|let (?:me|us)\b(?! know| have| see)|have (?:a|an) (?:nice|good|great)|take care|see (?:you|above|below)|"
    r"keep up|keep in mind|feel free|never mind|don['’]t (?:worry|hesitate|mention it)|no worries|hope\b|help yourself|"
    r"make sense|don['’]t forget|read (?:and|receipt)|leave it (?:to|with) me|let it\b|be (?:well|safe)|trust me|note that|"
    r"talk (?:soon|to you)|speak soon|check(?:ing)? in\b|follow up on\b.*\?|believe me|bear with|excuse me|allow me)",
    re.I,
)
PAST_SAME_FORM = frozenset({"put", "set", "cut", "read", "shut", "hit", "split", "reset", "quit", "let"})
PAST_TIME = re.compile(r"\b(?:yesterday|last \w+|already|earlier|ago|this morning|so far)\b", re.I)
JOINED = re.compile(
    r"[;:–—]|\s-\s|, (?:or|and|but)?\s*(?:the|it|this|that|these|we|I|they|he|she|you|there|or|otherwise|no|not|why|what|how|"
    r"don['’]t|do not|[a-z]+ (?:is|are|was|were|will|has|have))\b|\bor (?:else|I|we|it|the|this|there)\b|\.{3}|…|\n",
    re.I,
)
ASKED_PLAINLY = frozenset({"be", "remember", "know", "note", "trust", "calm", "relax", "see"})
MARK = re.compile(r"[.!]*$")


@dataclass(frozen=True)
class Order:
    """An order found in a sentence: `[start, end)` of the text holds its opening words up to and with the verb."""

    start: int
    end: int
    verb: Verb
    negated: str
    manner: str
    sentence: Sentence


def find_order(sentence: Sentence) -> Order | None:
    """The order that a sentence opens with, if it does."""
    prose = sentence.prose
    if "?" in sentence.end_mark or POLITE.search(prose):
        return None
    at = past_lead(prose)
    match = ORDER.match(prose, at)
    if not match or FORMULA.match(prose, at):
        return None
    verb = verb_of(match["verb"])
    if verb is None or not _is_order(verb, match, prose):
        return None
    start, end = sentence.start + at, sentence.start + match.end()
    return Order(start, end, verb, _negation(match["not"]), match["how"] or "", sentence)


def _negation(words: str | None) -> str:
    if not words or words.lower().startswith("stop"):
        return ""
    return "never" if words.lower().startswith("never") else "not"


def _is_order(verb: Verb, match: re.Match[str], prose: str) -> bool:
    rest = prose[match.end() :]
    if NOT_AN_OBJECT.match(rest) or (match["not"] or "").lower().startswith("not"):
        return False
    if verb.base in PAST_SAME_FORM and PAST_TIME.search(rest):
        return False
    if match["just"] or match["not"] or not verb.noun or OBJECT.match(rest):
        return True
    clause = CLAUSE_END.split(rest, maxsplit=1)[0]
    return bool(DUE.search(clause)) and not FINITE.search(clause)


def order_edits(order: Order, document: Document, intensity: int, turn: int) -> tuple[Edit, ...]:
    """The edits that make a request of an order; `turn` counts the message's requests, so that they don't all sound alike."""
    asks = _can_ask(order, document) and intensity >= 2
    opening = _opening(order, intensity, turn) if asks else f"please {_plain(order)}"
    first = order.start == order.sentence.start
    opening = cased(opening, document.text[order.start], first or order.sentence.prose[0] == HOLE)
    edits = [Edit(order.start, order.end, opening, "soften_en.prohibition" if order.negated else "soften_en.order")]
    return (*edits, *_mark(order, document, opening))


def _plain(order: Order) -> str:
    opening = {"not": "don't ", "never": "never ", "": ""}[order.negated]
    return f"{opening}{order.manner.lower()}{order.verb.base}"


def _opening(order: Order, intensity: int, turn: int) -> str:
    what = f"{order.manner.lower()}{order.verb.base}"
    if order.negated:
        return f"could you please make sure {order.negated} to {what}" if intensity == 3 else f"please {_plain(order)}"
    if intensity == 2:
        return f"please {what}" if turn % 2 else f"could you please {what}"
    if turn % 2 or order.verb.base in ("stop", "let"):
        return f"could you please {what}"
    return f"would you be able to {what}"


def _can_ask(order: Order, document: Document) -> bool:
    """Whether a question can hold the sentence: one clause, and an end where a question mark can stand."""
    prose = order.sentence.prose
    ends_open = prose.endswith(HOLE) and document.text[order.sentence.end - 1] not in '`"”'
    rest = prose[order.end - order.sentence.start :]
    return order.verb.base not in ASKED_PLAINLY and not ends_open and not JOINED.search(rest)


def _mark(order: Order, document: Document, opening: str) -> Iterator[Edit]:
    """The end mark that the request asks for, without shouting."""
    sentence = order.sentence
    match = MARK.search(sentence.prose)
    old = match[0] if match else ""
    asks = not opening.lower().startswith("please")
    new = "?" if asks else ("." if "!" in old else old)
    if new != old:
        yield Edit(sentence.end - len(old), sentence.end, new, "soften_en.order" if asks else "soften_en.shouting")


FOLLOWING = re.compile(
    r"(?:,|;| -| –| —|\bso|\bthen)\s+(?:then |so |just )?(?P<verb>[a-z][a-z-]{1,14}) "
    rf"(?=(?:it|this|that|these|those|the|your|my|our|a|an|me|us|them|him|her|all|up|back|{HOLE})(?!\w)|{HOLE})",
    re.I,
)
LED = re.compile(r"\s*(?:if|when|once|before|after|unless|until|by|as soon as|since)\b", re.I)
GOVERNED = re.compile(
    r"\b(?:to|will|can|could|should|must|let['’]s|would|may|might|did|do|does|don['’]t|i|we|they|he|she)\b", re.I
)


def following_order(sentence: Sentence) -> Iterator[Edit]:
    """“…, fix it” after a condition or a statement gets its please."""
    prose = sentence.prose
    if "?" in sentence.end_mark or POLITE.search(prose):
        return
    for match in FOLLOWING.finditer(prose):
        before = prose[: match.start()]
        free = "," not in before if LED.match(before) else not GOVERNED.search(before)
        if free and verb_of(match["verb"]):
            at = sentence.start + match.start("verb")
            yield Edit(at, at, "please ", "soften_en.order")
            return
