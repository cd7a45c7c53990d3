"""Let an invited person in for the first time."""

from django.db import transaction
from django.utils.translation import get_language

from apps.accounts.actions.accept_invitation import FOR_ANOTHER, join
from apps.accounts.actions.create_account import create_user
from apps.accounts.actions.open_token_family import open_token_family
from apps.accounts.contracts import SignedIn
from apps.accounts.models import User
from apps.accounts.passwords import ensure_good_password
from apps.accounts.queries.invitations import live_invitation
from tonebridge.errors import FieldError, ValidationFailed
from tonebridge.resilience import clock


@transaction.atomic
def register_invited_user(*, token: str, email: str, password: str, full_name: str = "") -> SignedIn:
    """A user in the organization that invites, without one of their own, and signed in: the link proves the address.

    Raises ValidationFailed for a weak password, a link that isn't good or an address that it wasn't sent to, and
    AlreadyExists for a taken address: whoever has it signs in and accepts. The link came through that mailbox, so only
    its reader learns so.
    """
    ensure_good_password(password, User(email=email, full_name=full_name))
    invitation = live_invitation(token)
    if email.strip().lower() != invitation.email:
        raise ValidationFailed(fields=(FieldError("email", "another_address", FOR_ANOTHER),))
    language = (get_language() or "ja")[:2]
    user = create_user(email=email, password=password, full_name=full_name, language=language, verified_at=clock.now())
    join(user, invitation)
    return open_token_family(user_id=user.id)
