"""Every tool that the Makefile runs starts from a bare shell, and says how it is used."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

MAKEFILE = Path(settings.BASE_DIR) / "Makefile"
TOOLS = sorted(
    set(re.findall(r"-m ((?:benchmarks|drills|training|tests)[\w.]*)", MAKEFILE.read_text(encoding="utf-8")))
)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_of_the_makefile_says_how_it_is_used(tool: str) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "TONEBRIDGE_"))}
    command = [sys.executable, "-W", "ignore", "-m", tool, "--help"]
    said = subprocess.run(command, env=bare, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert (said.returncode, "usage:" in said.stdout) == (0, True), said.stderr[-500:]
