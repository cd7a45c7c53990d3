"""Give one organization another prompt than the others have, or the same again. For staff."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.queries.organizations import is_organization
from apps.transform.contracts import Language, TransformationType
from apps.transform.models import OrganizationPrompt
from apps.transform.queries.writers import prompt_row
from tonebridge.errors import NotFound
from tonebridge.resilience import clock


@transaction.atomic
def choose_prompt(
    *,
    organization_id: UUID,
    kind: TransformationType,
    language: Language,
    version: str,
    actor_id: UUID | None = None,
    credential: str = "system",
) -> None:
    """From the organization's next message on; `file` is the product's own. Raises NotFound."""
    if not is_organization(organization_id):
        raise NotFound(_("There's no organization with this ID."))
    row = None if version == "file" else prompt_row(kind, language, version)
    OrganizationPrompt.objects.update_or_create(
        organization_id=organization_id,
        transformation_type=kind.value,
        language=language,
        defaults={"version": row, "updated_at": clock.now()},
    )
    append_audit(
        organization_id=organization_id,
        actor_id=actor_id,
        credential=credential,
        action="organization_prompt.chosen",
        subject=row.id if row else "file",
    )


@transaction.atomic
def unchoose_prompt(
    *,
    organization_id: UUID,
    kind: TransformationType,
    language: Language,
    actor_id: UUID | None = None,
    credential: str = "system",
) -> None:
    """Back to what all have. Raises NotFound where the organization has none of its own."""
    rows = OrganizationPrompt.objects.filter(
        organization_id=organization_id, transformation_type=kind.value, language=language
    )
    if not rows.delete()[0]:
        raise NotFound
    append_audit(
        organization_id=organization_id,
        actor_id=actor_id,
        credential=credential,
        action="organization_prompt.removed",
        subject=f"{kind.value}.{language}",
    )
