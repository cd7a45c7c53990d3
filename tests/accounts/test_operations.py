"""Staff look at how the product is doing, and send given-up work again."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from apps.accounts.models import AuditRow
from apps.accounts.web import operations
from apps.transform.models import TransformationTypeRow
from tests.accounts.test_admin import staff
from tests.cast import Person
from tests.front_door import Api
from tonebridge.outbound import local_models
from tonebridge.outbound.local_models import LocalModels
from tonebridge.queues import samplers
from tonebridge.queues.actions.record_dead_letter import record_dead_letter
from tonebridge.queues.contracts import Priority
from tonebridge.queues.failures import failure_of
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.resilience import clock
from tonebridge.telemetry.figures import figures_now

__all__ = ["staff"]


def test_the_operations_page_tells_of_what_was_answered(staff: Client, api: Api, alice: Person) -> None:
    api(alice).post("/api/v1/transform", {"text": "明日までに直せ。", "transformation_type": "soften"})
    page = staff.get("/admin/operations/")
    assert page.status_code == 200
    assert "rules" in page.content.decode()
    assert dict(figures_now().tiers)["rules"] >= 1


def test_the_operations_page_tells_which_worker_is_missing(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samplers, "silent_queues", lambda: (Priority.BULK,))
    page = staff.get("/admin/operations/", headers={"Accept-Language": "en"}).content.decode()
    assert "critical worker: up" in page
    assert "bulk worker: down" in page


def test_the_operations_page_asks_each_dependency(staff: Client, settings: Settings) -> None:
    settings.READINESS_PROBES = {"database": "builtins.dict", "broker": "no.such.probe"}
    page = staff.get("/admin/operations/", headers={"Accept-Language": "en"}).content.decode()
    assert "database: up" in page
    assert "broker: down" in page


@pytest.mark.parametrize("path", ["/admin/", "/admin/accounts/user/"])
def test_the_administration_leads_to_it(staff: Client, path: str) -> None:
    page = staff.get(path, headers={"Accept-Language": "en"}).content.decode()
    assert re.search(r'<a href="/admin/operations/"[^>]*>\s*Status and figures\s*</a>', page)


def test_it_says_that_all_is_well_in_words_that_nobody_takes_for_a_fault(
    staff: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.READINESS_PROBES = {"database": "builtins.dict"}
    monkeypatch.setattr(samplers, "silent_queues", lambda: ())
    page = staff.get("/admin/operations/", headers={"Accept-Language": "en"}).content.decode()
    assert "Everything is working." in page
    assert "calls to redis: working" in page
    assert ": closed" not in page


def test_it_says_which_calls_are_paused(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = replace(figures_now(), breakers=(("provider:primary", "open"), ("redis", "half open")))
    monkeypatch.setattr(operations, "figures_now", lambda: found)
    page = staff.get("/admin/operations/", headers={"Accept-Language": "en"}).content.decode()
    assert "calls to provider:primary: paused after failures" in page
    assert "calls to redis: being retried" in page
    assert "Something needs attention" in page


def test_strangers_and_members_see_nothing_of_it(client: Client, alice: Person) -> None:
    assert client.get("/admin/operations/").status_code == 302
    client.force_login(alice.user)
    assert client.get("/admin/operations/").status_code in (302, 403)


def test_a_dead_letter_is_sent_again_and_the_audit_knows(staff: Client, plans: None) -> None:
    now = clock.now()
    job = Job.objects.create(
        kind="digest_transformation",
        status="dead",
        claimed_by="task-1",
        lease_until=now,
        created_at=now,
        finished_at=now,
    )
    letter = DeadLetter.objects.create(
        task_id="task-1", task="digest", args=[str(job.id)], error_class="Boom", created_at=now
    )
    chosen = {"action": "replay", "_selected_action": [str(letter.pk)]}
    assert staff.post(reverse("admin:queues_deadletter_changelist"), chosen).status_code == 302
    job.refresh_from_db()
    letter.refresh_from_db()
    assert (job.status, letter.replayed_at is not None) == ("queued", True)
    assert AuditRow.objects.filter(action="dead_letter.replayed").count() == 1


def test_jobs_and_letters_are_only_looked_at(staff: Client, plans: None) -> None:
    for model in ("job", "deadletter"):
        assert staff.get(reverse(f"admin:queues_{model}_changelist")).status_code == 200
        assert staff.get(reverse(f"admin:queues_{model}_add")).status_code == 403
        assert staff.get(reverse(f"admin:queues_{model}_change", args=[uuid4()])).status_code in (302, 404)


def test_a_type_gets_another_name(staff: Client, plans: None) -> None:
    address = reverse("admin:transform_transformationtyperow_change", args=["soften"])
    assert staff.get(address).status_code == 200
    row = TransformationTypeRow.objects.get(code="soften")
    fields = {name: getattr(row, name) for name in ("name_ja", "explanation_ja", "explanation_en", "position")}
    assert staff.post(address, fields | {"name_en": "Be kind"}).status_code == 302
    assert TransformationTypeRow.objects.get(code="soften").name_en == "Be kind"
    assert AuditRow.objects.filter(action="transformation_type.changed").count() == 1


def test_a_letter_shows_what_was_asked_by_ids_alone(staff: Client, plans: None) -> None:
    job = Job(kind="digest_transformation", payload_ids={"transformation_id": "id-7", "word": "これは本文です"})
    failure = failure_of(ValueError("これは本文です"))
    record_dead_letter(task_id="t", task="x", args=["これも本文です"], kwargs={}, failure=failure, attempts=1, job=job)
    address = reverse("admin:queues_deadletter_change", args=[DeadLetter.objects.get().pk])
    page = staff.get(address).content.decode()
    assert "digest_transformation" in page
    assert "id-7" in page
    assert "本文" not in page


def test_the_operations_page_names_models_of_this_machine_and_what_uses_them(
    staff: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = (LocalModels("Ollama", 11434, ("llama3.1:8b",)),)
    monkeypatch.setattr(local_models, "local_models", lambda *_ports, **_own: found)
    local_models.remembered.forget()
    page = staff.get("/admin/operations/", headers={"Accept-Language": "en"}).content.decode()
    local_models.remembered.forget()
    assert "Ollama on port 11434" in page
    assert "LLM_PRIMARY=openai:llama3.1:8b LLM_PRIMARY_BASE_URL=http://127.0.0.1:11434/v1" in page


def test_without_such_a_server_it_says_nothing_of_models(staff: Client) -> None:
    local_models.remembered.forget()
    page = staff.get("/admin/operations/", headers={"Accept-Language": "en"}).content.decode()
    assert "Models on this machine" not in page
