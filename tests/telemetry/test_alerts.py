"""The alert rules speak of metrics that exist, and each security event has an alert or a reason why not."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from django.conf import settings
from prometheus_client import Counter, Gauge, Histogram

from apps.accounts.queries.networks import KEY_NETWORKS
from apps.accounts.queries.security_events import CHANGED, SUSPICIOUS
from apps.accounts.web.audit_words import MEANINGS, OF_YOURS
from tonebridge import errors
from tonebridge.callers.misuse import Misuse, Refusal
from tonebridge.gateway.refusals import STATUSES
from tonebridge.spool.contracts import OUTCOMES
from tonebridge.telemetry import metrics
from tonebridge.telemetry.security_events import EVENTS
from tonebridge.telemetry.shed_requests import REASONS

DOCS = Path(__file__).resolve().parents[2] / "docs"
RULES = DOCS / "alerts" / "tonebridge.rules.yml"
GROUPS: list[dict[str, Any]] = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
ALERTS: dict[str, dict[str, Any]] = {rule["alert"]: rule for group in GROUPS for rule in group["rules"]}

SELECTOR = re.compile(r"\b([a-z]\w*)\s*(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"')
WORDS = {"sum", "by", "rate", "increase", "histogram_quantile", "or", "and", "on", "unless", "without", "max", "min"}
PROMETHEUS_OWN = {"up": {"job", "instance"}}


def known() -> dict[str, set[str]]:
    """Every series that the product may show, with its labels."""
    found = dict(PROMETHEUS_OWN)
    for metric in vars(metrics).values():
        if isinstance(metric, Counter | Gauge | Histogram):
            (described,) = metric.describe()
            labels = set(metric._labelnames)
            suffixes = {Counter: ("_total",), Histogram: ("_bucket", "_sum", "_count")}.get(type(metric), ("",))
            for suffix in suffixes:
                found[described.name + suffix] = labels | ({"le"} if suffix == "_bucket" else set())
    return found


def selectors(expression: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The metrics of an expression, with what their labels have to be."""
    plain = re.sub(r"\bby\s*\([^)]*\)|\[\w+\]", " ", expression)
    return [(name, MATCHER.findall(inner)) for name, inner in SELECTOR.findall(plain) if name not in WORDS]


def grouped_by(expression: str) -> set[str]:
    return {word.strip() for inner in re.findall(r"\bby\s*\(([^)]*)\)", expression) for word in inner.split(",")}


@pytest.mark.parametrize("name", ALERTS)
def test_an_alert_speaks_of_metrics_and_labels_that_exist(name: str) -> None:
    series, expression = known(), ALERTS[name]["expr"]
    found = selectors(expression)
    assert found
    for metric, matchers in found:
        assert metric in series
        assert {label for label, _operator, _value in matchers} <= series[metric]
        assert grouped_by(expression) <= series[metric]


@pytest.mark.parametrize("name", ALERTS)
def test_an_alert_says_what_happened_and_what_to_do(name: str) -> None:
    rule = ALERTS[name]
    assert set(rule["annotations"]) == {"summary", "description", "action"}
    assert rule["labels"]["severity"] in {"page", "ticket"}
    named = set(re.findall(r"\$labels\.(\w+)", " ".join(rule["annotations"].values())))
    for metric, _matchers in selectors(rule["expr"]):
        assert named <= known()[metric]


