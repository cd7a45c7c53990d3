"""What a message has to be asked back: what its reader needs and it doesn't say, the most needed first."""

import re
from collections.abc import Sequence

from apps.transform.rewriting.roles.facts import due_of
from apps.transform.types.background.parts import FACTS, Parts
from apps.transform.types.background.sections import AskKind, Section, section_named

MOST_QUESTIONS = 3
FEWER = 2
"""At intensity 1."""
FIRST = (
    "window",
    "purpose",
    "covered",
    "contact",
    "vendors",
    "new_date",
    "days",
    "role",
    "who",
    "scope",
    "deadline",
    "until",
    "cost",
)
"""Of a form, what is asked first; the other slots are for whoever fills it in."""
FORM = re.compile(r"承認|許可|決裁|稟議|予算|\b(?:approv\w+|sign off|permission|budget)\b", re.I)
"""Words of a decision that somebody has to take, and needs the whole picture for."""
FORMS = ("hiring", "vendor", "subscription", "purchase", "notice")
WHEN = {
    "ja": re.compile(
        r"\d{1,2}\s?[月日時/]|曜|本日|今日|明日|明後日|今[週月期]|来[週月期年]|[週月年]末|年内|年度|至急|急ぎ|急い|急で|急な|いつでも|すぐ|早め|中に|[月火水木金土日]に"
    ),
    "en": re.compile(
        r"\b(?:\d{1,2}(?::\d\d|\s?[ap]m)|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|jan(?:uary)?|feb(?:ruary)?|march|april|june?|july?|aug(?:ust)?|"
        r"sept(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|today|tonight|tomorrow|asap|urgent\w*|no rush|whenever|(?:this|next) \w+|"
        r"noon|by the end|before|during|until|weekly|daily)\b",
        re.I,
    ),
}
REASON = {
    "ja": re.compile(r"(?:ため|ので|から)(?:、|に)|ために|ように"),
    "en": re.compile(
        r"\b(?:because|since|so that|so we|so i|in order to|as (?:the|we|i|our)|due to|for the)\b"
        r"|, (?:the|it|we|my|our|they) [^,]*\b(?:is|was|are|were|has|have|did|does)\b",
        re.I,
    ),
}
"""A reason inside the ask."""
LONG_ASK = {"ja": 90, "en": 200}
"""Code points of an ask that surely says more than what is wanted."""
OPEN_END = {
    "ja": re.compile(r"(?:\d{1,2}[時日月]|[曜今明来][^、。]{0,3})(?:から|以降)(?![^。]{0,40}まで)"),
    "en": re.compile(
        r"\b(?:from|starting|as of) (?:\w+ )?(?:\d|mon|tue|wed|thu|fri|sat|sun|today|tomorrow|next|noon)(?!.*\b(?:to|until|till|through)\b)",
        re.I,
    ),
}
STOPS = {
    "ja": re.compile(r"停止|止め|やめ|廃止|遮断|閉[めじ]|切って|開けっぱなし|無効|撤去"),
    "en": re.compile(
        r"\b(?:shut|stop|turn (?:\w+ )?off|switch (?:\w+ )?off|disable|close|freeze|suspend|silence|take down|leave \w+ open|remove)\b",
        re.I,
    ),
}
MENDS = {
    "ja": re.compile(r"直し|直して|修理|修復|復旧|調べて|見て(?:くだ|もら|ほし)"),
    "en": re.compile(r"\b(?:fix|repair|mend|look (?:into|at)|debug|troubleshoot)\b", re.I),
}


def is_form(kind: AskKind, ask: str) -> bool:
    """Whether somebody has to decide, and needs all sections; a request of every day is asked for what it lacks alone."""
    return kind.kind in FORMS or FORM.search(ask) is not None


def missing(kind: AskKind, parts: Parts, ask: str, prose: str, sections: Sequence[Section]) -> list[Section]:
    """The sections that stay slots: all empty ones of a form; of a request of every day what nothing in it answers."""
    language = sections[0].language
    if not is_form(kind, ask):
        return [section_named(key, language) for key in _lacking(parts, ask, prose, language)]
    empty = [section for section in sections if section.key not in parts.filled]
    return [section for section in empty if section.key in (*kind.sections, *kind.strong)]


def _lacking(parts: Parts, ask: str, prose: str, language: str) -> list[str]:
    is_told = any(key in parts.filled for key in ("purpose", "reason", FACTS))
    told = is_told or REASON[language].search(ask) or len(ask) > LONG_ASK[language]
    mends = MENDS[language].search(ask)
    dated = WHEN[language].search(prose) or due_of(prose, language)
    lacks = {
        FACTS: mends and not told,
        "purpose": not mends and not told,
        "impact": STOPS[language].search(ask) and "impact" not in parts.filled,
        "until": OPEN_END[language].search(ask),
        "deadline": not dated,
    }
    return [key for key, lacking in lacks.items() if lacking]


def asked(slots: Sequence[Section], intensity: int) -> list[Section]:
    """Those of the slots that become questions, in the order of the slots."""
    most = FEWER if intensity == 1 else MOST_QUESTIONS
    by_need = sorted(slots, key=lambda s: FIRST.index(s.key) if s.key in FIRST else len(FIRST))
    chosen = {section.key for section in by_need[:most]}
    return [section for section in slots if section.key in chosen]
