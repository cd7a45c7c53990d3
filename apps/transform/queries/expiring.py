"""Messages that an organization would lose by keeping them for a shorter time."""

from datetime import datetime

from apps.accounts.contracts import Principal
from apps.transform.models import Transformation


def messages_before(principal: Principal, *, before: datetime) -> int:
    """How many messages of the caller's organization were written before that moment: of all its people, kept with their texts or
    without.
    """
    return Transformation.objects.filter(organization_id=principal.organization_id, created_at__lt=before).count()
