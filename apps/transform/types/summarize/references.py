"""What a summary leaves out but nobody may lose: mentions, addresses, links, code and emoji of the dropped parts."""

from collections.abc import Iterator

from apps.analyze.language.document import Document, read_document
from apps.transform.contracts import Language
from apps.transform.rewriting.rulebook import wording_beside

LISTED = ("mention", "url", "email", "code")
WORDS = wording_beside(__file__)


def closing_line(document: Document, summary: str, language: Language) -> str:
    """A last line with every token that the summary lacks; nothing where it lacks none."""
    missing = list(_missing(document, summary))
    listed = [text for kind, text in missing if kind in LISTED and "\n" not in text]
    blocks = [text for kind, text in missing if kind in LISTED and "\n" in text]
    emoji = "".join(text for kind, text in missing if kind == "emoji")
    line = WORDS["references"][language] + WORDS["comma"][language].join(listed) if listed else ""
    return "\n".join(part for part in (f"{line} {emoji}".strip(), *blocks) if part)


def _missing(document: Document, summary: str) -> Iterator[tuple[str, str]]:
    told = {summary[span.start : span.end] for span in read_document(summary).opaque}
    for span in document.opaque:
        token = document.text[span.start : span.end]
        if span.kind in (*LISTED, "emoji") and token not in told:
            told.add(token)
            yield span.kind, token
