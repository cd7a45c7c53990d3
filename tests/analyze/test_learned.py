"""The trained models: what they read, and that their weights are small, safe and the same each time."""

from pathlib import Path

import numpy as np
import pytest

from apps.analyze.learned import linear
from apps.analyze.learned.grams import BUCKETS, LONGEST, english_grams, japanese_grams
from apps.analyze.learned.linear import WEIGHTS, load_linear, probability

MODELS = sorted(path.stem for path in WEIGHTS.glob("*.npz"))
MOST_BYTES = 2_000_000


def test_there_is_a_card_for_every_model() -> None:
    assert MODELS
    assert [name for name in MODELS if not (WEIGHTS / f"{name}.md").is_file()] == []


def test_all_weights_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.glob("*.npz")) < MOST_BYTES


@pytest.mark.parametrize("name", MODELS)
def test_weights_hold_numbers_and_nothing_to_run(name: str) -> None:
    with np.load(WEIGHTS / f"{name}.npz", allow_pickle=False) as stored:
        assert {key: stored[key].dtype.kind for key in stored} == {
            "labels": "U",
            "grams": "f",
            "signals": "f",
            "bias": "f",
        }
    model = load_linear(name)
    assert model.grams.shape == (len(model.labels), BUCKETS)
    assert np.isfinite(model.grams).all()


def test_weights_of_another_size_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    np.savez(tmp_path / "odd.npz", labels=["a"], grams=np.zeros((1, 8)), signals=np.zeros((1, 1)), bias=np.zeros(1))
    monkeypatch.setattr(linear, "WEIGHTS", tmp_path)
    with pytest.raises(ValueError, match="odd"):
        load_linear.__wrapped__("odd")


@pytest.mark.parametrize("read", [english_grams, japanese_grams])
@pytest.mark.parametrize("text", ["", "a", "直して。", "Fix it, OK?", "\ud800", "😀", "あ" * 10_000])
def test_every_gram_has_a_place_in_the_text(read: object, text: str) -> None:
    assert callable(read)
    assert all(0 <= start <= end <= len(text) for start, end in read(text).places.values())


def test_figures_and_apostrophes_are_alike_to_a_model() -> None:
    assert set(english_grams("don't pay 248").places) == set(english_grams("Don’t pay 7").places)


def test_only_the_opening_of_a_long_text_is_read() -> None:
    words = "word " * LONGEST
    assert english_grams(words + "secret").places == english_grams(words).places


def test_the_most_telling_places_come_first() -> None:
    model = load_linear("mood_en")
    text = "Thanks, this is awesome."
    grams = english_grams(text)
    first = model.telling(grams, "positive", count=2)
    assert len(first) == 2
    assert {text[start:end] for start, end in first} & {"Thanks", "awesome", "Thanks,", "is awesome"}


def test_a_probability_is_even_at_zero_and_bounded() -> None:
    assert probability(0) == 0.5
    assert 0 < probability(-1000) < probability(1000) <= 1
