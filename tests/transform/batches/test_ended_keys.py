"""A job that a program handed in ends with the program's key, as one ends whose person may not be here any more."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from apps.accounts.contracts import IssuedApiKey
from apps.accounts.models import ApiKey, User
from apps.transform.actions import submit_batch
from apps.transform.models import BatchPart
from apps.transform.tasks import transform_part
from tests.cast import Person, early_key
from tests.front_door import Api, FrontDoor
from tests.transform.batches.working import submit, upload, work_off
from tonebridge.queues.models import Job
from tonebridge.resilience import clock

MESSAGE = {"text": "直せ。", "transformation_type": "soften"}


@pytest.fixture
def key(alice: Person) -> IssuedApiKey:
    """A program's, that acts for alice."""
    return early_key(alice.user.id, alice.organization.id)


@pytest.fixture
def program(visitor: FrontDoor, key: IssuedApiKey) -> FrontDoor:
    return visitor.as_(X_API_Key=key.secret)


def revoked(door: FrontDoor, key: IssuedApiKey) -> None:
    assert door.delete(f"/api/v1/api-keys/{key.details.id}").status_code == 204


def rotated(door: FrontDoor, key: IssuedApiKey) -> None:
    assert door.post(f"/api/v1/api-keys/{key.details.id}/rotate", {}).status_code == 201


def expired(_door: FrontDoor, key: IssuedApiKey) -> None:
    ApiKey.objects.filter(id=key.details.id).update(expires_at=clock.now())


def deleted(_door: FrontDoor, key: IssuedApiKey) -> None:
    ApiKey.objects.filter(id=key.details.id).delete()


def suspended(_door: FrontDoor, key: IssuedApiKey) -> None:
    User.objects.filter(id=key.details.user_id).update(is_active=False)


@pytest.mark.parametrize("ends", [revoked, rotated, expired, deleted, suspended])
def test_a_running_job_ends_with_the_key_that_handed_it_in(
    api: Api,
    alice: Person,
    program: FrontDoor,
    key: IssuedApiKey,
    ends: Callable[[FrontDoor, IssuedApiKey], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(submit_batch, "PART_ITEMS", 2)
    job_id = submit(program, *["直せ。"] * 5)
    transform_part.apply(args=[job_id])
    ends(api(alice), key)
    work_off()
    assert progress(UUID(job_id)) == (2, 3)
    assert not BatchPart.objects.exists()


def progress(job_id: UUID) -> tuple[int, int]:
    """Messages that are done, and that have failed."""
    job = Job.objects.get(id=job_id)
    assert job.finished_at
    return job.progress_done, job.progress_failed


def by_list(door: FrontDoor) -> str:
    return submit(door, "直せ。")


def by_file(door: FrontDoor) -> str:
    return str(upload(door, "text\n直せ。\n".encode()).json()["id"])


def later(door: FrontDoor) -> str:
    return str(door.post("/api/v1/transform", MESSAGE, headers={"Prefer": "respond-async"}).json()["id"])


@pytest.mark.parametrize("hand_in", [by_list, by_file, later])
@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("en", "The API key that sent this job can no longer be used."),
        ("ja", "このジョブの送信に使われた API キーは、もう使えません。"),
    ],
)
def test_each_message_that_is_left_says_why(
    api: Api,
    alice: Person,
    program: FrontDoor,
    key: IssuedApiKey,
    hand_in: Callable[[FrontDoor], str],
    language: str,
    reason: str,
) -> None:
    job_id = hand_in(program.as_(Accept_Language=language))
    revoked(api(alice), key)
    work_off()
    assert api(alice).get(f"/api/v1/jobs/{job_id}").json()["status"] == "failed"
    (left,) = api(alice).get(f"/api/v1/jobs/{job_id}/results").json()["items"]
    assert (left["problem"]["code"], left["problem"]["detail"]) == ("INSUFFICIENT_PERMISSIONS", reason)


def test_a_job_goes_on_while_its_key_overlaps_with_its_successor(
    api: Api, alice: Person, program: FrontDoor, key: IssuedApiKey
) -> None:
    first, second = submit(program, "直せ。"), submit(program, "早く出せ。")
    door = api(alice)
    assert door.post(f"/api/v1/api-keys/{key.details.id}/rotate", {"overlap_hours": 1}).status_code == 201
    transform_part.apply(args=[first])
    assert progress(UUID(first)) == (1, 0)
    with clock.frozen(clock.now() + timedelta(hours=2)):
        work_off()
    assert progress(UUID(second)) == (0, 1)


def test_another_keys_end_is_nothing_to_a_job(api: Api, alice: Person, program: FrontDoor) -> None:
    job_id = submit(program, "直せ。")
    revoked(api(alice), early_key(alice.user.id, alice.organization.id))
    work_off()
    assert progress(UUID(job_id)) == (1, 0)


def test_what_somebody_handed_in_themselves_goes_on_after_they_have_signed_out(api: Api, alice: Person) -> None:
    job_id = submit(api(alice), "直せ。")
    assert api(alice).post("/api/v1/auth/logout", {}).status_code == 204
    work_off()
    assert progress(UUID(job_id)) == (1, 0)
