"""Celery doors."""

from uuid import UUID

from apps.accounts.actions import erase_organization as erasing_organizations
from apps.accounts.actions import erase_person as erasing_people
from apps.accounts.actions import send_invitation as invitation
from apps.accounts.actions import send_password_reset as password_reset
from apps.accounts.actions import send_security_notice as security_notice
from apps.accounts.actions import send_verification as verification
from apps.accounts.actions.forget_expired import forget_expired as forget
from apps.accounts.actions.forget_unproven import forget_unproven as forget_accounts
from apps.accounts.actions.verify_audit import verify_audit as verify
from tonebridge.queues.doors import job_task, periodic_task


@periodic_task
def forget_expired() -> None:
    """Throw away what has served its time."""
    forget()


@periodic_task
def forget_unproven() -> None:
    """Delete accounts whose address nobody has proven in time."""
    forget_accounts()


@periodic_task
def verify_audit() -> None:
    """See whether every chain of the audit holds."""
    verify()


@job_task(atomic=False)
def erase_person(user_id: str) -> None:
    """Delete everything of somebody who left."""
    erasing_people.erase_person(user_id=UUID(user_id))


@job_task(atomic=False)
def erase_organization(organization_id: str) -> None:
    """Delete everything of an organization that was given up."""
    erasing_organizations.erase_organization(organization_id=UUID(organization_id))


@job_task(atomic=False)
def send_verification(user_id: str) -> None:
    """Prove an e-mail address."""
    verification.send_verification(user_id=UUID(user_id))


@job_task(atomic=False)
def send_password_reset(user_id: str) -> None:
    """Replace a forgotten password. An empty id: nobody has the address that somebody typed."""
    password_reset.send_password_reset(user_id=UUID(user_id) if user_id else None)


@job_task(atomic=False)
def send_invitation(invitation_id: str) -> None:
    """Ask someone to join."""
    invitation.send_invitation(invitation_id=UUID(invitation_id))


@job_task(atomic=False)
def send_security_notice(user_id: str, notice: str, key_id: str = "") -> None:
    """Tell somebody that how they sign in has changed."""
    key = UUID(key_id) if key_id else None
    security_notice.send_security_notice(user_id=UUID(user_id), notice=notice, key_id=key)
