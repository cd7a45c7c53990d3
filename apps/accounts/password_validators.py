"""Passwords that are easy to guess although they are long enough: what people put around words that everybody knows.

Named in `settings.AUTH_PASSWORD_VALIDATORS`; after ASVS 5.0, V6.2.4, V6.2.11 and V6.2.12.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PRODUCT_WORDS = ("tonebridge", "tone bridge", "tone-bridge", "トーンブリッジ")
LEAST_WORD, LEAST_LEFT = 3, 8
"""A word of fewer characters is in everything; a password has to have so many beside its words."""
AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
SHA1_CHARACTERS = 40


class LeastLengthValidator(MinimumLengthValidator):
    """Django's, which says how long a password has to be, in the words of all fields."""

    def get_error_message(self) -> str:
        """What is wrong."""
        return _("Use at least %(min_length)s characters.") % {"min_length": self.min_length}


class ContextWordsValidator:
    """Refuses what is little more than the product's name, the person's, or their address's."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError where fewer than eight characters are left without such words."""
        left, found = _plain(password), False
        for word in sorted(_words_of(user), key=len, reverse=True):
            found = found or word in left
            left = left.replace(word, "")
        if found and len(left) < LEAST_LEFT:
            raise ValidationError(
                _("This password is too similar to ToneBridge, your name or your email address. Choose another."),
                code="password_names",
            )

    def get_help_text(self) -> str:
        """For Django's own forms."""
        return _("Your password can't be too similar to ToneBridge, your name or your email address.")


class CommonStemValidator:
    """Refuses passwords that are common once digits and signs around them are taken off: `Password2026!`."""

    def __init__(self) -> None:
        self._common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError."""
        plain = _plain(password)
        stem = AROUND.sub("", plain)
        if stem != plain and len(plain) - len(stem) < LEAST_LEFT and stem in self._common:
            raise ValidationError(
                _("This is a common password with digits or symbols added. Choose another."),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        """For Django's own forms."""
        return _("Your password can't be a common one with digits or symbols added.")


class BreachedPasswordValidator:
    """Refuses passwords that leaked elsewhere, where `TONEBRIDGE_BREACHED_PASSWORDS` names a file of them.

    The file has a SHA-1 digest in capital hexadecimal a line, sorted, whatever follows a colon aside, as the lists of
    "Pwned Passwords" come. It is searched where it lies: 40 GB take as long as 4 kB, some thirty reads.
    """

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError; OSError where the file can't be read."""
        path = settings.BREACHED_PASSWORDS
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        if path and _holds(Path(path), digest.encode()):
            raise ValidationError(_("This password has appeared in a data breach. Choose another."), code="breached")

    def get_help_text(self) -> str:
        """For Django's own forms."""
        return _("Your password can't be one that has appeared in a data breach.")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _words_of(user: object) -> Iterator[str]:
    local, _at, domain = str(getattr(user, "email", "")).partition("@")
    own = [*re.split(r"[\s._+-]+", local), *domain.split(".")[:-1], *str(getattr(user, "full_name", "")).split()]
    for word in (*PRODUCT_WORDS, *own):
        if len(plain := _plain(word)) >= LEAST_WORD:
            yield plain


def _holds(path: Path, digest: bytes) -> bool:
    """Whether a line begins with the digest: halving by bytes, then to the line that begins next."""
    with path.open("rb") as file:
        low, high = 0, path.stat().st_size
        while low < high:
            middle = (low + high) // 2
            start, line = _line_from(file, middle)
            if line[:SHA1_CHARACTERS] < digest and line:
                low = start + len(line)
            else:
                high = middle
        return _line_from(file, low)[1].startswith(digest)


def _line_from(file: BinaryIO, at: int) -> tuple[int, bytes]:
    """The first line that begins at a byte or after it, and where; an empty one at the end."""
    file.seek(max(0, at - 1))
    if at:
        file.readline()
    return file.tell(), file.readline()
