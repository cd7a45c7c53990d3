"""How long a transform may take where its caller doesn't say: as usual, or as long as the models that write need."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


def transform_s(usual_s: float) -> float:
    """Seconds: `usual_s`, more where models are slow. An operator who set deadlines gets those."""
    return max(usual_s, _models_deadline(settings.MODELS_DEADLINE)()) if settings.DEADLINES_FIT_MODELS else usual_s


@cache
def _models_deadline(path: str) -> Callable[[], float]:
    found: Callable[[], float] = import_string(path)
    return found
