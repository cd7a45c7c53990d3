"""`manage.py deadletters list|show|replay|purge`: see to work that was given up."""

from argparse import ArgumentParser
from dataclasses import asdict
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


class Command(BaseCommand):
    help = "List, show, replay or purge dead letters: work that was given up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listing = verbs.add_parser("list", help="the newest that wait for someone")
        listing.add_argument("--limit", type=int, default=50)
        listing.add_argument("--all", action="store_true", help="those that were replayed, too")
        for verb, sentence in [("show", "everything known of one"), ("replay", "start its work again")]:
            verbs.add_parser(verb, help=sentence).add_argument("id", type=UUID)
        purging = verbs.add_parser("purge", help="delete old ones that were replayed")
        purging.add_argument("--days", type=int, default=30, help="older than that (default: 30)")
        purging.add_argument("--all", action="store_true", help="those that nobody replayed, too")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:  # what Django parsed
        try:
            with as_system("deadletters"):
                getattr(self, verb)(options)
        except ToneBridgeError as error:
            raise CommandError(str(error.detail)) from error

    def list(self, options: dict[str, Any]) -> None:  # what Django parsed
        """One line a letter."""
        for letter in dead_letters(limit=options["limit"], replayed=options["all"]):
            self.stdout.write(_line(letter))

    def show(self, options: dict[str, Any]) -> None:  # what Django parsed
        """One letter as JSON."""
        self.stdout.write(dumps(asdict(dead_letter(options["id"])), default=str, indent=2))

    def replay(self, options: dict[str, Any]) -> None:  # what Django parsed
        """Queue it again."""
        letter = replay_dead_letter(letter_id=options["id"])
        self.stdout.write(f"{letter.task} is queued again")

    def purge(self, options: dict[str, Any]) -> None:  # what Django parsed
        """Delete old ones."""
        self.stdout.write(f"{purge_dead_letters(days=options['days'], unread=options['all'])} deleted")


def _line(letter: DeadLetterView) -> str:
    state = "replayed" if letter.replayed_at else "waiting"
    when = letter.created_at.isoformat(timespec="seconds")
    return f"{letter.id}  {when}  {state}  {letter.task}  {letter.error_class}  attempts={letter.attempts}"
