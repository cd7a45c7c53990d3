"""`manage.py verify_audit`: does every chain of the audit hold?"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from apps.accounts.contracts import AuditAnchor, AuditFault
from apps.accounts.queries.audit_faults import audit_anchors, audit_faults, audited_organizations
from tonebridge.tenancy.system import as_system


class Command(BaseCommand):
    help = "Find rows of the audit that were changed, removed, cut off or slipped in. Ends with 1 where there are any."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organization", type=UUID, help="only this one")
        parser.add_argument("--anchors", type=Path, help="ends of chains that were noted earlier, to compare with")
        parser.add_argument("--print-anchors", action="store_true", help="note the ends as JSON lines, and do no more")

    def handle(self, *args: Any, **options: Any) -> None:  # what Django parsed
        with as_system("verify the audit"), transaction.atomic():  # a long chain is read through a cursor
            self._print_anchors() if options["print_anchors"] else self._verify(options)

    def _print_anchors(self) -> None:
        for anchor in audit_anchors():
            self.stdout.write(json.dumps(asdict(anchor), default=str))

    def _verify(self, options: dict[str, Any]) -> None:  # what Django parsed
        anchors = _read(options["anchors"]) if options["anchors"] else {}
        known, only = {*audited_organizations(), *anchors}, options["organization"]
        if only and only not in known:
            raise CommandError(f"There is no chain of an organization {only}.")
        wanted = [only] if only else known
        faults = [fault for each in sorted(wanted) for fault in audit_faults(each, anchors.get(each))]
        for fault in faults:
            self.stdout.write(_line(fault))
        if faults:
            raise CommandError(f"{len(faults)} faults in {len({fault.organization_id for fault in faults})} chains")
        self.stdout.write(f"{len(wanted)} chains hold")


def _line(fault: AuditFault) -> str:
    rows = f"row {fault.first}" if fault.first == fault.last else f"rows {fault.first} to {fault.last}"
    return f"{fault.organization_id}  {rows}: {fault.kind}"


def _read(file: Path) -> dict[UUID, AuditAnchor]:
    """Raises CommandError for a file that can't be read, or holds something else."""
    try:
        return {anchor.organization_id: anchor for anchor in _anchors(file)}
    except OSError as error:
        raise CommandError(f"{file} can't be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{file} holds no anchors: it must be what --print-anchors wrote.") from error


def _anchors(file: Path) -> Iterator[AuditAnchor]:
    for line in file.read_text(encoding="utf-8").splitlines():
        noted = json.loads(line)
        yield AuditAnchor(UUID(noted["organization_id"]), int(noted["position"]), str(noted["hash"]))
