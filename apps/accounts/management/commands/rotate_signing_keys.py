"""`manage.py rotate_signing_keys`: a new key for tokens, the old ones verify until their grace ends."""

import sys
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.accounts.actions.rotate_signing_keys import Rotation, rotate_signing_keys
from apps.accounts.credentials.signing_keys_file import read_keys, write_keys


class Command(BaseCommand):
    """Where the keys stand in a file, running processes see the new one within a second; no restart is needed."""

    help = "Sign tokens with a new key. The old ones verify until the tokens they signed have expired."

    def add_arguments(self, parser: ArgumentParser) -> None:
        longest = settings.REFRESH_TOKEN_LIFETIME
        hours = int(longest.total_seconds() // 3600) + 1
        parser.add_argument(
            "--grace-hours",
            type=float,
            default=hours,
            help=f"how long old keys verify (default {hours}; less ends sign-ins early)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = settings.TOKEN_SIGNING_KEYS_FILE
        rotation = self._rotate(path, timedelta(hours=options["grace_hours"]))
        if path is None:
            self.stdout.write(rotation.keys)
            sys.stderr.write("Put this into TONEBRIDGE_SIGNING_KEYS of every process, and start them anew.\n")
            return
        write_keys(path, rotation.keys)
        self.stdout.write(f"{rotation.kid} signs in a few seconds. Left out: {', '.join(rotation.dropped) or 'none'}.")

    def _rotate(self, path: Path | None, grace: timedelta) -> Rotation:
        try:
            return rotate_signing_keys(keys=read_keys(path) if path else settings.TOKEN_SIGNING_KEYS, grace=grace)
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"the signing keys can't be read: {error}") from error
