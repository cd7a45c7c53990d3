"""Whom a message goes to: some receivers are addressed one step more formally."""

import re

FORMAL = re.compile(
    r"顧客|お客|取引先|クライアント|客先|社外|役員|社長|経営|部長|本部長|取締役|CEO|CTO|CFO|COO|\bVP\b"
    r"|\b(?:customers?|clients?|executives?|directors?|board|president|investors?|vendors?)\b",
    re.I,
)


def is_formal(receiver_role: str) -> bool:
    """Whether a role (free text, either language) is a customer or an executive."""
    return FORMAL.search(receiver_role) is not None
