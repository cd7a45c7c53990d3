"""Add a version of a prompt. Nobody is told it until a label or an organization names it."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.queries.places import NOBODYS
from apps.transform.contracts import ChosenPrompt
from apps.transform.models import PromptVersion
from apps.transform.providers.prompts import PromptError, file_version
from apps.transform.providers.writers import framed_choice
from tonebridge.errors import AlreadyExists, FieldError, ValidationFailed


def add_prompt_version(
    *, prompt: ChosenPrompt, note: str = "", actor_id: UUID | None = None, credential: str = "system"
) -> UUID:
    """Its id. A version never changes afterwards. Raises ValidationFailed for a prompt that can't be used, AlreadyExists."""
    check_prompt(prompt)
    try:
        with transaction.atomic():
            row = PromptVersion.objects.create(
                transformation_type=prompt.transformation_type.value,
                language=prompt.language,
                version=prompt.version,
                content=prompt.content,
                note=note,
            )
            append_audit(
                organization_id=NOBODYS,
                actor_id=actor_id,
                credential=credential,
                action="prompt.added",
                subject=row.id,
            )
    except IntegrityError as error:
        raise AlreadyExists(_("A version with this name already exists.")) from error
    return row.id


def check_prompt(prompt: ChosenPrompt) -> None:
    """Whether a model could be told it: front matter, variables, strengths. Raises ValidationFailed, AlreadyExists."""
    if prompt.version in ("file", file_version(prompt.transformation_type, prompt.language)):
        raise AlreadyExists(_("A version with this name already exists."))
    try:
        framed_choice(prompt)
    except PromptError as error:
        raise ValidationFailed(fields=(FieldError("content", "invalid", str(error)),)) from error
