"""Which passwords are good enough."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from apps.accounts.models import User
from tonebridge.errors import FieldError, ValidationFailed


def ensure_good_password(password: str, user: User, *, field: str = "password") -> None:
    """Raises ValidationFailed, with a sentence for each fault, on `field`."""
    as_shown = User(email=user.address, full_name=user.full_name)  # a provisional account is like any other
    try:
        validate_password(password, as_shown)
    except ValidationError as error:
        faults = [FieldError(field, each.code or "invalid", each.messages[0]) for each in error.error_list]
        raise ValidationFailed(fields=tuple(faults)) from error
