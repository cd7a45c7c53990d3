"""A model that writes, and reads what was written, as a test wants: one script for both questions."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.models.scripted_server import Writer

SHOWN = re.compile(r"<claims-(\w+)>\n(.*)\n</claims-\1>\n<rewrite-\1>\n(.*)\n</rewrite-\1>", re.DOTALL)
NUMBER = re.compile(r"^\d+\. ", re.M)


@dataclass(frozen=True)
class Shown:
    """What a witness is shown: the message's claims and its rewrite, masked."""

    claims: list[str]
    rewritten: str


def shown(message: str) -> Shown | None:
    """None for a message that is to be rewritten."""
    found = SHOWN.fullmatch(message)
    return Shown(NUMBER.sub("", found[2]).split("\n"), found[3]) if found else None


def both(writes: Writer, reads: Callable[[Shown], str]) -> Writer:
    """One model for both questions."""

    def answer(message: str) -> str:
        seen = shown(message)
        return reads(seen) if seen else writes(message)

    return answer


def said(seen: Shown, lines: dict[str, tuple[str, str]] | None = None, beyond: tuple[str, ...] = ()) -> str:
    """All kept, said by the whole rewrite, but for claims that hold a key of `lines`: verdict and words."""
    whole = seen.rewritten.strip()
    told = [
        next((line for key, line in (lines or {}).items() if key in claim), ("kept", whole)) for claim in seen.claims
    ]
    rows = [{"number": n, "words": words, "verdict": verdict} for n, (verdict, words) in enumerate(told, 1)]
    return json.dumps({"claims": rows, "beyond": list(beyond)}, ensure_ascii=False)
