"""What an analysis call may hold and what it gets, once for every door."""

from typing import Literal

from pydantic import Field, TypeAdapter

from apps.analyze.contracts import Analysis
from tonebridge.rest.bodies import Readable, StrictBody

TEXT_MAX, PREVIEW_MAX = 10_000, 500
LanguageChoice = Literal["auto", "ja", "en"]


class AnalyzeBody(StrictBody):
    """POST /analyze"""

    text: Readable = Field(min_length=1, max_length=TEXT_MAX)
    language: LanguageChoice = "auto"


class PreviewAnalyzeBody(StrictBody):
    """POST /preview/analyze"""

    text: Readable = Field(min_length=1, max_length=PREVIEW_MAX)
    language: LanguageChoice = "auto"


ANALYSIS = TypeAdapter(Analysis)
