"""What two messages have to share, so that one's result will do for the other.

`facts` are what may never differ: amounts, dates, names, addresses, code, and every word that denies, limits or doubts, in their order.
`gist` is the whole message but for how it is set: widths, spaces, the marks at ends, and a closed list of courtesies. A word that
isn't on that list counts, so a message that says anything else has another gist. Closeness of vectors finds candidates and
decides nothing: 直してください and 直さないでください are closer to each other than most paraphrases are.
"""

import re
from collections.abc import Iterator

from apps.analyze.language.tokens import Token, tokenized_lines
from apps.analyze.language.width import fold
from apps.transform.contracts import Language
from apps.transform.factlock.clauses import read

MANNERS = frozenset({"courtesy", "asked"})
ENDS = re.compile(r"(?:[。．！!]|[ \t]*\n\s*)+")
END = "。"
CLOSING_JA = re.compile(r"(?:どうぞ|何卒)?(?:よろしく)?お(?:願|ねが)い(?:し|いたし|致し|申し上げ)ます")
ENGLISH = re.compile(r"[A-Za-z0-9]+(?:[-'’._/:@#%+,&=?][A-Za-z0-9]+)*|[^\sA-Za-z0-9]")
COURTESY_EN = re.compile(
    r"(?<![\w'’-])(?:please|kindly)(?![\w'’-]),?|[,.!]?\s*\b(?:(?:many )?thanks|thank you)(?: in advance)?\s*(?:[.!]+\s*)?$",
    re.I,
)
OPENING_EN = re.compile(r"(?:^|(?<=[.?] ))\s*[A-Z](?=[a-z]*\b)")
CONTRACTED = ((re.compile(r"\bcan['’]t\b"), "cannot"), (re.compile(r"(?<=[a-z])n['’]t\b"), " not"))

Facts = tuple[tuple[str, ...], ...]


def facts(text: str, language: Language) -> Facts:
    """In order: kind, value, unit, bound, rate and role of each literal fact; each phrase that bears on the meaning."""
    reading = read(text, language)
    found: list[tuple[int, tuple[str, ...]]] = [
        (a.start, (a.kind, a.value, a.unit, a.about, a.rate, a.role)) for a in reading.anchors
    ]
    cues = [cue for clause in reading.clauses for cue in clause.cues if cue.kind not in MANNERS]
    found += [(cue.start, ("cue", cue.kind)) for cue in cues]
    return tuple(fact for _start, fact in sorted(found))


def gist(text: str, language: Language) -> tuple[str, ...]:
    """The message as a sequence of what counts."""
    prose = fold(text).strip()
    parts = list(_japanese(prose) if language == "ja" else _english(prose))
    while parts and parts[-1] in (END, "."):
        parts.pop()
    return tuple(parts)


def _japanese(prose: str) -> Iterator[str]:
    text = ENDS.sub(END, CLOSING_JA.sub("", prose))
    for _offset, _line, tokens in tokenized_lines(text):
        yield from (_spelled(token) for token in tokens if token.surface.strip() and not _is_manner(token))


def _is_manner(token: Token) -> bool:
    """ください, です and ます where they only end a clause, ね and よ."""
    if token.lemma in ("くださる", "下さる"):
        return token.form.startswith("命令形")
    if token.pos == "助動詞" and token.lemma in ("です", "ます"):
        return token.form.startswith(("終止形", "連用形"))
    return token.subpos == "終助詞" and token.surface in ("ね", "よ")


def _spelled(token: Token) -> str:
    """A verb by its dictionary form and its conjugation: 直せ orders, 直す tells."""
    return f"{token.lemma}/{token.form}" if token.form not in ("", "*") else token.surface


def _english(prose: str) -> Iterator[str]:
    text = COURTESY_EN.sub(" ", prose)
    for pattern, plain in CONTRACTED:
        text = pattern.sub(plain, text)
    text = re.sub(r"!+|\s*\n\s*", ".", text.strip(" ,"))
    yield from ENGLISH.findall(OPENING_EN.sub(lambda found: found.group().lower(), text))
