"""What an app tells the gateway of callers. It plugs in through settings, as lanes do; `backends.py` holds what they name."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from tonebridge.callers.idempotency import HeldKey, IdempotencyClaim
from tonebridge.callers.misuse import Misuse, Refusal
from tonebridge.callers.principal import Caller, Principal


class Callers(Protocol):
    """From credentials to who shows them, for `settings.GATEWAY_CALLERS`: a class without arguments, made once a process."""

    def of_token(self, token: str) -> Caller:
        """The holder of an access token. Raises InvalidToken or TokenExpired."""
        ...

    def of_api_key(self, key: str) -> Caller:
        """The holder of an API key. Raises InvalidToken."""
        ...

    def of_session(self, session_key: str) -> Principal | None:
        """Who is signed in on a page; None for a visitor, or where the session has ended."""
        ...

    def renewed(self, principal: Principal) -> Principal | None:
        """The caller with the rights of this moment; None once what they showed has ended."""
        ...

    def signing_state(self) -> object:
        """What verifies tokens: another object once it has changed. Asked often; no query."""
        ...

    def signing_secret_of(self, api_key: str) -> bytes | None:
        """The key of HMAC that signs requests with an API key; None for what has not the form of one. No query."""
        ...

    def spend_nonce(self, *, principal: Principal, nonce: str) -> bool:
        """Whether this is the nonce's first use with this credential. Of racing calls, exactly one gets True."""
        ...

    def reading(self, principal: Principal | None) -> AbstractContextManager[asyncio.Event]:
        """While an answer is read: what is set once its reader may not read on. On the event loop."""
        ...


class SecurityLog(Protocol):
    """Where misuse leaves a trace, for `settings.GATEWAY_SECURITY_LOG`: as above. Each returns at once, and writes later."""

    def note_misuse(self, misuse: Misuse, principal: Principal, *, where: str = "") -> None:
        """A caller did what they may not. `where` is the door in fixed words, never a text of the caller's."""
        ...

    def note_misuse_of_session(self, misuse: Misuse, session_key: str, *, where: str = "") -> None:
        """The same on a page, by the key of its session."""
        ...

    def note_refusal(self, refusal: Refusal, shown: str, address: str) -> None:
        """A credential was refused that a client at this address showed."""
        ...

    def note_key_network(self, holder: Principal, address: str) -> None:
        """An API key is used from this address. Asked for each such request."""
        ...


class IdempotencyKeys(Protocol):
    """One effect and one answer a key, for `settings.GATEWAY_IDEMPOTENCY_KEYS`: as above."""

    def claim(self, *, principal: Principal, key: str, request_hash: str) -> IdempotencyClaim:
        """Take `key`, of 1 to 255 visible ASCII characters, or learn what became of the call that has it. Of racing calls, exactly
        one gets `fresh`. Raises IdempotencyMismatch where it was used for another request.
        """
        ...

    def release(self, held: HeldKey) -> None:
        """Forget the key, unless it is settled already or another attempt holds it."""
        ...

    def settle(self, held: HeldKey, *, status: int, body: str, content_type: str) -> None:
        """Keep the answer for those who repeat the call. An attempt that was taken over writes nothing."""
        ...

    def holding(self, held: HeldKey) -> AbstractContextManager[None]:
        """Make the block's call the one that holds the key."""
        ...

    def is_holding(self) -> bool:
        """Whether this call holds a key."""
        ...

    def stored_later(self) -> AbstractContextManager[None]:
        """Nothing in the block stores an answer: whoever sends it does."""
        ...

    def store(self, answer: Callable[[], bytes], *, status: int, content_type: str) -> None:
        """Keep what `answer` gives under the key that this call holds, in the transaction of its effect; nothing where it holds
        none. Raises Conflict where the key was lost to another attempt.
        """
        ...
