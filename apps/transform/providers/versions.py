"""Which version of what writes is in force for an organization: another one makes other texts."""

from uuid import UUID

from django.conf import settings

from apps.transform.providers.prompts import prompts_version
from apps.transform.providers.writers import writers_of
from apps.transform.rulebook_version import rulebook_version
from tonebridge.settings.models import ModelSetting


def writers_version(organization_id: UUID) -> tuple[str, ...]:
    """What writes for it, best first, and who reads that: another one when rules, models or prompts change."""
    models = (settings.LLM_PRIMARY, settings.LLM_SECONDARY)
    named = (f"{model.vendor}:{model.model}" for model in models if model)
    verify = settings.LLM_VERIFY
    reads = f"verify {f'{verify.vendor}:{verify.model}' if isinstance(verify, ModelSetting) else verify or 'off'}"
    return (
        *settings.TRANSFORM_RUNGS,
        f"rulebook {rulebook_version()}",
        *named,
        reads,
        prompts_version(),
        writers_of(organization_id).version,
    )


def asks_models(organization_id: UUID) -> bool:
    """Whether a model is asked before the rules: the operator's, or one of its own. Read, or remembered."""
    return writers_of(organization_id).ladder().asks_models
