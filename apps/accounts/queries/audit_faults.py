"""Does a chain still hold? Walks it from the first row to its head and says where it doesn't."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Subquery

from apps.accounts.audit_chain import GENESIS, digest_of_address, hash_of
from apps.accounts.contracts import AuditAnchor, AuditEntry, AuditFault, FaultKind
from apps.accounts.models import AuditHead, AuditRow

Head = tuple[int | None, bytes | None]
NO_HEAD: Head = (None, None)


def audited_organizations() -> list[UUID]:
    """Whoever has a chain, or rows without one."""
    heads = AuditHead.objects.values_list("organization_id")
    return sorted(each for (each,) in heads.union(AuditRow.objects.order_by().values_list("organization_id")))


def audit_anchors() -> list[AuditAnchor]:
    """The ends of all chains, to be kept where the database's owner can't reach."""
    heads = AuditHead.objects.order_by("organization_id")
    return [AuditAnchor(head.organization_id, head.position, bytes(head.hash).hex()) for head in heads]


def audit_faults(organization_id: UUID, anchor: AuditAnchor | None = None) -> Iterator[AuditFault]:
    """Where the chain doesn't hold, in its order; nothing where it does.

    `anchor`, an end that was noted elsewhere, also finds a cut that the head was adjusted to.
    """
    heads = AuditHead.objects.filter(organization_id=organization_id)
    head = heads.first()
    walk = _Walk(organization_id, anchor, (head.position, bytes(head.hash)) if head else NO_HEAD)
    rows = AuditRow.objects.filter(organization_id=organization_id).annotate(
        head_position=Subquery(heads.values("position")), head_hash=Subquery(heads.values("hash"))
    )  # rows and head in one statement, so in one snapshot: the chain may grow meanwhile
    for row in rows.order_by("position").iterator(2_000):
        yield from walk.step(row, (row.head_position, row.head_hash))
    yield from walk.end()


class _Walk:
    """Remembers the last row that was seen, and the head as it was with that row."""

    def __init__(self, organization_id: UUID, anchor: AuditAnchor | None, head: Head) -> None:
        self.organization_id, self.anchor, self.head = organization_id, anchor, head
        self.position, self.hash = 0, GENESIS.hex()

    def step(self, row: AuditRow, head: Head) -> Iterable[AuditFault]:
        self.head = head
        entry, expected = row.entry(), self.position + 1
        if entry.position < expected:
            return [self._fault(entry.position, entry.position, "added")]
        gap = entry.position > expected
        faults = [self._fault(expected, entry.position - 1, "missing")] if gap else []
        follows = gap or entry.previous == self.hash
        if not follows or hash_of(entry) != entry.hash or not _address_fits(row) or self._contradicts(entry):
            faults.append(self._fault(entry.position, entry.position, "changed"))
        self.position, self.hash = entry.position, entry.hash
        return faults

    def end(self) -> Iterable[AuditFault]:
        position, digest = self.head[0] or 0, self.head[1] or GENESIS
        known = max(position, self.anchor.position if self.anchor else 0)
        if known > self.position:
            return [self._fault(self.position + 1, known, "cut off")]
        if position < self.position:
            return [self._fault(position + 1, self.position, "added")]
        return [] if bytes(digest).hex() == self.hash else [self._fault(self.position, self.position, "changed")]

    def _contradicts(self, entry: AuditEntry) -> bool:
        return self.anchor is not None and entry.position == self.anchor.position and entry.hash != self.anchor.hash

    def _fault(self, first: int, last: int, kind: FaultKind) -> AuditFault:
        return AuditFault(self.organization_id, first, last, kind)


def _address_fits(row: AuditRow) -> bool:
    """A forgotten address can't be checked any more; one that is there must be the one that was bound."""
    if row.address is None and row.address_salt is None:
        return True
    salt = None if row.address_salt is None else bytes(row.address_salt)
    return digest_of_address(salt, row.address or "") == bytes(row.address_digest)
