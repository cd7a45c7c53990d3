"""Tell whoever has an address that somebody tried to register with it."""

from uuid import UUID

from apps.accounts.mail import address_of, send_mail
from apps.accounts.models import User


def send_address_taken(*, user_id: UUID) -> None:
    """How to get in, instead of a link that proves an address. Suspended people are told nothing."""
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is not None:
        send_mail(
            template="address_taken",
            language=user.language,
            to=user.email,
            sign_in=address_of("sign-in"),
            reset=address_of("forgotten-password"),
        )
