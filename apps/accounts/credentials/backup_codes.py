"""Backup codes: four groups of four, from letters and digits that can't be confused. 80 bits each."""

import hashlib
import secrets

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
COUNT, GROUPS, GROUP_LENGTH = 10, 4, 4


def new_backup_codes() -> tuple[str, ...]:
    """Ten codes, as they are shown."""
    return tuple("-".join(_group() for _ in range(GROUPS)) for _ in range(COUNT))


def digest_of(code: str) -> str:
    """What is kept of a code. Spaces, dashes and case don't matter."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH))
