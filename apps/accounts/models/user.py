"""People. They sign in with their e-mail address, which is kept in lower case."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tonebridge.ids import uuid7
from tonebridge.resilience import clock

if TYPE_CHECKING:
    TextEmailField = models.EmailField[str, str]
else:  # Django's fields are generic only for type checkers
    TextEmailField = models.EmailField


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
        return self.create_user(email, password, **fields | {"is_staff": True, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do in an organization is on their membership."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = LowerCaseEmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("Someone with this address is here already.")}
    )
    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    preferences = models.JSONField(_("preferences"), default=dict, blank=True)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Switch off to suspend: tokens, keys and sessions stop at once.")
    )
    is_staff = models.BooleanField(_("staff"), default=False, help_text=_("May sign in to this administration."))
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
        )

    def __str__(self) -> str:
        return str(self.email)

    def get_full_name(self) -> str:
        """The name to greet by; the address where there is none."""
        return self.full_name or str(self.email)
