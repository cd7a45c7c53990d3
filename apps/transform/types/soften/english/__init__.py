"""English soften: requests, blame, insults, refusals and shouting, at three intensities."""

from apps.transform.types.soften.english.writer import write

__all__ = ["write"]
