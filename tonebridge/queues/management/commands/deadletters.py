"""`manage.py deadletters list|show|replay|purge`: see to work that was given up."""

from argparse import ArgumentParser
from dataclasses import asdict
from datetime import datetime
from json import dumps
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from tonebridge.errors import ToneBridgeError
from tonebridge.queues.actions.purge_dead_letters import purge_dead_letters
from tonebridge.queues.actions.replay_dead_letter import replay_dead_letter
from tonebridge.queues.contracts import DeadLetterView
from tonebridge.queues.queries.dead_letters import dead_letter, dead_letters
from tonebridge.tenancy.system import as_system

HEAD = f"{'ID':36}  {'GIVEN UP':20}  {'STATE':8}  {'TRIES':>5}  {'ERROR':24}  TASK"


class Command(BaseCommand):
    help = "List, show, replay or purge dead letters: work that was given up. What is shown are ids, never a message."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listing = verbs.add_parser("list", help="the newest that wait for someone")
        listing.add_argument("--limit", type=int, default=50, help="so many at most (default: 50)")
        listing.add_argument("--all", action="store_true", help="those that were replayed, too")
        listing.add_argument("--json", action="store_true", help="a JSON object a line")
        verbs.add_parser("show", help="everything known of one, as JSON").add_argument("id", type=UUID)
        replaying = verbs.add_parser("replay", help="start the work of one or more again")
        replaying.add_argument("id", type=UUID, nargs="+")
        replaying.add_argument("--json", action="store_true", help="the letters as JSON objects, one a line")
        purging = verbs.add_parser("purge", help="delete old ones that were replayed")
        purging.add_argument("--days", type=int, default=30, help="older than that (default: 30)")
        purging.add_argument("--all", action="store_true", help="those that nobody replayed, too")
        purging.add_argument("--json", action="store_true", help="the count as JSON")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:  # what Django parsed
        try:
            with as_system("deadletters"):
                getattr(self, verb)(options)
        except ToneBridgeError as error:
            raise CommandError(str(error.detail)) from error

    def list(self, options: dict[str, Any]) -> None:  # what Django parsed
        """One line a letter."""
        letters = dead_letters(limit=options["limit"], replayed=options["all"])
        if options["json"]:
            self._write(*map(_json, letters))
        elif letters:
            self._write(HEAD, *map(_line, letters))
        else:
            self._write("No dead letters." if options["all"] else "No dead letters wait for anybody.")

    def show(self, options: dict[str, Any]) -> None:  # what Django parsed
        """One letter as JSON."""
        self._write(dumps(asdict(dead_letter(options["id"])), default=_plain, indent=2))

    def replay(self, options: dict[str, Any]) -> None:  # what Django parsed
        """Queue them again, each on its own: one that can't be leaves the others."""
        refused = [said for id in options["id"] if (said := self._replayed(id, as_json=options["json"]))]  # noqa: A001 - the option's name
        if refused:
            raise CommandError("\n".join(refused))

    def _replayed(self, id: UUID, *, as_json: bool) -> str:  # noqa: A002 - the option's name
        """Why not, where it wasn't."""
        try:
            letter = replay_dead_letter(letter_id=id)
        except ToneBridgeError as error:
            return f"{id}: {error.detail}"
        self._write(_json(letter) if as_json else f"{id}: {letter.task} is queued again")
        return ""

    def purge(self, options: dict[str, Any]) -> None:  # what Django parsed
        """Delete old ones."""
        count = purge_dead_letters(days=options["days"], unread=options["all"])
        self._write(dumps({"deleted": count}) if options["json"] else f"{count} deleted")

    def _write(self, *lines: str) -> None:
        for line in lines:
            self.stdout.write(line)


def _json(letter: DeadLetterView) -> str:
    return dumps(asdict(letter), default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _line(letter: DeadLetterView) -> str:
    state = "replayed" if letter.replayed_at else "waiting"
    when = letter.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    error = letter.error_class.rpartition(".")[2]
    return f"{letter.id}  {when}  {state:8}  {letter.attempts:>5}  {error:24}  {letter.task}"
