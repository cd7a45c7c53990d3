"""Tell somebody that their password was right and the codes behind it were wrong."""

from uuid import UUID

from apps.accounts.mail import address_of, send_mail
from apps.accounts.models import User


def send_wrong_codes(*, user_id: UUID) -> None:
    """What happened and what to do. Suspended people are told nothing."""
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is not None:
        send_mail(
            template="wrong_codes",
            language=user.language,
            to=user.email,
            security=address_of("security"),
            reset=address_of("forgotten-password"),
        )
