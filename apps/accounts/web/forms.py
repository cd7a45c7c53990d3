"""Forms of the account pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Scope
from tonebridge.pages.forms import PageForm

SCOPE_NAMES = {
    Scope.TRANSFORM: _("Transform messages"),
    Scope.ANALYZE: _("Analyze messages"),
    Scope.HISTORY: _("Read history"),
    Scope.ADMIN: _("Administer the organization"),
}
EVERYDAY = [Scope.TRANSFORM.value, Scope.ANALYZE.value, Scope.HISTORY.value]
KEPT_FOR = {0: _("Not at all"), 30: _("30 days"), 90: _("90 days")}
LIFETIMES = [("90", _("90 days")), ("30", _("30 days")), ("365", _("One year")), ("", _("No end"))]


class SignInForm(PageForm):
    """E-mail address and password."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class SignUpForm(PageForm):
    """A new user with an organization of their own."""

    full_name = forms.CharField(
        label=_("Your name"), max_length=150, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        help_text=_("At least 10 characters; not one of the passwords that everybody uses."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class KeepingForm(PageForm):
    """How long messages are kept, and whether they may be learned from."""

    retention_days = forms.TypedChoiceField(
        label=_("How long messages are kept"),
        choices=[(str(days), name) for days, name in KEPT_FOR.items()],
        coerce=int,
        help_text=_("What may not be kept any longer is deleted at once."),
    )
    no_training = forms.BooleanField(label=_("Learn nothing from our messages and feedback"), required=False)


class LeavingForm(PageForm):
    """The password, to make sure."""

    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class GivingUpForm(PageForm):
    """The organization's name, typed, to make sure."""

    name = forms.CharField(
        label=_("The organization's name"), max_length=120, strip=False, widget=forms.TextInput({"autocomplete": "off"})
    )


class ApiKeyForm(PageForm):
    """A key to make. Only the rights that its maker has are offered."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What the key is for, such as “nightly report”.")
    )
    scopes = forms.TypedMultipleChoiceField(
        label=_("What it may do"), coerce=Scope, initial=EVERYDAY, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("Ends after"), choices=LIFETIMES, coerce=int, empty_value=None, required=False, initial="90"
    )

    def __init__(self, *args: Any, scopes: frozenset[Scope], **kwargs: Any) -> None:  # Django's own, passed on
        super().__init__(*args, **kwargs)
        self.offer("scopes", [(scope.value, SCOPE_NAMES[scope]) for scope in Scope if scope in scopes])
