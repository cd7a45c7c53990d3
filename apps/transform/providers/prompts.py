"""Prompts: a file a type and language (`types/<type>/prompt.<language>.md`), set into a frame that all of them share.

A file begins with front matter: its version, the variables it uses, and what each intensity means. A file that lacks
something, or uses a variable that it doesn't name, stops the start.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from apps.transform.contracts import Intensity, Language, ModelQuestion, Prompt, TransformationType, TransformRequest
from tonebridge.fingerprints import fingerprint_of
from tonebridge.strict_yaml import parse_yaml

FOLDER = Path(__file__).parents[1]
HUMAN = "<message-{boundary}>\n{message}\n</message-{boundary}>"
KNOWN = frozenset({"boundary", "strength", "sender", "receiver", "background", "words", "task"})
INTENSITIES = {int(intensity) for intensity in Intensity}


class PromptError(Exception):
    """A prompt's file that can't be used."""


@dataclass(frozen=True)
class _File:
    version: str
    strengths: tuple[str, ...]
    body: str


@lru_cache(maxsize=64)
def prompt_of(kind: TransformationType, language: Language) -> Prompt:
    """The one that the product brings. Raises PromptError."""
    path = FOLDER / "types" / kind.value / f"prompt.{language}.md"
    return framed(kind, language, _text(path), str(path))


def framed(kind: TransformationType, language: Language, text: str, name: str, version: str = "") -> Prompt:
    """A prompt's text in the frame that all share. `version` replaces the one it gives itself. Raises PromptError."""
    task = _read(text, name, strengths=True)
    path = FOLDER / "providers" / f"frame.{language}.md"
    frame = _read(_text(path), str(path), strengths=False)
    named = f"{kind.value}.{language}.{version or task.version}+frame.{frame.version}"
    return Prompt(named, frame.body.replace("{task}", task.body), task.strengths)


def prompt_for(wanted: TransformRequest) -> Prompt:
    """The one that was chosen for its organization, or the product's own. Raises PromptError."""
    return wanted.prompt or prompt_of(wanted.transformation_type, wanted.language)


@lru_cache(maxsize=64)
def witness_prompt(kind: TransformationType, language: Language) -> Prompt:
    """What somebody is told who compares a rewrite with its message. Raises PromptError."""
    path = str(FOLDER / "providers" / f"witness.{language}.md")
    text = _text(Path(path))
    file, tasks = _read(text, path, strengths=False), _parted(text, path)[0].get("tasks")
    if not isinstance(tasks, dict) or kind.value not in tasks:
        raise PromptError(f"{path}: the front matter lacks a task for {kind.value}")
    named = f"witness.{language}.{file.version}"
    return Prompt(named, file.body.replace("{task}", str(tasks[kind.value])), ("",) * len(INTENSITIES))


def file_version(kind: TransformationType, language: Language) -> str:
    """What the product's own prompt calls itself."""
    path = FOLDER / "types" / kind.value / f"prompt.{language}.md"
    return _read(_text(path), str(path), strengths=True).version


def load_prompts() -> None:
    """All of them, so that a wrong one is found at the start. Raises PromptError."""
    for kind in TransformationType:
        for language in ("ja", "en"):
            prompt_of(kind, language)
            witness_prompt(kind, language)


@cache
def prompts_version() -> str:
    """Another one whenever any prompt's words change, whatever version it gives itself."""
    files = [*FOLDER.glob("types/*/prompt.*.md"), *FOLDER.glob("providers/*.??.md")]
    return fingerprint_of(files, FOLDER)[:12]


def variables_of(prompt: Prompt, question: ModelQuestion) -> dict[str, str]:
    """What is set into the prompt for one message."""
    names = ("message", "boundary", "sender", "receiver", "background", "words", "earlier", "complaint")
    values = {name: str(getattr(question, name)) or "-" for name in names}
    return values | {"strength": prompt.strengths[question.intensity - 1]}


def rules_of(prompt: Prompt) -> str:
    """What stands in the prompt whatever the message is: no answer may repeat it."""
    return "".join(literal for literal, _name, _format, _conversion in Formatter().parse(prompt.system))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise PromptError(f"{path}: {error}") from error


def _read(text: str, path: str, *, strengths: bool) -> _File:
    head, body = _parted(text, path)
    try:
        named = [str(head["strengths"][intensity]) for intensity in sorted(INTENSITIES)] if strengths else []
        found = _File(str(head["version"]), tuple(named), body)
        declared = set(head["variables"] or ())
    except (KeyError, TypeError) as error:
        raise PromptError(f"{path}: the front matter lacks {error}") from error
    _check(path, declared, set(_used(path, body)))
    return found


def _parted(text: str, path: str) -> tuple[dict[str, Any], str]:
    before, head, body = [*text.split("---\n", 2), "", ""][:3]
    try:
        known = parse_yaml(f"---\n{head}")  # its lines are counted as in the file
    except yaml.YAMLError as error:
        raise PromptError(f"{path}: {error}") from error
    if before.strip() or not isinstance(known, dict):
        raise PromptError(f"{path}: it has to begin with front matter between two lines of ---")
    return known, body.strip() + "\n"


def _used(path: str, body: str) -> Iterator[str]:
    try:
        yield from (name for _literal, name, _format, _conversion in Formatter().parse(body) if name is not None)
    except ValueError as error:
        raise PromptError(f"{path}: {error}") from error


def _check(path: str, declared: set[str], used: set[str]) -> None:
    if declared != used:
        raise PromptError(f"{path}: it names {sorted(declared)} and uses {sorted(used)}")
    if not used <= KNOWN:
        raise PromptError(f"{path}: nobody knows {sorted(used - KNOWN)}")
