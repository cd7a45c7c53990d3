"""The door of `manage.py up`: reads options, shows one line for whatever stops a start, answers an exit code.

It runs before Django: settings name servers that are only about to start, and a wrong setting must not be a traceback.
"""

import argparse
import sys
from collections.abc import Sequence

from tonebridge import env
from tonebridge.devstack.failures import CannotStart
from tonebridge.devstack.launch import Options, launch
from tonebridge.devstack.supervision.interrupts import Interrupted, Interrupts
from tonebridge.devstack.supervision.progress import Progress
from tonebridge.env import SettingError

DESCRIPTION = """\
Starts everything: PostgreSQL, two Valkeys (cache and broker), migrations, demo data, worker, beat and web server.
Ctrl-C stops all of it in order. Data, keys and logs lie under .run/ (TONEBRIDGE_RUN_DIR).
DATABASE_URL, REDIS_URL (or CACHE_URL and BROKER_URL) name servers to use instead of the embedded ones."""

HIGHEST_PORT = 65_535


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, help="port of the web server (default: TONEBRIDGE_PORT, or 8082)")
    parser.add_argument("--no-worker", action="store_true", help="start neither worker nor beat: jobs wait")


def main(arguments: Sequence[str]) -> int:
    """Run until stopped; 0 after an orderly stop, 1 when something stood in the way."""
    parser = argparse.ArgumentParser(
        "manage.py up", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    given = parser.parse_args(arguments)
    return up(port=given.port, worker=not given.no_worker)


def up(*, port: int | None, worker: bool) -> int:
    """The same, with options read. Main thread only: it takes the process's signals over."""
    interrupts = Interrupts()
    interrupts.listen()
    try:
        chosen = port or _port(env.text("TONEBRIDGE_PORT", "8082"))
        launch(Options(chosen, worker), interrupts, Progress(sys.stdout))
    except Interrupted:
        return 0
    except (CannotStart, SettingError, argparse.ArgumentTypeError) as refusal:
        return _refuse(str(refusal))
    except OSError as error:
        return _refuse(f"{error.strerror or error}: {error.filename or 'a file or socket'} can't be used.")
    return 0


def _port(value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"the port must be a whole number from 1 to {HIGHEST_PORT}, not {value!r}")
    return int(value)


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"✗ {sentence}\n")
    return 1
