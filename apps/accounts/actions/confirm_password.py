"""Let whoever is signed in show that they know their password."""

from django.contrib.auth.hashers import check_password

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.models import User
from apps.accounts.queries.places import chains_of
from apps.accounts.tries import PASSWORDS, account_bucket, give_back, spend
from tonebridge.errors import Unauthorized
from tonebridge.telemetry.security_events import count_event


def confirm_password(*, user: User, password: str) -> None:
    """Raises Unauthorized, and RateLimited after too many wrong ones.

    By the account, not by its address: an unproven address opens nothing where that is asked for, and a provisional
    account's is another's. Tries are counted apart from those at the address, which strangers make as well.
    """
    bucket = account_bucket("own-password", str(user.id))
    spend(bucket, PASSWORDS)
    if not check_password(password, user.password):
        count_event("session.refused")
        append_audit(
            organization_id=chains_of(user.id)[0],
            actor_id=None,
            action="session.refused",
            subject=user.id,
        )
        raise Unauthorized()
    give_back(bucket, PASSWORDS)
