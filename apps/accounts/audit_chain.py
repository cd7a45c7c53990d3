"""How a row of the audit is bound to the one before it. The trigger of `0004_audit` computes the same in SQL.

    hash = SHA-256( previous | position | organization | at | actor | credential | action | subject | request id
                    | address digest )

Fields are joined by `|`, which none of them may hold (the table's constraint); digests stand in hexadecimal, `at` in
microseconds since 1970, a missing actor as an empty string. The address is bound through a salted digest of it: it can
be forgotten (`actions/erase_traces.py`) without breaking the chain, and not be changed.
"""

import hashlib
from datetime import UTC, datetime, timedelta

from apps.accounts.contracts import AuditEntry

GENESIS = bytes(32)
"""What the first row of a chain follows."""
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def hash_of(entry: AuditEntry) -> str:
    """The hash that the row must have, in hexadecimal."""
    fields = (
        entry.previous,
        entry.position,
        entry.organization_id,
        (entry.at - EPOCH) // MICROSECOND,
        entry.actor_id or "",
        entry.credential,
        entry.action,
        entry.subject,
        entry.request_id,
        entry.address_digest,
    )
    return hashlib.sha256("|".join(map(str, fields)).encode()).hexdigest()


def digest_of_address(salt: bytes | None, address: str) -> bytes:
    """What binds an address to its row. Without the salt, which is forgotten with the address, it tells nothing."""
    return hashlib.sha256((salt or b"") + address.encode()).digest()
