"""The form that takes a file of messages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.transform.batch_files.columns import FIELDS
from apps.transform.batch_files.reading import NO_MESSAGE
from apps.transform.contracts import Item
from tonebridge.pages.forms import PageForm

PREFIX = "column_"


class JobForm(PageForm):
    """A file, and what holds for rows that say nothing themselves."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("CSV or JSON Lines, up to 10,000 messages, in UTF-8, UTF-16 or Shift_JIS."),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.jsonl,text/csv"}),
        error_messages={"required": _("Choose a file."), "empty": NO_MESSAGE},
    )
    transformation_type = forms.ChoiceField(label=_("Kind of change"), initial="soften")
    intensity = forms.TypedChoiceField(
        label=_("Strength"), choices=[(1, _("light")), (2, _("medium")), (3, _("strong"))], coerce=int, initial=2
    )
    receiver_role = forms.CharField(label=_("Who will read the messages"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's own, passed on
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    @property
    def mapping(self) -> dict[str, str]:
        """Field to column, as chosen on the page; nothing without a script, where names have to tell."""
        named = {field: self.data.get(PREFIX + field) for field in FIELDS}
        return {field: str(column) for field, column in named.items() if column is not None}

    @property
    def defaults(self) -> Item:
        """What holds for rows that say nothing, as a body has it."""
        said = self.cleaned_data
        context = {"receiver_role": said["receiver_role"]} if said["receiver_role"] else {}
        return {
            "transformation_type": said["transformation_type"],
            "intensity": said["intensity"],
            **({"context": context} if context else {}),
        }
