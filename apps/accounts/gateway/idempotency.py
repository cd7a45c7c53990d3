"""Idempotency-Keys of callers, claimed and settled in the tables of accounts."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from apps.accounts.actions.claim_idempotency_key import claim_idempotency_key
from apps.accounts.actions.release_idempotency_key import release_idempotency_key
from apps.accounts.actions.settle_idempotency_key import settle_idempotency_key
from apps.accounts.actions.store_idempotent_answer import holding, is_holding, store_idempotent_answer, stored_later
from tonebridge.callers.idempotency import HeldKey, IdempotencyClaim
from tonebridge.callers.principal import Principal
from tonebridge.gateway.protocols import IdempotencyKeys


class AccountIdempotencyKeys(IdempotencyKeys):
    """`settings.GATEWAY_IDEMPOTENCY_KEYS`."""

    def claim(self, *, principal: Principal, key: str, request_hash: str) -> IdempotencyClaim:
        return claim_idempotency_key(principal=principal, key=key, request_hash=request_hash)

    def release(self, held: HeldKey) -> None:
        release_idempotency_key(principal=held.principal, key=held.key, lease=held.lease)

    def settle(self, held: HeldKey, *, status: int, body: str, content_type: str) -> None:
        settle_idempotency_key(
            principal=held.principal,
            key=held.key,
            lease=held.lease,
            status=status,
            body=body,
            content_type=content_type,
        )

    def holding(self, held: HeldKey) -> AbstractContextManager[None]:
        return holding(held)

    def is_holding(self) -> bool:
        return is_holding()

    def stored_later(self) -> AbstractContextManager[None]:
        return stored_later()

    def store(self, answer: Callable[[], bytes], *, status: int, content_type: str) -> None:
        store_idempotent_answer(answer, status=status, content_type=content_type)
