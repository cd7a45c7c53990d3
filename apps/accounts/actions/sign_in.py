"""Let someone in with e-mail address and password."""

from apps.accounts.actions.authenticate_user import REFUSED, authenticate_user
from apps.accounts.actions.open_token_family import open_token_family
from apps.accounts.actions.pass_second_factor import pass_second_factor
from apps.accounts.contracts import SignedIn
from tonebridge.errors import InvalidToken, Unauthorized


def sign_in(*, email: str, password: str, code: str = "") -> SignedIn:
    """Begin a sign-in. `code` is an authenticator's or a backup code, for those who have switched that on.

    Raises Unauthorized (one answer for a wrong password, an unknown address, a suspended user and one who belongs
    nowhere; another one where the code is missing or wrong) and RateLimited.
    """
    user = authenticate_user(email=email, password=password)
    pass_second_factor(user_id=user.pk, code=code, signing_in=True)
    try:
        return open_token_family(user_id=user.pk)
    except InvalidToken as error:
        raise Unauthorized(REFUSED) from error
