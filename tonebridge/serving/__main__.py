"""`python -m tonebridge.serving --port 8082`: as many processes as `TONEBRIDGE_WORKERS` says, a core each by default."""

import argparse
import os
import sys

from tonebridge import env
from tonebridge.env import SettingError
from tonebridge.serving.master import serve


def main() -> int:
    """Serve until stopped; 0 after an orderly stop."""
    parser = argparse.ArgumentParser("tonebridge.serving")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8082)
    given = parser.parse_args()
    try:
        workers = env.integer("TONEBRIDGE_WORKERS", len(os.sched_getaffinity(0)), least=1)
    except SettingError as refusal:
        sys.stderr.write(f"✗ {refusal}\n")
        return 1
    return serve(given.host, given.port, workers)


if __name__ == "__main__":
    sys.exit(main())
