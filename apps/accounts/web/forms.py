"""Forms of the account pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Role, Scope
from apps.accounts.queries.roles import ROLE_NAMES
from tonebridge.pages.forms import PageForm

SCOPE_NAMES = {
    Scope.TRANSFORM: _("Transform messages"),
    Scope.ANALYZE: _("Analyze messages"),
    Scope.HISTORY: _("Read history"),
    Scope.ADMIN: _("Administer the organization"),
}
EVERYDAY = [Scope.TRANSFORM.value, Scope.ANALYZE.value, Scope.HISTORY.value]
KEPT_FOR = {0: _("Not at all"), 30: _("30 days"), 90: _("90 days")}
ON_SUSPICION = {
    "warn": _("Rewrite them as usual, with a warning"),
    "rules": _("Don't send them to a model"),
    "refuse": _("Refuse them"),
}
LIFETIMES = [("90", _("90 days")), ("30", _("30 days")), ("365", _("One year")), ("", _("No expiration"))]


class NewPasswordField(forms.CharField):
    """A password to be."""

    def __init__(self, **kwargs: Any) -> None:  # Django's own, passed on
        super().__init__(
            max_length=128,
            strip=False,
            help_text=_("At least 10 characters. Common passwords are refused."),
            widget=forms.PasswordInput({"autocomplete": "new-password"}),
            **kwargs,
        )


class SignInForm(PageForm):
    """E-mail address and password."""

    email = forms.EmailField(
        label=_("Email address"), max_length=254, widget=forms.EmailInput({"autocomplete": "username"})
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
        label=_("Email address"), max_length=254, widget=forms.EmailInput({"autocomplete": "username"})
    )
    password = NewPasswordField(label=_("Password"))


class KeepingForm(PageForm):
    """How long messages are kept, and whether they may be learned from."""

    retention_days = forms.TypedChoiceField(
        label=_("How long messages are kept"),
        choices=[(str(days), name) for days, name in KEPT_FOR.items()],
        coerce=int,
        help_text=_(
            "Older messages are deleted immediately. Job results are always kept for a day so that they can be downloaded."
        ),
    )
    no_training = forms.BooleanField(label=_("Don't learn from our messages and feedback"), required=False)
    shares_results = forms.BooleanField(
        label=_("If nothing else is available, reuse a colleague's result for a message with the same meaning"),
        required=False,
    )
    suspected_orders = forms.TypedChoiceField(
        label=_("Messages that seem to contain instructions for an AI"),
        choices=list(ON_SUSPICION.items()),
        required=False,
        empty_value=None,
    )


class PasswordForm(PageForm):
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


class OrganizationNameForm(PageForm):
    """What the organization is called."""

    name = forms.CharField(
        label=_("The organization's name"), max_length=120, widget=forms.TextInput({"autocomplete": "organization"})
    )


class ApiKeyForm(PageForm):
    """A key to make. Only the rights that its maker has are offered."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What the key is for, such as “nightly report”.")
    )
    scopes = forms.TypedMultipleChoiceField(
        label=_("Permissions"), coerce=Scope, initial=EVERYDAY, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("Expires after"), choices=LIFETIMES, coerce=int, empty_value=None, required=False, initial="90"
    )

    def __init__(self, *args: Any, scopes: frozenset[Scope], **kwargs: Any) -> None:  # Django's own, passed on
        super().__init__(*args, **kwargs)
        self.offer("scopes", [(scope.value, SCOPE_NAMES[scope]) for scope in Scope if scope in scopes])


class CodeForm(PageForm):
    """A code of the authenticator, or a backup code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six-digit code from your authenticator app, or one of your backup codes."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}),
    )


class FirstCodeForm(CodeForm):
    """A code of the authenticator, while there are no backup codes yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's own, passed on
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The six-digit code from your authenticator app.")


class ReauthenticationForm(PageForm):
    """The password, or a code where two-step sign-in is on."""

    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six-digit code from your authenticator app, or one of your backup codes."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}),
    )

    def __init__(self, *args: Any, asks_for_code: bool, **kwargs: Any) -> None:  # Django's own, passed on
        super().__init__(*args, **kwargs)
        self.fields.pop("password" if asks_for_code else "code")


class ForgottenPasswordForm(PageForm):
    """Whose password is forgotten."""

    email = forms.EmailField(
        label=_("Email address"), max_length=254, widget=forms.EmailInput({"autocomplete": "username"})
    )


class NewPasswordForm(PageForm):
    """The password to be, and whether keys end with the old one."""

    password = NewPasswordField(label=_("New password"))
    end_api_keys = forms.BooleanField(
        label=_("Also revoke all my API keys"),
        required=False,
        help_text=_(
            "Choose this if someone else may know your password. Programs that use your API keys will stop working."
        ),
    )


class ChangePasswordForm(PageForm):
    """The present password and the one to be."""

    current_password = forms.CharField(
        label=_("Current password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new_password = NewPasswordField(label=_("New password"))


class InvitedSignUpForm(PageForm):
    """A new user who comes by an invitation, which says the address."""

    full_name = forms.CharField(
        label=_("Your name"), max_length=150, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = NewPasswordField(label=_("Password"))


OFFERED_ROLES = [(role.value, name) for role, name in ROLE_NAMES.items() if role is not Role.OWNER]


class InvitationForm(PageForm):
    """Whom to ask, and as what."""

    email = forms.EmailField(label=_("Email address"), max_length=254)
    role = forms.TypedChoiceField(label=_("Role"), choices=OFFERED_ROLES, coerce=Role, initial=Role.MEMBER.value)


class RoleForm(PageForm):
    """A colleague's new role."""

    role = forms.TypedChoiceField(label=_("Role"), choices=OFFERED_ROLES, coerce=Role)
