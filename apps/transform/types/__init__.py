"""The seven types. A type is one folder; its writer is named here, and nowhere else.

A type whose text has places for answers has a merger of its own; the others append them.
"""

from apps.transform.contracts import TransformationType
from apps.transform.protocols import AnswersMerger, RulesWriter
from apps.transform.rewriting.answers.appended import merge as append
from apps.transform.types.background.answers import merge as answer_background
from apps.transform.types.background.rules import write as background
from apps.transform.types.clarify.answers import merge as answer_clarify
from apps.transform.types.clarify.rules import write as clarify
from apps.transform.types.requirements.answers import merge as answer_requirements
from apps.transform.types.requirements.rules import write as requirements
from apps.transform.types.soften.rules import write as soften
from apps.transform.types.structure.rules import write as structure
from apps.transform.types.summarize.rules import write as summarize
from apps.transform.types.terminology.rules import write as terminology

WRITERS: dict[TransformationType, RulesWriter] = {
    TransformationType.SOFTEN: soften,
    TransformationType.CLARIFY: clarify,
    TransformationType.STRUCTURE: structure,
    TransformationType.SUMMARIZE: summarize,
    TransformationType.TERMINOLOGY: terminology,
    TransformationType.REQUIREMENTS: requirements,
    TransformationType.BACKGROUND: background,
}

MERGERS: dict[TransformationType, AnswersMerger] = {
    **dict.fromkeys(TransformationType, append),
    TransformationType.CLARIFY: answer_clarify,
    TransformationType.REQUIREMENTS: answer_requirements,
    TransformationType.BACKGROUND: answer_background,
}
