"""What `manage.py check --deploy` says of a production: nothing is taken in silence that others could read along."""

import re
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from django.conf import settings as present

from tests.gateway.test_security_headers import in_production
from tonebridge import env
from tonebridge.env import SettingError
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


def checked(**changes: str) -> CompletedProcess[str]:
    """The deployment check, but for the API's document, which takes as long as all the rest."""
    return in_production("check", "--deploy", "--tag", "security", **changes)


def ids(**changes: str) -> set[str]:
    """Of what the check finds, ours alone."""
    return _ids_in(checked(**changes))


def _ids_in(done: CompletedProcess[str]) -> set[str]:
    return set(re.findall(r"deploy\.\w+", done.stderr + done.stdout))


def test_servers_elsewhere_without_tls_are_errors() -> None:
    done = checked(**FAR)
    assert (_ids_in(done), done.returncode) == ({"deploy.E001", "deploy.E002", "deploy.E003"}, 1)


def test_servers_elsewhere_with_tls_are_fine() -> None:
    assert ids(**CLOSED) == set()


def test_servers_are_found_wherever_their_url_names_them() -> None:
    done = checked(
        DATABASE_URL="postgres:///tonebridge?host=db.example.com",
        DATABASE_SYSTEM_URL="postgres://u@localhost/tonebridge?hostaddr=192.0.2.7",
        DATABASE_OWNER_URL="postgres://u@%2Fsrv%2FSockets/tonebridge?host=localhost,db.example.com",
        DATABASE_LISTEN_URL="postgres://u@localhost/tonebridge?host=db.example.com",
        CACHE_URL="redis:///0?host=cache.example.com",
        BROKER_URL="unix:///srv/broker.sock",
    )
    found = re.findall(r"on the way to the ([^.]+)", done.stderr + done.stdout)
    assert sorted(found) == ["cache", *(f"database ({alias})" for alias in ("default", "listen", "owner", "system"))]


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
    doubtful = {
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
    assert ids(**doubtful) == {"deploy.E001", "deploy.E002", *(f"deploy.W00{number}" for number in range(1, 9))}


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
