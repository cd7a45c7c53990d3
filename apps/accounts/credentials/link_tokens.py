"""Tokens that travel in links of e-mails: 256 random bits and a signature, so that a guess never reaches the database."""

import hashlib
import secrets

from django.core.signing import BadSignature, Signer

SEPARATOR, MAX_CHARACTERS = ".", 200


def make_link_token(purpose: str) -> tuple[str, str]:
    """A token for this purpose alone, and the digest that is kept of it."""
    token = _signer(purpose).sign(secrets.token_urlsafe(32))
    return token, _digest(token)


def digest_of_link_token(token: str, purpose: str) -> str | None:
    """What to look for; None where this is no token of ours, or one for something else."""
    if len(token) > MAX_CHARACTERS:
        return None
    try:
        _signer(purpose).unsign(token)
    except BadSignature:
        return None
    return _digest(token)


def _signer(purpose: str) -> Signer:
    return Signer(sep=SEPARATOR, salt=f"tonebridge.link.{purpose}")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
