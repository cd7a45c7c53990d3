"""`manage.py rotate_keys`: seal everything with the first key of the ring."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tonebridge.rotation.actions.rotate_keys import BATCH, Progress, rotate_keys
from tonebridge.tenancy.system import as_system


class Command(BaseCommand):
    help = (
        "Seal what is encrypted with the first key of the ring. Runs beside the product; goes on where it was stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--batch", type=_count, default=BATCH, help=f"rows that are locked together (default: {BATCH})"
        )

    def handle(self, *args: Any, batch: int, **options: Any) -> None:  # what Django parsed
        last: dict[str, Progress] = {}
        with as_system("rotate keys"):
            for progress in rotate_keys(batch=batch):
                last[progress.table] = progress
                self._tell(progress)
        left = sum(progress.stale or 0 for progress in last.values())
        if left:
            raise CommandError(f"{left} rows are still under an older key")
        self.stdout.write("nothing is left under an older key")

    def _tell(self, progress: Progress) -> None:
        left = "" if progress.stale is None else f", {progress.stale} left"
        self.stdout.write(f"{progress.table}: {progress.sealed} sealed anew{left}")
        for row in progress.unopened:
            self.stderr.write(f"{row.table} {row.row} can't be opened: {row.why}")
        self.stdout.flush()


def _count(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise ArgumentTypeError(f"a batch must be a whole number of at least 1, not {value!r}")
    return int(value)
