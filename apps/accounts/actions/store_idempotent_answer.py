"""Keep an answer in the very transaction that has its effect: after a crash there are both, or neither.

The front door says which key the call holds (`holding`); the verb with the effect calls `store_idempotent_answer` inside of
its transaction. What is settled so is not settled again, and a call that has lost its key to another has no effect.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext_lazy as _

from apps.accounts.queries.idempotency import held_idempotency_key
from tonebridge.callers.idempotency import HeldKey
from tonebridge.context_vars import bound
from tonebridge.errors import Conflict

JSON = "application/json"


@dataclass(frozen=True)
class Form:
    """How an answer is sent where not as it is."""

    content_type: str
    of: Callable[[bytes], bytes]


_held: ContextVar[HeldKey | None] = ContextVar("held_key", default=None)
_form: ContextVar[Form | None] = ContextVar("form_of_answers", default=None)


def holding(held: HeldKey) -> AbstractContextManager[None]:
    """Make the block's call the one that holds the key."""
    return bound(_held, held)


def stored_later() -> AbstractContextManager[None]:
    """Leave the settling to others: to whoever knows the answer as it is sent, or, where nobody is answered, to nobody."""
    return bound(_held, None)


def sent_as(form: Form) -> AbstractContextManager[None]:
    """What is settled inside the block is kept in the form in which the caller gets it."""
    return bound(_form, form)


def is_holding() -> bool:
    """Whether this call came with an Idempotency-Key."""
    return _held.get() is not None


def store_idempotent_answer(answer: Callable[[], bytes], *, status: int = 200, content_type: str = JSON) -> None:
    """Store what `answer` gives under the key that this call holds; nothing where it holds none.

    Raises Conflict, which takes the effect back, where the key was lost to another attempt; RuntimeError outside of a
    transaction.
    """
    held = _held.get()
    if held is None:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("an answer is settled in its effect's transaction")
    row = held_idempotency_key(held.principal, held.key, held.lease)
    if row is None:
        raise Conflict(
            _(
                "Another request with the same Idempotency-Key has replaced this one. Send the request again to get its response."
            ),
            retry_after_s=1,
        )
    body, form = answer(), _form.get()
    if form is not None:
        body, content_type = form.of(body), form.content_type
    row.settle(status=status, body=body.decode(), content_type=content_type)
