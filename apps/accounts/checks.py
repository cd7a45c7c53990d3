"""What must hold before the product starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.checks import CheckMessage, Error, register

from apps.accounts.credentials.signing_keys import ENOUGH_BITS, key_ring


@register("tokens")
def signing_keys_are_readable(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """`accounts.E001`: tokens can be signed and verified. `Any` is the framework's own signature."""
    try:
        key_ring()
    except ValueError as error:
        return [Error(str(error), hint="Set TONEBRIDGE_SIGNING_KEYS.", id="accounts.E001")]
    return []


@register("tokens", deploy=True)
def signing_keys_are_long(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """`accounts.W001`: the newest key has 3,072 bits or more. `Any` is the framework's own signature."""
    try:
        bits = key_ring().keys[0].private.key_size
    except ValueError:  # accounts.E001 says so
        return []
    if bits >= ENOUGH_BITS:
        return []
    hint = "manage.py rotate_signing_keys puts a longer one in front; the old one verifies until its tokens have ended."
    return [checks.Warning(f"The key that signs tokens has {bits} bits.", hint=hint, id="accounts.W001")]
