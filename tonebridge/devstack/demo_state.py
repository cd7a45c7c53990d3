"""May making the demo data be skipped? It takes seconds, so a warm start asks whether there is anything to make.

Nothing is when it was last made under the same conditions and its key still opens the door.
"""

import http
import http.client
import json
from collections.abc import Mapping
from pathlib import Path

from tonebridge.devstack.embedded.ports import LOOPBACK
from tonebridge.devstack.places import CHECKOUT
from tonebridge.devstack.private_file import write_private

DEMO, MARK = "demo.json", "demo-made"
ROOM = "apps/accounts"
"""Where the command lives: changed code makes the data anew."""


def is_made(run_dir: Path, env: Mapping[str, str], checkout: Path = CHECKOUT) -> bool:
    """Was it made for this port and plan, by this code?"""
    try:
        return (run_dir / MARK).read_text(encoding="utf-8") == _conditions(env, checkout)
    except OSError:
        return False


def mark_made(run_dir: Path, env: Mapping[str, str], checkout: Path = CHECKOUT) -> None:
    """It just was. Raises OSError."""
    write_private(run_dir / MARK, _conditions(env, checkout))


def email(run_dir: Path) -> str:
    """Who the demo user signs in as. Raises OSError, ValueError or KeyError where there is no such file, or it is damaged."""
    return str(json.loads((run_dir / DEMO).read_text(encoding="utf-8"))["email"])


def key_opens(run_dir: Path, port: int) -> bool:
    """Does the web server on `port` know the key in demo.json?"""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        key = str(json.loads((run_dir / DEMO).read_text(encoding="utf-8"))["api_key"])
        connection.request("GET", "/api/v1/auth/me", headers={"X-API-Key": key})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return False
    finally:
        connection.close()


def _conditions(env: Mapping[str, str], checkout: Path) -> str:
    newest = max((file.stat().st_mtime_ns for file in (checkout / ROOM).rglob("*.py")), default=0)
    return f"{env.get('TONEBRIDGE_PORT')} {env.get('TONEBRIDGE_DEMO_PLAN')} {env.get('TONEBRIDGE_BASE_URL')} {newest}"
