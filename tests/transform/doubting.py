"""Writers of rules that aren't sure, plugged in for a test: what one of them says of a passage reaches everybody who reads the result."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, Edit, TransformationType, TransformRequest, Unsure
from apps.transform.types import WRITERS

HARSH = "どうしようもない仕事です。"
REST = "明日17時までに直せ。"
MESSAGE = f"😀お疲れさまです。{HARSH}{REST}"
"""The harsh sentence stands behind a character that is two units of UTF-16."""
SPAN = (MESSAGE.index(HARSH), MESSAGE.index(HARSH) + len(HARSH))
SOFTER = (("直せ。", "直していただけますか。"),)
STILL_HARSH = {
    "ja": "まだきつい表現です。ルールでは言い換えられませんでした。",
    "en": "Still harsh: the rules know no good way to say this.",
}
Doubt = Callable[..., None]


def doubting(monkeypatch: pytest.MonkeyPatch) -> Doubt:
    """Has the rules of a type make `edits` (what is found, and what it becomes) or a `composed` text, and doubt `passages` (the
    words, and the code), wherever they stand.
    """

    def doubt(
        *passages: tuple[str, str],
        kind: str = "soften",
        edits: tuple[tuple[str, str], ...] = (),
        composed: str | None = None,
    ) -> None:
        def write(wanted: TransformRequest, _document: Document) -> Draft:
            found = (Unsure(*_place(words, wanted.text), code) for words, code in passages if words in wanted.text)
            made = (Edit(*_place(old, wanted.text), new, "soften_en.order") for old, new in edits if old in wanted.text)
            return Draft(edits=tuple(made), composed=composed, unsure=tuple(found))

        writers: dict[TransformationType, Any] = WRITERS  # the stubs of `setitem` know no callables of a protocol
        monkeypatch.setitem(writers, TransformationType(kind), write)

    return doubt


def _place(words: str, text: str) -> tuple[int, int]:
    found = re.search(re.escape(words), text)
    assert found
    return found.span()
