"""The parts of a request: what two wishes in one breath are, each by itself, and an afterthought with what it is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from apps.analyze.language.document import Document, read_document
from apps.transform.contracts import Language
from apps.transform.rewriting.roles import Role, Statement, read_statements
from apps.transform.rewriting.roles.statement import FRAME
from apps.transform.rewriting.rulebook import wording_beside
from apps.transform.types.requirements.spread import Spread

_MODAL = r"(?:wants?|needs?|must|should|has to|have to|can(?:no|['’])t|cannot|would (?:like|be)|may|asked)"
SPLICE = {
    "en": re.compile(
        rf",\s+(?:(?:and|but|while|whereas)\s+)?(?=(?:(?:the|our|my|a|only|no)\s)?(?:[\w'’-]+\s){{1,2}}{_MODAL}\b|(?:i|we)['’]d\b"
        r"|[\w ]{3,40}\ba? ?(?:nice extra|nice to have|bonus)\b)",
        re.I,
    ),
    "ja": re.compile(
        r"(?:(?<=たい)|(?<=ほしい)|(?<=欲しい)|(?<=ください)|(?<=です)|(?<=ます)|(?<=不要)|(?<=必須)|(?<=だけ)|(?<=のみ))、"
        r"(?!いや|やっぱり)(?=(?:あと|それと|それから|でも|また|さらに|ただし?|できれば)|[^、。]{2,14}[はも])"
    ),
}
"""Where one wish ends and the next begins without a full stop."""
WANTS = {
    "en": re.compile(
        rf"\b{_MODAL}\b|\bplease\b|['’]d like|\bis (?:a must|fine|enough|ok)\b|\b(?:nice extra|nice to have|bonus|optional)\b|^(?:make|let|add|show|keep)\b",
        re.I,
    ),
    "ja": re.compile(r"たい|ほしい|欲しい|ください|お願い|必須|必要|不要|いい|だけ|のみ|こと"),
}
"""A half that wants nothing stays with the other half."""
GOVERNS = re.compile(
    r"^\W*(?:if|when|whenever|unless|until|once|after|before|because|since|although|while|as)\b|\b(?:whether|that says)\b",
    re.I,
)
LEANS = {
    "en": re.compile(
        r"^(?:ok(?:ay)?[, ]+)?(?:maybe|perhaps|or (?:at least|maybe|even)|well,|no wait|on second thoughts?"
        r"|not (?:essential|urgent|a must|critical|important|necessary|now)|except\b|with the exception|but not|but only"
        r"|every (?:\d|single|day|time)|(?:and|or) (?:easier|faster|simpler|quicker|better|nicer|cheaper|shorter|longer|more|less|not)\b)",
        re.I,
    ),
    "ja": re.compile(
        r"^(?:いや[、 ]?(?=\S)|たぶん|多分|おそらく|もしくは|または|あるいは|[^。、]{1,8}でも(?:何|なん)でも|無理(?:なら|であれば)"
        r"|ただし?[^、。]{1,10}は(?:別|例外)|やっぱり|必須ではな|急ぎ(?:では|じゃ)な)"
    ),
}
"""An afterthought: it means something only beside what stands before it."""
LONGEST_AFTERTHOUGHT = {"ja": 40, "en": 90}
BULLET = re.compile(r"^\s*(?:[-*+•・●○■□▼※]|\d{1,2}[.)．）]|[(（]\d{1,2}[)）]|[①-⑳]|[a-h]\))\s*")
BARE_MARK = re.compile(r"^\d{1,2}(?:[ \u3000]+|(?=[^\x00-\x7f]))")
WORDS = wording_beside(__file__)


@dataclass(frozen=True)
class Part:
    """A statement with its afterthoughts. `said` is the statement alone, without a mark that counts it."""

    statement: Statement
    said: str
    listed: bool = False
    afterthought: str = ""


def parts_of(told: Sequence[Statement], spread: Spread, language: Language) -> list[Part]:
    """The statements, splices cut, afterthoughts put back."""
    parts: list[Part] = []
    for statement in told:
        mark = _mark_before(statement, spread)
        listed = mark is not None or spread.is_part(statement.start)
        for piece in _cut(_counted(statement, mark or ""), language):
            if parts and not listed and _leans(piece, language) and _is_wish(parts[-1].statement):
                parts[-1] = _with_afterthought(parts[-1], piece, language)
            else:
                parts.append(Part(piece, _said(piece.text) if listed else piece.text, listed))
    return parts


def _mark_before(statement: Statement, spread: Spread) -> str | None:
    """The mark of the list whose entry a statement begins; None where it begins none."""
    text = spread.document.text
    line = text[text.rfind("\n", 0, statement.start) + 1 : statement.start]
    return line.lstrip() if BULLET.fullmatch(line) else None


def _counted(statement: Statement, mark: str) -> Statement:
    """With the mark that counts it (1., ②): others may refer to it."""
    counts = any(char.isdigit() for char in mark) and not statement.verbatim
    return replace(statement, text=f"{mark}{statement.text}") if counts else statement


def _with_afterthought(part: Part, piece: Statement, language: Language) -> Part:
    joined = _joined(part.statement, piece, language)
    return replace(part, statement=joined, afterthought=f"{part.afterthought} {piece.text}".strip())


def _said(text: str) -> str:
    mark = BULLET.match(text) or BARE_MARK.match(text)
    return text[mark.end() :] if mark else text


def entries(statement: Statement, document: Document, language: Language) -> list[Statement]:
    """The entries of the list below a statement, each a statement of its own; none where it isn't a plain list."""
    lines = statement.below.split("\n") if statement.below else []
    marks = [BULLET.match(line) for line in lines]
    found: list[Statement] = []
    at = statement.end
    for line, mark in zip(lines, marks, strict=True):
        if not mark or len(mark[0]) == len(line):
            return []
        at = document.text.find(line, at)
        found += _read(line[mark.end() :].rstrip(" ,;；"), at + mark.end(), language)
        at += len(line)
    return found


