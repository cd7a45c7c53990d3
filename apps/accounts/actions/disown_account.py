"""An account was made with the address of somebody who knows nothing of it."""

from django.db import transaction

from apps.accounts.actions.lock_out import lock_out
from apps.accounts.actions.record_audit import append_audit
from apps.accounts.models import OneTimeToken
from apps.accounts.queries.link_tokens import link_is_over, live_link_token
from apps.accounts.queries.places import places_of


@transaction.atomic
def disown_account(*, token: str) -> None:
    """Delete the account that the link would verify: nobody enters it any more, and jobs delete it within a minute.

    Raises ValidationFailed for a link that isn't good any more, or whose address is verified; Conflict for the only owner
    among others, OnHold where something of the account has to stay.
    """
    user = live_link_token(token, OneTimeToken.VERIFY_EMAIL, lock=True).user
    if user.email_verified or not user.is_active:
        raise link_is_over()
    organizations = places_of(user.id)
    lock_out(user)
    for organization_id in organizations:
        append_audit(organization_id=organization_id, actor_id=None, action="account.disowned", subject=user.id)
