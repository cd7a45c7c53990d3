"""What leaves the machine while a message is transformed: noted call by call, as it leaves."""

import re
from collections import Counter

from apps.transform.contracts import Disclosure, ModelQuestion
from apps.transform.protocols import Found, ModelCall, ModelReply, Steps
from apps.transform.records.receipts import digest
from apps.transform.steps import overheard

TOKEN = re.compile(r"⟦([A-Z_]+)_\d+_[0-9a-f]+⟧")
"""What stands for something hidden (`guards/masking.py`)."""


def recording_disclosures(steps: Steps[Found], disclosed: list[Disclosure]) -> Steps[Found]:
    """The same steps; each call that is made is added to `disclosed`, answered or not."""
    return overheard(steps, lambda call, reply: disclosed.append(_disclosure(call, reply)))


def _disclosure(call: ModelCall, reply: ModelReply) -> Disclosure:
    asked = call.question
    context = _context(asked)
    return Disclosure(
        tier=call.tier,
        vendor=call.vendor,
        model=call.name,
        host=call.host,
        answered=reply.error is None,
        characters=len(asked.message) + len(context),
        sha256=digest(asked.message),
        hidden=_hidden(f"{asked.message}\n{context}"),
        message=asked.message,
        message_context=context,
    )


def _context(asked: ModelQuestion) -> str:
    """Everything else of the caller's that went along, as it left."""
    parts = (asked.sender, asked.receiver, asked.background, asked.words, asked.earlier, asked.complaint)
    return "\n".join(part for part in parts if part)


def _hidden(text: str) -> dict[str, int]:
    tokens = {found.group(): found[1].lower() for found in TOKEN.finditer(text)}
    return dict(sorted(Counter(tokens.values()).items()))