def _cut(statement: Statement, language: Language) -> Iterator[Statement]:
    if statement.verbatim or statement.below or statement.role in (*FRAME, Role.HEADING, Role.REFERENCE):
        yield statement
        return
    statement = replace(statement, text=statement.text.rstrip(" ;；"))
    start = 0
    for match in _splices(read_document(statement.text).prose, language):
        yield _piece(statement, start, match.start(), language)
        start = match.end()
    yield _piece(statement, start, len(statement.text), language) if start else statement


def _splices(prose: str, language: Language) -> Iterator[re.Match[str]]:
    """Where each half wants something, and no condition governs both."""
    start = 0
    for match in SPLICE[language].finditer(prose):
        left, right = prose[start : match.start()], prose[match.end() :]
        if not GOVERNS.search(left) and WANTS[language].search(left) and WANTS[language].search(right):
            yield match
            start = match.end()


def _piece(statement: Statement, start: int, end: int, language: Language) -> Statement:
    text = statement.text[start:end].strip(" ,;")
    read = [s for s in _read(text, statement.start + start, language) if s.role not in FRAME]
    role = read[0].role if len(read) == 1 else statement.role
    shown = text[:1].upper() + text[1:] if language == "en" and start else text
    return replace(
        statement,
        start=statement.start + start,
        end=min(statement.start + end, statement.end),
        text=shown,
        role=role,
        purpose=None,
    )


def _read(text: str, at: int, language: Language) -> list[Statement]:
    read = read_statements(read_document(text), language, merged=False)
    return [replace(s, start=s.start + at, end=s.end + at) for s in read]


def _leans(statement: Statement, language: Language) -> bool:
    short = len(statement.text) <= LONGEST_AFTERTHOUGHT[language]
    return short and not statement.verbatim and bool(LEANS[language].search(statement.text))


def _is_wish(statement: Statement) -> bool:
    return not statement.verbatim and not statement.below and statement.role not in FRAME


def _joined(first: Statement, second: Statement, language: Language) -> Statement:
    end = WORDS["comma" if second.sentence == first.sentence else "stop"][language]
    gap = end if first.text[-1:] not in "?!？！…" else (" " if language == "en" else "")
    return replace(first, end=second.end, text=first.text + gap + second.text)