SCHEDULES = {entry["task"].rpartition(".")[2] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
QUEUES = {"critical", "default", "bulk"}
VALUES: dict[str, dict[str, set[str]]] = {
    "api_request_total": {"status": {str(leaf.status) for leaf in vars(errors).values() if hasattr(leaf, "status")}},
    "tonebridge_heads_refused_total": {"status": set(STATUSES)},
    "tonebridge_requests_shed_total": {"reason": set(REASONS)},
    "tonebridge_rate_limit_decisions_total": {"outcome": {"allowed", "refused", "unchecked"}},
    "tonebridge_spool_entries_total": {"outcome": set(OUTCOMES)},
    "tonebridge_credentials_refused_total": {"refusal": set(get_args(Refusal))},
    "tonebridge_security_events_total": {"event": set(EVENTS)},
    "tonebridge_sampler_failures_total": {"sampler": set(settings.METRICS_SAMPLERS)},
    "tonebridge_schedule_failed": {"schedule": SCHEDULES},
    "tonebridge_schedule_age_seconds": {"schedule": SCHEDULES},
    "tonebridge_key_age_seconds": {"ring": {"signing", "encryption"}},
    "tonebridge_oldest_job_seconds": {"queue": QUEUES},
    "up": {"job": {"tonebridge"}},
}


@pytest.mark.parametrize("name", ALERTS)
def test_what_a_rule_looks_for_is_what_its_metric_may_say(name: str) -> None:
    for metric, matchers in selectors(ALERTS[name]["expr"]):
        for label, _operator, value in matchers:
            for wanted in value.split("|"):
                assert any(re.fullmatch(wanted, said) for said in VALUES[metric][label]), (metric, wanted)


BY_ROUTE = {"api_request_total", "api_request_duration_seconds_bucket"}
"""Made as routes are asked for; what is looked for among all of them are shares and rates, never a first one."""
AT_THE_START = """
import tonebridge.asgi, tonebridge.serving.protocol
from django.conf import settings
from tonebridge.telemetry.metrics import exposition
settings.METRICS_SAMPLERS = dict.fromkeys(settings.METRICS_SAMPLERS, "builtins.list")
print(exposition()[0].decode())
"""


def rated() -> set[str]:
    """What alerts take a `rate` or an `increase` of."""
    expressions = " ".join(rule["expr"] for rule in ALERTS.values())
    return set(re.findall(r"\b(?:rate|increase)\((\w+)", expressions)) - BY_ROUTE


@pytest.fixture(scope="module")
def at_the_start() -> dict[str, set[str]]:
    """What a web process shows before anything has happened: label values by series."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tonebridge.settings.test"}
    command = [sys.executable, "-W", "ignore", "-c", AT_THE_START]
    text = subprocess.run(command, env=environment, cwd=DOCS.parent, check=True, capture_output=True, text=True).stdout
    found: dict[str, set[str]] = {}
    for series, value in re.findall(r'^(\w+)\{\w+="([^"]*)"\} 0\.0$', text, re.MULTILINE):
        found.setdefault(series, set()).add(value)
    return found


@pytest.mark.parametrize("series", sorted(rated()))
def test_what_is_rated_is_there_before_its_first_event(at_the_start: dict[str, set[str]], series: str) -> None:
    (values,) = VALUES[series].values()
    assert at_the_start.get(series, set()) == values


def reasons_of(name: str) -> set[str]:
    return {
        reason
        for _metric, matchers in selectors(ALERTS[name]["expr"])
        for label, _operator, value in matchers
        if label == "reason"
        for reason in value.split("|")
    }


def test_work_that_is_too_much_wakes_somebody_and_what_one_address_may_not_waits() -> None:
    """Each reason stands in one of two alerts: a new one needs a decision."""
    pages, waits = reasons_of("ToneBridgeShedsLoad"), reasons_of("ToneBridgeSharesUsedUp")
    assert pages | waits == set(REASONS)
    shares = ("connections_of_address", "pages_of_address", "held_bytes_of_address", "held_bytes_of_person")
    assert waits == {*shares, "turns_of_person"}
    assert [ALERTS[name]["labels"]["severity"] for name in ("ToneBridgeShedsLoad", "ToneBridgeSharesUsedUp")] == [
        "page",
        "ticket",
    ]


def table() -> dict[str, str]:
    """The rows of "Security events", by event: the column that names alerts."""
    section = (DOCS / "operations.md").read_text(encoding="utf-8").partition("## Security events")[2]
    rows = [line.strip("| ").split(" | ") for line in section.partition("### ")[0].splitlines() if line[:2] == "| "]
    return {row[0].strip("`"): row[-1] for row in rows[1:]}


def test_every_event_stands_in_the_table_for_operators() -> None:
    events = {*EVENTS, *get_args(Misuse), *get_args(Refusal), *KEY_NETWORKS, *SUSPICIOUS}
    assert events - set(table()) == set()


def test_every_event_has_an_alert_or_a_reason() -> None:
    for event, column in table().items():
        alerts = set(re.findall(r"ToneBridge\w+", column))
        assert alerts <= set(ALERTS), event
        assert alerts or column.startswith("none: "), event


def test_every_alert_on_an_event_stands_in_its_row() -> None:
    for name, rule in ALERTS.items():
        for _metric, matchers in selectors(rule["expr"]):
            for label, operator, value in matchers:
                if label == "event" and operator == "=":
                    assert name in table()[value]


def test_every_event_that_is_shown_to_people_has_a_sentence() -> None:
    assert set(OF_YOURS) <= {*CHANGED, *SUSPICIOUS} <= set(MEANINGS)


@pytest.mark.skipif(
    shutil.which("promtool") is None and not os.environ.get("CI"),
    reason="promtool isn't here (apt install promtool); CI installs it",
)
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "rules", RULES.name),
        ("test", "rules", "tonebridge.rules.test.yml"),
        ("test", "rules", "tonebridge.days.test.yml"),
    ],
)
def test_prometheus_own_tool_agrees(arguments: tuple[str, ...]) -> None:
    run = subprocess.run(["promtool", *arguments], cwd=RULES.parent, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
