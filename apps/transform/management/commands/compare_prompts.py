"""`manage.py compare_prompts --file messages.jsonl --versions file candidate`: which prompt does better on these messages?"""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.transform.bodies import TransformBody
from apps.transform.contracts import Prompt, PromptLabel, TransformRequest
from apps.transform.prompt_comparison.comparing import PromptFigures, compare_prompts
from apps.transform.prompt_comparison.table import table
from apps.transform.providers.ladder import Ladder, configured_ladder
from apps.transform.providers.models import ModelRung
from apps.transform.providers.pace import USUAL_S
from apps.transform.providers.rules import RulesRung
from apps.transform.providers.writers import framed_choice
from apps.transform.queries.writers import labelled, prompt_named
from tonebridge.errors import ToneBridgeError
from tonebridge.rest.bodies import parse
from tonebridge.tenancy.system import as_system

LABELS: tuple[PromptLabel, ...] = ("production", "candidate")
WIDTH = 24


class Command(BaseCommand):
    """Asks the first model of the ladder and no other; rules step in where it fails, and count as failed."""

    help = (
        "Transform each message of a file (lines of {text, transformation_type, …}, as for `transform --jsonl`) with each version "
        "of the prompts: a version's name, a label, or `file`. Calls the configured model, which may cost money."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, required=True, help="JSON lines")
        parser.add_argument("--versions", nargs="+", required=True, help="names, production, candidate, or file")
        parser.add_argument("--json", action="store_true", help="a line of JSON a version, instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        messages, (model, ladder) = _messages(options["file"]), _ladder()
        with as_system("compare prompts"):
            chosen = {version: _choices(version, messages) for version in options["versions"]}
        for version, choices in chosen.items():
            _check(version, choices, messages)
        found = [self._run(version, messages, chosen[version], ladder) for version in options["versions"]]
        for figures in found if options["json"] else ():
            self.stdout.write(json.dumps(asdict(figures) | {"pass_rate": round(figures.pass_rate, 4)}))
        if not options["json"]:
            self.stdout.write(table(found, of=len(messages), setting=model.setting))

    def _run(self, version: str, messages: list[TransformRequest], chosen: "Choices", ladder: Ladder) -> PromptFigures:
        figures = PromptFigures(version, 0, 0, 0.0, 0.0, 0.0, {})
        running = compare_prompts(version, messages, choose=chosen.of, ladder=ladder)
        for done, figures in enumerate(running, 1):  # noqa: B007 - the last one is the whole
            _progress(sys.stderr, version, done, len(messages))
        return figures


class Choices:
    """The prompts of one version, by type and language."""

    def __init__(self, found: dict[tuple[str, str], Prompt | None]) -> None:
        self._found = found

    def of(self, wanted: TransformRequest) -> Prompt | None:
        """None: the product's own. Raises KeyError where the version has none for it."""
        return self._found[wanted.transformation_type.value, wanted.language]

    def has(self, wanted: TransformRequest) -> bool:
        """Whether the version has a prompt for it."""
        return (wanted.transformation_type.value, wanted.language) in self._found


def _check(version: str, choices: Choices, messages: list[TransformRequest]) -> None:
    if any(map(choices.has, messages)):
        return
    kinds = sorted({f"{each.transformation_type.value}.{each.language}" for each in messages})
    raise CommandError(
        f"There is no version {version!r} for any of these messages ({', '.join(kinds)}). "
        "The one that the product brings is called file; `manage.py prompts list` shows the others."
    )


def _choices(version: str, messages: list[TransformRequest]) -> Choices:
    kinds = {(each.transformation_type, each.language) for each in messages}
    own: dict[tuple[str, str], Prompt | None] = {(kind.value, language): None for kind, language in kinds}
    if version == "file":
        return Choices(own)
    if version in LABELS:
        named = {kind: framed_choice(each) if each else None for kind, each in labelled(version).items()}
        return Choices(
            (own if version == "production" else {}) | named
        )  # where nothing was labelled, the product's own serves
    rows = {(kind.value, language): prompt_named(kind, language, version) for kind, language in kinds}
    return Choices({kind: framed_choice(row) for kind, row in rows.items() if row})


def _messages(file: Path) -> list[TransformRequest]:
    try:
        lines = [line for line in file.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} can't be read: {error}") from error
    found = [_message(number, line) for number, line in enumerate(lines, 1)]
    if not found:
        raise CommandError(f"{file} holds no messages.")
    return found


def _message(number: int, line: str) -> TransformRequest:
    try:
        row = json.loads(line)
        body = parse(TransformBody, {name: value for name, value in row.items() if name in TransformBody.model_fields})
    except (ValueError, AttributeError, ToneBridgeError) as error:
        fields = "; ".join(f"{one.field}: {one.detail}" for one in getattr(error, "fields", ()))
        raise CommandError(f"line {number}: {fields or error}") from error
    return body.request(reader_language=None)


def _ladder() -> tuple[ModelRung, Ladder]:
    models = [rung for rung in configured_ladder().rungs if isinstance(rung, ModelRung)]
    if not models:
        raise CommandError("No model is configured (LLM_PRIMARY): there is nothing to compare prompts with.")
    return models[0], Ladder((models[0], RulesRung()), first_token_s=settings.LLM_TIMEOUT_S or USUAL_S)


def _progress(out: TextIO, version: str, done: int, total: int) -> None:
    if not out.isatty() and done != total:
        return
    filled = WIDTH * done // total
    out.write(f"\r{version[:20]:20} [{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total}" + "\n" * (done == total))
    out.flush()
