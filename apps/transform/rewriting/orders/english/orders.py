"""Which sentences open with an order, and which only look as if they did."""

import re
from dataclasses import dataclass

from apps.analyze.language.document import HOLE
from apps.analyze.language.sentences import Sentence
from apps.transform.rewriting.orders.english.openings import past_lead
from apps.transform.rewriting.orders.english.verbs import Verb, verb_of

ORDER = re.compile(
    r"(?P<just>(?:just|simply|do your jobs? and|stop wasting (?:my|our|everyone['’]s|people['’]s) time and|"
    r"(?:get your (?:act|stuff|shit) together|get it together|pull yourselves? together|wake up) and|(?:quit|stop) (?:complaining|whining|moaning|crying|arguing)(?: about (?:it|this))? and|it['’]s (?:really |just )?not (?:that |so )?(?:hard|difficult|rocket science)[:,](?: just)?|you (?:guys )?(?:better|had better)|you['’]d better|I (?:need|want) you to)\s+)?"
    r"(?P<not>(?:do not|don['’]?t|never)\s+(?:you dare\s+|ever\s+|even\s+|just\s+)?|stop and\s+|not\s+)?"
    r"(?P<how>(?:also,?|immediately|quickly|urgently|always|first|at least|quietly|carefully)\s+)?"
    r"(?P<verb>[A-Za-z][A-Za-z-]{1,14})(?![\w'’])",
    re.I,
)
PLAIN_OPENING = re.compile(r"(?:(?:just|simply|I (?:need|want) you to)\s+)?", re.I)
OBJECT = re.compile(
    rf"\s+(?:the|this|that|these|those|my|our|your|his|her|their|its|a|an|it|them|him|me|us|all|both|each|every|any|"
    rf"everything|nothing|something|anything|what|whatever|why|how|when|who|where|whether|if|no|only|one|two|three|"
    rf"up|out|off|down|back|{HOLE}+|\d[\w.,]*)(?![\w'’])",
    re.I,
)
PERSON_OR_PRODUCT = re.compile(r"\s+(?:to |with )?[A-Z][a-z]+(?: and [A-Z][a-z]+)?(?=[ .!,])")
"""What a verb that is also a noun may take at once: “Use Postgres.”, “Call Dana.”"""

NOT_AN_OBJECT = re.compile(
    r"\s+(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|might|does|did|needs?|seems?|looks?|"
    r"of|from|between|failed|fails|passed|passes|started|works?|worked|went|goes|took|takes|continues?|shows|begins|remains|stays|happens|"
    r"includes|contains|depends|(?:end|start|stop|open|close|expire|move|slip|land|last|come|resume|kick|run)s(?= ?(?:[.!,;]|$)| (?:\d|to|at|in|on|off|by|from|for|"
    r"out|over|until|after|before|today|tonight|tomorrow|now|this|next|mon|tues|wednes|thurs|fri|satur|sun|soon|early|late|again))|[a-z]{3,}ed(?= ?(?:[.!,;]|$)| (?:to|at|in|on|by|from)\b))\b|['’]s\b|:",
    re.I,
)
SUBJECT = re.compile(
    r"\s+(?!what|who|why|how|when|where|which|whether|it\b)\S+\s+(?:is|are|was|were|has|have|had|will|fails?|failed|ran|took|went|came|fell|rose|started|"
    r"finished|passed|completed|crashed|died|stopped|says|said)\b|\s+\d+\s+[a-z]+s\s+(?:to|that|the|an?|it|us|you|me|no|not|\ue000+)(?!\w)",
    re.I,
)
"""What follows a noun that only looks like a verb: “Order 4411 was charged twice”."""

OPENS_CLAUSE = re.compile(
    "accept|acknowledge|admit|ask|assume|believe|check|confirm|consider|decide|ensure|expect|explain|find|guarantee|hope|inform|keep|know|let|make|"
    "mention|note|prove|remember|remind|report|say|see|show|state|suppose|tell|understand|verify|write"
)
"""What a whole statement may follow as its object: “Confirm Dana is in.” Behind another verb it is the verb's own: “Gauge cert has to be …”"""

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
DARES = re.compile(
    r"\band (?:I|we|you)(?:['’](?:ll|re|m)| will\b| are\b| am\b)(?=[^.!?]{0,30}\b(?:off|out|fired|gone|report|escalat|done|finished|call|tell)\w*)",
    re.I,
)
"""Touch it again and I'll have you off site: a threat that nobody is asked to bring about."""
HANDED_IN = frozenset(
    {"list", "report", "log", "draft", "order", "plan", "estimate", "quote", "question", "invoice", "budget"}
)
"""What is a noun before “by Tuesday”."""
PLAIN_DOING = frozenset(
    {
        "fix",
        "count",
        "use",
        "check",
        "move",
        "clean",
        "answer",
        "call",
        "lock",
        "open",
        "close",
        "wash",
        "watch",
        "keep",
        "drop",
    }
)
BARE_OBJECT = re.compile(r"\s+(?:[a-z-]{3,14}s\b|[a-z-]{3,14} \d)")
"""What these take without an article: “Fix slide 9.”, “Count heads.”"""
PAST_SAME_FORM = frozenset({"put", "set", "cut", "read", "shut", "hit", "split", "reset", "quit", "let"})
PAST_TIME = re.compile(r"\b(?:yesterday|last \w+|already|earlier|ago|this morning|so far)\b", re.I)


@dataclass(frozen=True)
class Order:
    """An order found in a sentence: `[start, end)` of the text holds its opening words up to and with the verb.

    `pushed` says that they hold a push: "stop wasting my time and", "it's not that hard:".
    """

    start: int
    end: int
    verb: Verb
    negated: str
    manner: str
    sentence: Sentence
    pushed: bool = False


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
    pushed = not PLAIN_OPENING.fullmatch(match["just"] or "")
    return Order(
        start, end, verb, _negation(match["not"]), (match["how"] or "").lower().replace(",", ""), sentence, pushed
    )


def _negation(words: str | None) -> str:
    """“never” or “don't”, with the apostrophe that the writer uses."""
    if not words or words.lower().startswith("stop"):
        return ""
    return "never" if words.lower().startswith("never") else ("don’t" if "’" in words else "don't")


def _is_order(verb: Verb, match: re.Match[str], prose: str) -> bool:
    rest = prose[match.end() :]
    if verb.base == "do" and rest.lower().startswith(" not"):
        return False
    if (
        NOT_AN_OBJECT.match(rest)
        or (SUBJECT.match(rest) and (verb.noun or not (OPENS_CLAUSE.fullmatch(verb.base) or OBJECT.match(rest))))
        or (match["not"] or "").lower().startswith("not")
    ):
        return False
    if verb.base in PAST_SAME_FORM and PAST_TIME.search(rest):
        return False
    if not match["not"] and DARES.search(rest):
        return False
    if verb.base in HANDED_IN and rest.startswith(" by "):
        return False
    if match["just"] or match["not"] or not verb.noun or OBJECT.match(rest):
        return True
    if verb.base in PLAIN_DOING and BARE_OBJECT.match(rest) and not FINITE.search(rest):
        return True
    if PERSON_OR_PRODUCT.match(rest) and re.search(r"[.!]$", prose):
        return not FINITE.search(rest)
    clause = CLAUSE_END.split(rest, maxsplit=1)[0]
    return bool(DUE.search(clause)) and not FINITE.search(clause)
