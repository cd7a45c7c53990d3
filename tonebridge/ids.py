"""Identifiers: UUIDv7 (RFC 9562 §5.7), made here so that an id names its month on every PostgreSQL version."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

from tonebridge.resilience import clock


def uuid7(at: datetime | None = None) -> UUID:
    """A new id whose first 48 bits are `at` (default: now) in milliseconds since the epoch."""
    milliseconds = int((at or clock.now()).timestamp() * 1000)
    value = (milliseconds << 80) | secrets.randbits(80)
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=value | (0x7 << 76) | (0x2 << 62))


def uuid7_time(value: UUID) -> datetime:
    """The millisecond a UUIDv7 was made in. Any other UUID gives a meaningless but valid time or ValueError."""
    try:
        return datetime.fromtimestamp((value.int >> 80) / 1000, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"{value} holds no time") from error
