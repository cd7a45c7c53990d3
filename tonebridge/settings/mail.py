"""E-mail. `EMAIL_URL` names how it leaves: `smtp://`, `smtps://`, `console:`, or `file:/a/folder`.

Without it, development writes each message to `.run/mail`; production refuses to start.
"""

from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from tonebridge import env
from tonebridge.devstack.places import run_directory
from tonebridge.env import SettingError

FORM = "EMAIL_URL must look like smtp://user:password@host:587?tls=starttls, smtps://…, console: or file:/a/folder"

EMAIL_URL = env.text("EMAIL_URL")
DEFAULT_FROM_EMAIL = env.text("TONEBRIDGE_MAIL_FROM", "ToneBridge <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
"""Seconds. A mail server that hangs holds a worker, and the job is tried again."""


def read_email_url(url: str, *, default_folder: Path) -> dict[str, object]:
    """Django's `EMAIL_*` settings of a URL. Raises SettingError."""
    try:
        parts = urlsplit(url or f"file:{default_folder}")
        port = parts.port
    except ValueError as error:
        raise SettingError(FORM) from error
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {
            "EMAIL_BACKEND": "tonebridge.devstack.mail_folder.PrivateFolder",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        return _smtp(parts, port)
    raise SettingError(FORM)


def _smtp(parts: SplitResult, port: int | None) -> dict[str, object]:
    said = parse_qs(parts.query).get("tls", [""])[0]
    tls = said or _unsaid(parts)
    if tls not in {"none", "starttls", "implicit"}:
        raise SettingError(FORM)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or {"none": 25, "starttls": 587, "implicit": 465}[tls],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": tls == "starttls",
        "EMAIL_USE_SSL": tls == "implicit",
    }


def _unsaid(parts: SplitResult) -> str:
    """Without TLS only to this machine: passwords and links would be read along, which nobody chooses by leaving out a word."""
    if parts.scheme == "smtps":
        return "implicit"
    if parts.hostname in {"localhost", "127.0.0.1", "::1"}:
        return "none"
    raise SettingError(
        "EMAIL_URL must say how the way to its server is encrypted: smtps://…, ?tls=starttls, or ?tls=none"
    )


globals().update(read_email_url(EMAIL_URL, default_folder=run_directory() / "mail"))
