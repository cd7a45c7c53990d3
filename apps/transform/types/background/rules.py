"""Background by rules: a short ask becomes a draft with sections; what the text doesn't say is a slot and a question."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, Language, Question, TransformRequest
from apps.transform.rewriting.roles.purpose import Purpose
from apps.transform.rewriting.rulebook import reason_text, wording_beside
from apps.transform.types.background.asks import Kind, Told, read_sentences
from apps.transform.types.background.missing import MOST_QUESTIONS, asked, is_form, missing
from apps.transform.types.background.parts import Parts, read_parts
from apps.transform.types.background.sections import AskKind, Section, kind_of, sections_for, sections_in, with_told

TELLS = (Purpose.EVENT, Purpose.FINDING, Purpose.CAUSE, Purpose.EFFECT, Purpose.BACKGROUND, Purpose.OPINION)
LEAST_TOLD = 0.45
"""Likelihood that a sentence only tells something, from which it may stand apart from what is asked."""
WORDS = wording_beside(__file__)
ENDS = "。．.!?！？）)」』"
SLOTS, JOIN = WORDS["slot"], WORDS["join"]


def write(wanted: TransformRequest, document: Document) -> Draft:
    """A draft around the ask. The ask stays word for word; sections hold only what the text says, or a slot."""
    language = wanted.language
    if SLOTS[language].split("{}")[0] in document.text:
        still_open = asked(_still_open(language, document), wanted.intensity)
        return Draft(questions=_questions(still_open, wanted.reader_language))
    return _drafted(wanted, document) if document.prose.strip() else Draft()


def _drafted(wanted: TransformRequest, document: Document) -> Draft:
    language = wanted.language
    told = read_sentences(document, language)
    ask = _asked_prose(told) or document.prose
    kind = kind_of(ask, language)
    sections = sections_for(kind, language, wanted.intensity)
    shown = with_told(sections, language)
    parts = read_parts(document, _announced(told, kind), shown, formal=is_form(kind, ask))
    slots = missing(kind, parts, ask, document.prose, shown)
    if parts.ask and not slots and not any(parts.filled.values()):
        return Draft()
    questions = _questions(asked(slots, wanted.intensity), wanted.reader_language)
    if any(each.kind is Kind.FACT and each.judgement.likelihood(*TELLS) < LEAST_TOLD for each in told[1:]):
        return Draft(questions=questions)  # it may belong to the ask: under a heading it would be taken out of it
    if not parts.ask and not wanted.context.background.strip():
        return Draft(questions=questions)  # it may be among the rest: a slot for it would deny what is there
    return Draft(composed=_compose(parts, shown, slots, wanted), reason="background.draft", questions=questions)


def _asked_prose(told: Sequence[Told]) -> str:
    return " ".join(each.sentence.prose for each in told if each.kind is Kind.ASK)


def _announced(told: tuple[Told, ...], kind: AskKind) -> tuple[Told, ...]:
    """What a notice announces stands where an ask would: nobody is asked for anything."""
    if kind.kind != "notice" or any(each.kind is Kind.ASK for each in told):
        return told
    return tuple(replace(each, kind=Kind.ASK) if each.kind is Kind.FACT else each for each in told)


def _questions(missing: Iterable[Section], reader: Language) -> tuple[Question, ...]:
    """One question a slot, in the order of the slots."""
    return tuple(
        Question(f"q{number}", section.question, reason_text(f"asked.background.{section.key}", reader))
        for number, section in enumerate(islice(missing, MOST_QUESTIONS), 1)
    )


def _still_open(language: Language, document: Document) -> list[Section]:
    """The sections whose slots a draft still has, in its order."""
    places = {section: document.text.find(SLOTS[language].format(section.slot)) for section in sections_in(language)}
    return sorted((section for section, at in places.items() if at >= 0), key=lambda section: places[section])


def _compose(parts: Parts, shown: Sequence[Section], slots: Sequence[Section], wanted: TransformRequest) -> str:
    language = wanted.language
    ask = _sentences(parts.ask, language) or _line(
        language, WORDS["ask"][language], SLOTS[language].format(WORDS["no_ask"][language])
    )
    told = "\n".join(_section_lines(parts, shown, slots, language))
    blocks = [
        _sentences(parts.greeting, language),
        *((told, ask) if parts.leans else (ask, told)),
        _line(language, WORDS["notes"][language], _sentences(parts.notes, language)) if parts.notes else "",
        WORDS["reference"][language].format(_quoted(wanted)) if wanted.context.background.strip() else "",
        _sentences(parts.closing, language),
    ]
    return "\n\n".join(block for block in blocks if block)


def _section_lines(
    parts: Parts, shown: Sequence[Section], slots: Sequence[Section], language: Language
) -> Iterator[str]:
    """What is said and what is open, in the order of the sections; an open one that the kind doesn't have comes last."""
    keys = {section.key for section in shown}
    for section in (*shown, *(slot for slot in slots if slot.key not in keys)):
        said = parts.filled.get(section.key)
        if said:
            yield _line(language, section.heading, _joined(said, language))
        elif any(slot.key == section.key for slot in slots):
            yield _line(language, section.heading, SLOTS[language].format(section.slot))


def _joined(said: Sequence[str], language: Language) -> str:
    """Sentences follow each other; pieces of an ask are set apart."""
    told = tuple(dict.fromkeys(said))
    whole = all(piece[-1] in ENDS for piece in told[:-1])
    return _sentences(told, language) if whole else WORDS["semicolon"][language].join(told)


def _sentences(said: Sequence[str], language: Language) -> str:
    """Sentences one after the other; a space where one has no mark at its end."""
    glued = [piece + ("" if piece[-1] in ENDS else " ") if language == "ja" else piece for piece in said]
    return JOIN[language].join(glued).strip()


def _line(language: Language, heading: str, text: str) -> str:
    return WORDS["line"][language].format(heading, text)


def _quoted(wanted: TransformRequest) -> str:
    background = " ".join(wanted.context.background.split())
    return WORDS["quoted"][wanted.language].format(background)
