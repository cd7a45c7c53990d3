"""Send the link that proves an e-mail address."""

from uuid import UUID

from apps.accounts.models import User
from apps.accounts.tries import MAILS, account_bucket, spend
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.contracts import Priority


def request_verification(*, user_id: UUID) -> None:
    """Send it to the user's own address, unless that is proven. Raises RateLimited."""
    user = User.objects.get(id=user_id)
    if user.email_verified_at is None:
        spend(account_bucket("verification-mail", user.email), MAILS)
        enqueue_job(
            kind="send_verification",
            payload_ids={"user_id": str(user.id)},
            organization_id=None,
            priority=Priority.CRITICAL,
        )
