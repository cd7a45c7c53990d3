"""What is stored: sealed, provable, taken along, and gone when it has to be."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import httpx
import psycopg
from django.db import connection, connections
from redis import Redis

from apps.accounts.actions.hold_organization import hold_organization
from apps.accounts.actions.record_audit import record_audit
from apps.accounts.models import Organization
from apps.accounts.queries.audit_faults import audit_anchors, audit_faults
from apps.accounts.queries.credentials import principal_of_api_key
from apps.transform.actions.apply_retention import apply_retention
from apps.transform.models import Embedding, Transformation
from drills import Verdict, drill
from drills.evidence import empty, files_with, fill, in_person, marker, meanwhile, places, tables_with, work_off
from drills.rows import checksum
from drills.world import PATIENCE_S, Tenant, World
from tonebridge.ids import uuid7
from tonebridge.partitions.retention import months_of
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for
from tonebridge.tenancy.system import as_system

ROWS = int(os.environ.get("DRILL_ROWS", "100000"))
ERASED_WITHIN_S = 60
TRANSFORM, HISTORY, AUDIT = "/api/v1/transform", "/api/v1/history", "/api/v1/audit"


@drill("D4")
def a_stolen_disk_says_nothing(world: World) -> Verdict:
    """A message's words, in files of database, its log of changes, a dump, cache, broker, and logs that tell everything;
    and a word that isn't sealed and must be found in each of them.
    """
    words, control = marker(), marker()
    tenant = world.tenant(control)
    url = world.start_web(TONEBRIDGE_LOG_LEVEL="DEBUG")
    Redis.from_url(world.servers.redis_url).set(control, control)
    call = partial(httpx.request, headers={"X-API-Key": tenant.key}, timeout=PATIENCE_S)
    body = {"text": f"{words} を今日中に直せ。", "transformation_type": "soften"}
    named = {"X-API-Key": tenant.key, "Idempotency-Key": uuid7().hex}
    made = httpx.post(url + TRANSFORM, json=body, headers=named, timeout=PATIENCE_S).json()
    verdict = {"verdict": "edited", "final_text": f"{words} を直してください。"}
    call("POST", f"{url}{HISTORY}/{made['id']}/feedback", json=verdict)
    call("GET", f"{url}{HISTORY}?q={words[:6]}")
    call("GET", f"{url}/api/v1/{control}")
    call("POST", url + TRANSFORM, json=body | {"intensity": words})
    found, known = files_with(world, words, control)
    searched = places(known)
    figure = f"{len(found)} files hold the message; a word that isn't sealed was found in {', '.join(sorted(searched))}"
    passed = words in made["original_text"] and not found and searched >= {"postgres", "dump", "valkey"}
    return Verdict(passed, figure)


@drill("D6")
def whoever_touches_the_audit_is_found(world: World) -> Verdict:
    """Eight writers make one chain; a changed, a missing and a cut row are each named, the last by a noted end too."""
    tenant = world.tenant("audited")
    principal = principal_of_api_key(tenant.key)

    def write(_turn: int) -> None:
        with acting_for(tenant.organization_id):
            record_audit(principal, "feedback.given")
        connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(200)))
    with as_system("anchors"):
        anchor = next(each for each in audit_anchors() if each.organization_id == tenant.organization_id)
    clean = _faults(tenant)
    named = [
        _after(world, tenant, "UPDATE audit SET action = 'x.y' WHERE organization_id = %s AND position = 50"),
        _after(world, tenant, "DELETE FROM audit WHERE organization_id = %s AND position = 100"),
        _after(world, tenant, "DELETE FROM audit WHERE organization_id = %s AND position > 190"),
    ]
    _after(world, tenant, "UPDATE audit_heads SET position = 190 WHERE organization_id = %s")
    with as_system("verify"):
        by_anchor = [fault.kind for fault in audit_faults(tenant.organization_id, anchor)]
    expected = ["50 changed", "100 missing", "191 cut off"]
    passed = not clean and [each[-1] for each in named] == expected and "cut off" in by_anchor
    return Verdict(passed, f"{anchor.position} rows by 8 writers hold; found: {', '.join(each[-1] for each in named)}")


@drill("D7", ci=False)
def whoever_leaves_leaves_nothing(world: World) -> Verdict:
    """An organization with 100,000 messages over 12 months, gone from every table, month and dump in time."""
    names, other = [marker(), marker()], world.tenant("other")
    leaving, staying = world.tenant(names[0]), world.tenant("staying")
    fill(other, 1000)
    world.transform(leaving, "請求書を直せ。")
    fill(leaving, ROWS)
    before = checksum(other), checksum(staying)
    began = clock.tick()
    answer = world.call(leaving, "DELETE", "/api/v1/me", {"password": "x"}).status_code  # a key may not
    world.call(None, "DELETE", "/api/v1/organization", {"name": names[0]}, **in_person(world, leaving))
    locked_out = world.call(leaving, "GET", "/api/v1/usage").status_code
    work_off("erase_organization")
    seconds = clock.tick() - began
    (outside,) = files_with(world, names[0])
    left = [*tables_with(world, names[0]), *(each for each in outside if not each.startswith("postgres/"))]
    rows = _rows_of(leaving.organization_id)
    others = (checksum(other), checksum(staying)) == before
    empty(other)
    passed = (answer, locked_out, left, others) == (403, 401, [], True)
    figure = f"{ROWS:,} messages in {seconds:.1f} s; {len(left)} tables, dumps, keepers or logs hold the name, rows left: {rows or 'none'}; "
    passed = passed and not rows and not _faults(leaving)
    return Verdict(passed, f"{figure}others untouched: {others}", seconds <= ERASED_WITHIN_S)


@drill("D8")
def an_export_is_what_the_pages_show(world: World) -> Verdict:
    """While more is written: the same messages, once each; cut anywhere, it goes on behind the cut."""
    tenant = world.tenant("exported")
    made = [str(world.transform(tenant, f"{n}番目の請求書を直せ。")) for n in range(30)]
    shown = world.call(tenant, "GET", f"{HISTORY}?limit=100").json()["items"]
    header = in_person(world, tenant)
    with meanwhile(lambda: world.transform(tenant), threads=1):
        whole = _export(world, header)
        rest = _export(world, header, whole[len(whole) // 2]["cursor"])
    found = {line["data"]["id"]: line["data"] for line in whole if line["type"] == "transformation"}
    same = all(
        found[item["id"]]["transformed_text"] == item["transformed_text"] for item in shown if item["id"] in found
    )
    complete = set(made) <= set(found) and len(found) == sum(line["type"] == "transformation" for line in whole)
    joins = _settled(rest) == _settled(whole[len(whole) // 2 + 1 :])
    figure = f"{len(whole)} lines, {len(found)} messages; as shown: {same}, complete: {complete}, resumed: {joins}"
    return Verdict(same and complete and joins and whole[-1]["type"] == "end", figure)


@drill("D9")
def what_may_not_be_kept_goes_on_time(world: World) -> Verdict:
    """None, 30 and 90 days, over six months: rows and vectors by each one's own days, whole months by dropping them;
    but nothing of an organization under a legal hold.
    """
    kept, held = {days: world.tenant(f"keeps-{days}") for days in (0, 30, 90)}, world.tenant("held")
    fill(held, 60, months=6)
    with as_system("choose"):
        hold_organization(organization_id=held.organization_id, on=True)
    for days, tenant in kept.items():
        fill(tenant, 60, months=6)
        with as_system("choose"):
            Organization.objects.filter(id=tenant.organization_id).update(retention_days=days)
    months = len(months_of("transformations"))
    with as_system("retention"):
        Organization.objects.exclude(id__in=[t.organization_id for t in kept.values()]).update(retention_days=30)
        apply_retention()
        stayed = Transformation.objects.filter(organization=held.organization_id).count()
        hold_organization(organization_id=held.organization_id, on=False)
        apply_retention()
        late = {days: _late(tenant, days) for days, tenant in kept.items()}
        stay = {days: Transformation.objects.filter(organization=t.organization_id).count() for days, t in kept.items()}
    for tenant in (*kept.values(), held):
        empty(tenant)
    dropped = months - len(months_of("transformations"))
    figure = f"rows past their time: {late}, kept: {stay}, under a hold: {stayed} of 60, {dropped} months dropped"
    as_agreed = not any(late.values()) and stay[0] == 0 < stay[30] < stay[90]
    return Verdict(as_agreed and stayed == 60 and dropped > 0, figure)


@drill("T8")
def a_tenant_goes_while_everybody_works(world: World) -> Verdict:
    """Deleted under its own load and others': nobody else notices, and nothing of it stays."""
    name, other = marker(), world.tenant("stays")
    leaving = world.tenant(name)
    header = in_person(world, leaving)
    works = (lambda: (True, _status(world, other)), lambda: (False, _status(world, leaving)))
    with meanwhile(*works, threads=2) as answers:
        _until(lambda: len(answers) > 30)
        world.call(None, "DELETE", "/api/v1/organization", {"name": name}, **header)
        work_off("erase_organization")
        _until(lambda: answers[-6:] != [] and (False, 401) in answers[-6:])
    others = {status for is_other, status in answers if is_other}  # type: ignore[misc,has-type]  # pairs, as above
    theirs = {status for is_other, status in answers if not is_other}  # type: ignore[misc,has-type]  # pairs, as above
    left, rows = tables_with(world, name), _rows_of(leaving.organization_id)
    figure = (
        f"{len(answers)} calls; others got {sorted(others)}, they {sorted(theirs)}; left: {left or rows or 'nothing'}"
    )
    return Verdict(others == {200} and theirs == {200, 401} and not left and not rows, figure)


