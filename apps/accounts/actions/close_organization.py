"""An organization is given up, and everything of it goes."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.actions.revoke_credentials import revoke_credentials
from apps.accounts.contracts import Principal
from apps.accounts.models import Membership, User
from apps.accounts.queries.legal_holds import ensure_not_held
from apps.accounts.queries.organizations import own_organization
from apps.accounts.queries.places import places_of_each
from apps.accounts.rights import ensure_in_person, ensure_owns_organization, ensure_recently_authenticated
from tonebridge.errors import FieldError, ValidationFailed
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.contracts import Priority

OTHER_NAME = _("This isn't the organization's name. Type it exactly as shown.")


@transaction.atomic
def close_organization(*, principal: Principal, name: str) -> None:
    """Lock everybody out now and leave the deleting to a job. People who belong nowhere else go with it.

    `name` is the organization's, typed. Raises InsufficientPermissions, ReauthenticationRequired, OnHold, and
    ValidationFailed for another name.
    """
    ensure_in_person(principal)
    ensure_owns_organization(principal)
    ensure_recently_authenticated(principal)
    organization = own_organization(principal, lock=True)
    ensure_not_held(organization.id)
    if name != organization.name:
        raise ValidationFailed(fields=(FieldError("name", "wrong", OTHER_NAME),))
    record_audit(principal, "organization.closed", subject=organization.id)
    members = Membership.objects.filter(organization=organization)
    belonging = places_of_each(members.values_list("user_id", flat=True))
    leaving = [user_id for user_id, organizations in belonging.items() if organizations == [organization.id]]
    members.exclude(user__in=leaving).delete()
    User.objects.filter(id__in=leaving).update(is_active=False)
    revoke_credentials(user_ids=leaving)
    enqueue_job(
        kind="erase_organization",
        payload_ids={"organization_id": str(organization.id)},
        organization_id=organization.id,
        priority=Priority.CRITICAL,
    )
