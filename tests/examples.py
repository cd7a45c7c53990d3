"""How many examples tests of properties try: TEST_EXAMPLES=4 tries four times as many, as before a version."""

import os

TIMES = int(os.environ.get("TEST_EXAMPLES", "1"))


def examples(usual: int) -> int:
    """So many, or so many times more as was asked for."""
    return usual * TIMES
