"""Send the link that proves an e-mail address."""

from uuid import UUID

from apps.accounts.models import User
from apps.accounts.queries.places import places_of
from apps.accounts.tries import MAILS, account_bucket, spend
from tonebridge.errors import NotFound
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.contracts import Priority
from tonebridge.tenancy.identity import acting_for


def request_verification(*, user_id: UUID) -> None:
    """Send it to the user's own address, unless that is proven. Of a provisional account, the address's owner gets no more
    than another word that it is taken. Raises RateLimited, and NotFound for a user who belongs
    to no organization: staff, whose address counts as proven by whoever made them.
    """
    user = User.objects.get(id=user_id)
    if user.email_verified_at is None:
        spend(account_bucket("verification-mail", user.address), MAILS)
        if not enqueue_to_holder("send_verification", user_id):
            raise NotFound()


def enqueue_to_holder(kind: str, user_id: UUID, *, place: UUID | None = None, **more: str) -> bool:
    """A job that writes to a user, told `more` ids. It is of the organization `place`, or of the one they joined first.

    False for one who belongs to none, which the job would be of.
    """
    organization_id = place or next(iter(places_of(user_id)), None)
    if organization_id is None:
        return False
    with acting_for(organization_id):
        enqueue_job(
            kind=kind,
            payload_ids={"user_id": str(user_id), **more},
            organization_id=organization_id,
            priority=Priority.CRITICAL,
        )
    return True
