"""Which column of a file is what: guessed from the names, or as the caller says."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from django.utils.translation import gettext_lazy as _

from apps.transform.bodies import LanguageChoice
from apps.transform.contracts import Intensity, TransformationType
from tonebridge.errors import FieldError, ValidationFailed
from tonebridge.tables.columns import aliases_in, choice_named, choices_in, columns_by_name

FIELDS = (
    "text",
    "id",
    "transformation_type",
    "intensity",
    "language",
    "sender_role",
    "receiver_role",
    "background",
    "channel",
)
ALIASES = Path(__file__).parent / "columns.yaml"
CHOICES = choices_in(
    Path(__file__).parent / "values.yaml",
    {
        "transformation_type": [kind.value for kind in TransformationType],
        "intensity": [str(each.value) for each in Intensity],
        "language": get_args(LanguageChoice),
    },
)
IN_CONTEXT = frozenset({"sender_role", "receiver_role", "background", "channel"})
Mapped = Mapping[str, str]
"""Field to the name of its column."""


def guess_columns(names: Sequence[str]) -> dict[str, str]:
    """The fields that the names of columns tell. A file of one column holds texts, whatever it is called."""
    found = columns_by_name(names, aliases_in(ALIASES))
    if "text" not in found and len(names) == 1:
        found["text"] = names[0]
    return found


def chosen_columns(names: Sequence[str], said: Mapped) -> dict[str, str]:
    """The guess, with what the caller said instead; an empty name leaves a field out. Raises ValidationFailed."""
    for field, column in said.items():
        if field not in FIELDS:
            raise _wrong_mapping(_("There's no field named %(name)s.") % {"name": field[:40]}, "unknown_field")
        if column and column not in names:
            raise _wrong_mapping(_("The file has no column named %(name)s.") % {"name": column[:40]}, "unknown_column")
    chosen = guess_columns(names) | dict(said)
    chosen = {field: column for field, column in chosen.items() if column}
    if "text" not in chosen:
        raise _wrong_mapping(
            _("Choose the column that contains the messages. The file has: %(names)s.")
            % {"names": ", ".join(name[:40] for name in names[:20])},
            "no_text_column",
        )
    return chosen


def value_of(field: str, cell: Any) -> Any:
    """What a cell says of a field, as a body has it: the code of a choice however it is called, a number for the intensity."""
    if not isinstance(cell, str) or field == "text":
        return cell
    found = choice_named(cell.strip(), CHOICES.get(field, {}))
    return int(found) if field == "intensity" and found.isdecimal() else found


def _wrong_mapping(detail: str, code: str) -> ValidationFailed:
    return ValidationFailed(fields=(FieldError("mapping", code, detail),))
