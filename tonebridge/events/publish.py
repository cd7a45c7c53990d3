"""Events: frozen dataclasses, delivered after the commit to the functions that `settings.EVENT_RECEIVERS` names."""

import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from tonebridge.telemetry import metrics
from tonebridge.telemetry.logs import described

logger = logging.getLogger(__name__)
Event = Any  # any frozen dataclass: receivers know which


def publish(event: Event) -> None:
    """Deliver the event when the caller's transaction commits, in its thread; now when there is none.

    Receivers run one after the other, each on its own: one that raises is logged and keeps neither the others nor the
    caller from going on. Nothing is delivered if the transaction rolls back, or if the process ends between the two:
    what must not be lost is enqueued as a job in the transaction. Raises TypeError for anything but a frozen dataclass.
    """
    parameters = getattr(type(event), "__dataclass_params__", None)
    if parameters is None or not parameters.frozen:
        raise TypeError(f"{type(event).__name__} must be a frozen dataclass")
    transaction.on_commit(partial(_deliver, event), robust=True)


def _deliver(event: Event) -> None:
    name = f"{type(event).__module__}.{type(event).__qualname__}"
    for path in settings.EVENT_RECEIVERS.get(name, ()):
        outcome = "delivered" if _received(event, path) else "failed"
        metrics.EVENT_DELIVERIES.labels(event=type(event).__name__, outcome=outcome).inc()


def _received(event: Event, path: str) -> bool:
    try:
        import_string(path)(event)
    except Exception as error:
        logger.error("event.failed", extra={"receiver": path, "why": described(error)})
        return False
    return True
