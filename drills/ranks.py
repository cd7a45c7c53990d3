"""Whether two samples could be of one kind: the rank test of Mann and Whitney (1947), normal approximation."""

import math

import numpy as np


def p_of_difference(first: list[float], second: list[float]) -> float:
    """The probability of ranks as different as these if both were of one kind (two-sided). For 20 values or more each."""
    together = np.argsort(np.argsort(np.array(first + second))) + 1
    n, m = len(first), len(second)
    u = float(together[:n].sum()) - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))
