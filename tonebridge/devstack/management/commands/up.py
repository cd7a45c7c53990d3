"""`manage.py up`, for `manage.py help` and `call_command`. From the shell, manage.py calls the same door before Django."""

import sys
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tonebridge.devstack import up


class Command(BaseCommand):
    help = up.DESCRIPTION
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:  # Django's own signature
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        up.add_options(parser)

    def handle(self, *args: object, **options: Any) -> None:  # Django's own signature
        sys.exit(up.up(port=options["port"], worker=not options["no_worker"]))
