"""Who writes for an organization, and what they are told."""

import logging
from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.transform.contracts import (
    ChosenPrompt,
    Language,
    ModelRungName,
    OwnModel,
    TransformationType,
    Vendor,
)
from apps.transform.models import OrganizationModel, OrganizationPrompt, PromptMove, PromptVersion
from tonebridge.errors import NotFound
from tonebridge.security.encryption import EncryptionError
from tonebridge.security.header_words import is_header_word

log = logging.getLogger(__name__)
Kind = tuple[str, str]


def own_models(organization_id: UUID) -> tuple[OwnModel, ...]:
    """The organization's own models, with their keys. One query."""
    rows = OrganizationModel.objects.filter(organization_id=organization_id).order_by("rung")
    return tuple(
        OwnModel(
            rung=cast(ModelRungName, row.rung),
            vendor=cast(Vendor, row.vendor),
            model=row.model,
            base_url=row.base_url,
            api_key=_key(row),
            input_price=row.input_price,
            output_price=row.output_price,
        )
        for row in rows
    )


def _key(row: OrganizationModel) -> str:
    """Empty where it can't be opened or sent: then its model refuses, and the next rung answers, as for any wrong key."""
    try:
        key = str(row.api_key)
    except EncryptionError:
        log.exception("model key unreadable", extra={"model_id": str(row.id)})
        return ""
    return key if is_header_word(key) else ""


def prompts_in_force(organization_id: UUID) -> tuple[ChosenPrompt, ...]:
    """Those that aren't the product's own: the organization's before what is in production. Two queries."""
    chosen = {_kind(move): move.version for move in _last_moves("production")}
    own = OrganizationPrompt.objects.filter(organization_id=organization_id).select_related("version")
    chosen |= {_kind(row): row.version for row in own}
    return tuple(_chosen(version) for _name, version in sorted(chosen.items()) if version)


def labelled(label: str) -> dict[Kind, ChosenPrompt | None]:
    """What a label names, by type and language; None: the product's own. Kinds that it was never put on are absent."""
    return {_kind(move): _chosen(move.version) if move.version else None for move in _last_moves(label)}


def prompt_named(kind: TransformationType, language: Language, version: str) -> ChosenPrompt | None:
    """A version by its name; None where there is none."""
    row = _versions(kind, language).filter(version=version).first()
    return _chosen(row) if row else None


def prompt_row(kind: TransformationType, language: Language, version: str) -> PromptVersion:
    """The row, for verbs of this app. Raises NotFound."""
    row = _versions(kind, language).filter(version=version).first()
    if row is None:
        raise NotFound(_("There's no version with this name for this type and language."))
    return row


def prompt_versions() -> tuple[ChosenPrompt, ...]:
    """All that were added, the newest of a kind first."""
    return tuple(map(_chosen, PromptVersion.objects.all()))


def organizations_with_prompts() -> tuple[tuple[UUID, ChosenPrompt | None, str], ...]:
    """Who was given another prompt than the others: None is the product's own; type and language as `soften.ja`."""
    rows = OrganizationPrompt.objects.select_related("version").order_by(
        "organization_id", "transformation_type", "language"
    )
    return tuple(
        (row.organization_id, _chosen(row.version) if row.version else None, ".".join(_kind(row))) for row in rows
    )


def _versions(kind: TransformationType, language: Language) -> QuerySet[PromptVersion]:
    return PromptVersion.objects.filter(transformation_type=kind.value, language=language)


def _last_moves(label: str) -> list[PromptMove]:
    moves = PromptMove.objects.filter(label=label).select_related("version")
    return list(moves.order_by("transformation_type", "language", "-id").distinct("transformation_type", "language"))


def _kind(row: PromptMove | OrganizationPrompt) -> Kind:
    return row.transformation_type, row.language


def _chosen(row: PromptVersion) -> ChosenPrompt:
    kind = TransformationType(row.transformation_type)
    return ChosenPrompt(kind, cast(Language, row.language), row.version, row.content)
