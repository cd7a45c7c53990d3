"""What an analysis call may hold and what it gets, once for every door."""

from typing import Literal

from django.conf import settings
from pydantic import Field, TypeAdapter

from apps.analyze.contracts import Analysis
from tonebridge.rest.bodies import Readable, StrictBody

TEXT_MAX, PREVIEW_MAX = settings.TEXT_MAX_CHARACTERS, settings.PREVIEW_MAX_CHARACTERS
LanguageChoice = Literal["auto", "ja", "en"]


class AnalyzeBody(StrictBody):
    """A text to analyze."""

    text: Readable = Field(min_length=1, max_length=TEXT_MAX)
    language: LanguageChoice = "auto"


class PreviewAnalyzeBody(StrictBody):
    """A short text to analyze."""

    text: Readable = Field(min_length=1, max_length=PREVIEW_MAX)
    language: LanguageChoice = "auto"


ANALYSIS = TypeAdapter(Analysis)
