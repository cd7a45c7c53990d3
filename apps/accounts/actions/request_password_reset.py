"""Help someone who forgot their password."""

from apps.accounts.models import User
from apps.accounts.tries import MAILS, account_bucket, spend
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.contracts import Priority
from tonebridge.tenancy.system import as_system


def request_password_reset(*, email: str) -> None:
    """Send a link to the address, if somebody has it. The caller can't tell: answer and work are the same.

    Raises RateLimited, for any address alike.
    """
    spend(account_bucket("reset-mail", email), MAILS)
    user = User.objects.filter(email=email, typed_email="", is_active=True).first()
    # A job either way: whether a row was written and a task sent would tell by the time that it takes. And the system's,
    # since an address that nobody has belongs to no organization.
    payload = {"user_id": str(user.id) if user else ""}
    with as_system("password reset"):
        enqueue_job(kind="send_password_reset", payload_ids=payload, organization_id=None, priority=Priority.CRITICAL)
