"""`manage.py demo`: a demo organization, and a file that says how to get in."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.accounts.actions.prepare_demo import DemoCredentials, prepare_demo
from tonebridge.devstack.private_file import write_private
from tonebridge.errors import NotFound
from tonebridge.tenancy.system import as_system

STAFF = """The demo user isn't staff. To make someone who may sign in to /admin/:
    python manage.py createsuperuser --email you@example.com"""


class Command(BaseCommand):
    """Can be run again at any time: credentials that still work stay as they are."""

    requires_system_checks = ()  # the start of the product ran them a moment ago
    help = "Make the demo organization, user and API key, and write them to demo.json in the run folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--staff", action="store_true", help="say how to make a user for /admin/, and do nothing else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["staff"]:
            self.stdout.write(STAFF)
            return
        file = settings.RUN_DIR / "demo.json"
        try:
            with as_system("demo"):
                demo = prepare_demo(plan_code=settings.DEMO_PLAN, known=read_demo(file))
        except NotFound as error:
            raise CommandError(f"TONEBRIDGE_DEMO_PLAN: there is no plan {settings.DEMO_PLAN!r}.") from error
        write_demo(file, demo)
        self.stdout.write(f"{demo.email} · credentials in {file}")


def read_demo(file: Path) -> DemoCredentials | None:
    """What an earlier run wrote; None where there is no such file, or it is damaged."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return DemoCredentials(email=str(kept["email"]), password=str(kept["password"]), api_key=str(kept["api_key"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_demo(file: Path, demo: DemoCredentials) -> None:
    """Write for the owner's eyes only, and whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "base_url": settings.BASE_URL,
        "email": demo.email,
        "password": demo.password,
        "api_key": demo.api_key,
    }
    write_private(file, json.dumps(content, indent=2) + "\n")