def _faults(tenant: Tenant) -> list[str]:
    with as_system("verify"):
        return [f"{fault.first} {fault.kind}" for fault in audit_faults(tenant.organization_id)]


def _after(world: World, tenant: Tenant, tampering: str) -> list[str]:
    """What is found after a superuser has gone round the triggers."""
    with psycopg.connect(world.servers.cluster.url_as("postgres", "tonebridge")) as database:
        database.execute("SET session_replication_role = replica")
        database.execute(tampering.encode(), [tenant.organization_id])
    return _faults(tenant)


def _rows_of(organization_id: UUID) -> dict[str, int]:
    """Rows by table that still name the organization; the audit and the job that erased it may."""
    from tonebridge.tenancy.catalog import tenant_tables

    found = {}
    with as_system("count"), connection.cursor() as cursor:
        for table in tenant_tables():
            if not table.name.startswith(("audit", "jobs")):
                cursor.execute(
                    f'SELECT count(*) FROM "{table.name}" WHERE {table.column} = %s', [organization_id]
                )  # names from the catalog
                found[table.name] = int(cursor.fetchone()[0])
    return {name: count for name, count in found.items() if count}


def _export(world: World, header: dict[str, str], cursor: str = "") -> list[dict[str, Any]]:
    answer = world.call(None, "POST", f"/api/v1/me/export{f'?from={cursor}' if cursor else ''}", **header)
    return [json.loads(line) for line in answer.text.splitlines()]


def _settled(lines: list[dict[str, Any]]) -> list[Any]:
    """What the lines hold; not the counters of usage, which count on while the drill writes."""
    return [line["data"] for line in lines if line["type"] != "usage"]


def _late(tenant: Tenant, days: int) -> int:
    """Rows and vectors that are older than they may be."""
    before = clock.now() - timedelta(days=days, minutes=1)
    rows = Transformation.objects.filter(organization=tenant.organization_id, created_at__lt=before).count()
    vectors = Embedding.objects.filter(organization=tenant.organization_id, transformation_created_at__lt=before)
    return rows + vectors.count()


def _status(world: World, tenant: Tenant) -> int:
    body = {"text": "直せ。", "transformation_type": "soften"}
    return world.call(tenant, "POST", TRANSFORM, body).status_code


def _until(ready: Any, within_s: float = PATIENCE_S) -> None:
    from time import sleep

    began = clock.tick()
    while not ready() and clock.tick() - began < within_s:
        sleep(0.05)
