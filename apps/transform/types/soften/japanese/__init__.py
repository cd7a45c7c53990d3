"""Japanese softening: words, requests, questions, endings, one cushion. `writer.py` has the order."""

from apps.transform.types.soften.japanese.writer import write

__all__ = ["write"]
