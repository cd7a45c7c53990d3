"""The audit as people read it: names and words, with the ids for who needs them."""

import ast
import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.contrib import admin
from pytest_django import Settings

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.record_audit import append_audit
from apps.accounts.actions.revoke_api_key import revoke_api_key
from apps.accounts.admin.recording import Recording
from apps.accounts.contracts import Scope
from apps.accounts.models import AuditRow, Membership
from apps.accounts.web.audit_words import MEANINGS
from tests.accounts.mailbox import deliver, link_in
from tests.cast import Person
from tests.front_door import Api
from tests.web.browsing import Browser
from tonebridge.ids import uuid7

As = Callable[[Person], Browser]
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
WORD = re.compile(r"[a-z_]+\.[a-z_]+")
OUTSIDE = {"audit.broken", "batch.item_failed", "prompt.added", "transformation_type.changed"}
"""What stands in nobody's chain, where no organization looks, or is a word of something else."""
WRITERS = ("record_audit", "append_audit", "record_for_person", "record_by_staff", "revoke_token_family")


def recorded() -> Iterator[str]:
    """Words that are handed to what writes the audit, and those of kinds that have a word already."""
    kinds = {word.partition(".")[0] for word in MEANINGS}
    for path in (Path(configured.BASE_DIR) / "apps").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS:
                yield from words_in(node)
            if isinstance(node, ast.Constant) and str(node.value).partition(".")[0] in kinds:
                yield from words_in(node)


