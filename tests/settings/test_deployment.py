"""What `manage.py check --deploy` says of a production: nothing is taken in silence that others could read along."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from subprocess import CompletedProcess
from types import ModuleType
from unittest.mock import patch

import pytest
from django.conf import settings as present
from django.core.checks import CheckMessage, Tags, run_checks

from tests.gateway.test_security_headers import environment, in_production
from tonebridge import env
from tonebridge.env import SettingError
from tonebridge.security import deploy_checks
from tonebridge.security.deploy_checks import is_on_this_machine
from tonebridge.settings.mail import read_email_url

FAR = {
    "DATABASE_URL": "postgres://tonebridge@db.example.com/tonebridge",
    "CACHE_URL": "redis://cache.example.com/0",
    "BROKER_URL": "redis://broker.example.com/0",
}
CLOSED = {
    "DATABASE_URL": "postgres://tonebridge@db.example.com/tonebridge?sslmode=verify-full",
    "CACHE_URL": "rediss://cache.example.com/0",
    "BROKER_URL": "rediss://broker.example.com/0",
}

DOUBTFUL = {
    "DATABASE_URL": f"{FAR['DATABASE_URL']}?sslmode=require",
    "DATABASE_LISTEN_URL": f"{FAR['DATABASE_URL']}?sslmode=prefer",
    "CACHE_URL": "rediss://cache.example.com/0?ssl_cert_reqs=none",
    "BROKER_URL": CLOSED["BROKER_URL"],
    "EMAIL_URL": "console:",
    "TONEBRIDGE_TRUSTED_PROXIES": "",
    "TONEBRIDGE_ALLOWED_HOSTS": "*",
    "TONEBRIDGE_BASE_URL": "http://tonebridge.example.com",
    "TONEBRIDGE_VERIFIED_EMAIL_ONLY": "no",
    "TONEBRIDGE_METRICS_TOKEN": "short",
    "TONEBRIDGE_PRIVATE_MODEL_ADDRESSES": "yes",
}


def checked(**changes: str) -> CompletedProcess[str]:
    """The deployment check as an operator runs it, but for the API's document, which takes as long as all the rest."""
    return in_production("check", "--deploy", "--tag", "security", **changes)


def _ids_in(done: CompletedProcess[str]) -> set[str]:
    return set(re.findall(r"deploy\.\w+", done.stderr + done.stdout))


def found(**changes: str) -> list[CheckMessage]:
    """What our own checks find in such a production, asked in this process: one of its own takes two seconds to start."""
    with read_anew(environment(**changes)) as (production, models), pytest.MonkeyPatch.context() as patched:
        patched.setattr(deploy_checks, "settings", production)
        patched.setattr(deploy_checks, "ModelSetting", models.ModelSetting)
        return [
            each
            for each in run_checks(tags=[Tags.security], include_deployment_checks=True)
            if "deploy." in str(each.id)
        ]


def ids(**changes: str) -> set[str]:
    return {str(each.id) for each in found(**changes)}


@contextmanager
def read_anew(surroundings: dict[str, str]) -> Iterator[tuple[ModuleType, ModuleType]]:
    """The settings of production and those of models, of these environment variables."""
    known = {name: module for name, module in sys.modules.items() if name.startswith("tonebridge.settings")}
    try:
        with patch.dict(os.environ, surroundings):
            for name in known:
                del sys.modules[name]
            yield import_module("tonebridge.settings.production"), import_module("tonebridge.settings.models")
    finally:
        for name in [name for name in sys.modules if name.startswith("tonebridge.settings")]:
            del sys.modules[name]
        sys.modules.update(known)


def test_servers_elsewhere_without_tls_are_errors() -> None:
    done = checked(**FAR)
    assert (_ids_in(done), done.returncode) == ({"deploy.E001", "deploy.E002", "deploy.E003"}, 1)


def test_the_command_finds_what_is_found_in_this_process() -> None:
    assert _ids_in(checked(**DOUBTFUL)) == ids(**DOUBTFUL)


def test_servers_elsewhere_with_tls_are_fine() -> None:
    assert ids(**CLOSED) == set()


