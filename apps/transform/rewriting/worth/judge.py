"""What a sentence is worth to somebody who reads only the summary. What no mark speaks against is kept."""

import re
from enum import StrEnum

from apps.transform.rewriting.roles import Role
from apps.transform.rewriting.roles.cues import is_marked
from apps.transform.rewriting.roles.facts import due_of
from apps.transform.rewriting.roles.purpose import Purpose
from apps.transform.rewriting.roles.statement import FRAME
from apps.transform.rewriting.worth.marks import shows
from apps.transform.rewriting.worth.passages import Passage

FIGURE = re.compile(r"[\d０-９]|[一二三四五六七八九十]回")
ASKS = re.compile(
    r"ください|下さい|ほしい|欲しい|(?:いただけ|もらえ)(?:ます|ません)|ますか|でしょうか|お願いできま|お願いします$|[?？]"
    r"|\b(?:please|pls|could you|can you|would you|can someone|let (?:me|us) know|need|needs|must|want|wants)\b",
    re.I,
)
BINDS = frozenset(
    [
        Purpose.REQUEST,
        Purpose.ORDER,
        Purpose.QUESTION,
        Purpose.DECISION,
        Purpose.DEADLINE,
        Purpose.CONSTRAINT,
        Purpose.CONDITION,
        Purpose.COMMITMENT,
    ]
)
"""What binds somebody: it is never a side matter."""
TELLS = frozenset([Purpose.EVENT, Purpose.FINDING, Purpose.THANKS, Purpose.GREETING, Purpose.OPINION, Purpose.OUTBURST])
"""Sure purposes that overrule a cue which says that something was decided or is asked."""
SHORT_FRAME = {"ja": 30, "en": 70}


NOT_ALL_GOOD = re.compile(
    r"(?:が|けど|けれど|ものの|一方)、[^。]*(?:ません|ない|停止|不良|遅れ|未)|\b(?:but|except|although|though|however)\b",
    re.I,
)
"""A sentence that says something good and something bad."""


class Worth(StrEnum):
    """From what always goes to what always stays."""

    LIGHT = "light"
    """Greetings, thanks, heat."""
    CHAT = "chat"
    """Small talk; it goes unless what follows leans on it."""
    GOOD = "good"
    """What went as it should: a side matter where something else matters."""
    SPARE = "spare"
    """The first to go where room is short: kind of message, next meeting, where to find things."""
    HEADING = "heading"
    """It names the matter, and stays at the head."""
    PLAIN = "plain"
    """Nothing is known of it, so it stays."""
    TROUBLE = "trouble"
    """Something is wrong, stopped, forbidden, open."""
    BINDING = "binding"
    """A decision, request, order, question, deadline, promise or condition."""


def worth_of(passage: Passage, language: str) -> Worth:
    """What a passage is worth by itself."""
    text = _bare(passage)
    if shows("genre", text, language):
        return Worth.SPARE
    troubled = shows("trouble", text, language)
    if not troubled and _is_light(passage, text, language):
        return Worth.LIGHT
    if not troubled and shows("chat", text, language) and not _weighs(passage, text, language):
        return Worth.CHAT
    if Role.HEADING in passage.roles or shows("spare", text, language):
        return Worth.HEADING if Role.HEADING in passage.roles else Worth.SPARE
    return _matter(passage, text, language, troubled=troubled)


def _matter(passage: Passage, text: str, language: str, *, troubled: bool) -> Worth:
    binds = _binds(passage, text, language)
    if shows("good", text, language) and not binds and not NOT_ALL_GOOD.search(text):
        return Worth.GOOD
    if troubled:
        return Worth.TROUBLE
    return Worth.BINDING if binds else Worth.PLAIN


def _bare(passage: Passage) -> str:
    return passage.text.strip().rstrip(".。!！ ")


def _weighs(passage: Passage, text: str, language: str) -> bool:
    return bool(FIGURE.search(text)) or _binds(passage, text, language)


def is_binding(passage: Passage, language: str) -> bool:
    """Whether it decides, asks, orders, promises or sets a date."""
    return _binds(passage, _bare(passage), language)


def _is_light(passage: Passage, text: str, language: str) -> bool:
    if all(s.role in FRAME for s in passage.statements):
        return _is_frame(passage, text, language)
    if FIGURE.search(text):
        return False
    if shows("wish", text, language) or _only_greets(passage, text, language):
        return True
    if ASKS.search(text) or due_of(text, language):
        return (
            shows("outburst", text, language)
            and _purposes(passage) <= {Purpose.OUTBURST}
            and len(text) < SHORT_FRAME[language]
        )
    return (shows("courtesy", text, language) or shows("outburst", text, language)) and not _purposes(passage) & BINDS


def _only_greets(passage: Passage, text: str, language: str) -> bool:
    """Who writes to whom (部長へ, 図書館より), as was learned."""
    return _purposes(passage) == {Purpose.GREETING} and len(text) <= SHORT_FRAME[language] and not ASKS.search(text)


def _is_frame(passage: Passage, text: str, language: str) -> bool:
    """Whether a greeting or closing is one: a figure or a long sentence is matter that only looks like it."""
    short = len(text) <= SHORT_FRAME[language] and not FIGURE.search(text)
    formula = is_marked("greeting", text, language) or is_marked("closing", text, language)
    return Role.ADDRESS in passage.roles or (formula and not FIGURE.search(text)) or short


def _purposes(passage: Passage) -> frozenset[Purpose]:
    return frozenset(s.purpose for s in passage.statements if s.purpose)


def _binds(passage: Passage, text: str, language: str) -> bool:
    if _purposes(passage) & BINDS or due_of(text, language):
        return True
    doubted = all(s.purpose in TELLS for s in passage.statements)
    return (not doubted and bool(passage.roles & {Role.REQUEST, Role.DECISION})) or bool(ASKS.search(text))