def words_in(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and WORD.fullmatch(each.value):
            yield each.value


def test_every_action_that_is_recorded_has_words() -> None:
    assert {word for word in recorded() if word not in MEANINGS} - OUTSIDE == set()


def test_so_has_whatever_staff_change_of_an_organization() -> None:
    of_tenants = [
        model
        for model, shown in admin.site._registry.items()
        if isinstance(shown, Recording) and hasattr(model, "organization_id")
    ]
    names = {model._meta.model_name for model in of_tenants} - {"job", "deadletter"} | {"user", "organization"}
    assert {f"{name}.{done}" for name in names for done in ("added", "changed", "deleted")} <= set(MEANINGS)


def test_it_says_who_did_what_to_whom_in_names_and_words(as_: As, alice: Person, bob: Person) -> None:
    browser = as_(alice)
    browser.post(f"/team/{bob.user.id}/role/", {"role": "viewer"})
    browser.post("/team/name/", {"name": "Wonderland"})
    page = browser.get("/audit/")
    assert re.search(r"alice@example\.com\s+Role changed\s+bob@example\.com \(Viewer\)", page.words)
    assert re.search(r"alice@example\.com\s+Organization settings changed\s+Wonderland", page.words)
    assert not ID.search(page.words)
    assert not re.search(r"\b(member|organization|session)\.[a-z_]+\b", page.words)
    assert "役割を変更" in browser.reading("ja").get("/audit/").words


def test_an_invitation_is_told_by_its_address_and_role_and_so_is_who_joined(
    as_: As, browser: Browser, alice: Person, charlie: Person, settings: Settings
) -> None:
    here = as_(alice)
    here.post("/team/", {"email": "dana@example.com", "role": "viewer"})
    assert re.search(r"Invitation sent\s+dana@example\.com \(Viewer\)", here.get("/audit/").words)
    newcomer = {"full_name": "Dana", "password": "a long walk at noon"}
    assert browser.post(link_in(deliver(settings)[0]), newcomer).location == "/team/"
    page = here.get("/audit/")
    assert re.search(r"dana@example\.com\s+Member joined\s+dana@example\.com \(Viewer\)", page.words)
    assert not ID.search(page.words)
    assert not re.search(r"(Invitation|Member|Role) [a-z]+\s+…", page.words)
    theirs = as_(charlie)
    for row in AuditRow.objects.filter(organization_id=alice.organization.id, action="invitation.sent"):
        append_audit(
            organization_id=charlie.organization.id, actor_id=None, action="invitation.sent", subject=row.subject
        )
    assert "dana@example.com" not in theirs.get("/audit/").words


def test_who_has_left_is_a_former_member_there_by_whatever_way_they_are_named(
    as_: As, browser: Browser, alice: Person, bob: Person, settings: Settings
) -> None:
    here = as_(alice)
    here.post("/team/", {"email": "dana@example.com", "role": "viewer"})
    browser.post(link_in(deliver(settings)[0]), {"full_name": "Dana", "password": "a long walk at noon"})
    here.post(f"/team/{bob.user.id}/role/", {"role": "viewer"})
    here.post(f"/team/{bob.user.id}/remove/")
    browser.post("/team/leave/")
    page = here.get("/audit/")
    for said in ("Role changed", "Member removed", "Invitation sent", "Member joined"):
        assert re.search(rf"{said}\s+Former member", page.words), said
    assert not re.search(r"(Invitation|Member|Role) [a-z]+\s+…", page.words)
    assert "dana@example.com" not in page.words


def test_signing_out_everywhere_is_not_said_to_have_left_a_sign_in(api: Api, as_: As, alice: Person) -> None:
    api(alice).post("/api/v1/auth/logout/everywhere")
    page = as_(alice).get("/audit/")
    assert "Signed out everywhere" in page.words
    assert "everywhere else" not in page.words


def test_a_key_is_told_by_its_name_also_once_it_is_revoked(as_: As, alice: Person, charlie: Person) -> None:
    key = create_api_key(principal=alice.principal, name="nightly build", scopes=[Scope.ANALYZE]).details
    revoke_api_key(principal=alice.principal, key_id=key.id)
    for did in ("created", "revoked"):
        assert re.search(rf"API key {did}\s+nightly build \({key.prefix}\)", as_(alice).get("/audit/").words)
    append_audit(organization_id=charlie.organization.id, actor_id=None, action="api_key.revoked", subject=key.id)
    assert "nightly build" not in as_(charlie).get("/audit/").words


def test_what_has_no_name_is_told_by_the_end_of_its_id(as_: As, alice: Person) -> None:
    ids = [uuid7(), uuid7()]
    for each in ids:
        append_audit(
            organization_id=alice.organization.id, actor_id=None, action="transformation.deleted", subject=each
        )
    page = as_(alice).get("/audit/")
    assert [f"…{str(each)[-8:]}" in page.words for each in ids] == [True, True]


def test_who_is_no_member_any_more_isnt_shown_by_an_id(as_: As, alice: Person, bob: Person) -> None:
    append_audit(organization_id=alice.organization.id, actor_id=bob.user.id, action="session.began")
    Membership.objects.filter(user=bob.user).delete()
    page = as_(alice).get("/audit/")
    assert re.search(r"Former member\s+Signed in", page.words)
    assert not ID.search(page.words)


@pytest.mark.parametrize(("zone", "shown"), [("Asia/Tokyo", "JST"), ("UTC", "UTC")])
def test_times_say_their_zone(as_: As, alice: Person, settings: Settings, zone: str, shown: str) -> None:
    settings.DISPLAY_TIME_ZONE = zone
    for path in ("/audit/", "/usage/", "/security/sessions/"):
        assert re.search(rf"\d\d-\d\d \d\d:\d\d(:\d\d)? {shown}\b", as_(alice).get(path).words), path


def test_no_template_shows_a_time_without_its_zone() -> None:
    templates = (Path(configured.BASE_DIR) / "templates").rglob("*.html")
    assert [path.name for path in templates if re.search(r'date:"[^"]*H:i(:s)?"', path.read_text("utf-8"))] == []


def test_the_page_offers_it_as_a_table_for_spreadsheets(as_: As, alice: Person, bob: Person) -> None:
    browser = as_(alice)
    browser.post(f"/team/{bob.user.id}/role/", {"role": "viewer"})
    assert 'href="/audit/export/"' in browser.get("/audit/").html
    rows = list(csv.DictReader(io.StringIO(browser.download("/audit/export/"))))
    assert len(rows) == AuditRow.objects.filter(organization_id=alice.organization.id).count()
    changed = next(row for row in rows if row["Action code"] == "member.role_changed")
    assert (changed["Who"], changed["Event"], changed["Target"]) == (
        "alice@example.com",
        "Role changed",
        "bob@example.com (Viewer)",
    )
    assert as_(bob).get("/audit/export/").status == 403
