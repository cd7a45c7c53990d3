"""What counts as a refused credential, and as misuse of one that is right: names in metrics and in the audit."""

from typing import Literal, get_args

Refusal = Literal["token.refused", "token.expired", "api_key.refused"]
REFUSALS: tuple[Refusal, ...] = get_args(Refusal)
Misuse = Literal["rights.refused", "request.forged", "signature.refused", "signature.repeated"]
