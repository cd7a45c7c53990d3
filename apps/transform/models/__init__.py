"""Transform's tables, one a file."""

from apps.transform.models.analytics import Analytics
from apps.transform.models.batch import Batch, BatchPart, BatchResult
from apps.transform.models.daily_summary import DailySummary
from apps.transform.models.embedding import Embedding
from apps.transform.models.found_term import FoundTerm
from apps.transform.models.glossary_term import GlossaryTerm
from apps.transform.models.organization_model import OrganizationModel
from apps.transform.models.prompts import OrganizationPrompt, PromptMove, PromptVersion
from apps.transform.models.transformation import Transformation
from apps.transform.models.transformation_type import TransformationTypeRow

__all__ = [
    "Analytics",
    "Batch",
    "BatchPart",
    "BatchResult",
    "DailySummary",
    "Embedding",
    "FoundTerm",
    "GlossaryTerm",
    "OrganizationModel",
    "OrganizationPrompt",
    "PromptMove",
    "PromptVersion",
    "Transformation",
    "TransformationTypeRow",
]
