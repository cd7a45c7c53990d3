"""Development keys: made once, agreed on, never replaced."""

import base64
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tonebridge.devstack.secrets import development_secrets
from tonebridge.env import SettingError

ASK = "from tonebridge.devstack.secrets import development_secrets; print(development_secrets()['signing_keys'])"


def test_the_keys_have_the_forms_that_settings_expect(tmp_path: Path) -> None:
    keys = development_secrets(tmp_path)
    (signing,), (encryption,) = json.loads(keys["signing_keys"]), json.loads(keys["encryption_keys"])
    private_key = load_pem_private_key(signing["private_key"].encode(), password=None)
    assert isinstance(private_key, RSAPrivateKey)
    assert private_key.key_size == 3072
    assert signing["kid"] and encryption["id"]
    assert len(base64.b64decode(encryption["key"], validate=True)) == 32
    assert len(keys["secret_key"]) >= 50


def test_the_second_start_reads_what_the_first_one_made(tmp_path: Path) -> None:
    assert development_secrets(tmp_path) == development_secrets(tmp_path)


def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    development_secrets(tmp_path)
    folder = tmp_path / "secrets"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "secrets.json").stat().st_mode) == 0o600


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    env = os.environ | {"TONEBRIDGE_RUN_DIR": str(tmp_path)}
    askers = [subprocess.Popen([sys.executable, "-c", ASK], env=env, stdout=subprocess.PIPE) for _ in range(4)]
    answers = {asker.communicate(timeout=30)[0] for asker in askers}
    assert len(answers) == 1
    assert answers != {b""}


def test_a_damaged_file_stops_the_start_instead_of_losing_texts(tmp_path: Path) -> None:
    development_secrets(tmp_path)
    file = tmp_path / "secrets" / "secrets.json"
    file.write_text('{"secret_key": ')
    with pytest.raises(SettingError, match=r"secrets\.json does not hold the keys"):
        development_secrets(tmp_path)
    assert file.read_text() == '{"secret_key": '


def test_without_a_place_to_keep_them_the_keys_live_in_memory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "occupied").write_text("a file where the folder should be")
    keys = development_secrets(tmp_path / "occupied")
    assert set(keys) == {"secret_key", "signing_keys", "encryption_keys"}
    assert "keys are in memory" in capsys.readouterr().err
