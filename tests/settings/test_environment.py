"""What the environment may say, and what stops a start."""

import subprocess
import sys
from pathlib import Path

import pytest

from tonebridge.settings import env
from tonebridge.settings.env import SettingError

ROOT = Path(__file__).resolve().parents[2]


def test_a_value_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden\n", encoding="utf-8")
    assert env.text("KEY", source={"KEY_FILE": str(tmp_path / "secret")}) == "hidden"
    with pytest.raises(SettingError, match=r"KEY_FILE.*can't be read"):
        env.text("KEY", source={"KEY_FILE": str(tmp_path / "nothing")})


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "", "٣x"])
def test_a_number_that_isnt_one_is_named(value: str) -> None:
    with pytest.raises(SettingError, match="PORT must be a whole number of at least 1"):
        env.integer("PORT", 1, least=1, source={"PORT": value})


def test_yes_and_no_come_in_many_words() -> None:
    assert [env.flag("F", source={"F": word}) for word in ("yes", "ON", "1", "true")] == [True] * 4
    assert [env.flag("F", source={"F": word}) for word in ("no", "off", "0", "")] == [False] * 4
    with pytest.raises(SettingError, match="F must be true or false"):
        env.flag("F", source={"F": "perhaps"})


def asked(question: str, **environment: str) -> str:
    """The answer of a fresh process with these variables."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"from tonebridge.settings import data; print({question})"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout or done.stderr.strip().splitlines()[-1]).strip()


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("postgres://u:p@db.example:5432/n", "db.example 5432"),
        ("postgres://u:p@[::1]:5432/n", "::1 5432"),
        ("postgresql://u@%2Fsrv%2FMy%20Sockets/n", "/srv/My Sockets"),
        ("postgres:///n", ""),
    ],
)
def test_every_kind_of_host_is_understood(url: str, host: str) -> None:
    question = "data.DATABASES['default']['HOST'], data.DATABASES['default']['PORT']"
    assert asked(f"' '.join(({question})).strip()", DATABASE_URL=url) == host


@pytest.mark.parametrize(("pool", "found"), [("true", "True"), ("false", "False")])
def test_only_a_web_process_pools_connections(pool: str, found: str) -> None:
    question = "'pool' in data.DATABASES['default']['OPTIONS']"
    assert asked(question, DATABASE_URL="postgres://u@h/n", TONEBRIDGE_DB_POOL=pool) == found


@pytest.mark.parametrize("url", ["mysql://h/n", "postgres://h", "postgres://h:port/n"])
def test_a_wrong_database_url_is_one_sentence(url: str) -> None:
    assert "DATABASE_URL" in asked("1", DATABASE_URL=url)
