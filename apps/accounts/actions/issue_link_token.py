"""Make a token for a link in an e-mail."""

from datetime import timedelta

from apps.accounts.credentials.link_tokens import make_link_token
from apps.accounts.models import OneTimeToken, User
from tonebridge.resilience import clock

LIFETIMES = {OneTimeToken.VERIFY_EMAIL: timedelta(hours=24), OneTimeToken.RESET_PASSWORD: timedelta(hours=1)}


def issue_link_token(*, user: User, purpose: str) -> str:
    """The token; only its digest is kept. Earlier ones for the same purpose go on until they end."""
    token, digest = make_link_token(purpose)
    now = clock.now()
    OneTimeToken.objects.create(
        user=user,
        purpose=purpose,
        email=user.email,
        digest=digest,
        created_at=now,
        expires_at=now + LIFETIMES[purpose],
    )
    return token
