"""Signed requests: taken once, as they were signed, within five minutes."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.cache import cache

from apps.accounts.actions.redeem_ws_ticket import redeem_ws_ticket
from apps.accounts.models import ApiKey, IdempotencyKey, Plan
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.transform.batches.working import submit, work_off
from tonebridge.resilience import clock, turns

PATH = "/api/v1/analyze"
BODY = json.dumps({"text": "直せ。"}).encode()
JSON = {"Content-Type": "application/json"}
DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


@dataclass(frozen=True)
class Signed:
    """A request that is signed as it stands, unless its parts are changed afterwards."""

    key: str
    secret: str
    method: str = "POST"
    target: str = PATH
    body: bytes = BODY
    nonce: str = "nonce-0001"
    at: float = 0

    def headers(self) -> dict[str, str]:
        time = str(int(clock.now().timestamp() + self.at))
        signed = "\n".join([time, self.nonce, self.method, self.target, hashlib.sha256(self.body).hexdigest()])
        signature = hmac.new(self.secret.encode(), signed.encode(), hashlib.sha256).hexdigest()
        return {
            "X-API-Key": self.key,
            "X-TB-Timestamp": time,
            "X-TB-Nonce": self.nonce,
            "X-TB-Signature": signature,
            "Content-Type": "application/json",
        }


Send = Callable[..., httpx.Response]


@pytest.fixture
def signed(api: Api, alice: Person) -> Signed:
    made = api(alice).post("/api/v1/api-keys", {"name": "robot", "requires_signature": True}).json()
    assert made["requires_signature"] is True
    return Signed(made["secret"], made["signing_secret"])


def send(door: FrontDoor, signed: Signed, changed: Any = None, **headers: str) -> httpx.Response:
    """Send it, with another body, target or headers than were signed."""
    sent = changed or signed
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    kept = {name: value for name, value in (signed.headers() | named).items() if value}
    return door.request(sent.method, sent.target, content=sent.body, headers=kept)


def test_what_the_documentation_signs_is_taken(visitor: FrontDoor, signed: Signed) -> None:
    documented = re.search(r"```python\n(.*?def signed.*?)```", DOCUMENTATION.read_text(encoding="utf-8"), re.S)
    assert documented
    example: dict[str, Any] = {}
    exec(documented[1], example)  # noqa: S102  # our own words, which somebody will copy
    fields = example["signed"]("POST", PATH, BODY, signing_secret=signed.secret)
    assert (
        visitor.request("POST", PATH, content=BODY, headers=fields | {"X-API-Key": signed.key, **JSON}).status_code
        == 200
    )


def test_a_signed_request_is_taken_once(visitor: FrontDoor, signed: Signed) -> None:
    assert send(visitor, signed).status_code == 200
    again = send(visitor, signed)
    assert (again.status_code, again.json()["code"]) == (401, "UNAUTHORIZED")


def test_what_the_rate_limit_refuses_leaves_nothing_behind_and_may_come_again(
    plans: None, visitor: FrontDoor, signed: Signed
) -> None:
    Plan.objects.update(per_minute=1)
    nonces = [f"nonce-000{number}" for number in range(5)]
    assert [send(visitor, replace(signed, nonce=nonce)).status_code for nonce in nonces] == [200, 429, 429, 429, 429]
    assert IdempotencyKey.objects.count() == 1
    Plan.objects.update(per_minute=60)
    cache.clear()
    assert send(visitor, replace(signed, nonce=nonces[-1])).status_code == 200


def test_what_finds_no_turn_leaves_nothing_behind_and_may_come_again(
    visitor: FrontDoor, signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [{"text": "直せ。", "transformation_type": "soften"}]
    batch = replace(signed, target="/api/v1/transform/batch", body=json.dumps({"items": items}).encode())
    with monkeypatch.context() as crowded:
        crowded.setattr(turns, "MOST_WAITING", -1)
        refused = send(visitor, batch)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, str(turns.RETRY_AFTER_S))
    assert send(visitor, batch).status_code == 202


def test_a_repeat_is_refused_after_the_cache_has_forgotten_everything(visitor: FrontDoor, signed: Signed) -> None:
    assert send(visitor, signed).status_code == 200
    cache.clear()
    assert send(visitor, signed).status_code == 401


CHANGES = {
    "a byte of the body": {"body": BODY.replace(b"t", b"T", 1)},
    "the same JSON, written otherwise": {"body": json.dumps(json.loads(BODY), ensure_ascii=False).encode()},
    "another query": {"target": PATH + "?a=1"},
    "another path": {"target": PATH + "/compare"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_on_the_way_is_refused(visitor: FrontDoor, signed: Signed, change: Any) -> None:
    assert send(visitor, signed, replace(signed, **change)).status_code == 401
    assert send(visitor, signed).status_code == 200, "and has not used up the nonce"


@pytest.mark.parametrize("name", ["X-TB-Timestamp", "X-TB-Nonce", "X-TB-Signature"])
def test_a_header_that_is_missing_is_named(visitor: FrontDoor, signed: Signed, name: str) -> None:
    answer = send(visitor, signed, **{name: ""})
    assert answer.status_code == 401
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("at", "status"), [(-299, 200), (299, 200), (-301, 401), (302, 401)], ids=lambda value: str(value)
)
def test_a_signature_is_good_for_five_minutes(visitor: FrontDoor, signed: Signed, at: int, status: int) -> None:
    now = clock.now().replace(microsecond=0)
    with clock.frozen(now):
        assert send(visitor, replace(signed, at=at)).status_code == status


@pytest.mark.parametrize("bad", ["x" * 7, "x" * 129, "with space"])
def test_a_nonce_that_isnt_sane_is_refused(visitor: FrontDoor, signed: Signed, bad: str) -> None:
    assert send(visitor, replace(signed, nonce=bad)).status_code == 401


def test_a_key_that_demands_nothing_may_sign_all_the_same(visitor: FrontDoor, api: Api, alice: Person) -> None:
    made = api(alice).post("/api/v1/api-keys", {"name": "robot"}).json()
    mine = Signed(made["secret"], made["signing_secret"])
    assert visitor.as_(X_API_Key=mine.key).post(PATH, json.loads(BODY)).status_code == 200
    assert send(visitor, mine).status_code == 200
    assert send(visitor, mine).status_code == 401
    assert send(visitor, replace(mine, secret="tb_sign_guessed", nonce="nonce-0002")).status_code == 401


def test_a_rotated_key_goes_on_demanding(api: Api, alice: Person, visitor: FrontDoor, signed: Signed) -> None:
    keys = api(alice).get("/api/v1/api-keys").json()["items"]
    made = api(alice).post(f"/api/v1/api-keys/{keys[0]['id']}/rotate", {}).json()
    assert visitor.as_(X_API_Key=made["secret"]).post(PATH, json.loads(BODY)).status_code == 401
    assert send(visitor, Signed(made["secret"], made["signing_secret"])).status_code == 200


def test_two_keys_may_use_the_same_nonce(api: Api, alice: Person, visitor: FrontDoor) -> None:
    made = [api(alice).post("/api/v1/api-keys", {"name": name}).json() for name in ("one", "two")]
    assert [send(visitor, Signed(key["secret"], key["signing_secret"])).status_code for key in made] == [200, 200]


def test_no_idempotency_key_can_pass_for_a_nonce(visitor: FrontDoor, signed: Signed) -> None:
    assert send(visitor, signed).status_code == 200
    name = IdempotencyKey.objects.get().key
    assert send(visitor, replace(signed, nonce="nonce-0002"), Idempotency_Key=name).status_code == 400


def test_nonces_are_forgotten_with_time(visitor: FrontDoor, signed: Signed) -> None:
    from apps.accounts.actions.forget_expired import forget_expired

    send(visitor, signed)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        forget_expired()
    assert not IdempotencyKey.objects.exists()


def test_a_key_that_demands_signatures_opens_no_connection_whose_frames_nobody_signs(
    visitor: FrontDoor, signed: Signed
) -> None:
    answer = send(visitor, replace(signed, target="/api/v1/ws/ticket", body=b""))
    assert (answer.status_code, answer.json()["code"]) == (403, "INSUFFICIENT_PERMISSIONS")
    assert "requires signed requests" in answer.json()["detail"]


def test_a_ticket_from_before_the_key_demanded_signatures_opens_nothing(
    visitor: FrontDoor, api: Api, alice: Person
) -> None:
    made = api(alice).post("/api/v1/api-keys", {"name": "robot"}).json()
    ticket = visitor.as_(X_API_Key=made["secret"]).post("/api/v1/ws/ticket").json()["ticket"]
    ApiKey.objects.filter(id=made["id"]).update(requires_signature=True)
    assert redeem_ws_ticket(ticket=ticket) is None


def test_a_jobs_events_are_one_signed_request(visitor: FrontDoor, api: Api, alice: Person, signed: Signed) -> None:
    target = f"/api/v1/jobs/{submit(api(alice), '直せ。')}/events"
    work_off()
    asked = replace(signed, method="GET", target=target, body=b"")
    assert send(visitor, asked, X_TB_Signature="").status_code == 401
    assert (send(visitor, asked).status_code, send(visitor, asked).status_code) == (200, 401)
