"""Prompts: a file a type and language (`types/<type>/prompt.<language>.md`), set into a frame that all of them share.

A file begins with front matter: its version, the variables it uses, and what each intensity means. A file that lacks
something, or uses a variable that it doesn't name, stops the start.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from apps.transform.contracts import Intensity, Language, ModelQuestion, TransformationType

FOLDER = Path(__file__).parents[1]
HUMAN = "<message-{boundary}>\n{message}\n</message-{boundary}>"
KNOWN = frozenset({"boundary", "strength", "sender", "receiver", "background", "words", "task"})
INTENSITIES = {int(intensity) for intensity in Intensity}


class PromptError(Exception):
    """A prompt's file that can't be used."""


@dataclass(frozen=True)
class Prompt:
    """A system prompt with its variables still in it. `strengths`: what the intensities ask for, lightest first."""

    version: str
    system: str
    strengths: tuple[str, ...]


@dataclass(frozen=True)
class _File:
    version: str
    strengths: tuple[str, ...]
    body: str


@lru_cache(maxsize=64)
def prompt_of(kind: TransformationType, language: Language) -> Prompt:
    """Raises PromptError."""
    task = _read(FOLDER / "types" / kind.value / f"prompt.{language}.md", strengths=True)
    frame = _read(FOLDER / "providers" / f"frame.{language}.md", strengths=False)
    version = f"{kind.value}.{language}.{task.version}+frame.{frame.version}"
    return Prompt(version, frame.body.replace("{task}", task.body), task.strengths)


def load_prompts() -> None:
    """All of them, so that a wrong one is found at the start. Raises PromptError."""
    for kind in TransformationType:
        for language in ("ja", "en"):
            prompt_of(kind, language)


@cache
def prompts_version() -> str:
    """Another one whenever any prompt's words change, whatever version it gives itself."""
    files = [*FOLDER.glob("types/*/prompt.*.md"), *FOLDER.glob("providers/frame.*.md")]
    return sha256(b"".join(path.read_bytes() for path in sorted(files))).hexdigest()[:12]


def variables_of(prompt: Prompt, question: ModelQuestion) -> dict[str, str]:
    """What is set into the prompt for one message."""
    names = ("message", "boundary", "sender", "receiver", "background", "words", "earlier", "complaint")
    values = {name: str(getattr(question, name)) or "-" for name in names}
    return values | {"strength": prompt.strengths[question.intensity - 1]}


def rules_of(prompt: Prompt) -> str:
    """What stands in the prompt whatever the message is: no answer may repeat it."""
    return "".join(literal for literal, _name, _format, _conversion in Formatter().parse(prompt.system))


def _read(path: Path, *, strengths: bool) -> _File:
    head, body = _parted(path)
    try:
        named = [str(head["strengths"][intensity]) for intensity in sorted(INTENSITIES)] if strengths else []
        found = _File(str(head["version"]), tuple(named), body)
        declared = set(head["variables"] or ())
    except (KeyError, TypeError) as error:
        raise PromptError(f"{path}: the front matter lacks {error}") from error
    _check(path, declared, set(_used(path, body)))
    return found


def _parted(path: Path) -> tuple[dict[str, Any], str]:
    try:
        before, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        known = yaml.safe_load(head)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise PromptError(f"{path}: {error}") from error
    if before.strip() or not isinstance(known, dict):
        raise PromptError(f"{path}: it has to begin with front matter between two lines of ---")
    return known, body.strip() + "\n"


def _used(path: Path, body: str) -> Iterator[str]:
    try:
        yield from (name for _literal, name, _format, _conversion in Formatter().parse(body) if name is not None)
    except ValueError as error:
        raise PromptError(f"{path}: {error}") from error


def _check(path: Path, declared: set[str], used: set[str]) -> None:
    if declared != used:
        raise PromptError(f"{path}: it names {sorted(declared)} and uses {sorted(used)}")
    if not used <= KNOWN:
        raise PromptError(f"{path}: nobody knows {sorted(used - KNOWN)}")
