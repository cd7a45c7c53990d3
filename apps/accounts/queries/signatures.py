"""What a caller's signed requests are checked with."""

from apps.accounts.credentials.api_keys import prefix_of
from apps.accounts.credentials.signing_secrets import signing_secret_of


def signing_secret_for(api_key: str) -> bytes | None:
    """The HMAC's key that came with an API key; None for what has not the form of one."""
    prefix = prefix_of(api_key)
    return signing_secret_of(prefix).encode() if prefix else None
