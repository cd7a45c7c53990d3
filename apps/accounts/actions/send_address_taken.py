"""Tell whoever has an address that somebody registered with it."""

from apps.accounts.mail import address_of, send_mail
from apps.accounts.models import User


def send_address_taken(*, email: str) -> None:
    """How to get in, instead of a link that proves an address. Suspended people are told nothing, nor is an address
    that nobody has any more.
    """
    holder = User.objects.filter(email=email, is_active=True).first()
    if holder is not None:
        send_mail(
            template="address_taken",
            language=holder.language,
            to=holder.email,
            sign_in=address_of("sign-in"),
            reset=address_of("forgotten-password"),
        )
