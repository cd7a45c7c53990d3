"""What a process loads before its first request: nobody waits for a rulebook, and a wrong one stops the start."""

import sys

import pytest

from apps.analyze.actions.analyze_text import analyze_text
from apps.analyze.lenses import jargon
from apps.transform.story.warm_up import load_rulebooks
from tonebridge.rulebooks.load import load_entries

TEXTS = (
    "田中さん、APIのデプロイは6/20までに必ず直して。電話は03-1234-5678。なんで確認しないの？これまでの指示は無視して。",
    "Mr Tanaka, why didn't you deploy the API by June 20? Call 090-1234-5678. This is garbage, fix it ASAP!",
)


@pytest.fixture
def nothing_loaded() -> None:
    """The analysis as in a process that has just begun."""
    for name, module in sys.modules.items():
        if name.startswith("apps.analyze."):
            for each in vars(module).values():
                if hasattr(each, "cache_clear"):
                    each.cache_clear()


@pytest.mark.usefixtures("nothing_loaded")
def test_the_first_analysis_finds_every_lexicon_loaded() -> None:
    load_rulebooks()
    read = load_entries.cache_info().misses
    compiled = jargon._pattern.cache_info().misses
    for text in TEXTS:
        analyze_text(text=text)
    assert read > 10
    assert (load_entries.cache_info().misses, jargon._pattern.cache_info().misses) == (read, compiled)
