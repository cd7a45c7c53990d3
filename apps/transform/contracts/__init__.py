"""The words of transforming a message: what is asked, proposed, proved, answered and kept."""

from apps.transform.contracts.analytics import AnalyticsSummary, DayFigures, Share
from apps.transform.contracts.answers import GivenAnswer, KeptResult, Merged
from apps.transform.contracts.asking import Complaint, ModelQuestion, Piece, Prompt, Spent
from apps.transform.contracts.batches import BatchSource, BatchView, BatchWanted, Item, ItemOutcome
from apps.transform.contracts.drafts import Caution, Draft, Edit, Question
from apps.transform.contracts.facts import FactItem, FactKind, FactLedger, FactStatus
from apps.transform.contracts.found_terms import FoundTermDetails
from apps.transform.contracts.history import (
    GlossaryImport,
    GlossaryPlan,
    GlossaryTermDetails,
    HistoryFilter,
    HistoryItem,
    ImportProblem,
    Reusable,
    SimilarItem,
    TypeDetails,
    Verdict,
)
from apps.transform.contracts.models import ModelChoice, ModelRungName, OrganizationModelDetails, Vendor
from apps.transform.contracts.reading import Ask, ExplainedTerm, MessageReading, Passage
from apps.transform.contracts.receipts import Disclosure, IssuedReceipt, Kept, Receipt, ReceiptNotes
from apps.transform.contracts.requests import GlossaryEntry, MessageContext, TransformRequest
from apps.transform.contracts.results import (
    SUSPECTED,
    Change,
    Comparison,
    PreviewInfo,
    ProviderInfo,
    Reason,
    Scores,
    ScoreShift,
    TransformResult,
    Usage,
    Variant,
    Whose,
)
from apps.transform.contracts.words import Intensity, Language, Tier, TransformationType
from apps.transform.contracts.writers import ChosenPrompt, OwnModel, PromptLabel

__all__ = [
    "SUSPECTED",
    "AnalyticsSummary",
    "Ask",
    "BatchSource",
    "BatchView",
    "BatchWanted",
    "Caution",
    "Change",
    "ChosenPrompt",
    "Comparison",
    "Complaint",
    "DayFigures",
    "Disclosure",
    "Draft",
    "Edit",
    "ExplainedTerm",
    "FactItem",
    "FactKind",
    "FactLedger",
    "FactStatus",
    "FoundTermDetails",
    "GivenAnswer",
    "GlossaryEntry",
    "GlossaryImport",
    "GlossaryPlan",
    "GlossaryTermDetails",
    "HistoryFilter",
    "HistoryItem",
    "ImportProblem",
    "Intensity",
    "IssuedReceipt",
    "Item",
    "ItemOutcome",
    "Kept",
    "KeptResult",
    "Language",
    "Merged",
    "MessageContext",
    "MessageReading",
    "ModelChoice",
    "ModelQuestion",
    "ModelRungName",
    "OrganizationModelDetails",
    "OwnModel",
    "Passage",
    "Piece",
    "PreviewInfo",
    "Prompt",
    "PromptLabel",
    "ProviderInfo",
    "Question",
    "Reason",
    "Receipt",
    "ReceiptNotes",
    "Reusable",
    "ScoreShift",
    "Scores",
    "Share",
    "SimilarItem",
    "Spent",
    "Tier",
    "TransformRequest",
    "TransformResult",
    "TransformationType",
    "TypeDetails",
    "Usage",
    "Variant",
    "Vendor",
    "Verdict",
    "Whose",
]
