"""The fast lane of accounts."""

from pydantic import TypeAdapter

from apps.accounts.actions.issue_ws_ticket import issue_ws_ticket
from apps.accounts.contracts import Scope, WebSocketTicket
from tonebridge.callers.shown_credentials import digest_of
from tonebridge.limits.refused_credentials import refused_credentials
from tonebridge.resilience.threads import in_thread
from tonebridge.rest.lanes import Call, Lane, Reply

TICKET = TypeAdapter(WebSocketTicket)


async def ws_ticket(call: Call) -> Reply:
    """A ticket for one WebSocket, as `?ticket=` of `/ws/v1/`."""
    bought = await in_thread(issue_ws_ticket, principal=call.principal)
    refused_credentials.right.add(digest_of("ticket", bought.ticket))
    return Reply(TICKET.dump_json(bought))


LANES = [
    Lane("POST", "/api/v1/ws/ticket", ws_ticket, Scope.TRANSFORM, answers=TICKET),
]
