"""People. They sign in with their e-mail address, which is kept in lower case."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.json_object import JsonObjectField
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

if TYPE_CHECKING:
    TextEmailField = models.EmailField[str, str]
else:  # Django's fields are generic only for type checkers
    TextEmailField = models.EmailField

SESSION_SALT = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
"""Django's: sessions from before there were versions stay good."""


class LowerCaseEmailField(TextEmailField):
    """An address that is the same in any case: lowered on its way into the database and into every query.

    Migrations see a plain EmailField: history must not import the app. `Any` is the framework's own signature.
    """

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs

    def to_python(self, value: Any) -> Any:
        return lowered(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return lowered(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = lowered(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


def lowered(address: Any) -> Any:
    """The address in the form that is kept; anything but text is left to the field's own checks."""
    return address.strip().lower() if isinstance(address, str) else address


class UserManager(BaseUserManager["User"]):
    """Makes users; `createsuperuser` and the sign-in form ask here."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with a hashed password; None makes one that can't sign in with a password."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who may do everything in the admin."""
        rights = {"is_staff": True, "is_superuser": True, "email_verified_at": clock.now()}
        return self.create_user(email, password, **fields | rights)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do in an organization is on their membership.

    `session_version` counts the times that they signed out everywhere: sessions of an earlier one end.
    `current_organization` is the one that a sign-in speaks for; where they aren't a member of it, the one joined first.

    An account is *provisional* where its `typed_email` was somebody's already when they registered: `email` holds a
    placeholder that nobody signs in with or is written to, so that the unique column stays the other's. It can't be proven.
    `proof_due_at` is until when the address has to be proven; where it is null, for good.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = LowerCaseEmailField(
        _("email address"),
        unique=True,
        error_messages={"unique": _("An account with this email address already exists.")},
    )
    typed_email = LowerCaseEmailField(
        _("address of a provisional account"), blank=True, default="", db_default="", editable=False
    )
    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    preferences = JsonObjectField(_("preferences"), default=dict, blank=True)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_(
            "Turn this off to suspend the user. This signs them out everywhere and blocks their API keys. Turning it back on makes the keys work again."
        ),
    )
    is_staff = models.BooleanField(_("staff"), default=False, help_text=_("Can sign in to the administration site."))
    email_verified_at = models.DateTimeField(_("email address confirmed"), null=True, blank=True)
    proof_due_at = models.DateTimeField(_("confirm by"), null=True, blank=True, editable=False)
    session_version = models.PositiveIntegerField(default=0, editable=False)
    current_organization = models.ForeignKey(
        "accounts.Organization", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "users"
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("email",)
        constraints = (
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="users_email_is_lower_case"),
            models.CheckConstraint(
                condition=models.Q(typed_email="") | models.Q(email_verified_at=None),
                name="users_provisional_is_unproven",
                violation_error_message=_("A provisional account can't have a confirmed email address."),
            ),
        )
        indexes = (
            models.Index(fields=["proof_due_at"], condition=models.Q(email_verified_at=None), name="users_proof_due"),
        )

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        """The address to show them. To write to them and to let them in, `email` alone counts."""
        return self.typed_email or str(self.email)

    @property
    def email_verified(self) -> bool:
        """Whether they have shown that the address is theirs."""
        return self.email_verified_at is not None

    @property
    def is_provisional(self) -> bool:
        """Whether the address that they see is another's."""
        return bool(self.typed_email)

    @property
    def language(self) -> str:
        """The language to write to them in: `ja` or `en`."""
        return "en" if self.preferences.get("language") == "en" else "ja"

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Django's own, of which both public ones are made, bound to the session version as well."""
        value = f"{self.password}{self.session_version or ''}"
        return salted_hmac(SESSION_SALT, value, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        """The name to greet by; the address where there is none."""
        return self.full_name or self.address
