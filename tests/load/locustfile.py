"""The load of the architecture's table: transform, analyze, history, in its proportions. `make load` runs it.

Reads the key from `.run/demo.json` of a running product (`make run`, with `TONEBRIDGE_DEMO_PLAN=benchmark`). Locust has
an environment of its own: it brings a web framework that the product doesn't use.
"""

import itertools
import json
import os
from pathlib import Path
from typing import Any

import locust  # type: ignore[import-not-found]  # in its own environment

DEMO = Path(os.environ.get("TONEBRIDGE_RUN_DIR", ".run")) / "demo.json"
TEXTS = itertools.cycle(
    [
        "明日までにこのバグを直せ。",
        "なんでこんな仕様にしたんですか。至急説明してください。",
        "Fix the login bug by 17:00 today or the release slips.",
        "APIのレスポンスが遅い。キャッシュを入れろ。",
    ]
)
GOALS_MS = {"/api/v1/transform": 150, "/api/v1/analyze": 150, "/api/v1/history": 150}
"""p99 of the architecture's table, on one instance of its own."""


class Colleague(locust.FastHttpUser):  # type: ignore[misc]  # untyped where locust isn't installed
    """Seven of ten calls transform, two analyze, one looks into history."""

    wait_time = locust.between(0.1, 0.5)

    def on_start(self) -> None:
        """Every call carries the key of the demo organization."""
        self.headers: dict[str, Any] = {"X-API-Key": json.loads(DEMO.read_text(encoding="utf-8"))["api_key"]}

    @locust.task(7)  # type: ignore[untyped-decorator]  # as above
    def transform(self) -> None:
        body = {"text": next(TEXTS), "transformation_type": "soften"}
        self.client.post("/api/v1/transform", json=body, headers=self.headers)

    @locust.task(2)  # type: ignore[untyped-decorator]  # as above
    def analyze(self) -> None:
        self.client.post("/api/v1/analyze", json={"text": next(TEXTS)}, headers=self.headers)

    @locust.task(1)  # type: ignore[untyped-decorator]  # as above
    def history(self) -> None:
        self.client.get("/api/v1/history?limit=20", headers=self.headers)


@locust.events.quitting.add_listener  # type: ignore[untyped-decorator]  # as above
def judge(environment: Any, **_more: Any) -> None:
    """Exit code 1 for any failed call; whether the goals were met is printed."""
    environment.process_exit_code = int(environment.stats.total.num_failures > 0)
    for path, goal in GOALS_MS.items():
        for entry in environment.stats.entries.values():
            if entry.name.startswith(path):
                print(f"{entry.name}: p99 {entry.get_response_time_percentile(0.99):.0f} ms, goal {goal} ms")  # noqa: T201 - for who runs it
