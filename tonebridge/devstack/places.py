"""Where things lie: the checkout, and the folder for everything that a running stack keeps."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def run_directory() -> Path:
    """`TONEBRIDGE_RUN_DIR`, or `.run` in the checkout. Absolute; it need not exist."""
    return Path(os.environ.get("TONEBRIDGE_RUN_DIR") or CHECKOUT / ".run").absolute()
