"""The trained models: what they read, and that their weights are small, safe and the same each time."""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from apps.analyze.learned import linear
from apps.analyze.learned.grams import LONGEST, Grams, english_grams, japanese_grams, with_characters
from apps.analyze.learned.linear import SIZES, WEIGHTS, load_linear, probability

MODELS = sorted(path.stem for path in WEIGHTS.glob("*.npz"))
MOST_BYTES = 2_000_000
MOST_SECONDS = 0.5
"""Of a processor, for all of them."""


def test_there_is_a_card_for_every_model() -> None:
    assert MODELS
    assert [name for name in MODELS if not (WEIGHTS / f"{name}.md").is_file()] == []


@pytest.mark.parametrize("name", MODELS)
def test_a_card_tells_what_it_learned_from_and_what_it_reaches_unseen(name: str) -> None:
    card = (WEIGHTS / f"{name}.md").read_text(encoding="utf-8")
    (data,) = (line for line in card.splitlines() if line.startswith("| data |"))
    listed = (WEIGHTS / "README.md").read_text(encoding="utf-8")
    sets = set(re.findall(r"`(\w+)`", data))
    assert sets and all(re.search(rf"^\| `{one}`.*\b{name}\b", listed, re.M) for one in sets)
    assert "held out" in card


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
    assert model.grams.shape in {(len(model.labels), size) for size in SIZES}
    assert np.isfinite(model.grams).all()


def test_no_model_is_read_before_a_text_asks_for_it() -> None:
    tell = (
        "import apps.analyze.actions.analyze_text\n"
        "from apps.analyze.learned.linear import load_linear\n"
        "assert load_linear.cache_info().currsize == 0\n"
    )
    subprocess.run([sys.executable, "-c", tell], check=True, cwd=Path(__file__).parents[2])


def test_weights_are_read_quickly() -> None:
    began = time.process_time()
    for name in MODELS:
        load_linear.__wrapped__(name)
    assert time.process_time() - began < MOST_SECONDS


def test_weights_of_another_size_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    np.savez(tmp_path / "odd.npz", labels=["a"], grams=np.zeros((1, 8)), signals=np.zeros((1, 1)), bias=np.zeros(1))
    monkeypatch.setattr(linear, "WEIGHTS", tmp_path)
    with pytest.raises(ValueError, match="odd"):
        load_linear.__wrapped__("odd")


def buckets(grams: Grams) -> set[int]:
    return set(grams.buckets.tolist())


def english_with_characters(text: str) -> Grams:
    return with_characters(english_grams(text), text)


@pytest.mark.parametrize("read", [english_grams, japanese_grams, english_with_characters])
@pytest.mark.parametrize("text", ["", "a", "直して。", "Fix it, OK?", "\ud800", "😀", "İİ 12 İ", "あ" * 10_000])
def test_every_gram_has_a_place_in_the_text(read: Callable[[str], Grams], text: str) -> None:
    grams = read(text)
    assert (
        len(grams.buckets)
        == len(grams.values)
        == len(grams.starts)
        == len(grams.ends)
        == len(set(grams.buckets.tolist()))
    )
    assert all(0 <= start <= end <= len(text) for start, end in map(grams.place, range(len(grams.buckets))))


def test_figures_and_apostrophes_are_alike_to_a_model() -> None:
    assert buckets(english_grams("don't pay 248")) == buckets(english_grams("Don’t pay 7"))
    assert buckets(japanese_grams("12時に`x = 1`")) == buckets(japanese_grams("７時に`x = 1`"))


def test_japanese_runs_are_read_with_their_places() -> None:
    grams = japanese_grams("10時だ")
    found = {"10時だ"[start:end] for start, end in map(grams.place, range(len(grams.buckets)))}
    assert found == {"", "10", "時", "だ", "10時", "時だ", "10時だ"}


def test_runs_of_characters_know_a_word_by_a_part_of_it() -> None:
    parts, whole = english_with_characters("deploying"), english_with_characters("Redeployed")
    assert not buckets(english_grams("deploying")) & buckets(english_grams("Redeployed"))
    assert len(buckets(parts) & buckets(whole)) >= len(("dep", "epl", "plo", "loy", "depl", "eplo", "ploy"))


def test_only_the_opening_of_a_long_text_is_read() -> None:
    words = "word " * LONGEST
    assert buckets(english_grams(words + "secret")) == buckets(english_grams(words))
    assert buckets(japanese_grams("あいう" * LONGEST)) == buckets(japanese_grams("あいう" * LONGEST + "秘密"))


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
