"""Figures are read from the judges' screens and never fall unseen."""

import json
import sys
from pathlib import Path

import pytest

from training import evaluate
from training.evaluate import FLOORS, Figures, fallen, figures_in, raised

SCREEN = """\
set              figure               value   floor  target
toxicr           auc                  0.908   0.750   0.900  met         trained bag of words .946
injection          bipia_code/injection n=24   1.000
senticr          auc                  0.733
planted                 0.583  of 240  with look 0.833
planted en              0.600  of 120  with look 0.850
planted values          0.950  of 100
planted meaning         0.250  of 140  with look 0.750
faithful                0.020  of 48  with look 0.250
recall 0.960, false alarms 0.020 (targets 0.95, 0.03)
15 of 16 messages pass, 198 of 200 checks hold
"""


def test_a_screen_holds_figures_with_a_floor_and_nothing_else() -> None:
    assert dict(figures_in(SCREEN)) == {
        "toxicr.auc": 0.908,
        "factlock.recall": 0.96,
        "factlock.quiet": 0.98,
        "factlock.all_noticed": 0.833,
        "factlock.values": 0.95,
        "factlock.values_noticed": 0.95,
        "factlock.meaning": 0.25,
        "factlock.meaning_noticed": 0.75,
        "factlock.unmarked": 0.75,
        "messages.pass": 0.938,
        "messages.checks": 0.99,
    }


@pytest.mark.parametrize(
    ("reached", "told"),
    [
        ({"a.f1": 0.8}, []),
        ({"a.f1": 0.7996}, []),
        ({"a.f1": 0.79}, ["a.f1 is 0.790, was 0.800"]),
        ({}, ["a.f1 is missing, was 0.800"]),
    ],
)
def test_a_figure_below_its_floor_is_told(reached: Figures, told: list[str]) -> None:
    assert fallen({"a.f1": 0.8}, reached) == told


def test_floors_rise_and_never_sink() -> None:
    assert raised({"a": 0.8, "b": 0.5}, {"a": 0.7, "b": 0.6, "c": 0.1}) == {"a": 0.8, "b": 0.6, "c": 0.1}


def test_figures_of_the_fact_lock_are_printed_and_held_by_no_floor() -> None:
    assert raised({}, {"a": 0.7, "factlock.recall": 0.9}) == {"a": 0.7}
    assert not [name for name in json.loads(FLOORS.read_text(encoding="utf-8")) if name.startswith("factlock.")]


def test_every_committed_floor_is_a_share() -> None:
    floors: Figures = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert len(floors) >= 17
    assert [name for name, floor in floors.items() if not 0 < floor <= 1] == []


def test_without_the_sets_it_says_that_it_skips(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["evaluate", "--folder", str(tmp_path)])
    evaluate.main()
    assert capsys.readouterr().out.startswith("Skipped")


def test_a_judge_that_went_missing_is_no_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "score.py").touch()
    monkeypatch.setattr(sys, "argv", ["evaluate", "--folder", str(tmp_path)])
    with pytest.raises(SystemExit, match=r"lacks messages/check\.py, eval/factlock\.py"):
        evaluate.main()


def test_every_other_suite_has_a_floor() -> None:
    assert {"messages.pass", "messages.checks", "toxicr.auc", "injection.attack_recall"} <= set(
        json.loads(FLOORS.read_text(encoding="utf-8"))
    )


def test_a_fall_ends_the_command_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in evaluate.PARTS:
        (tmp_path / part.script).parent.mkdir(exist_ok=True)
        (tmp_path / part.script).write_text("print('1 of 2 messages pass, 1 of 2 checks hold')", encoding="utf-8")
    (tmp_path / "floors.json").write_text('{"messages.pass": 0.9}', encoding="utf-8")
    monkeypatch.setattr(evaluate, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(sys, "argv", ["evaluate", "--folder", str(tmp_path)])
    with pytest.raises(SystemExit, match=r"messages\.pass is 0\.500"):
        evaluate.main()
