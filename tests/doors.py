"""Every HTTP door of the product: Django's URL patterns, the gateway's lanes and its probes."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tonebridge.gateway.lanes import all_lanes
from tonebridge.gateway.probes import PATHS

CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def doors() -> list[str]:
    """Their paths, with `{name}` for what varies."""
    lanes = {path for _method, path in all_lanes()}
    return sorted({*_walked(get_resolver().url_patterns), *lanes, *PATHS})


def _walked(patterns: list[Any], before: str = "/") -> Iterator[str]:
    """`Any`: Django's patterns and resolvers have no base in common."""
    for one in patterns:
        here = before + CONVERTER.sub(r"{\1}", str(one.pattern))
        if isinstance(one, URLResolver):
            yield from _walked(one.url_patterns, here)
        elif isinstance(one, URLPattern):
            yield here
