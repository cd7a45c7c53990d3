"""Slots: the marks that a result leaves where something has to be confirmed."""

import re

SLOT = re.compile(r"【要確認[^】\n]{0,200}】|\[(?:confirm|needs info)\b[^\]\n]{0,200}\]", re.I)


def open_slots(text: str) -> list[re.Match[str]]:
    """The slots of a text, in order."""
    return list(SLOT.finditer(text))
