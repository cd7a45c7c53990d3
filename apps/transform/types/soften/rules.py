"""Soften by rules: the same facts, in words that are easy to receive."""

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, TransformRequest
from apps.transform.types.soften import english, japanese


def write(wanted: TransformRequest, document: Document) -> Draft:
    """Edits that soften a message in its own language; none where it is polite already."""
    if wanted.language == "ja":
        return japanese.write(wanted, document)
    return english.write(wanted, document)
