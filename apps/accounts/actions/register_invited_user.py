"""Let an invited person in for the first time."""

from django.db import transaction

from apps.accounts.actions.accept_invitation import FOR_ANOTHER, join
from apps.accounts.actions.create_account import create_user
from apps.accounts.models import User
from apps.accounts.queries.invitations import live_invitation
from tonebridge.errors import FieldError, ValidationFailed
from tonebridge.resilience import clock


@transaction.atomic
def register_invited_user(*, token: str, email: str, password: str, full_name: str, language: str) -> User:
    """A user in the organization that invites, without one of their own.

    The password must have been checked. Raises ValidationFailed for a link that isn't good or an address that it wasn't
    sent to, AlreadyExists for a taken address: whoever has it signs in and accepts.
    """
    invitation = live_invitation(token)
    if email.strip().lower() != invitation.email:
        raise ValidationFailed(fields=(FieldError("email", "another_address", FOR_ANOTHER),))
    user = create_user(email=email, password=password, full_name=full_name, language=language, verified_at=clock.now())
    join(user, invitation)
    return user
