"""Write the e-mail with which a forgotten password is replaced."""

from uuid import UUID

from apps.accounts.actions.issue_link_token import issue_link_token
from apps.accounts.mail import link_to, send_mail
from apps.accounts.models import OneTimeToken, User


def send_password_reset(*, user_id: UUID | None) -> None:
    """Send it with a fresh token. None, for an address that nobody has, sends nothing."""
    user = User.objects.filter(id=user_id, is_active=True).first() if user_id else None
    if user is not None:
        token = issue_link_token(user=user, purpose=OneTimeToken.RESET_PASSWORD)
        link = link_to("reset-password", token)
        send_mail(template="reset_password", language=user.language, to=user.email, link=link)
