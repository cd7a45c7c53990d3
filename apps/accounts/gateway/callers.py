"""Who calls, by what they show: reads and verbs of accounts, as the gateway asks for them."""

import asyncio
from contextlib import AbstractContextManager

from apps.accounts.actions.spend_nonce import spend_nonce
from apps.accounts.queries.credentials import (
    caller_of_api_key,
    caller_of_token,
    principal_of_session,
    renewed,
    signing_state,
)
from apps.accounts.queries.live_watch import reading
from apps.accounts.queries.signatures import signing_secret_for
from tonebridge.callers.principal import Caller, Principal
from tonebridge.gateway.protocols import Callers


class AccountCallers(Callers):
    """`settings.GATEWAY_CALLERS`."""

    def of_token(self, token: str) -> Caller:
        return caller_of_token(token)

    def of_api_key(self, key: str) -> Caller:
        return caller_of_api_key(key)

    def of_session(self, session_key: str) -> Principal | None:
        return principal_of_session(session_key)

    def renewed(self, principal: Principal) -> Principal | None:
        return renewed(principal)

    def signing_state(self) -> object:
        return signing_state()

    def signing_secret_of(self, api_key: str) -> bytes | None:
        return signing_secret_for(api_key)

    def spend_nonce(self, *, principal: Principal, nonce: str) -> bool:
        return spend_nonce(principal=principal, nonce=nonce)

    def reading(self, principal: Principal | None) -> AbstractContextManager[asyncio.Event]:
        return reading(principal)
