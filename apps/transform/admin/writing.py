"""The staff's administration of what models are told, and of organizations' own models."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.admin.bases import ModelAdmin, SuperusersAlone, Watched
from apps.accounts.contracts import STAFF
from apps.transform.actions.add_prompt_version import check_prompt
from apps.transform.actions.label_prompt import label_prompt, roll_back_prompt
from apps.transform.actions.set_organization_model import checked_address, checked_key
from apps.transform.contracts import ChosenPrompt, PromptLabel, TransformationType
from apps.transform.models import OrganizationModel, OrganizationPrompt, PromptMove, PromptVersion
from tonebridge.errors import ToneBridgeError, ValidationFailed
from tonebridge.resilience import clock

if TYPE_CHECKING:
    Form = forms.ModelForm[Any]
else:  # generic for the checker only
    Form = forms.ModelForm


class PromptForm(Form):
    """A prompt that no model could be told is refused here, with the reason."""

    class Meta:
        model = PromptVersion
        fields = ("transformation_type", "language", "version", "content", "note")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if {"transformation_type", "language", "version", "content"} <= values.keys():
            kind = TransformationType(values["transformation_type"])
            prompt = ChosenPrompt(kind, values["language"], values["version"], values["content"])
            _checked(lambda: check_prompt(prompt))
        return values


@admin.register(PromptVersion)
class PromptVersionAdmin(ModelAdmin):
    """Added, labelled, rolled back; never changed: what was written with it must be readable later."""

    form = PromptForm
    list_display = ("transformation_type", "language", "version", "note", "created_at")
    list_filter = ("transformation_type", "language")
    search_fields = ("version", "note")
    actions = ("to_production", "to_candidate", "roll_back")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Put into production"), permissions=["change"])
    def to_production(self, request: HttpRequest, chosen: QuerySet[PromptVersion]) -> None:
        self._label(request, chosen, "production")

    @admin.action(description=_("Make it the candidate"), permissions=["change"])
    def to_candidate(self, request: HttpRequest, chosen: QuerySet[PromptVersion]) -> None:
        self._label(request, chosen, "candidate")

    @admin.action(description=_("Roll back production for this type and language"), permissions=["change"])
    def roll_back(self, request: HttpRequest, chosen: QuerySet[PromptVersion]) -> None:
        for row in chosen:
            try:
                version = roll_back_prompt(**_kind(row), label="production", **_by(request))
            except ToneBridgeError as error:
                self.message_user(request, str(error.detail), level="error")
                continue
            self.message_user(request, gettext("Back in production: %s") % version)

    def _label(self, request: HttpRequest, chosen: QuerySet[PromptVersion], label: PromptLabel) -> None:
        for row in chosen:
            label_prompt(**_kind(row), label=label, version=row.version, **_by(request))
        self.message_user(request, gettext("This applies from the next message."))


@admin.register(PromptMove)
class PromptMoveAdmin(Watched):
    """What each label named, and when. Only to look at."""

    list_display = ("created_at", "label", "transformation_type", "language", "version")
    list_filter = ("label", "transformation_type", "language")


class OrganizationPromptForm(Form):
    """A version of another type or language is refused."""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        version = values.get("version")
        kind = (values.get("transformation_type"), values.get("language"))
        if version and (version.transformation_type, version.language) != kind:
            raise ValidationError({"version": gettext("This version is for another type or language.")})
        return values


@admin.register(OrganizationPrompt)
class OrganizationPromptAdmin(ModelAdmin):
    """Organizations whose models are told something else. Without a version: what the product brings."""

    form = OrganizationPromptForm
    list_display = ("organization", "transformation_type", "language", "version", "updated_at")
    list_filter = ("transformation_type", "language")
    search_fields = ("organization__name",)
    autocomplete_fields = ("organization",)
    fields = ("organization", "transformation_type", "language", "version")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.updated_at = clock.now()
        super().save_model(request, obj, form, change)


class OrganizationModelForm(Form):
    """The key can be replaced and never read; another address needs another key."""

    new_key = forms.CharField(
        label=_("new key"), max_length=2_000, required=False, widget=forms.PasswordInput(render_value=False)
    )

    def clean_base_url(self) -> str:
        found: str = _checked(lambda: checked_address(self.cleaned_data["base_url"], owner="staff"))
        return found

    def clean_new_key(self) -> str:
        key: str = self.cleaned_data["new_key"]
        found: str = _checked(lambda: checked_key(key)) if key else ""
        return found

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        moved = {"vendor", "base_url"} & set(self.changed_data) or self.instance._state.adding
        if moved and not values.get("new_key") and "new_key" not in self.errors:
            raise ValidationError({"new_key": gettext("A new address needs its own key.")})
        return values


@admin.register(OrganizationModel)
class OrganizationModelAdmin(SuperusersAlone, ModelAdmin):
    """Models of organizations' own. Whoever names the server is sent the organization's messages."""

    form = OrganizationModelForm
    list_display = ("organization", "rung", "vendor", "model", "base_url", "updated_at")
    list_filter = ("rung", "vendor")
    search_fields = ("organization__name", "model")
    autocomplete_fields = ("organization",)
    fields = ("organization", "rung", "vendor", "model", "base_url", "new_key", "input_price", "output_price")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.updated_at = clock.now()
        obj.created_at = obj.created_at or obj.updated_at
        obj.api_key = form.cleaned_data["new_key"] or obj.api_key
        super().save_model(request, obj, form, change)


def _kind(row: PromptVersion) -> dict[str, Any]:
    return {"kind": TransformationType(row.transformation_type), "language": row.language}


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor_id": UUID(str(request.user.pk)), "credential": STAFF}


def _checked(check: Any) -> Any:
    """What a check of ours answers; its refusal in the form's words."""
    try:
        return check()
    except ValidationFailed as error:
        raise ValidationError([str(one.detail) for one in error.fields]) from error
    except ToneBridgeError as error:
        raise ValidationError(str(error.detail)) from error
