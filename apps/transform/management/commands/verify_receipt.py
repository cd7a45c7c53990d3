"""`manage.py verify_receipt receipt.jws --jwks jwks.json`: is this receipt ours, and is it of these texts?

Needs no server and no database: a key set from `/.well-known/jwks.json` will do.
"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts.queries.signed_claims import Unproven, own_jwks, verified
from apps.transform.records.receipts import KIND, digest


class Command(BaseCommand):
    help = "Check a result's receipt, and the texts it is of. Prints what it says; ends with 1 where something doesn't fit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("receipt", help="file with the JWS, or with the whole answer; - for standard input")
        parser.add_argument(
            "--jwks", type=Path, help="key set as /.well-known/jwks.json has it; else the keys of this installation"
        )
        parser.add_argument("--original", type=Path, help="file with the original text")
        parser.add_argument("--result", type=Path, help="file with the result's text")

    def handle(self, *args: Any, **options: Any) -> None:  # what Django parsed
        try:
            jwks = json.loads(options["jwks"].read_text("utf-8")) if options["jwks"] else own_jwks()
            claims = verified(KIND, _jws(_read(options["receipt"])), jwks)
        except (OSError, Unproven, json.JSONDecodeError) as error:
            raise CommandError(f"Not proven: {error}.") from error
        for name in ("original", "result"):
            if options[name] and digest(options[name].read_text("utf-8")) != (claims["sha256"] or {}).get(name):
                raise CommandError(f"Not proven: the receipt is not of this {name}.")
        self.stdout.write(json.dumps(claims, ensure_ascii=False, indent=2))


def _read(name: str) -> str:
    return sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")


def _jws(text: str) -> str:
    """The JWS itself, also where the whole answer of the API is given."""
    return str(json.loads(text)["jws"]) if text.lstrip().startswith("{") else text.strip()
