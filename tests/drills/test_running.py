"""What a run of drills says and ends with: what is wrong fails, and a machine that is slow is late."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from drills import DRILLS, Drill, Verdict
from drills.__main__ import main
from tests.drills import lanes
from tests.waiting import until

Run = Callable[..., tuple[int, list[str]]]


class Nowhere(SimpleNamespace):
    """A world without servers."""

    def __enter__(self) -> "Nowhere":
        return self

    def __exit__(self, *_exception: object) -> None:
        """Nothing to stop."""

    def end_others(self) -> None:
        """Nobody is there."""

    call_work_off = let_connections_go = end_others


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """The command with drills of the test's own: its exit code, and the lines that it printed, without how long each took."""
    monkeypatch.delenv("TEST_REDIS_URL", raising=False)
    monkeypatch.setattr("drills.__main__.World", Nowhere)
    monkeypatch.setattr("drills.__main__.load", lambda: None)

    def ran(*arguments: str) -> tuple[int, list[str]]:
        code = main(list(arguments))
        return code, re.sub(r" \(\d+\.\d s\)$", "", capsys.readouterr().out, flags=re.M).splitlines()

    with patch.dict(DRILLS, clear=True):
        yield ran


def there_is(name: str, verdict: Callable[[], Verdict]) -> None:
    """A drill that comes to this verdict, in a module of its own."""

    def tried(_world: object) -> Verdict:
        return verdict()

    tried.__module__ = name
    DRILLS[name] = Drill(name, tried, ci=True, alone=False)


def right() -> Verdict:
    return Verdict(True, "all is well")


def right_and_late() -> Verdict:
    return Verdict(True, "took 9 s", in_time=False)


def wrong() -> Verdict:
    return Verdict(False, "two rows lost")


def broken() -> Verdict:
    raise LookupError("no such row")


def test_what_is_right_and_in_time_passes(run: Run) -> None:
    there_is("A1", right)
    assert run() == (0, ["PASS  A1   tried: all is well", "1 of 1 passed"])


def test_in_ci_what_is_late_is_no_failure_and_the_last_lines_name_it(run: Run) -> None:
    there_is("A1", right_and_late)
    there_is("A2", right)
    code, lines = run("--ci")
    assert (code, lines[-2:]) == (0, ["LATE  A1   tried: took 9 s", "2 of 2 passed, 1 of them late"])


def test_elsewhere_what_is_late_is_a_failure(run: Run) -> None:
    there_is("A1", right_and_late)
    code, lines = run()
    assert (code, lines[-1]) == (1, "1 of 1 passed, 1 of them late")


@pytest.mark.parametrize("arguments", [(), ("--ci",)])
def test_what_is_wrong_fails_and_is_named_at_the_end(run: Run, arguments: tuple[str, ...]) -> None:
    for name, verdict in {"A1": wrong, "A2": right, "A3": right_and_late, "A4": right}.items():
        there_is(name, verdict)
    code, lines = run(*arguments)
    assert (code, [line.split()[:2] for line in lines[-3:-1]]) == (1, [["LATE", "A3"], ["FAIL", "A1"]])
    assert lines[-1] == "3 of 4 passed, 1 of them late"


def test_what_is_wrong_and_late_is_wrong(run: Run) -> None:
    there_is("A1", lambda: Verdict(False, "lost, and slowly", in_time=False))
    code, lines = run("--ci")
    assert (code, lines[-1]) == (1, "0 of 1 passed")


def test_a_drill_that_breaks_off_fails_with_its_reason(run: Run) -> None:
    there_is("A1", broken)
    code, lines = run("--ci")
    assert (code, lines[-2]) == (1, "FAIL  A1   tried: LookupError: no such row")


def test_help_says_when_being_late_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "LATE" in capsys.readouterr().out


@pytest.fixture
def beside(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[object], tuple[int, list[str]]]:
    """Two drills in two lanes, one of them a stand-in: our drill goes on until that one has taken its part."""
    taken = tmp_path / "taken"
    monkeypatch.setenv(lanes.TAKEN, str(taken))

    def once_the_other_is_at_work() -> Verdict:
        until(taken.exists)
        return right()

    def ran(lane: object) -> tuple[int, list[str]]:
        monkeypatch.setattr("drills.lanes._lane_of_its_own", lane)
        return run("--ci", "--lanes", "2")

    for name in ("A1", "A2"):
        there_is(name, once_the_other_is_at_work)
    return ran


def test_what_another_lane_tells_counts(beside: Callable[[object], tuple[int, list[str]]]) -> None:
    code, lines = beside(lanes.is_late)
    assert (code, lines[-1]) == (0, "2 of 2 passed, 1 of them late")


def test_a_lane_that_dies_fails_and_so_does_what_it_took_along(
    beside: Callable[[object], tuple[int, list[str]]],
) -> None:
    code, lines = beside(lanes.dies_at_its_work)
    assert (code, lines[-1]) == (1, "1 of 2 passed")
    assert "FAIL  lane one ended with 9" in lines[-3:]
    assert any(line.startswith("FAIL  A") and line.endswith("lost with its lane") for line in lines[-3:])


def test_a_lane_that_never_starts_fails_though_others_did_its_work(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    there_is("A1", right)
    monkeypatch.setattr("drills.lanes._lane_of_its_own", lanes.never_starts)
    code, lines = run("--ci", "--lanes", "2")
    assert (code, lines[-2:]) == (1, ["FAIL  lane one ended with 3", "1 of 1 passed"])
