"""`python -m drills.dying --port N`: the web server, whose processes die where a call's Idempotency-Key says (`die-<point>-…`)."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

POINTS = (
    "before-the-claim",
    "after-the-claim",
    "before-the-record",
    "inside-the-transaction",
    "before-the-commit",
    "after-the-commit",
    "before-the-answer",
)

Function = Callable[..., Any]


def key_of(point: str, rest: str) -> str:
    """A key that kills at this point."""
    return f"die-{point}-{rest}"


def die_at(point: str, key: str) -> None:
    """As the system kills: no farewell."""
    if key.startswith(f"die-{point}-"):
        os.kill(os.getpid(), signal.SIGKILL)


def held_key() -> str:
    from apps.accounts.actions import store_idempotent_answer

    held = store_idempotent_answer._held.get()
    return held.key if held else ""


def before(point: str, function: Function, key: Callable[..., str]) -> Function:
    def dying(*args: Any, **kwargs: Any) -> Any:
        die_at(point, key(**kwargs))
        return function(*args, **kwargs)

    return dying


def after(point: str, function: Function, key: Callable[..., str]) -> Function:
    def dying(*args: Any, **kwargs: Any) -> Any:
        answer = function(*args, **kwargs)
        die_at(point, key(**kwargs))
        return answer

    return dying


def mine_the_house() -> None:
    """Put a mine at each point."""
    from apps.transform.actions import record_transformation as recording
    from apps.transform.actions import transform_text as transforming
    from tonebridge.gateway import backends, idempotency

    def named(**kwargs: Any) -> str:
        return str(kwargs.get("key", ""))

    def held(**_kwargs: Any) -> str:
        return held_key()

    mined: tuple[Any, ...] = (recording, transforming, idempotency, backends.idempotency_keys)
    recorder, transformer, gate, keys = mined
    keys.claim = before(POINTS[0], after(POINTS[1], keys.claim, named), named)
    transformer.record_transformation = before(
        POINTS[2], after(POINTS[5], transformer.record_transformation, held), held
    )
    recorder._recorded = after(POINTS[3], recorder._recorded, held)
    recorder.store_idempotent_answer = after(POINTS[4], recorder.store_idempotent_answer, held)
    flush = gate._Kept.flush

    async def flushed(kept: Any) -> None:
        die_at(POINTS[6], held_key() or kept.key)
        await flush(kept)

    gate._Kept.flush = flushed
    first = gate.Idempotency._first

    async def remembering(self: Any, scope: Any, receive: Any, send: Any, one: Any) -> None:
        gate._Kept.key = one.key
        await first(self, scope, receive, send, one)

    gate.Idempotency._first = remembering


if __name__ == "__main__":
    import tonebridge.asgi
    from tonebridge.serving.__main__ import main

    assert tonebridge.asgi.application
    mine_the_house()
    sys.exit(main())
