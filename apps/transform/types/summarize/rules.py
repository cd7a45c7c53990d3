"""Write the summarize type by rules."""

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, TransformRequest


def write(wanted: TransformRequest, document: Document) -> Draft:
    """The draft; no edits where nothing needs changing."""
    return Draft()
