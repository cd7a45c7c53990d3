"""See whether every chain of the audit holds, each day by itself."""

import logging

from django.db import transaction

from apps.accounts.queries.audit_faults import audit_faults, audited_organizations

log = logging.getLogger(__name__)


class AuditBroken(Exception):
    """Rows of the audit were changed, removed, cut off or slipped in."""


def verify_audit() -> None:
    """Raises AuditBroken, which leaves a dead letter and `tonebridge_schedule_failed{schedule="verify_audit"}`; each fault
    stands in the log. A cut that the head was adjusted to is found by `manage.py verify_audit --anchors` alone.
    """
    faults = 0
    with transaction.atomic():  # a long chain is read through a cursor
        for organization_id in audited_organizations():
            for fault in audit_faults(organization_id):
                faults += 1
                where = {"organization_id": str(organization_id), "first": fault.first, "last": fault.last}
                log.error("audit.broken", extra=where | {"kind": fault.kind})
    if faults:
        raise AuditBroken(f"{faults} faults")
