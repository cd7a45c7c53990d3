"""Keep an answer in the very transaction that has its effect: after a crash there are both, or neither.

The front door says which key the call holds (`holding`); the verb with the effect calls `settle_with_effect` inside of
its transaction. What is settled so is not settled again, and a call that has lost its key to another has no effect.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal
from apps.accounts.queries.idempotency import held_idempotency_key
from tonebridge.errors import Conflict

JSON = "application/json"


@dataclass(frozen=True)
class HeldKey:
    """A key, and the attempt that holds it."""

    principal: Principal
    key: str
    lease: UUID | None


@dataclass(frozen=True)
class Form:
    """How an answer is sent where not as it is."""

    content_type: str
    of: Callable[[bytes], bytes]


_held: ContextVar[HeldKey | None] = ContextVar("held_key", default=None)
_form: ContextVar[Form | None] = ContextVar("form_of_answers", default=None)


@contextmanager
def holding(held: HeldKey) -> Iterator[None]:
    """Make the block's call the one that holds the key."""
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)


@contextmanager
def settled_later() -> Iterator[None]:
    """Leave the settling to others: to whoever knows the answer as it is sent, or, where nobody is answered, to nobody."""
    token = _held.set(None)
    try:
        yield
    finally:
        _held.reset(token)


@contextmanager
def sent_as(form: Form) -> Iterator[None]:
    """What is settled inside the block is kept in the form in which the caller gets it."""
    token = _form.set(form)
    try:
        yield
    finally:
        _form.reset(token)


def is_holding() -> bool:
    """Whether this call came with an Idempotency-Key."""
    return _held.get() is not None


def settle_with_effect(answer: Callable[[], bytes], *, status: int = 200, content_type: str = JSON) -> None:
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
        raise Conflict(_("Another call with this Idempotency-Key has taken over."), retry_after_s=1)
    body, form = answer(), _form.get()
    if form is not None:
        body, content_type = form.of(body), form.content_type
    row.settle(status=status, body=body.decode(), content_type=content_type)
