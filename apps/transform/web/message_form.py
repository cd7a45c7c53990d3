"""The form of the workspace: one message, and what to do with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.transform.contracts import Intensity, TransformationType
from apps.transform.web.words.kinds import INTENSITIES
from tonebridge.pages.forms import MessageField, PageForm

TYPES = [(kind.value, kind.value) for kind in TransformationType]


class MessageForm(PageForm):
    """The names of its fields are those of the API."""

    transformation_type = forms.ChoiceField(
        label=_("How should it change?"), choices=TYPES, initial=TransformationType.SOFTEN.value
    )
    intensity = forms.TypedChoiceField(
        label=_("How much?"),
        choices=[(each.value, name) for each, name in INTENSITIES.items()],
        coerce=int,
        initial=Intensity.MEDIUM.value,
    )
    sender_role = forms.CharField(label=_("Who's writing?"), max_length=100, required=False)
    receiver_role = forms.CharField(label=_("Who will read it?"), max_length=100, required=False)
    compare = forms.BooleanField(required=False)
    """All three intensities side by side."""
    live = forms.BooleanField(required=False)
    """Shown while somebody types: nothing is kept or counted."""

    rules = forms.BooleanField(required=False)
    """No model is asked: for whom doesn't want to wait for one."""

    def __init__(self, *args: Any, max_characters: int, **kwargs: Any) -> None:  # Django's own, passed on
        super().__init__(*args, **kwargs)
        typed = forms.Textarea({"rows": 8, "dir": "auto", "spellcheck": "true", "data-limit": str(max_characters)})
        self.fields["text"] = MessageField(label=_("Message"), max_characters=max_characters, widget=typed)

    def message(self) -> dict[str, object]:
        """The checked values that make the message, without those that say how to show it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("compare", "live", "rules")}

    def document(self) -> dict[str, Any]:
        """The checked values as the body of the API's call; `Any` as JSON is."""
        values = self.cleaned_data
        return {
            "text": values["text"],
            "transformation_type": values["transformation_type"],
            "intensity": values["intensity"],
            "context": {"sender_role": values["sender_role"], "receiver_role": values["receiver_role"]},
        }
