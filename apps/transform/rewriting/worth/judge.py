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


NO_TROUBLE = re.compile(r"(?:問題|異常|支障|意見)(?:は|も)?(?:なし|(?:あり|ござい)ませ(?:んで)?|なく|ない)")
NOT_ALL_GOOD = re.compile(
    r"ません|ない|なし|なく|(?:[かがさたなばらわ]|(?<=[^、。])ま)ず|(?:ます|ました|でした)が、|けど|ものの|不良|遅れ|未[^来]"
    r"|\b(?:but|except|although|though|however|not|never|no|hardly|without)\b|n['’]t\b",
    re.I,
)
"""A sentence that says something good and something bad."""


EMPTY = frozenset([Purpose.OPINION, Purpose.THANKS, Purpose.OUTBURST, Purpose.GREETING])
"""What thanks, praise and heat may be besides."""
FELT = frozenset([Purpose.OPINION, Purpose.THANKS, Purpose.OUTBURST])
"""What is only felt is no event, whatever words it uses."""
REPLIES = re.compile(
    r"(?:について|の件|に関する)[^。]*(?:問い?合わ?せ|質問|相談|依頼|応募|注文)|\b(?:asking|about|whether|regarding)\b",
    re.I,
)
"""Thanks that say what the message answers."""
EXCUSES = re.compile(r"^(?!.*(?:ご迷惑|ご不便|ご心配|お手数|お騒がせ|遅く|遅れ)).*[がをに].*(?:申し訳|お詫び)")
"""An apology that says for what."""
GREETS_AND_TELLS = re.compile(r"[、,].{4}|[はがを].{3}|^.{31}|(?:の件|のこと)で")
"""A greeting with matter in the same breath."""


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
    well = shows("good", text, language) or shows("done", text, language)
    if well and not binds and not troubled and not NOT_ALL_GOOD.search(NO_TROUBLE.sub("", text)):
        return Worth.GOOD
    if troubled and not (_purposes(passage) and _purposes(passage) <= FELT):
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
    if REPLIES.search(text):
        return False
    if ASKS.search(text) or due_of(text, language):
        return (
            shows("outburst", text, language)
            and _purposes(passage) <= {Purpose.OUTBURST}
            and len(text) < SHORT_FRAME[language]
        )
    return (shows("courtesy", text, language) or shows("outburst", text, language)) and _purposes(passage) <= EMPTY


def _only_greets(passage: Passage, text: str, language: str) -> bool:
    """Who writes to whom (部長へ, 図書館より), as was learned."""
    return _purposes(passage) == {Purpose.GREETING} and not GREETS_AND_TELLS.search(text) and not ASKS.search(text)


def _is_frame(passage: Passage, text: str, language: str) -> bool:
    """Whether a greeting or closing is one: a figure or a long sentence is matter that only looks like it."""
    short = len(text) <= SHORT_FRAME[language] and not FIGURE.search(text)
    formula = is_marked("greeting", text, language) or is_marked("closing", text, language)
    excuses = EXCUSES.search(text) is not None
    return Role.ADDRESS in passage.roles or ((formula or short) and not excuses and not FIGURE.search(text))


def _purposes(passage: Passage) -> frozenset[Purpose]:
    return frozenset(s.purpose for s in passage.statements if s.purpose)


def _binds(passage: Passage, text: str, language: str) -> bool:
    if _purposes(passage) & BINDS or due_of(text, language):
        return True
    doubted = all(s.purpose in TELLS for s in passage.statements)
    return (not doubted and bool(passage.roles & {Role.REQUEST, Role.DECISION})) or bool(ASKS.search(text))
