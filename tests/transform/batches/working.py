"""A worker's turns, in the test's own process."""

from typing import Any
from uuid import UUID

import httpx

from apps.transform.tasks import digest_batch, transform_part
from tests.front_door import FrontDoor
from tonebridge.queues.models import Job

TASKS: dict[str, Any] = {"transform_part": transform_part, "digest_batch": digest_batch}  # Celery is untyped


def work_off(*, most: int = 100) -> int:
    """Ring for whatever waits until nothing does; how many turns that took."""
    for turn in range(most):
        job = Job.objects.workable().filter(status="queued", kind__in=TASKS).order_by("created_at").first()
        if job is None:
            return turn
        TASKS[job.kind].apply(args=[str(job.id)], routing_key=job.priority)
    raise AssertionError("the work never ends")


def submit(door: FrontDoor, *texts: str, **more: Any) -> str:
    """The id of a batch of these messages."""
    items = [{"text": text, "transformation_type": "soften"} | more for text in texts]
    answer = door.post("/api/v1/transform/batch", {"items": items})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def upload(door: FrontDoor, content: bytes, name: str = "messages.csv", **fields: str) -> httpx.Response:
    """A file through the front door."""
    return door.request("POST", "/api/v1/jobs/import", files={"file": (name, content)}, data=fields)


def results(door: FrontDoor, job_id: str | UUID, query: str = "?limit=100") -> list[dict[str, Any]]:
    """What became of its items."""
    found: list[dict[str, Any]] = door.get(f"/api/v1/jobs/{job_id}/results{query}").json()["items"]
    return found
