"""Let someone in with e-mail address and password."""

from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.open_token_family import open_token_family
from apps.accounts.contracts import SignedIn
from tonebridge.errors import InvalidToken, Unauthorized

REFUSED = _("The e-mail address or the password isn't right.")


def sign_in(*, email: str, password: str) -> SignedIn:
    """Begin a sign-in. Raises Unauthorized.

    One answer and the same work for a wrong password, an unknown address and a suspended user: Django's backend hashes
    the password even where there is nobody to compare it with.
    """
    user = authenticate(username=email, password=password)
    if user is None:
        raise Unauthorized(REFUSED)
    try:
        return open_token_family(user_id=user.pk)
    except InvalidToken as error:
        raise Unauthorized(REFUSED) from error
