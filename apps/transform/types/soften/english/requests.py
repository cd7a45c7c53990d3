"""Bare orders become requests: their object, deadline and negation stay where they are."""

import re
from collections.abc import Iterator

from apps.analyze.language.document import HOLE, Document
from apps.analyze.language.sentences import Sentence
from apps.transform.contracts import Edit
from apps.transform.rewriting.orders.english.openings import cased
from apps.transform.rewriting.orders.english.orders import POLITE, Order
from apps.transform.rewriting.orders.english.verbs import verb_of

JOINED = re.compile(
    r"[;–—]|:(?!\d)|\s-\s|, (?:or|and|but)?\s*(?:the|it|this|that|these|we|I|they|he|she|you|there|nobody|everyone|everybody|someone|or|otherwise|no|not|why|what|how|"
    r"don['’]t|do not|[a-z]+ (?:is|are|was|were|will|has|have))\b|\bor (?:else|I|we|it|the|this|there|you|they|he|she|all|your)\b|\b(?:and|but|so) (?:stop|do not|don['’]t|never)\b|,\s*(?:then|let)\b|\band (?:I|we)\b|\.{3}|…|\n",
    re.I,
)
ASKED_PLAINLY = frozenset({"be", "remember", "know", "note", "trust", "calm", "relax", "see"})
CONDITION = re.compile(r"\b(?:if|unless)\b", re.I)
"""A request that has one of its own can't be worded as another (I would appreciate it if you could call if …)."""
MARK = re.compile(r"[.!]*$")
HEADS = {
    1: ("please",),
    2: ("could you please", "please"),
    3: ("I would appreciate it if you could", "could you please"),
}
FOLLOWING = re.compile(
    r"(?:,|;| -| –| —|\bso|\bthen)\s+(?:then |so |just )?(?P<verb>[a-z][a-z-]{1,14}) "
    rf"(?=(?:it|this|that|these|those|the|your|my|our|a|an|me|us|them|him|her|all|up|back|{HOLE})(?!\w)|{HOLE})",
    re.I,
)
FORBIDS = re.compile(r"\band (?=(?:do not|don['’]t|never) (?!expect\b)[a-z])", re.I)
LED = re.compile(r"\s*(?:if|when|once|before|after|unless|until|by|as soon as|since)\b", re.I)
GOVERNED = re.compile(
    r"\b(?:to|will|can|could|should|must|let['’]s|would|may|might|did|do|does|don['’]t|i|we|they|he|she)\b", re.I
)


def order_edits(order: Order, document: Document, intensity: int, previous: str) -> tuple[Edit, ...]:
    """The edits that make a request of an order; `previous` is the message's last request, which this one won't repeat."""
    opening = _opening(order, intensity if _can_ask(order, document) else 1, previous)
    first = order.start == order.sentence.start or order.sentence.prose[0] == HOLE
    written = cased(opening, document.text[order.start], first)
    return (Edit(order.start, order.end, written, _reason(order)), *_joined(order), *_mark(order, opening))


def _joined(order: Order) -> Iterator[Edit]:
    """Its own please for what is forbidden besides: Revert it and don't touch it again."""
    sentence = order.sentence
    for match in FORBIDS.finditer(sentence.prose, order.end - sentence.start):
        at = sentence.start + match.end()
        yield Edit(at, at, "please ", "soften_en.prohibition")


def _reason(order: Order) -> str:
    if order.negated:
        return "soften_en.prohibition"
    return "soften_en.pressure" if order.pushed else "soften_en.order"


def _opening(order: Order, intensity: int, previous: str) -> str:
    rest = order.sentence.prose[order.end - order.sentence.start :]
    what = f"{order.manner}{order.verb.base}"
    if order.negated and intensity == 3:
        return f"could you please make sure {'never' if order.negated == 'never' else 'not'} to {what}"
    if order.negated:
        return f"please {order.negated} {what}"
    heads = HEADS[intensity][1:] if intensity == 3 and CONDITION.search(rest) else HEADS[intensity]
    head = next((head for head in heads if not previous.lower().startswith(head.lower())), heads[0])
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
    asks = opening.startswith("could")
    new = "?" if asks else ("." if "!" in old else old)
    if new != old:
        yield Edit(sentence.end - len(old), sentence.end, new, _reason(order) if asks else "soften_en.shouting")


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
