"""What the gateway has recorded of misuse and of refused credentials: counted, and audited after the answer."""

from apps.accounts.actions.note_key_network import note_key_network
from apps.accounts.actions.note_misuse import note_misuse, note_misuse_of_session
from apps.accounts.actions.note_refusal import note_refusal
from tonebridge.callers.misuse import Misuse, Refusal
from tonebridge.callers.principal import Principal
from tonebridge.gateway.protocols import SecurityLog


class AccountSecurityLog(SecurityLog):
    """`settings.GATEWAY_SECURITY_LOG`."""

    def note_misuse(self, misuse: Misuse, principal: Principal, *, where: str = "") -> None:
        note_misuse(misuse, principal, where=where)

    def note_misuse_of_session(self, misuse: Misuse, session_key: str, *, where: str = "") -> None:
        note_misuse_of_session(misuse, session_key, where=where)

    def note_refusal(self, refusal: Refusal, shown: str, address: str) -> None:
        note_refusal(refusal, shown, address)

    def note_key_network(self, holder: Principal, address: str) -> None:
        note_key_network(holder, address)
