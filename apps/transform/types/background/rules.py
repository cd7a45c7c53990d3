"""Background by rules: a short ask becomes a draft with sections; what the text doesn't say is a slot and a question."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, Language, Question, TransformRequest
from apps.transform.rewriting.rulebook import reason_text, wording_beside
from apps.transform.types.background.parts import Parts, read_parts
from apps.transform.types.background.sections import Section, kind_of, sections_for

MOST_QUESTIONS = 6
WORDS = wording_beside(__file__)
SLOTS, JOIN = WORDS["slot"], WORDS["join"]


def write(wanted: TransformRequest, document: Document) -> Draft:
    """A draft around the ask. The ask stays word for word; sections hold only what the text says, or a slot."""
    sections = sections_for(kind_of(document.prose, wanted.language), wanted.language, wanted.intensity)
    if SLOTS[wanted.language].split("{}")[0] in document.text:
        return Draft(questions=_questions(_still_open(sections, wanted.language, document), wanted.reader_language))
    if not document.prose.strip():
        return Draft()
    parts = read_parts(document, wanted.language, sections)
    missing = [section for section in sections if section.key not in parts.filled]
    if not missing and parts.ask:
        return Draft()
    return Draft(
        composed=_compose(parts, sections, wanted),
        reason="background.draft",
        questions=_questions(missing, wanted.reader_language),
    )


def _questions(missing: Iterable[Section], reader: Language) -> tuple[Question, ...]:
    """One question a slot, in the order of the slots."""
    return tuple(
        Question(f"q{number}", section.question, reason_text(f"asked.background.{section.key}", reader))
        for number, section in enumerate(islice(missing, MOST_QUESTIONS), 1)
    )


def _still_open(sections: Sequence[Section], language: Language, document: Document) -> Iterator[Section]:
    for section in sections:
        if SLOTS[language].format(section.slot) in document.text:
            yield section


def _compose(parts: Parts, sections: Sequence[Section], wanted: TransformRequest) -> str:
    language = wanted.language
    ask = JOIN[language].join(parts.ask) or _line(
        language, WORDS["ask"][language], SLOTS[language].format(WORDS["no_ask"][language])
    )
    blocks = [
        JOIN[language].join(parts.greeting),
        ask,
        "\n".join(_section_lines(parts, sections, language)),
        _line(language, WORDS["notes"][language], JOIN[language].join(parts.notes)) if parts.notes else "",
        WORDS["reference"][language].format(_quoted(wanted)) if wanted.context.background.strip() else "",
        JOIN[language].join(parts.closing),
    ]
    return "\n\n".join(block for block in blocks if block)


def _section_lines(parts: Parts, sections: Sequence[Section], language: Language) -> Iterator[str]:
    for section in sections:
        said = parts.filled.get(section.key)
        yield _line(
            language, section.heading, _joined(said, language) if said else SLOTS[language].format(section.slot)
        )


def _joined(said: Sequence[str], language: Language) -> str:
    """Sentences follow each other; pieces of an ask are set apart."""
    whole = all(piece[-1] in "。.!?！？" for piece in said[:-1])
    return (JOIN if whole else WORDS["semicolon"])[language].join(dict.fromkeys(said))


def _line(language: Language, heading: str, text: str) -> str:
    return WORDS["line"][language].format(heading, text)


def _quoted(wanted: TransformRequest) -> str:
    background = " ".join(wanted.context.background.split())
    return WORDS["quoted"][wanted.language].format(background)
