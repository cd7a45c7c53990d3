"""Messages to try with, read once."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter

from apps.transform.actions.preview_transform import preview_transform
from apps.transform.contracts import Language, TransformationType, TransformRequest
from tonebridge.strict_yaml import read_yaml

FOLDER = Path(__file__).parent
MAPPING = TypeAdapter(dict[str, Any])
LABELS: dict[str, Promise] = {
    "angry": _("Angry email"),
    "vague": _("Vague request"),
    "incident": _("Incident report"),
}
NATIVE: tuple[Language, ...] = ("ja", "en")


@dataclass(frozen=True)
class Sample:
    """A message with the type that fits it; empty where there is none to choose. `name` is what `?sample=` holds."""

    name: str
    label: Promise | str
    language: Language
    text: str
    type: str = ""


@dataclass(frozen=True)
class Example:
    """What the rules make of a sample."""

    sample: Sample
    result: str


@cache
def samples(language: Language) -> tuple[Sample, ...]:
    """Those to rewrite, in a reader's language."""
    found = _read("samples.yaml")[language].items()
    return tuple(Sample(name, LABELS[name], language, each["text"], each["type"]) for name, each in found)


@cache
def received() -> tuple[Sample, ...]:
    """Those that somebody got, one a language."""
    found = _read("received.yaml")
    return tuple(Sample(each, get_language_info(each)["name_local"], each, found[each]) for each in NATIVE)


def sample_of(name: str, language: Language) -> Sample | None:
    """The one that `?sample=` asks for, in the reader's language; `ja` and `en` ask for the first of a language."""
    if name in NATIVE:
        return samples("en" if name == "en" else "ja")[0]
    return next((each for each in samples(language) if each.name == name), None)


@cache
def example(language: Language) -> Example:
    """The first sample before and after. Written by the rules when it is first asked for."""
    first = samples(language)[0]
    wanted = TransformRequest(
        text=first.text,
        transformation_type=TransformationType(first.type),
        language=language,
        reader_language=language,
        tier="rules",
    )
    return Example(first, preview_transform(wanted=wanted).transformed_text)


def _read(name: str) -> dict[str, Any]:  # as YAML holds it
    return read_yaml(FOLDER / name, MAPPING)
