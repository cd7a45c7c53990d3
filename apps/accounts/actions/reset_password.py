"""Set a new password with the link from an e-mail."""

from django.db import transaction

from apps.accounts.actions.change_password import set_password
from apps.accounts.models import OneTimeToken
from apps.accounts.passwords import ensure_good_password
from apps.accounts.queries.link_tokens import live_link_token
from tonebridge.resilience import clock


@transaction.atomic
def reset_password(*, token: str, password: str) -> None:
    """Set it, sign out everywhere, and end all links like this one. Raises ValidationFailed.

    A password that is refused doesn't use the link up. A second factor stays on: an e-mail alone doesn't open it.
    """
    row = live_link_token(token, OneTimeToken.RESET_PASSWORD, lock=True)
    ensure_good_password(password, row.user)
    now = clock.now()
    set_password(row.user, password)
    OneTimeToken.objects.filter(user=row.user, purpose=OneTimeToken.RESET_PASSWORD, used_at=None).update(used_at=now)
    if row.user.email_verified_at is None:  # the link came through that address
        row.user.email_verified_at = now
        row.user.save(update_fields=["email_verified_at"])
