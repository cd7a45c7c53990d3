"""Put a label on a version of a prompt, or take it back to where it was. Every web process tells its models so at once."""

from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.queries.places import NOBODYS
from apps.transform.contracts import Language, PromptLabel, TransformationType
from apps.transform.models import PromptMove, PromptVersion
from apps.transform.queries.writers import prompt_row
from tonebridge.errors import Conflict


@transaction.atomic
def label_prompt(
    *,
    kind: TransformationType,
    language: Language,
    label: PromptLabel,
    version: str,
    actor_id: UUID | None = None,
    credential: str = "system",
) -> None:
    """`production` is what all organizations get that have no prompt of their own; version `file` is the product's own.

    Raises NotFound for a version that isn't there.
    """
    row = None if version == "file" else prompt_row(kind, language, version)
    _move(kind, language, label, row, "prompt.labelled", actor_id, credential)


@transaction.atomic
def roll_back_prompt(
    *,
    kind: TransformationType,
    language: Language,
    label: PromptLabel,
    actor_id: UUID | None = None,
    credential: str = "system",
) -> str:
    """Back to what the label named before; the name of that version. Twice: there and back. Raises Conflict for nothing to undo."""
    _one_at_a_time()
    moves = PromptMove.objects.filter(transformation_type=kind.value, language=language, label=label)
    last = list(moves.select_related("version").order_by("-id")[:2])
    if not last:
        raise Conflict(_("There's no earlier version to roll back to."))
    before = last[1].version if len(last) > 1 else None
    _move(kind, language, label, before, "prompt.rolled_back", actor_id, credential)
    return before.version if before else "file"


def _move(
    kind: TransformationType,
    language: Language,
    label: PromptLabel,
    row: PromptVersion | None,
    action: str,
    actor_id: UUID | None,
    credential: str,
) -> None:
    _one_at_a_time()
    move = PromptMove.objects.create(transformation_type=kind.value, language=language, label=label, version=row)
    append_audit(organization_id=NOBODYS, actor_id=actor_id, credential=credential, action=action, subject=move.id)


def _one_at_a_time() -> None:
    """Two who move a label see each other's move."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tonebridge prompt labels'))")
