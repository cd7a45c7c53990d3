"""Whose messages and feedback may be learned from. Whatever learns asks here, each time it reads."""

from uuid import UUID

from apps.accounts.models import Organization


def may_learn_from(organization_id: UUID) -> bool:
    """Whether this organization lets its messages be learned from; one that doesn't exist doesn't."""
    return Organization.objects.filter(id=organization_id, no_training=False).exists()


def organizations_to_learn_from() -> frozenset[UUID]:
    """All that do."""
    return frozenset(Organization.objects.filter(no_training=False).values_list("id", flat=True))
