"""Record what waited for the database: once, however often it is tried."""

from django.db import IntegrityError

from apps.accounts.actions.charge_usage import CHARGED, charging_late
from apps.transform.actions.spool_transformation import WAITING, Waiting
from apps.transform.events import MESSAGE_TRANSFORMED
from apps.transform.models import Analytics, Transformation
from apps.transform.records.rows import measured
from tonebridge.events.outbox import happening
from tonebridge.partitions.healing import in_existing_month
from tonebridge.spool.contracts import Entry
from tonebridge.statements.together import Part, execute_together, insertion

TAKEN = "23505"
"""SQLSTATE of a key that is there already."""


def write_spooled(entry: Entry) -> bool:
    """`tonebridge.spool.contracts.Writer` of `transformation`: row, charge, figures and event in one statement, or, where the
    row stands already, nothing.
    """
    waiting = WAITING.validate_python(entry.values)
    parts = _parts(entry, waiting)
    try:
        in_existing_month(waiting.created_at, lambda: execute_together(parts), one_statement=True)
    except IntegrityError as error:
        if getattr(error.__cause__, "sqlstate", None) != TAKEN:
            raise
        return False
    return True


def _parts(entry: Entry, waiting: Waiting) -> tuple[Part, ...]:
    organization_id, at = entry.organization_id, waiting.created_at
    return (
        *charging_late(organization_id=organization_id, at=at, characters=waiting.characters),
        insertion("recorded", _message(entry, waiting), after=CHARGED),
        insertion("measured", _measures(entry, waiting), after=CHARGED),
        happening(
            name=MESSAGE_TRANSFORMED, organization_id=organization_id, payload=waiting.told, at=at, after=CHARGED
        ),
    )


def _message(entry: Entry, waiting: Waiting) -> Transformation:
    return Transformation(
        id=entry.id,
        created_at=waiting.created_at,
        organization_id=entry.organization_id,
        user_id=waiting.user_id,
        transformation_type_id=waiting.transformation_type,
        intensity=waiting.intensity,
        language=waiting.language,
        tier=waiting.tier,
        metadata=waiting.metadata,
        result=waiting.result,
    )


def _measures(entry: Entry, waiting: Waiting) -> Analytics:
    return measured(
        transformation_id=entry.id,
        organization_id=entry.organization_id,
        created_at=waiting.created_at,
        processing_time_ms=waiting.processing_time_ms,
        metrics=waiting.metrics,
    )
