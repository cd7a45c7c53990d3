"""The order in which a Japanese message is softened, and what each intensity may do."""

import re
from dataclasses import dataclass, replace

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, Edit, Intensity, TransformRequest
from apps.transform.rewriting.edits import apply_edits, kept_percent, settle
from apps.transform.rewriting.keigo.double import double_keigo
from apps.transform.rewriting.orders.japanese.asks import Ask
from apps.transform.rewriting.orders.japanese.clauses import Clause, read_clauses
from apps.transform.rewriting.orders.japanese.requests import read_ask
from apps.transform.types.soften.japanese.courtesy import COURTEOUS, closing, cushion
from apps.transform.types.soften.japanese.harsh import is_harsh
from apps.transform.types.soften.japanese.questions import word_question
from apps.transform.types.soften.japanese.reported import word_reported
from apps.transform.types.soften.japanese.rhetorical import word_rhetorical
from apps.transform.types.soften.japanese.spoken import word_joints, word_spoken
from apps.transform.types.soften.japanese.statements import sounds_rude, word_statement
from apps.transform.types.soften.japanese.terms import forbidden_terms, respects, warn_of_forbidden
from apps.transform.types.soften.japanese.unconverted import orders_left
from apps.transform.types.soften.japanese.wording import word_addition, word_ask
from apps.transform.types.soften.japanese.words import word_edits
from apps.transform.types.soften.receiver import is_formal
from apps.transform.types.soften.review import review

LIGHT_KEEPS = 85
"""Percent of the writer's characters that must survive at intensity 1 where nothing is to be changed but plain endings. Beside a request
that was worded anew they all become polite, so that a message has one register.
"""

SPEAKS_POLITELY = re.compile(r"です|ます|ません|でしょう|ください")
"""Where one sentence does, the plain ones beside it are the writer's choice: intensity 1 leaves them alone."""


REPORTED = re.compile("って(?!ば)|、?と(?:[言聞思書伝問尋返訊]|い[いうわっ]|き[いか])")
"""Behind an end mark: the sentence before it is somebody's words, and stays (直るの？って聞かれた)."""

ASKS_KINDLY = "いただ"
"""What the next request must not repeat: three in a row read like a machine."""


@dataclass(frozen=True)
class Softened:
    """What a clause gave: edits most important first, those that only raise the register, and the request."""

    clause: Clause
    edits: tuple[Edit, ...] = ()
    register: tuple[Edit, ...] = ()
    ask: Ask | None = None
    harsh: bool = False


def write(wanted: TransformRequest, document: Document) -> Draft:
    """Soften a Japanese message. Already polite text comes back without edits."""
    level = register_of(wanted)
    forbidden = forbidden_terms(wanted, document)
    parts = _parts(document, level)
    edits = () if _is_polite(document, parts) else _edits(document, parts, level)
    settled = _guarded(settle((*forbidden, *edits), document), wanted, document)
    reviewed = review(document, settled, "ja", is_harsh)
    clauses = tuple(part.clause for part in parts)
    cautions = (
        *orders_left(clauses, reviewed.edits, wanted),
        *warn_of_forbidden(wanted, document, reviewed.edits),
    )
    return Draft(edits=reviewed.edits, cautions=cautions, unsure=reviewed.unsure)


def register_of(wanted: TransformRequest) -> int:
    """1 to 4: the intensity, one higher from 2 on where the receiver is a customer or an executive."""
    formal = wanted.intensity > Intensity.LIGHT and is_formal(wanted.context.receiver_role)
    return int(wanted.intensity) + formal


def _parts(document: Document, level: int) -> tuple[Softened, ...]:
    parts: list[Softened] = []
    turn = 0
    for clause in read_clauses(document):
        part = _soften(clause, document, level, turn)
        joints = () if clause.is_item else (*word_joints(clause, level), *word_spoken(clause, level))
        if parts and parts[-1].ask is not None and not clause.is_item:
            joints = (*joints, *_one(word_addition(clause, level)))
        turn += any(ASKS_KINDLY in edit.replacement for edit in part.edits)
        parts.append(replace(part, register=(*part.register, *joints)))
    return tuple(parts)


