"""What production must not take in silence (`manage.py check --deploy`): each with an id, and a sentence of what to do.

Errors (`deploy.E…`) are connections that others could read along; `TONEBRIDGE_PLAINTEXT` names those that are meant to
be, and a host on this machine is none of them. Warnings (`deploy.W…`) are settings that are hardly meant.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from tonebridge.settings.models import ModelSetting

LOOKED_AT, ENCRYPTED = frozenset({"verify-ca", "verify-full"}), frozenset({"require"})
"""Values of `sslmode` (libpq): whether the server is who it says, or whether others could read along."""
LEAST_SECRET = 32
"""Characters: 128 bits and more in any usual alphabet."""
LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]", "::1"}


@dataclass(frozen=True)
class Doubt:
    """A setting that is hardly meant: what it means, and what to do."""

    number: str
    is_there: Callable[[], bool]
    text: str
    hint: str


DOUBTS = (
    Doubt(
        "W002",
        lambda: not settings.TRUSTED_PROXIES,
        "No proxy is trusted: behind one, all callers have its address for limits and audit.",
        "Name its addresses in TONEBRIDGE_TRUSTED_PROXIES.",
    ),
    Doubt(
        "W003",
        lambda: "*" in settings.ALLOWED_HOSTS or set(settings.ALLOWED_HOSTS) <= LOCAL_HOSTS,
        "Any host is served, or none but this machine.",
        "Name the product's own names in TONEBRIDGE_ALLOWED_HOSTS.",
    ),
    Doubt(
        "W004",
        lambda: not settings.BASE_URL.startswith("https://"),
        "Links in mail don't begin with https://.",
        "Name the product's address in TONEBRIDGE_BASE_URL.",
    ),
    Doubt(
        "W005",
        lambda: not settings.SIGN_IN_NEEDS_VERIFIED_EMAIL,
        "A password opens accounts whose address nobody has proven.",
        "Leave TONEBRIDGE_VERIFIED_EMAIL_ONLY out.",
    ),
    Doubt(
        "W006",
        lambda: _is_short(settings.METRICS_TOKEN) or _is_short(settings.REQUEST_SIGNING_KEY),
        "A secret is short enough to guess.",
        f"Give TONEBRIDGE_METRICS_TOKEN and TONEBRIDGE_REQUEST_SIGNING_KEY {LEAST_SECRET} characters or more.",
    ),
    Doubt(
        "W007",
        lambda: bool(settings.PRIVATE_MODEL_ADDRESSES),
        "Owners of organizations may have this machine call its neighbours.",
        "Leave TONEBRIDGE_PRIVATE_MODEL_ADDRESSES out.",
    ),
    Doubt(
        "W009",
        lambda: settings.LLM_VERIFY == "same" and not (settings.LLM_PRIMARY or settings.LLM_SECONDARY),
        "What is written is to be read by the model that wrote it, and no model writes.",
        "Name a model in LLM_VERIFY or in LLM_PRIMARY, or leave LLM_VERIFY out.",
    ),
    Doubt(
        "W010",
        lambda: isinstance(settings.LLM_VERIFY, ModelSetting) and _is_plain(settings.LLM_VERIFY.base_url),
        "Others can read messages along on the way to the model that compares them (LLM_VERIFY).",
        "Begin LLM_VERIFY_BASE_URL with https://.",
    ),
)


@register(Tags.security, deploy=True)
def connections_are_encrypted(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """`deploy.E001` to `E003`, `W001`, `W008`: database, cache, broker, mail. `Any` is the framework's own signature."""
    shared = [*_redis("cache", settings.CACHE_URL, "E002"), *_redis("broker", settings.BROKER_URL, "E003")]
    return [*_database(), *shared, *_mail()]


@register(Tags.security, deploy=True)
def settings_are_meant(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """`deploy.W002` to `W007`, `W009`, `W010`. `Any` is the framework's own signature."""
    return [_warning(each.text, each.hint, each.number) for each in DOUBTS if each.is_there()]


@register(Tags.security, deploy=True)
def files_are_private(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """`deploy.E005`: keys and what waits for the database lie where others can't reach. `Any` is Django's signature."""
    keys = settings.TOKEN_SIGNING_KEYS_FILE
    kept = [(settings.RUN_DIR, 0o022), (settings.SPOOL_DIR, 0o077)]
    kept += [(keys, 0o077), (keys.parent, 0o022)] if keys else []
    hint = "Take it from the others: chmod go-rwx."
    return [
        Error(f"Other accounts reach {path}.", hint=hint, id="deploy.E005") for path, mode in kept if _open(path, mode)
    ]


def is_on_this_machine(host: str) -> bool:
    """Whether what is sent there leaves the machine: a socket's folder, a loopback address, or no host at all don't."""
    name = host.strip("[]")
    if not name or name.startswith(("/", "@")) or name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _database() -> Iterator[CheckMessage]:
    if "database" in settings.PLAINTEXT:
        return
    listening = {"listen": settings.DATABASE_LISTEN} if settings.DATABASE_LISTEN else {}
    for alias, row in (settings.DATABASES | listening).items():
        mode = row["OPTIONS"].get("sslmode", "")
        if all(map(is_on_this_machine, _hosts(row))) or mode in LOOKED_AT:
            continue
        hint = "Add ?sslmode=verify-full (and sslrootcert) to its URL, or name `database` in TONEBRIDGE_PLAINTEXT."
        if mode in ENCRYPTED:
            yield _warning(f"Whoever answers for the database ({alias}) is believed.", hint, "W001")
        else:
            yield _error(f"Others can read along on the way to the database ({alias}).", hint, "E001")


def _hosts(database: dict[str, Any]) -> list[str]:
    """Where libpq connects to: an address goes before a name, and each may be a list."""
    return str(database["OPTIONS"].get("hostaddr") or database["HOST"]).split(",")


def _redis(name: str, url: str, number: str) -> Iterator[CheckMessage]:
    parts, asked = urlsplit(url), parse_qs(urlsplit(url).query)
    looks = asked.get("ssl_cert_reqs", ["required"])[0].lower().removeprefix("cert_")
    host = parts.hostname or asked.get("host", [""])[0]
    encrypted = parts.scheme == "rediss" and looks == "required"
    if encrypted or name in settings.PLAINTEXT or parts.scheme == "unix" or is_on_this_machine(host):
        return
    hint = f"Begin its URL with rediss://, or name `{name}` in TONEBRIDGE_PLAINTEXT."
    yield _error(f"Others can read along on the way to the {name}.", hint, number)


def _mail() -> Iterator[CheckMessage]:
    """`tls=none` is plaintext in writing: `settings.mail` asks for it."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield _warning(
            "Mail goes to nobody.", "Name a server in EMAIL_URL: smtps://…, or smtp://…?tls=starttls.", "W008"
        )


def _is_plain(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "http" and not is_on_this_machine(parts.hostname or "")


def _is_short(secret: str) -> bool:
    return 0 < len(secret) < LEAST_SECRET


def _open(path: Path, mode: int) -> bool:
    return path.exists() and bool(path.stat().st_mode & mode)


def _error(text: str, hint: str, number: str) -> CheckMessage:
    return Error(text, hint=hint, id=f"deploy.{number}")


def _warning(text: str, hint: str, number: str) -> CheckMessage:
    return checks.Warning(text, hint=hint, id=f"deploy.{number}")
