"""Another address is typed for somebody by those who don't know whether it is theirs."""

from apps.accounts.actions.register_user import PROOF_WITHIN
from apps.accounts.models import User
from tonebridge.resilience import clock


def mark_unverified(user: User) -> None:
    """It has to be proven anew. Changes `user` and leaves the saving to the caller. Checks nothing: callers do.

    Who has proven an address before, or never had to, stays for good: nobody is deleted for somebody else's typing error.
    Others have as long as newcomers.
    """
    stays = user.email_verified or user.proof_due_at is None
    user.proof_due_at = None if stays else clock.now() + PROOF_WITHIN
    user.email_verified_at = None
