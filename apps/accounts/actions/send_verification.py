"""Write the e-mail that proves an address."""

from uuid import UUID

from apps.accounts.actions.issue_link_token import issue_link_token
from apps.accounts.actions.send_address_taken import send_address_taken
from apps.accounts.mail import link_to, send_mail
from apps.accounts.models import OneTimeToken, User


def send_verification(*, user_id: UUID) -> None:
    """Send it with a fresh token, unless the address is proven by now. Of a provisional account, the address's owner
    gets a message instead that proves nothing.
    """
    user = User.objects.filter(id=user_id, is_active=True, email_verified_at=None).first()
    if user is None:
        return
    if user.is_provisional:
        send_address_taken(email=user.typed_email)
        return
    token = issue_link_token(user=user, purpose=OneTimeToken.VERIFY_EMAIL)
    send_mail(template="verify_email", language=user.language, to=user.email, link=link_to("verify-email", token))
