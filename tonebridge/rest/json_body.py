"""Strict JSON (RFC 8259): what a body or a frame may hold."""

import json
import math
import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from tonebridge.errors import InvalidRequest

MAX_DEPTH, MAX_FIELDS = 32, 1_000
MOST_ELEMENTS, FEW_ELEMENTS = 20_000, 1_000
"""Values and names in one document: what a batch of 100 messages may need, and what those need who haven't signed in."""
SURROGATE = re.compile("[\ud800-\udfff]")


def read_json(body: bytes, *, most: int = MOST_ELEMENTS) -> Any:
    """Strict JSON (RFC 8259) in UTF-8, with at most so many elements. Raises InvalidRequest, with what is wrong."""
    if len(body) > most:  # a byte an element at least
        _check_elements(body, most)
    try:
        document = json.loads(
            body.decode(), parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_object
        )
    except UnicodeDecodeError as error:
        raise InvalidRequest(_("The body isn't UTF-8.")) from error
    except RecursionError as error:
        raise InvalidRequest(_("The JSON is nested too deeply.")) from error
    except ValueError as error:
        raise InvalidRequest(_("The body isn't valid JSON.")) from error
    _check(document, 0)
    return document


def _check_elements(body: bytes, most: int) -> None:
    """Before anything is made of them. Each element but the first has a comma before it or a bracket around it.

    Looks at the whole body a few times with a search for one byte: some milliseconds for 5 MB. Only where there are more
    commas and brackets than may be, those in texts are left out: texts have quotation marks around them, once escapes are gone.
    """
    if _signs(body) <= most:
        return
    if b"\\" in body:
        body = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    if body.count(b'"') > 4 * most or sum(map(_signs, body.split(b'"')[::2])) > most:
        raise InvalidRequest(_("The JSON has too many elements."))


def _signs(text: bytes) -> int:
    return text.count(b",") + text.count(b"[") + text.count(b"{")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two members of one name, readers take one or the other: neither is taken here (RFC 8259 §4)."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InvalidRequest(_("The JSON contains the same field twice."))
    if len(found) > MAX_FIELDS:
        raise InvalidRequest(_("The JSON has too many fields."))
    return found


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is too large")
    return value


def _check(value: Any, depth: int) -> None:  # whatever JSON holds
    if depth > MAX_DEPTH:
        raise InvalidRequest(_("The JSON is nested too deeply."))
    if isinstance(value, str) and ("\0" in value or _has_surrogate(value)):
        raise InvalidRequest(_("The text contains a NUL character or an unpaired surrogate."))
    if isinstance(value, dict):
        for name, inner in value.items():
            _check(name, depth)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)


def _has_surrogate(value: str) -> bool:
    return not value.isascii() and SURROGATE.search(value) is not None
