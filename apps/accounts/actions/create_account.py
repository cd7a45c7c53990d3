"""A user with an organization of their own."""

from django.db import IntegrityError, transaction

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.actions.subscribe_organization import subscribe_organization
from apps.accounts.contracts import Role
from apps.accounts.models import Membership, Organization, User
from tonebridge.errors import AlreadyExists
from tonebridge.tenancy.identity import acting_for


@transaction.atomic
def create_account(*, email: str, password: str, full_name: str, organization_name: str, plan_code: str) -> User:
    """Make the user, the organization they own, and its subscription. Raises AlreadyExists on a taken address."""
    user = _create_user(email, password, full_name)
    organization = Organization(name=organization_name)
    with acting_for(organization.id):
        organization.save(force_insert=True)
        Membership.objects.create(user=user, organization=organization, role=Role.OWNER.value)
        subscribe_organization(organization_id=organization.id, plan_code=plan_code)
        append_audit(
            organization_id=organization.id, actor_id=user.id, action="organization.created", subject=organization.id
        )
    return user


def _create_user(email: str, password: str, full_name: str) -> User:
    """The password is hashed before the address is looked at, so a taken one takes as long as a free one."""
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, full_name=full_name)
    except IntegrityError as error:
        raise AlreadyExists() from error
