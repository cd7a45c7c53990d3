"""What a value of the second level looks like: a version, when it was made, its subject's id, the answer's bytes.

A value of another version is unreadable, and so a miss: after a change of the form, old entries go by themselves.
"""

import struct
from dataclasses import dataclass
from uuid import UUID

VERSION = 1
HEAD = struct.Struct(">BQ16s")


class Unreadable(ValueError):
    """Not a value of this version."""


@dataclass(frozen=True)
class Kept:
    """An answer. `made_at`: seconds since 1970. `subject` names the row it tells of."""

    made_at: int
    subject: UUID
    body: bytes


def encode(value: Kept) -> bytes:
    """The value as bytes."""
    return HEAD.pack(VERSION, value.made_at, value.subject.bytes) + value.body


def decode(raw: bytes) -> Kept:
    """The value again. Raises Unreadable."""
    if len(raw) <= HEAD.size or raw[0] != VERSION:
        raise Unreadable
    _version, made_at, subject = HEAD.unpack_from(raw)
    return Kept(made_at, UUID(bytes=subject), raw[HEAD.size :])
