"""Which version of what writes is in force for an organization: another one makes other texts."""

from uuid import UUID

from django.conf import settings

from apps.transform.providers.prompts import prompts_version
from apps.transform.providers.writers import writers_of
from apps.transform.rulebook_version import rulebook_version


def writers_version(organization_id: UUID) -> tuple[str, ...]:
    """What writes for it, best first: another one when rules, models or prompts change."""
    models = (settings.LLM_PRIMARY, settings.LLM_SECONDARY)
    named = (f"{model.vendor}:{model.model}" for model in models if model)
    return (
        *settings.TRANSFORM_RUNGS,
        f"rulebook {rulebook_version()}",
        *named,
        prompts_version(),
        writers_of(organization_id).version,
    )


def asks_models(organization_id: UUID) -> bool:
    """Whether a model is asked before the rules: the operator's, or one of its own. Read, or remembered."""
    return writers_of(organization_id).ladder().asks_models
