"""What a message asks, of whom and by when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from apps.analyze.language.dates import find_dates
from apps.analyze.language.document import HOLE, Document
from apps.analyze.language.names import find_names
from apps.analyze.language.polarity import find_cues
from apps.analyze.language.tokens import tokenize
from apps.transform.contracts import Ask, Language
from apps.transform.reading.spans import passage, says_something
from apps.transform.rewriting.roles import Role, Statement
from apps.transform.rewriting.roles.facts import due_of, event_of

QUESTION = re.compile(r"[?？][)）」』\"]?\s*$|(?:ですか|ますか|でしょうか|ませんか)。?\s*$")
DEADLINE = re.compile(
    r"^(?:回答|返信|提出)?(?:期限|締め?切り?|〆切|納期)(?:は|：|:)|^(?:the )?(?:deadline|due date)(?: is|:)|^(?:it is |this is )?due\b",
    re.I,
)
DOING = re.compile(
    r"いただけ|頂け|もらえ|くださ|下さ|お願い|くれ(?:ます|ません)|\b(?:can|could|will|would) (?:you|someone|we|somebody)\b",
    re.I,
)
"""A request in the form of a question."""
LAST_WORDS = 40
"""Code points at the end of a Japanese clause that show its form."""
IMMEDIATE = frozenset({"today", "tonight", "tomorrow", "end of day"})
ADDRESSED: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(r"(?:さん|様|さま|氏|くん|部長|課長|社長)?(?:[、,]|(?:は|が|の方で|に(?=お願い)))"),
    "en": re.compile(r"(?:[,:]\s|\s(?:can|could|would|will|please|should|must|needs? to|has to)\b)", re.I),
}
TEAM = re.compile(
    r"(?P<ja>[^\s、。にでをはが]{1,10}(?:チーム|部|課|側|担当))(?:さん)?(?:で(?!す)|にて|の方で|は|、|に(?=お願い))"
    r"|\b(?P<en>(?:the )?[a-z]+ team)(?:[,:]| (?:can|could|please|should|must|needs? to|has to))",
    re.I,
)
MENTION_END = re.compile(r"[ \u3000]*(?:さん|様)?(?:[、,:]|\s|は|が)")


def asks_in(document: Document, told: Sequence[Statement], language: Language) -> tuple[Ask, ...]:
    """Requests and questions in the order of the message. A deadline that stands alone belongs to asks without one."""
    asks = tuple(_ask(document, s, language) for s in told if _asks(s, document, language) and not _is_deadline(s))
    alone = next((due for s in told if _is_deadline(s) and (due := _dates(s.text))), None)
    return tuple(replace(ask, due=ask.due or alone) for ask in asks)


def is_question(ask: Ask) -> bool:
    """Whether an ask wants an answer in words, not something done."""
    return bool(QUESTION.search(ask.text)) and not DOING.search(ask.text)


def _asks(statement: Statement, document: Document, language: Language) -> bool:
    if not says_something(statement, document):
        return False
    if statement.role is Role.REQUEST or QUESTION.search(document.text[statement.start : statement.end]):
        return True
    return _orders(document.prose[statement.start : statement.end].strip(), language)


def _orders(prose: str, language: Language) -> bool:
    """An order by its form: a verb at the head in English, at the end in Japanese."""
    if language == "en":
        return any(cue.kind == "asked" and cue.start == 0 for cue in find_cues(prose, language))
    tokens = tokenize(prose.rstrip("。！!ねよ").replace(HOLE, " ")[-LAST_WORDS:])
    last = tokens[-1] if tokens else None
    return last is not None and (last.form.startswith("命令形") or (last.lemma in "てで" and last.subpos == "接続助詞"))


def _is_deadline(statement: Statement) -> bool:
    return bool(DEADLINE.search(statement.text))


def _ask(document: Document, statement: Statement, language: Language) -> Ask:
    found = passage(document, statement.start, statement.end)
    return Ask(found.text, _asked(document, statement, language), _due(found.text, language), found.start, found.end)


def _due(text: str, language: Language) -> str | None:
    """The deadline as the text has it: one that says so, else a day so near that it can be nothing else."""
    due = due_of(text, language) or event_of(text, language)
    if due:
        return due.text.removesuffix("に") if due.text.endswith("中に") else due.text
    return _dates(text, only_near=True)


def _dates(text: str, *, only_near: bool = False) -> str | None:
    dates = [w for w in find_dates(text) if not only_near or w.role == "by" or (not w.role and w.value in IMMEDIATE)]
    return text[dates[0].start : dates[-1].end] if dates else None


def _asked(document: Document, statement: Statement, language: Language) -> str | None:
    """Whom the message speaks to: a mention or a name at the head, or a team that is told to act."""
    return next(_addressees(document, statement, language), None)


def _addressees(document: Document, statement: Statement, language: Language) -> Iterator[str]:
    start, end = _head(document, statement.start), statement.end
    for span in document.opaque_within(start, end):
        if (
            span.kind == "mention"
            and _at_head(document, start, span.start)
            and MENTION_END.match(document.text, span.end)
        ):
            yield document.text[span.start : span.end]
    prose = document.prose[start:end]
    for name in find_names(prose, language):
        if (
            name.kind == "person"
            and not prose[: name.start].strip(HOLE + " ")
            and ADDRESSED[language].match(prose, name.end)
        ):
            yield name.text
    team = TEAM.search(prose)
    if team:
        yield team["ja"] or team["en"]


def _head(document: Document, start: int) -> int:
    """Where the line begins, if only a mention stands before the statement: @maria could you …"""
    line = document.prose.rfind("\n", 0, start) + 1
    return line if not document.prose[line:start].strip(HOLE + " 、,さん様:") else start


def _at_head(document: Document, start: int, at: int) -> bool:
    return not document.prose[start:at].strip(HOLE + " 、,")
