"""A month as a value."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month in UTC."""

    year: int
    month: int

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        """The month an aware moment lies in."""
        at = moment.astimezone(UTC)
        return cls(at.year, at.month)

    @classmethod
    def named(cls, partition: str) -> "Month":
        """The month of a partition's name. Raises ValueError for another table's name."""
        year, month = partition.rpartition("_y")[2].split("m")
        return cls(int(year), int(month))

    def plus(self, months: int) -> "Month":
        """The month that many later (or earlier)."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.month, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return self.plus(1).start

    def partition(self, table: str) -> str:
        """The name of its partition of a table."""
        return f"{table}_y{self.year:04}m{self.month:02}"
