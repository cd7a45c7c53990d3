"""Known devices: a cookie that says that its browser signed in to an account before.

Guessing at an account from elsewhere slows down everybody else, but not its owner at a device of theirs.
"""

import hashlib
import secrets

from django.core.signing import BadSignature, Signer

SALT, MAX_CHARACTERS = "tonebridge.device", 300


def make_device(email: str) -> str:
    """What a browser keeps after signing in to the account of this address."""
    return Signer(salt=SALT).sign(f"{_name_of(email)}-{secrets.token_hex(16)}")


def is_device_of(device: str, email: str) -> bool:
    """Whether the device is ours and signed in to that account."""
    if len(device) > MAX_CHARACTERS:
        return False
    try:
        return Signer(salt=SALT).unsign(device).partition("-")[0] == _name_of(email)
    except BadSignature:
        return False


def _name_of(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()