def test_servers_are_found_wherever_their_url_names_them() -> None:
    said = found(
        DATABASE_URL="postgres:///tonebridge?host=db.example.com",
        DATABASE_SYSTEM_URL="postgres://u@localhost/tonebridge?hostaddr=192.0.2.7",
        DATABASE_OWNER_URL="postgres://u@%2Fsrv%2FSockets/tonebridge?host=localhost,db.example.com",
        DATABASE_LISTEN_URL="postgres://u@localhost/tonebridge?host=db.example.com",
        CACHE_URL="redis:///0?host=cache.example.com",
        BROKER_URL="unix:///srv/broker.sock",
    )
    ways = re.findall(r"on the way to the ([^.]+)", "\n".join(str(each.msg) for each in said))
    assert sorted(ways) == ["cache", *(f"database ({alias})" for alias in ("default", "listen", "owner", "system"))]


def test_sockets_are_found_wherever_their_url_names_them() -> None:
    sockets = {
        "DATABASE_URL": "postgres:///tonebridge?host=/srv/Sockets",
        "DATABASE_SYSTEM_URL": "postgres://u@db.example.com/tonebridge?host=%2Fsrv%2FSockets",
        "DATABASE_LISTEN_URL": "postgres://u@%2Fsrv%2FSockets/tonebridge",
    }
    assert ids(**CLOSED | sockets) == set()


def test_plaintext_may_be_chosen_in_writing() -> None:
    assert ids(**FAR, TONEBRIDGE_PLAINTEXT="database, cache") == {"deploy.E003"}


def test_each_doubt_is_named() -> None:
    assert ids(**DOUBTFUL) == {"deploy.E001", "deploy.E002", *(f"deploy.W00{number}" for number in range(1, 9))}


def test_a_model_that_is_to_compare_and_isnt_there_or_can_be_read_along_is_doubted() -> None:
    assert ids(**CLOSED, LLM_VERIFY="same") == {"deploy.W009"}
    assert ids(**CLOSED, LLM_VERIFY="same", LLM_PRIMARY="openai:gpt") == set()
    plain = {"LLM_VERIFY": "openai:reader", "LLM_VERIFY_BASE_URL": "http://models.example.com/v1"}
    assert ids(**CLOSED, **plain) == {"deploy.W010"}
    assert ids(**CLOSED, **plain | {"LLM_VERIFY_BASE_URL": "http://127.0.0.1:11434/v1"}) == set()


def test_keys_that_others_read_are_an_error(tmp_path: Path) -> None:
    keys, spool = tmp_path / "keys.json", tmp_path / "spool"
    keys.write_text(present.TOKEN_SIGNING_KEYS)
    keys.chmod(0o644)
    spool.mkdir(mode=0o755)
    shown = {"TONEBRIDGE_SIGNING_KEYS_FILE": str(keys), "TONEBRIDGE_SPOOL_DIR": str(spool)}
    assert ids(**CLOSED, **shown) == {"deploy.E005"}
    keys.chmod(0o600)
    spool.chmod(0o700)
    assert ids(**CLOSED, **shown) == set()


@pytest.mark.parametrize("host", ["", "/srv/socket", "127.0.0.1", "127.8.0.1", "::1", "[::1]", "localhost"])
def test_a_server_on_this_machine_needs_none(host: str) -> None:
    assert is_on_this_machine(host)


@pytest.mark.parametrize("host", ["db", "10.0.0.1", "127.0.0.1.example.com", "::2", "localhost.example.com"])
def test_a_server_elsewhere_does(host: str) -> None:
    assert not is_on_this_machine(host)


def test_mail_says_how_it_goes() -> None:
    with pytest.raises(SettingError, match="encrypted"):
        read_email_url("smtp://mail.example.com", default_folder=None)  # type: ignore[arg-type]  # not asked for
    for url in ("smtp://mail.example.com?tls=none", "smtps://mail.example.com", "smtp://localhost:1025"):
        assert read_email_url(url, default_folder=None)["EMAIL_HOST"]  # type: ignore[arg-type]  # not asked for


def test_an_unknown_word_stops_the_start() -> None:
    with pytest.raises(SettingError, match="TONEBRIDGE_PLAINTEXT knows database, cache, not mail"):
        env.choices("TONEBRIDGE_PLAINTEXT", ("database", "cache"), source={"TONEBRIDGE_PLAINTEXT": "mail"})
