"""What must hold before the product starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from apps.accounts.credentials.signing_keys import key_ring


@register("tokens")
def signing_keys_are_readable(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """`accounts.E001`: tokens can be signed and verified. `Any` is the framework's own signature."""
    try:
        key_ring()
    except ValueError as error:
        return [Error(str(error), hint="Set TONEBRIDGE_SIGNING_KEYS.", id="accounts.E001")]
    return []
