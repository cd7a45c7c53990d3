"""That a file can't be used."""

from django.utils.functional import Promise

from tonebridge.errors import FieldError, ValidationFailed


def refused(detail: str | Promise, code: str) -> ValidationFailed:
    """For field `file`."""
    return ValidationFailed(fields=(FieldError("file", code, detail),))
