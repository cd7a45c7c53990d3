"""The first level: this process's memory. Least recently used goes first; bounded in entries, bytes and minutes."""

from collections import OrderedDict, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from uuid import UUID

from tonebridge.resilience import clock

MOST_ENTRIES, MOST_BYTES, KEPT_S = 10_000, 32 * 1024 * 1024, 300.0
OVERHEAD_BYTES = 600
"""What an entry takes besides its body, about."""


@dataclass(slots=True, eq=False)
class Entry:
    """An answer's bytes. Who holds on to one asks `holds` before using it: it ends when the cache lets it go."""

    key: Hashable
    group: UUID
    body: bytes
    until: float
    stale_from: float = float("inf")
    """`clock.tick` from which it is answered while a new one is made."""
    alive: bool = True

    @property
    def holds(self) -> bool:
        """Whether it may be answered."""
        return self.alive and clock.tick() < self.until

    @property
    def is_fresh(self) -> bool:
        """Whether it may be answered, and no new one need be made behind it."""
        now = clock.tick()
        return self.alive and now < self.until and now < self.stale_from

    @property
    def size(self) -> int:
        """Bytes it takes, about."""
        return len(self.body) + OVERHEAD_BYTES


class MemoryCache:
    """For the event loop alone: nothing here is locked. `group` is the organization, and is forgotten at once."""

    def __init__(self, most_entries: int = MOST_ENTRIES, most_bytes: int = MOST_BYTES, kept_s: float = KEPT_S) -> None:
        self._most_entries, self._most_bytes, self._kept_s = most_entries, most_bytes, kept_s
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._groups: defaultdict[UUID, set[Hashable]] = defaultdict(set)
        self._forgotten = dict[str, int]()
        self._count, self._since = 0, 0
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable) -> Entry | None:
        """The entry, now the most recently used one."""
        found = self._entries.get(key)
        if found is None:
            return None
        if not found.holds:
            self.drop(key)
            return None
        self._entries.move_to_end(key)
        return found

    def moment(self, group: UUID) -> int:
        """Ask before making what will be put: what was made while its group was forgotten isn't kept."""
        return self._forgotten.get(str(group), self._since)

    def put(
        self, key: Hashable, group: UUID, body: bytes, *, moment: int, stale_in_s: float = float("inf")
    ) -> Entry | None:
        """Keep it, unless its group was forgotten since `moment` or it alone is larger than a tenth of the bound."""
        if moment != self.moment(group) or len(body) > self._most_bytes // 10:
            return None
        self.drop(key)
        now = clock.tick()
        entry = self._entries[key] = Entry(key, group, body, now + self._kept_s, now + stale_in_s)
        self._groups[group].add(key)
        self.bytes += entry.size
        while len(self._entries) > self._most_entries or self.bytes > self._most_bytes:
            self.drop(next(iter(self._entries)))
        return entry

    def drop(self, key: Hashable) -> None:
        """Let one go."""
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        entry.alive = False
        self.bytes -= entry.size
        entry.body = b""  # others may hold on to the entry, but not to what a message said
        self._groups[entry.group].discard(key)
        if not self._groups[entry.group]:
            del self._groups[entry.group]

    def forget(self, group: str) -> None:
        """Let a group's entries go, by its id; all for `*`."""
        self._note(group)
        groups = list(self._groups) if group == "*" else [each for each in self._groups if str(each) == group]
        for each in groups:
            for key in list(self._groups[each]):
                self.drop(key)

    @property
    def remembered_groups(self) -> int:
        """Of how many it is known when they were forgotten last: never more than entries may be kept."""
        return len(self._forgotten)

    def _note(self, group: str) -> None:
        """When it was forgotten. Where that is known of too many, it is as if all had been forgotten just now."""
        self._count += 1
        self._forgotten[group] = self._count
        if group == "*" or len(self._forgotten) > self._most_entries:
            self._forgotten.clear()
            self._since = self._count
