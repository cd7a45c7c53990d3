"""Cookies of a request."""

from collections.abc import Mapping

from django.http.cookie import parse_cookie


def cookies(headers: Mapping[str, str]) -> dict[str, str]:
    """Name to value; the last of two of one name, as Django has it."""
    return parse_cookie(headers["cookie"]) if "cookie" in headers else {}
