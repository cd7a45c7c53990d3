"""What an Idempotency-Key stands for."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from tonebridge.callers.principal import Principal


@dataclass(frozen=True)
class IdempotencyClaim:
    """What an Idempotency-Key says: do it (`fresh`), it is done (`stored`), or it is under way (`running`).

    Only `fresh` carries a `lease`, which fences settling and releasing; only `stored` carries the answer.
    """

    kind: Literal["fresh", "stored", "running"]
    lease: UUID | None = None
    status: int = 0
    body: str = ""
    content_type: str = ""


@dataclass(frozen=True)
class HeldKey:
    """A key, and the attempt that holds it."""

    principal: Principal
    key: str
    lease: UUID | None
