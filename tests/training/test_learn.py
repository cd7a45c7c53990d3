"""Models are fitted right, measured on what they haven't seen, and written the same each time."""

from pathlib import Path

import numpy as np
import pytest

from apps.analyze.learned import linear
from apps.analyze.learned.grams import english_grams
from training import learn
from training.figures import f1, macro_f1, weighted_kappa
from training.learn import Example, Recipe, held_out, read_rows
from training.logistic import Floats, Table, fit

GOOD, BAD = "good work today", "bad work today"


def toy(groups: int = 20) -> list[Example]:
    return [
        Example(f"{truth}{n}", english_grams(text), [0.0], truth)
        for n in range(groups)
        for truth, text in (("good", GOOD), ("bad", BAD))
    ]


def accuracy(truths: list[str], logits: Floats) -> dict[str, float]:
    return {"accuracy": float(np.mean([(t == "good") == (x > 0) for t, x in zip(truths, logits[:, 0], strict=True)]))}


RECIPE = Recipe("toy", ("good",), lambda _data: toy(), lambda _label, truth: truth == "good", accuracy)


def test_a_fit_reaches_where_the_slope_is_flat() -> None:
    rng = np.random.default_rng(7)
    signals = rng.normal(size=(60, 3)).astype(np.float32)
    truth = (signals[:, 0] + 0.5 * rng.normal(size=60) > 0).astype(float)
    table = Table(np.arange(0), np.arange(0), np.zeros(0, dtype=np.float32), signals, width=4)
    alike = table.alike()
    duals = fit(alike, truth, penalty=1.0)
    likely = 1 / (1 + np.exp(-alike @ duals))
    assert np.abs(duals - (truth - likely)).max() < 1e-3


def test_weights_answer_as_the_likeness_does() -> None:
    examples = toy()
    table, alike = learn._table(examples)
    duals = fit(alike, np.array([e.truth == "good" for e in examples], dtype=float), penalty=1.0)
    grams, signals, bias = table.weights(duals)
    logits = [e.grams.values @ grams[e.grams.buckets] + e.signals @ signals + bias for e in examples]
    assert np.allclose(logits, alike @ duals, atol=1e-3)


def test_texts_are_as_alike_as_their_grams_are_few_and_shared() -> None:
    texts = ["one two", "one two", "three", "one"]
    table, _ = learn._table([Example(text, english_grams(text), [0.0], "good") for text in texts])
    alike = table._alike_by_grams()
    assert np.allclose(np.diag(alike), 1)
    assert np.allclose(alike[0], [1, 1, 0, alike[3, 0]])
    assert 0 < alike[0, 3] < 1


def test_what_is_held_out_is_judged_by_a_model_that_has_not_seen_it() -> None:
    examples = toy()
    alone = [Example("only", english_grams("a word of its own"), [0.0], "good"), *examples]
    _, alike = learn._table(alone)
    logits = held_out(RECIPE, alone, alike, 1.2)
    assert accuracy([e.truth for e in alone], logits)["accuracy"] > 0.9
    assert abs(logits[0, 0]) < logits[1, 0]


def test_a_written_model_reads_back_and_is_the_same_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learn, "WEIGHTS", tmp_path)
    monkeypatch.setattr(linear, "WEIGHTS", tmp_path)
    written = []
    for _ in range(2):
        examples = toy()
        table, alike = learn._table(examples)
        duals = fit(alike, np.array([e.truth == "good" for e in examples], dtype=float), penalty=1.0)
        learn.write(RECIPE, [table.weights(duals)])
        written.append((tmp_path / "toy.npz").read_bytes())
    assert written[0] == written[1]
    model = linear.load_linear.__wrapped__("toy")
    assert model.logits(english_grams(GOOD), [0.0])["good"] > 0 > model.logits(english_grams(BAD), [0.0])["good"]


def test_rows_are_read_in_file_order(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 2}\n{"id": 1}\n', encoding="utf-8")
    assert [row["id"] for row in read_rows(tmp_path, "a")] == [2, 1]


@pytest.mark.parametrize(
    ("guess", "kappa"), [([1, 2, 3, 4], 1.0), ([4, 3, 2, 1], -1.0), ([1, 1, 1, 1], 0.0), ([1, 2, 3, 3], 0.875)]
)
def test_kappa_weighs_how_far_off_a_guess_is(guess: list[int], kappa: float) -> None:
    assert weighted_kappa([1, 2, 3, 4], guess) == pytest.approx(kappa, abs=1e-3)


def test_f1_of_no_hit_is_nothing() -> None:
    assert f1([True, False], [False, True]) == 0.0
    assert macro_f1(["a", "b"], ["a", "b"]) == 1.0
