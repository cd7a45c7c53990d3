"""Taking note of what a story asks of models, without being part of it."""

from collections.abc import Callable

from apps.transform.protocols import Found, ModelCall, ModelReply, Steps


def overheard(steps: Steps[Found], note: Callable[[ModelCall, ModelReply], None]) -> Steps[Found]:
    """The same steps; `note` is told of each call that is made and of its reply, used or not."""
    reply: ModelReply | None = None
    while True:
        try:
            call = next(steps) if reply is None else steps.send(reply)
        except StopIteration as end:
            found: Found = end.value
            return found
        reply = yield call
        note(call, reply)


def given_up(steps: Steps[Found], note: Callable[[], None]) -> Steps[Found]:
    """The same steps; `note` is told where nobody drives them on, a model having been asked. Steps that a thread is taking by
    then go on, to their end or to the next model."""
    try:
        return (yield from steps)
    except GeneratorExit:
        note()
        raise
