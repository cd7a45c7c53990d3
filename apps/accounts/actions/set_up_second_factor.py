"""Begin to use an authenticator."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import AuthenticatorSetup
from apps.accounts.credentials.totp import new_secret, provisioning_uri
from apps.accounts.models import SecondFactor, User
from apps.accounts.rights import ensure_recent
from apps.accounts.unverified import ensure_may_use_two_step
from tonebridge.errors import Conflict

ISSUER = "ToneBridge"
ON_ALREADY = _("Two-step sign-in is already on. To use another authenticator app, switch it off first.")


@transaction.atomic
def set_up_second_factor(*, user_id: UUID, authenticated_at: datetime | None) -> AuthenticatorSetup:
    """The secret for the authenticator. Nothing changes until `confirm_second_factor` gets a code from it.

    Asked again before that, it answers the same secret, so that a reloaded page doesn't undo a scan; once sign-ins have ended
    everywhere, another. Raises ReauthenticationRequired by `authenticated_at` (as a principal's; staff may have none),
    EmailNotVerified, and Conflict where a second factor is on.
    """
    ensure_recent(authenticated_at)
    user = User.objects.select_for_update().get(id=user_id)
    ensure_may_use_two_step(user)
    factor = SecondFactor.objects.filter(user=user).first() or SecondFactor.objects.create(
        user=user, secret=new_secret()
    )
    if factor.confirmed_at is not None:
        raise Conflict(ON_ALREADY)
    uri = provisioning_uri(factor.secret, issuer=ISSUER, account=user.address)
    return AuthenticatorSetup(secret=factor.secret, uri=uri)
