"""`manage.py prompts`: versions of prompts, the labels on them, and organizations with another one."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from apps.transform.actions.add_prompt_version import add_prompt_version
from apps.transform.actions.choose_prompt import choose_prompt, unchoose_prompt
from apps.transform.actions.label_prompt import label_prompt, roll_back_prompt
from apps.transform.contracts import ChosenPrompt, PromptLabel, TransformationType
from apps.transform.providers.prompts import file_version
from apps.transform.queries.writers import labelled, organizations_with_prompts, prompt_versions
from tonebridge.errors import ToneBridgeError
from tonebridge.tenancy.system import as_system

KINDS = [kind.value for kind in TransformationType]
LABELS = get_args(PromptLabel)
Options = dict[str, Any]  # what Django parsed


class Command(BaseCommand):
    """Changes are in the audit, and every web process tells its models so within a moment; nothing is started anew."""

    help = "Add, label, roll back and choose prompts. The version `file` is the one that the product brings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="versions, what each label names, and organizations with another one")
        for name, explained in EXPLAINED.items():
            verb = verbs.add_parser(name, help=explained)
            if name in ("choose", "unchoose"):
                verb.add_argument("organization", type=UUID)
            verb.add_argument("type", choices=KINDS)
            verb.add_argument("language", choices=["ja", "en"])
            if name in ("add", "label", "choose"):
                verb.add_argument("version")
            if name == "add":
                verb.add_argument("file", help="in the form of types/*/prompt.*.md; - for standard input")
                verb.add_argument("--note", default="")
            if name in ("label", "rollback"):
                verb.add_argument("--label", choices=LABELS, default="production")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):  # as everything else here
            self._handle(options)

    def _handle(self, options: Options) -> None:
        try:
            with as_system("prompts"):
                self.stdout.write(VERBS[options["verb"]](options))
        except (ToneBridgeError, OSError, UnicodeDecodeError) as error:
            fields = "; ".join(f"{one.field}: {one.detail}" for one in getattr(error, "fields", ()))
            raise CommandError(fields or str(getattr(error, "detail", error))) from error


def _list(_options: Options) -> str:
    names = {label: labelled(label) for label in LABELS}
    versions = prompt_versions()
    lines = []
    for kind in TransformationType:
        for language in ("ja", "en"):
            added = [v.version for v in versions if (v.transformation_type, v.language) == (kind, language)]
            here = {label: found.get((kind.value, language)) for label, found in names.items()}
            labels = [f"{label}={chosen.version}" for label, chosen in here.items() if chosen]
            own = f"file ({file_version(kind, 'ja' if language == 'ja' else 'en')})"
            lines.append(f"{kind.value}.{language}: {', '.join([own, *added])}  {' '.join(labels)}".rstrip())
    return "\n".join([*lines, *_choices()])


def _choices() -> list[str]:
    """A line for each organization that was given another one."""
    return [
        f"organization {organization_id}: {kind}={chosen.version if chosen else 'file'}"
        for organization_id, chosen, kind in organizations_with_prompts()
    ]


def _kind(options: Options) -> Options:
    return {"kind": TransformationType(options["type"]), "language": options["language"]}


def _add(options: Options) -> str:
    content = sys.stdin.read() if options["file"] == "-" else Path(options["file"]).read_text("utf-8")
    kind = _kind(options)
    prompt = ChosenPrompt(kind["kind"], kind["language"], options["version"], content)
    add_prompt_version(prompt=prompt, note=options["note"])
    return f"{options['type']}.{options['language']}.{options['version']} is there. Nobody is told it yet."


def _label(options: Options) -> str:
    label_prompt(**_kind(options), label=options["label"], version=options["version"])
    return f"{options['label']} of {options['type']}.{options['language']} is {options['version']}."


def _rollback(options: Options) -> str:
    version = roll_back_prompt(**_kind(options), label=options["label"])
    return f"{options['label']} of {options['type']}.{options['language']} is {version} again."


def _choose(options: Options) -> str:
    choose_prompt(organization_id=options["organization"], **_kind(options), version=options["version"])
    return f"{options['organization']} has {options['version']} for {options['type']}.{options['language']}."


def _unchoose(options: Options) -> str:
    unchoose_prompt(organization_id=options["organization"], **_kind(options))
    return f"{options['organization']} has what all have for {options['type']}.{options['language']}."


EXPLAINED = {
    "add": "add a version; nobody is told it yet",
    "label": "put a label on a version: production is what all organizations get",
    "rollback": "put a label back on what it named before",
    "choose": "give one organization a version of its own",
    "unchoose": "give it what all have again",
}
VERBS: dict[str, Callable[[Options], str]] = {
    "list": _list,
    "add": _add,
    "label": _label,
    "rollback": _rollback,
    "choose": _choose,
    "unchoose": _unchoose,
}
