"""What the environment may say, and what stops a start."""

import subprocess
import sys
from pathlib import Path

import pytest

from tonebridge import env
from tonebridge.env import SettingError

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
        ("postgres:///n?host=db.example&port=5433", "db.example 5433"),
        ("postgres://u@localhost:5432/n?host=/srv/My%20Sockets", "/srv/My Sockets 5432"),
    ],
)
def test_every_kind_of_host_is_understood(url: str, host: str) -> None:
    question = "data.DATABASES['default']['HOST'], data.DATABASES['default']['PORT']"
    assert asked(f"' '.join(({question})).strip()", DATABASE_URL=url) == host


def test_what_a_database_url_asks_for_is_understood_as_libpq_does() -> None:
    question = "[data.DATABASES['default'][key] for key in ('USER', 'PASSWORD', 'NAME', 'OPTIONS')]"
    url = "postgres://u:p@h/n?user=v&password=q%20r&dbname=m&sslmode=require"
    assert asked(question, DATABASE_URL=url) == "['v', 'q r', 'm', {'connect_timeout': 3, 'sslmode': 'require'}]"


@pytest.mark.parametrize("name", ["DATABASE_URL", "DATABASE_SYSTEM_URL", "DATABASE_LISTEN_URL"])
def test_a_wrong_database_url_is_named(name: str) -> None:
    assert f"{name} must look like postgres://" in asked("1", **{"DATABASE_URL": "postgres://u@h/n", name: "nonsense"})


@pytest.mark.parametrize(("pool", "found"), [("true", "True"), ("false", "False")])
def test_only_a_web_process_pools_connections(pool: str, found: str) -> None:
    question = "'pool' in data.DATABASES['default']['OPTIONS']"
    assert asked(question, DATABASE_URL="postgres://u@h/n", TONEBRIDGE_DB_POOL=pool) == found


@pytest.mark.parametrize("url", ["mysql://h/n", "postgres://h", "postgres://h:port/n"])
def test_a_wrong_database_url_is_one_sentence(url: str) -> None:
    assert "DATABASE_URL" in asked("1", DATABASE_URL=url)