def _soften(clause: Clause, document: Document, level: int, turn: int) -> Softened:
    if clause.mark and REPORTED.match(document.prose, clause.mark_end):
        return Softened(clause)
    if clause.is_echo or _is_turned(clause):
        kept = tuple(word.edit for word in word_edits(clause, document.prose, level, None) if not word.is_predicate)
        return Softened(clause, kept, harsh=_hurts(kept))
    told = word_reported(clause, level)
    rhetorical = () if told or clause.is_item else word_rhetorical(clause, document.prose, level)
    ask = None if told or rhetorical else read_ask(clause)
    words = word_edits(clause, document.prose, level, ask)
    said = tuple(word.edit for word in words)
    if told is not None or rhetorical:
        return Softened(clause, (*_one(told), *rhetorical, *said), harsh=True)
    if any(word.is_predicate for word in words):
        return Softened(clause, said, harsh=True)
    if ask is not None:
        return _asked(ask, clause, level, turn, said)
    question = None if clause.is_item else word_question(clause, level, turn)
    if question is not None:
        return Softened(clause, (question, *said), harsh=True)
    return _stated(clause, document, level, said)


def _is_turned(clause: Clause) -> bool:
    """営業部だけですよ出してないの: the predicate stands before its subject, and what ends the sentence is none."""
    ends = [at for at, token in enumerate(clause.tokens[:-1]) if token.lemma in ("です", "ます", "だ")]
    turned = any(clause.tokens[at + 1].surface == "よ" and at + 2 < len(clause.tokens) - 1 for at in ends)
    return turned and clause.tokens[-1].surface == "の"


def _asked(ask: Ask, clause: Clause, level: int, turn: int, said: tuple[Edit, ...]) -> Softened:
    edit = word_ask(ask, clause, level, turn)
    blunt = ask.tone in ("rude", "bare") or (ask.negative and level > 1)
    return Softened(clause, (*_one(edit), *said), ask=ask if edit else None, harsh=blunt or _hurts(said))


def _hurts(said: tuple[Edit, ...]) -> bool:
    return any(edit.reason not in ("casual", "address") for edit in said)


def _stated(clause: Clause, document: Document, level: int, said: tuple[Edit, ...]) -> Softened:
    statement = None if clause.is_item or _wraps(clause, document) else word_statement(clause, level)
    if statement is not None and sounds_rude(clause):
        return Softened(clause, (*said, statement), harsh=True)
    plain = statement is not None and statement.reason != "casual"
    return Softened(clause, said, register=_one(statement), harsh=plain or _hurts(said))


def _one(edit: Edit | None) -> tuple[Edit, ...]:
    return () if edit is None else (edit,)


def _wraps(clause: Clause, document: Document) -> bool:
    """Whether a line may go on in the next one, so that its last word is no ending."""
    line_start = document.text.rfind("\n", 0, clause.start) + 1
    after = document.text[clause.mark_end : clause.mark_end + 2]
    return not clause.mark and after.startswith("\n") and after.strip() != "" and clause.mark_end - line_start >= 30


def _is_polite(document: Document, parts: tuple[Softened, ...]) -> bool:
    """Nothing harsh in a text that is courteous, or that is spoken politely with a って here and there."""
    if any(part.harsh for part in parts):
        return False
    spoken = all(edit.reason == "casual" for part in parts for edit in (*part.edits, *part.register))
    return COURTEOUS.search(document.prose) is not None or (
        spoken and SPEAKS_POLITELY.search(document.prose) is not None
    )


def _edits(document: Document, parts: tuple[Softened, ...], level: int) -> tuple[Edit, ...]:
    parts = _with_cushion(document, parts, level)
    needed = tuple(edit for part in parts for edit in part.edits)
    everything = (*needed, *(edit for part in parts for edit in part.register))
    if level == 1 and not needed and SPEAKS_POLITELY.search(document.prose):
        return ()
    if level == 1 and not needed:
        result = apply_edits(document.text, settle(everything, document))
        return everything if kept_percent(document.text, result) >= LIGHT_KEEPS else ()
    if any(part.ask is not None for part in parts):
        return (*everything, *_one(closing(document, everything, level)))
    return everything


def _with_cushion(document: Document, parts: tuple[Softened, ...], level: int) -> tuple[Softened, ...]:
    """One cushion, before the first request that was worded anew."""
    first = next((part for part in parts if part.ask is not None), None)
    if first is None:
        return parts
    edits = cushion(first.clause, document, first.edits, level, negative=first.ask is not None and first.ask.forbids)
    softened = Softened(first.clause, edits, first.register, first.ask, first.harsh)
    return tuple(softened if part is first else part for part in parts)


def _guarded(edits: tuple[Edit, ...], wanted: TransformRequest, document: Document) -> tuple[Edit, ...]:
    """Without the edits that would change a protected term or make double keigo."""
    kept = tuple(edit for edit in edits if respects(edit, wanted, document.text))
    if double_keigo(apply_edits(document.text, kept)) == double_keigo(document.text):
        return kept
    return tuple(edit for edit in kept if not double_keigo(_around(edit, document.text)))


def _around(edit: Edit, text: str) -> str:
    return text[max(0, edit.start - 8) : edit.start] + edit.replacement + text[edit.end : edit.end + 8]
