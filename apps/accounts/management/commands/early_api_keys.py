"""`manage.py early_api_keys`: keys that were made before their owner's address was verified."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from apps.accounts.actions.revoke_early_api_keys import revoke_early_api_keys
from apps.accounts.queries.api_keys import early_api_keys
from tonebridge.tenancy.system import as_system


class Command(BaseCommand):
    help = "List live API keys older than the verification of their owner's e-mail address, or revoke them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--revoke", action="store_true", help="revoke them, each noted in its organization's audit")

    def handle(self, *args: Any, **options: Any) -> None:  # what Django parsed
        with as_system("early API keys"):
            if options["revoke"]:
                self.stdout.write(f"revoked: {revoke_early_api_keys()}")
                return
            for key in early_api_keys():
                self.stdout.write(f"tb_live_{key.prefix}…  user {key.user_id}  made {key.created_at:%Y-%m-%d %H:%M}")
            self.stdout.write(f"in all: {early_api_keys().count()}")
