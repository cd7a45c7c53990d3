"""What a linter of imports can't see."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "analyze", "transform", "autotransform", "mltraining", "integrations")
NAMED_FILE = re.compile(r"`([\w./]+\.(?:py|yaml))`")
VARIABLE = re.compile(r"\bTONEBRIDGE_[A-Z_]*[A-Z]\b")
SAID_TO_ITSELF = {"TONEBRIDGE_DB_POOL"}
"""Variables by which a process of ours tells its settings what it is."""
DRAWERS = {"utils", "helpers", "common", "core", "misc", "util", "helper"}


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders or ("apps", "tonebridge"):
        yield from (p for p in (ROOT / folder).rglob("*.py") if "__pycache__" not in p.parts)


@pytest.mark.parametrize("app", APPS)
def test_every_app_has_its_readme_and_its_line_in_the_plan(app: str) -> None:
    assert (ROOT / "apps" / app / "README.md").is_file()
    assert f"`apps/{app}/`" in (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_room_of_the_platform_stands_in_the_plan() -> None:
    plan = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = [p.name for p in (ROOT / "tonebridge").iterdir() if (p / "__init__.py").is_file()]
    assert [room for room in rooms if f"`tonebridge/{room}/`" not in plan] == []


def test_every_variable_that_is_read_is_told_of_and_none_besides() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "tonebridge").rglob("*.md")]
    read, told = (
        {name for path in paths for name in VARIABLE.findall(path.read_text(encoding="utf-8"))}
        for paths in (sources(), pages)
    )
    assert (read - told, told - read) == (SAID_TO_ITSELF, set())


def test_nothing_is_kept_in_a_drawer() -> None:
    assert [p for p in sources() if {p.stem, p.parent.name} & DRAWERS] == []


def test_no_file_outgrows_its_room() -> None:
    assert [p.name for p in sources() if len(p.read_text(encoding="utf-8").splitlines()) > 300] == []


def test_yaml_is_read_strictly_wherever_it_is_read() -> None:
    reading = re.compile(r"yaml\.(?:safe_)?load|SafeLoader")
    assert [p.name for p in sources() if reading.search(p.read_text(encoding="utf-8"))] == ["strict_yaml.py"]


def test_files_that_code_names_are_there() -> None:
    files = [
        f"/{p.relative_to(ROOT)}" for folder in ("apps", "tonebridge", "docs") for p in (ROOT / folder).rglob("*.*")
    ]
    named = {(p, name) for p in sources() for name in NAMED_FILE.findall(p.read_text(encoding="utf-8"))}
    assert [(p.name, name) for p, name in named if not any(file.endswith(f"/{name}") for file in files)] == []


def test_time_comes_from_the_clock_alone() -> None:
    told = re.compile(r"datetime\.(?:now|utcnow)\(|timezone\.now\(|\btime\.time\(|date\.today\(")
    asking = [p for p in sources() if told.search(p.read_text(encoding="utf-8"))]
    assert [p.name for p in asking if p.name != "clock.py"] == []


def test_models_are_never_reached_round_the_walls() -> None:
    reaching = [p for p in sources() if "migrations" not in p.parts and "get_model(" in p.read_text(encoding="utf-8")]
    assert reaching == []


def test_every_dotted_path_of_the_settings_leads_somewhere() -> None:
    paths = [
        *settings.GATEWAY_LANES,
        settings.GATEWAY_CALLERS,
        settings.GATEWAY_SECURITY_LOG,
        settings.GATEWAY_IDEMPOTENCY_KEYS,
        *settings.TRANSFORM_RUNGS,
        *settings.WARM_UP,
        *settings.JOB_TASKS.values(),
        *settings.PERSONAL_DATA.values(),
        *settings.ERASERS,
        *settings.READINESS_PROBES.values(),
        *(entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()),
    ]
    for path in paths:
        assert import_string(path) is not None


def test_views_are_thin() -> None:
    fat = [
        f"{p.relative_to(ROOT)}:{node.lineno} {node.name}"
        for app in APPS
        for door in ("api", "web")
        for p in sources(f"apps/{app}/{door}")
        for node in ast.walk(ast.parse(p.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and len(node.body) > 12
    ]
    assert fat == []


def test_the_project_speaks_of_itself_alone() -> None:
    strangers = re.compile(r"\.\./shared|/(?:work|farm|root)/")
    texts = [*sources("apps", "tonebridge", "tests"), *ROOT.glob("*.md"), ROOT / "Makefile", ROOT / ".ci" / "run"]
    here = Path(__file__)
    assert [p for p in texts if p.is_file() and p != here and strangers.search(p.read_text(encoding="utf-8"))] == []
