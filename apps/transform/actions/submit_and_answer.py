"""Take one message for later, and keep the answer that says so."""

from collections.abc import Callable

from django.db import transaction

from apps.accounts.actions.store_idempotent_answer import store_idempotent_answer
from apps.accounts.contracts import Principal
from apps.transform.actions.submit_batch import submit_batch
from apps.transform.contracts import BatchView, BatchWanted


@transaction.atomic
def submit_and_answer(
    *, principal: Principal, wanted: BatchWanted, answer: Callable[[BatchView], tuple[str, bytes]]
) -> tuple[str, bytes]:
    """What `answer` makes of the job: where it is found, and the body. Where the call came with an Idempotency-Key, the body is kept
    with the job, or neither is. Raises what `submit_batch` raises.
    """
    address, body = answer(submit_batch(principal=principal, wanted=wanted))
    store_idempotent_answer(lambda: body, status=202)
    return address, body
