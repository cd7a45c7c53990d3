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
    r"(?P<just>(?:just|simply|do your jobs? and|it['’]s (?:really |just )?not (?:that |so )?(?:hard|difficult|rocket science)[:,]|you (?:guys )?(?:better|had better)|you['’]d better|I (?:need|want) you to)\s+)?"
    r"(?P<not>(?:do not|don['’]?t|never)\s+(?:you dare\s+|ever\s+|even\s+|just\s+)?|stop and\s+|not\s+)?"
    r"(?P<how>(?:also,?|immediately|quickly|urgently|always|first|at least|quietly|carefully)\s+)?"
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
    r"of|from|between|failed|fails|passed|passes|started|works?|worked|went|goes|took|takes|continues?|shows|begins|remains|stays|happens|"
    r"includes|contains|depends|[a-z]{3,}ed(?= ?(?:[.!,;]|$)| (?:to|at|in|on|by|from)\b))\b|['’]s\b|:",
    re.I,
)
SUBJECT = re.compile(
    r"\s+(?!what|who|why|how|when|where|which|whether|it\b)\S+\s+(?:is|are|was|were|has|have|had|will|fails?|failed|ran|took|went|came|fell|rose|started|"
    r"finished|passed|completed|crashed|died|stopped)\b",
    re.I,
)
"""What follows a noun that only looks like a verb: “Order 4411 was charged twice”."""

FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|might|does|did|needs?|seems?|looks?|continues?|shows|remains|"
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
    r"[;–—]|:(?!\d)|\s-\s|, (?:or|and|but)?\s*(?:the|it|this|that|these|we|I|they|he|she|you|there|nobody|everyone|everybody|someone|or|otherwise|no|not|why|what|how|"
    r"don['’]t|do not|[a-z]+ (?:is|are|was|were|will|has|have))\b|\bor (?:else|I|we|it|the|this|there)\b|\.{3}|…|\n",
    re.I,
)
ASKED_PLAINLY = frozenset({"be", "remember", "know", "note", "trust", "calm", "relax", "see"})
MARK = re.compile(r"[.!]*$")
HEADS = {1: ("please",), 2: ("could you please", "please"), 3: ("would you be able to", "could you please")}
NEVER_ABLE = frozenset({"stop", "let", "wait", "keep"})
"""Asking whether somebody is able to do these would sound odd."""


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
    if ("?" in sentence.end_mark and ":" not in prose) or POLITE.search(prose):
        return None
    at = past_lead(prose)
    match = ORDER.match(prose, at)
    if not match or FORMULA.match(prose, at):
        return None
    verb = verb_of(match["verb"])
    if verb is None or not _is_order(verb, match, prose):
        return None
    start, end = sentence.start + at, sentence.start + match.end()
    return Order(start, end, verb, _negation(match["not"]), (match["how"] or "").lower().replace(",", ""), sentence)


def _negation(words: str | None) -> str:
    """“never” or “don't”, with the apostrophe that the writer uses."""
    if not words or words.lower().startswith("stop"):
        return ""
    return "never" if words.lower().startswith("never") else ("don’t" if "’" in words else "don't")


def _is_order(verb: Verb, match: re.Match[str], prose: str) -> bool:
    rest = prose[match.end() :]
    if (
        NOT_AN_OBJECT.match(rest)
        or (verb.noun and SUBJECT.match(rest))
        or (match["not"] or "").lower().startswith("not")
    ):
        return False
    if verb.base in PAST_SAME_FORM and PAST_TIME.search(rest):
        return False
    if match["just"] or match["not"] or not verb.noun or OBJECT.match(rest):
        return True
    clause = CLAUSE_END.split(rest, maxsplit=1)[0]
    return bool(DUE.search(clause)) and not FINITE.search(clause)


def order_edits(order: Order, document: Document, intensity: int, previous: str) -> tuple[Edit, ...]:
    """The edits that make a request of an order; `previous` is the message's last request, which this one won't repeat."""
    opening = _opening(order, intensity if _can_ask(order, document) else 1, previous)
    first = order.start == order.sentence.start or order.sentence.prose[0] == HOLE
    written = cased(opening, document.text[order.start], first)
    reason = "soften_en.prohibition" if order.negated else "soften_en.order"
    return (Edit(order.start, order.end, written, reason), *_mark(order, opening))


def _opening(order: Order, intensity: int, previous: str) -> str:
    what = f"{order.manner}{order.verb.base}"
    if order.negated and intensity == 3:
        return f"could you please make sure {'never' if order.negated == 'never' else 'not'} to {what}"
    if order.negated:
        return f"please {order.negated} {what}"
    heads = HEADS[min(intensity, 2) if order.verb.base in NEVER_ABLE else intensity]
    head = next((head for head in heads if not previous.lower().startswith(head)), heads[0])
    return f"{head} {what}"


def _can_ask(order: Order, document: Document) -> bool:
    """Whether a question can hold the sentence: one clause, and an end where a question mark can stand."""
    prose = order.sentence.prose
    ends_open = prose.endswith(HOLE) and document.text[order.sentence.end - 1] not in '`"”'
    rest = prose[order.end - order.sentence.start :]
    return order.verb.base not in ASKED_PLAINLY and not ends_open and not JOINED.search(rest)


def _mark(order: Order, opening: str) -> Iterator[Edit]:
    """The end mark that the request asks for, without shouting."""
    sentence = order.sentence
    match = MARK.search(sentence.prose)
    old = match[0] if match else ""
    asks = not opening.startswith("please")
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
        free = (
            ":" not in before and "," not in before
            if LED.match(before)
            else ":" not in before and not GOVERNED.search(before)
        )
        if free and verb_of(match["verb"]):
            at = sentence.start + match.start("verb")
            yield Edit(at, at, "please ", "soften_en.order")
            return
