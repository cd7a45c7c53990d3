"""Set a new password with the link from an e-mail."""

from django.db import transaction

from apps.accounts.actions.change_password import set_password
from apps.accounts.actions.claim_account import claim_beside_sign_ins
from apps.accounts.actions.end_api_keys import end_api_keys as end_all_keys
from apps.accounts.models import OneTimeToken
from apps.accounts.passwords import ensure_good_password
from apps.accounts.queries.link_tokens import live_link_token


@transaction.atomic
def reset_password(*, token: str, password: str, end_api_keys: bool = False) -> None:
    """Set it and sign out everywhere, which ends all links like this one. Raises ValidationFailed.

    API keys go on, unless `end_api_keys`. A password that is refused doesn't use the link up. A second factor stays on: an
    e-mail alone doesn't open it. But where the link verifies the address, whoever reads it may not be who registered:
    everything that was made before ends (`claim_account.py`).
    """
    row = live_link_token(token, OneTimeToken.RESET_PASSWORD, lock=True)
    ensure_good_password(password, row.user)
    set_password(row.user_id, password)
    if not row.user.email_verified:
        claim_beside_sign_ins(row.user)
    elif end_api_keys:
        end_all_keys(user_id=row.user_id)
