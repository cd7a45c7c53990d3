"""What may stand as one word in a header, such as a key: visible ASCII (a subset of RFC 9110's field-value)."""

import re

_VISIBLE = re.compile(r"[!-~]+")


def is_header_word(text: str) -> bool:
    """Whether the text is one word of visible ASCII: no spaces, line breaks, control characters or letters beyond ASCII."""
    return _VISIBLE.fullmatch(text) is not None
