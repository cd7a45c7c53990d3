"""Development keys: made once under `.run/secrets`, then only read.

Losing the file loses the texts that were encrypted with it, so a file that can't be understood is never replaced.
"""

import base64
import fcntl
import json
import secrets
import sys
from pathlib import Path

from tonebridge.devstack.places import run_directory
from tonebridge.devstack.private_file import private, write_private
from tonebridge.env import SettingError

FILE = "secrets.json"
NAMES = ("secret_key", "signing_keys", "encryption_keys")
RSA_BITS = 3072


def development_secrets(run_dir: Path | None = None) -> dict[str, str]:
    """`secret_key`, `signing_keys` (JSON list of `{kid, private_key}`), `encryption_keys` (of `{id, key}`, base64).

    Where the folder can't be used, the keys live in this process only, and standard error says so. Raises SettingError
    for a file that holds something else.
    """
    folder = (run_dir or run_directory()) / "secrets"
    try:
        return _read(folder / FILE) or _make_once(folder)
    except OSError as error:
        sys.stderr.write(f"{folder} can't be used ({error.strerror}): keys are in memory and end with this process.\n")
        return _new_secrets()


def _read(path: Path) -> dict[str, str] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {name: str(found[name]) for name in NAMES}
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise SettingError(f"{path} does not hold the keys: restore it, or delete it to lose them.") from error


def _make_once(folder: Path) -> dict[str, str]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(folder / "lock", "w", opener=private) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = _read(folder / FILE)
        if found is None:
            found = _new_secrets()
            write_private(folder / FILE, json.dumps(found, indent=1))
        return found


def _new_secrets() -> dict[str, str]:
    encryption_key = base64.b64encode(secrets.token_bytes(32)).decode()
    return {
        "secret_key": secrets.token_urlsafe(50),
        "signing_keys": json.dumps([{"kid": secrets.token_hex(4), "private_key": _new_rsa_key()}]),
        "encryption_keys": json.dumps([{"id": secrets.token_hex(2), "key": encryption_key}]),
    }


def _new_rsa_key() -> str:
    # Here, because every later start only reads: the import would cost each of them 80 ms.
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
