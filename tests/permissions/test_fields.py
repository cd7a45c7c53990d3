"""Which fields each caller is shown, against `fields.json`: a field that a role didn't see before must be meant.

`TONEBRIDGE_WRITE_FIELDS=1 pytest tests/permissions/test_fields.py` writes it anew.
"""

import csv
import json
import os
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.cache import cache
from django.utils.module_loading import import_string
from pytest_django import Settings

from apps.accounts.actions.invite_member import invite_member
from apps.accounts.contracts import Role
from apps.transform.providers.writers import writers_of
from tests.cast import found_in_messages, own_model
from tests.permissions.callers import House
from tests.permissions.test_permissions import CALLERS, DOORS
from tests.transform.batches.working import submit, work_off
from tonebridge.queues.models import Job
from tonebridge.resilience import clock

FILE = Path(__file__).with_name("fields.json")
Seen = dict[str, dict[str, list[str]]]
"""Callers by field by door."""


def test_every_caller_is_shown_the_fields_that_are_meant(house: House, ids: dict[str, str]) -> None:
    found = {path: _of_door(house, path, ids) for path in _doors()}
    if os.environ.get("TONEBRIDGE_WRITE_FIELDS"):
        FILE.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    expected: Seen = json.loads(FILE.read_text(encoding="utf-8"))
    assert found == expected


def test_every_list_of_the_snapshot_had_something_in_it() -> None:
    seen: Seen = json.loads(FILE.read_text(encoding="utf-8"))
    empty = [
        path for path, fields in seen.items() if "items" in fields and not any("items[]." in name for name in fields)
    ]
    assert empty == []


@pytest.mark.parametrize(
    "secret", ["password", "digest", "hash_of", "email_hash", "salt", "signing_key", "session_version"]
)
def test_no_caller_is_shown_a_field_that_is_secret(secret: str) -> None:
    assert secret not in re.findall(r"\w+", FILE.read_text(encoding="utf-8"))


def _doors() -> list[str]:
    return [path for path, methods in DOORS.items() if "GET" in methods and path.startswith("/api/v1/")]


@pytest.fixture
def ids(house: House, settings: Settings) -> dict[str, str]:
    """Something of everything that doors show, and the ids of what the owner made."""
    owner = house.api("owner")
    house.owner.user.email_verified_at = clock.now()
    house.owner.user.save()
    invite_member(principal=house.owner.principal, email="dora@example.com", role=Role.MEMBER)
    term = owner.post("/api/v1/glossary/terms", {"term": "deploy", "language": "en", "plain": "put live"}).json()
    for rung in ("primary", "secondary"):
        own_model(house.owner, rung)
    writers_of(house.owner.organization.id)  # here, since libraries of models take longer to load than a request may
    wanted = {"text": "直せ。", "transformation_type": "soften"}
    made = {person: house.api(person).post("/api/v1/transform", wanted).json() for person in house.people}
    owner.post("/api/v1/transform", wanted | {"text": "直せ！"})
    for job in Job.objects.filter(kind="digest_transformation"):  # finds messages like one another
        import_string(settings.JOB_TASKS[job.kind]).apply(args=[str(job.id)])
    found_in_messages(house.owner)
    cache.clear()  # and with it what breakers know: models that fail are tried again
    job_id = submit(owner, "早く直せ。", "")
    work_off()
    return {"transformation_id": made["owner"]["id"], "term_id": term["id"], "job_id": job_id}


def _of_door(house: House, path: str, ids: dict[str, str]) -> dict[str, list[str]]:
    shown: dict[str, list[str]] = {}
    for caller in CALLERS:
        cache.clear()
        filled = re.sub(r"\{(\w+)\}", lambda found: ids.get(found[1], found[0]), path)
        answer = house.api(caller).get(house.filled(caller, filled))
        for name in sorted(set(_fields_of(answer)) if answer.status_code == 200 else ()):
            shown.setdefault(name, []).append(caller)
    return dict(sorted(shown.items()))


def _fields_of(answer: httpx.Response) -> Iterator[str]:
    kind = answer.headers["content-type"].partition(";")[0]
    if kind == "application/json":
        yield from _fields(answer.json(), "")
    elif kind == "application/x-ndjson":
        for line in answer.text.splitlines():
            yield from _fields(json.loads(line), "line")
    elif kind == "text/csv":
        yield from next(csv.reader(StringIO(answer.text.lstrip("\ufeff"))))


def _fields(value: Any, path: str) -> Iterator[str]:  # any JSON
    if isinstance(value, dict):
        for name, inner in value.items():
            here = f"{path}.{name}" if path else name
            yield here
            yield from _fields(inner, here)
    elif isinstance(value, list):
        for inner in value:
            yield from _fields(inner, f"{path}[]")
