"""`manage.py demo`: a way in for a first look."""

import json
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from apps.accounts.actions.sign_in import sign_in
from apps.accounts.contracts import Role, Scope
from apps.accounts.models import ApiKey, User
from apps.accounts.queries.credentials import principal_of_api_key


@pytest.fixture
def run_dir(tmp_path: Path, settings: Settings, plans: None) -> Path:
    settings.RUN_DIR, settings.DEMO_PLAN, settings.BASE_URL = tmp_path / "run", "pro", "http://127.0.0.1:8082"
    return tmp_path / "run"


def demo(run_dir: Path) -> dict[str, str]:
    call_command("demo", stdout=StringIO())
    found: dict[str, str] = json.loads((run_dir / "demo.json").read_text())
    return found


def test_the_file_says_how_to_get_in(run_dir: Path) -> None:
    found = demo(run_dir)
    assert set(found) == {"base_url", "email", "password", "api_key"}
    assert sign_in(email=found["email"], password=found["password"]).user.organization.name == "ToneBridge Demo"
    principal = principal_of_api_key(found["api_key"])
    assert (principal.role, principal.scopes, principal.plan.code) == (Role.OWNER, frozenset(Scope), "pro")


def test_nobody_else_may_read_the_file(run_dir: Path) -> None:
    demo(run_dir)
    assert stat.S_IMODE((run_dir / "demo.json").stat().st_mode) == 0o600
    assert [file.name for file in run_dir.iterdir()] == ["demo.json"]


def test_a_second_run_keeps_what_works_and_changes_address_and_plan(run_dir: Path, settings: Settings) -> None:
    first = demo(run_dir)
    settings.DEMO_PLAN, settings.BASE_URL = "benchmark", "http://127.0.0.1:9999"
    second = demo(run_dir)
    assert second == first | {"base_url": "http://127.0.0.1:9999"}
    assert principal_of_api_key(second["api_key"]).plan.per_minute is None
    assert (User.objects.count(), ApiKey.objects.count()) == (1, 1)


def test_the_demo_user_is_no_staff(run_dir: Path) -> None:
    demo(run_dir)
    user = User.objects.get()
    assert not user.is_staff
    assert not user.is_superuser


@pytest.mark.parametrize("damage", ["lost", "broken", "key revoked", "password changed"])
def test_credentials_that_no_longer_work_are_made_anew(run_dir: Path, damage: str) -> None:
    first = demo(run_dir)
    if damage == "lost":
        (run_dir / "demo.json").unlink()
    elif damage == "broken":
        (run_dir / "demo.json").write_text("{")
    elif damage == "key revoked":
        ApiKey.objects.update(revoked_at="2026-01-01T00:00:00Z")
    else:
        user = User.objects.get()
        user.set_password("something else entirely")
        user.save()
    second = demo(run_dir)
    assert second["api_key"] != first["api_key"]
    assert sign_in(email=second["email"], password=second["password"])
    assert ApiKey.objects.filter(revoked_at=None).count() == 1


def test_an_unknown_plan_is_one_clear_line(run_dir: Path, settings: Settings) -> None:
    settings.DEMO_PLAN = "gold"
    with pytest.raises(CommandError, match="TONEBRIDGE_DEMO_PLAN: there is no plan 'gold'"):
        demo(run_dir)


def test_staff_are_made_by_another_command(run_dir: Path) -> None:
    said = StringIO()
    call_command("demo", "--staff", stdout=said)
    assert "createsuperuser" in said.getvalue()
    assert not run_dir.exists()
