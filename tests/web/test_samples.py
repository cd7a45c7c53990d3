"""The messages to try with: what anybody sees first."""

import re

import pytest

from apps.analyze.actions.find_harshness import find_harshness
from apps.transform.actions.preview_transform import preview_transform
from apps.transform.contracts import Intensity, Language, TransformationType, TransformRequest
from apps.transform.web.samples import example, samples
from apps.transform.web.words.scores import HARSHNESS, shifts_of
from tests.web.browsing import Browser


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("intensity", list(Intensity))
def test_a_softened_sample_reads_gentle_and_keeps_its_facts(language: Language, intensity: Intensity) -> None:
    wanted = TransformRequest(
        text=samples(language)[0].text,
        transformation_type=TransformationType.SOFTEN,
        language=language,
        intensity=intensity,
        tier="rules",
    )
    result = preview_transform(wanted=wanted)
    harshness = shifts_of(result.scores)[0]
    assert harshness.after.word == HARSHNESS[0][1]
    assert find_harshness(text=result.transformed_text, language=language).evidence == ()
    assert {item.status for item in result.facts.items} <= {"kept", "same_value", "repaired"}


@pytest.mark.parametrize("name", ["angry", "vague", "incident"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_sample_is_one_click_away_with_the_type_that_fits_it(browser: Browser, language: Language, name: str) -> None:
    page = browser.reading(language).get("/", {"sample": name})
    sample = next(each for each in samples(language) if each.name == name)
    assert page.text_of("id_text").strip() == sample.text
    assert re.search(rf'value="{sample.type}"[^>]* checked', page.html)
    assert page.html.count("data-sample=") == 3


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_result_of_every_sample_has_something_to_show(browser: Browser, language: Language) -> None:
    for sample in samples(language):
        form = {"text": sample.text, "transformation_type": sample.type, "intensity": "2"}
        page = browser.reading(language).post("/", form)
        assert page.text_of("result-text") != sample.text
        assert 'class="facts__head facts__head--check"' not in page.html


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_shows_an_example_that_the_rules_wrote(browser: Browser, language: Language) -> None:
    shown = example(language)
    page = browser.reading(language).get("/").words
    assert shown.sample.text in page and shown.result in page
    assert (
        browser.reading(language)
        .post("/", {"text": shown.sample.text, "transformation_type": "soften", "intensity": "2"})
        .text_of("result-text")
        == shown.result
    )
