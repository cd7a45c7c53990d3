"""How many queries each endpoint needs: committed in `query_counts.json`, so that one more is a decision.

A number that went down is written down, too: the test compares exactly.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Person
from tests.front_door import Api, FrontDoor

COUNTS: dict[str, int] = json.loads(Path(__file__).with_name("query_counts.json").read_text(encoding="utf-8"))
MESSAGE = {"text": "明日までに直せ。", "transformation_type": "soften"}
TERM = {"term": "SLA", "language": "en", "plain": "promise"}

Call = Callable[[FrontDoor], object]
CALLS: dict[str, Call] = {
    "POST /transform": lambda door: door.post("/api/v1/transform", MESSAGE),
    "POST /transform/stream": lambda door: door.post("/api/v1/transform/stream", MESSAGE | {"text": "今日中に直せ。"}),
    "POST /read": lambda door: door.post("/api/v1/read", {"text": "直せ。"}),
    "POST /analyze": lambda door: door.post("/api/v1/analyze", {"text": "直せ。"}),
    "GET /history of 20": lambda door: door.get("/api/v1/history"),
    "GET /glossary/terms": lambda door: door.get("/api/v1/glossary/terms"),
    "POST /glossary/terms": lambda door: door.post("/api/v1/glossary/terms", TERM),
    "POST /transform/batch": lambda door: door.post("/api/v1/transform/batch", {"items": [MESSAGE] * 60}),
    "GET /jobs of 20": lambda door: door.get("/api/v1/jobs"),
    "GET /usage": lambda door: door.get("/api/v1/usage"),
    "GET /analytics/summary": lambda door: door.get("/api/v1/analytics/summary"),
    "GET /auth/me": lambda door: door.get("/api/v1/auth/me"),
    "GET /api-keys": lambda door: door.get("/api/v1/api-keys"),
    "GET /organization": lambda door: door.get("/api/v1/organization"),
    "GET /organization/members": lambda door: door.get("/api/v1/organization/members"),
    "GET /health": lambda door: door.get("/health"),
    "POST /preview/transform": lambda door: door.post("/api/v1/preview/transform", MESSAGE),
}


@pytest.fixture
def busy_door(api: Api, alice: Person) -> FrontDoor:
    """Alice's, with three messages behind her: a list of three costs what a list of one does."""
    door = api(alice)
    for _ in range(3):
        assert door.post("/api/v1/transform", MESSAGE).status_code == 200
        assert door.post("/api/v1/transform/batch", {"items": [MESSAGE]}).status_code == 202
    return door


def test_answers_keep_to_their_queries(busy_door: FrontDoor) -> None:
    made = busy_door.post(
        "/api/v1/transform", {"text": "承認してください。", "transformation_type": "background"}
    ).json()
    sent = {"answers": [{"question_id": "q1", "text": "負荷試験のため"}]}
    with CaptureQueriesContext(connection) as queries:
        assert busy_door.post(f"/api/v1/transform/{made['id']}/answers", sent).status_code == 200
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) == COUNTS["POST /transform/{id}/answers"], "\n".join(asked)


@pytest.mark.parametrize("name", CALLS)
def test_an_endpoint_keeps_to_its_queries(busy_door: FrontDoor, name: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        CALLS[name](busy_door)
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) == COUNTS[name], "\n".join(asked)
