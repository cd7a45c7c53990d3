"""Let every app delete what it keeps."""

from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from apps.accounts.protocols import Eraser


def erase_everything(*, organization_id: UUID | None = None, user_id: UUID | None = None) -> None:
    """Of a person, or of an organization: the erasers of `settings.ERASERS`, in their order."""
    for path in settings.ERASERS:
        erase: Eraser = import_string(path)
        erase(organization_id=organization_id, user_id=user_id)
