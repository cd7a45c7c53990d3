"""`.run/servers.json`: where the embedded servers and the product listen while `manage.py up` runs.

Settings read it at import, so that `manage.py shell` in another terminal meets the same servers. Nothing here may
touch Django's settings.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from tonebridge.devstack.identity import birth
from tonebridge.devstack.places import run_directory
from tonebridge.devstack.private_file import write_private

FILE = "servers.json"
NAMES = ("database", "system", "owner", "cache", "broker", "web")


def running_servers(run_dir: Path | None = None) -> dict[str, str]:
    """URLs by name (`database`; `system`, `owner`: the same for these roles; `cache`, `broker`; `web`: where pages begin); empty when
    no launcher runs or its file can't be read.
    """
    try:
        state = json.loads(((run_dir or run_directory()) / FILE).read_text(encoding="utf-8"))
        owner, began, urls = int(state["owner"]), str(state["began"]), dict(state["urls"])
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    if not began or birth(owner) != began:
        return {}
    return {name: str(urls[name]) for name in NAMES if urls.get(name)}


def announce_servers(urls: Mapping[str, str], run_dir: Path) -> None:
    """Write the file for as long as this process lives."""
    state = {"owner": os.getpid(), "began": birth(os.getpid()), "urls": dict(urls)}
    write_private(run_dir / FILE, json.dumps(state, indent=1))


def withdraw_servers(run_dir: Path) -> None:
    """Nothing listens any more."""
    (run_dir / FILE).unlink(missing_ok=True)
