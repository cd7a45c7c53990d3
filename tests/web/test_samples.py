"""The messages to try with: what anybody sees first."""

import pytest

from apps.analyze.actions.find_harshness import find_harshness
from apps.transform.actions.preview_transform import preview_transform
from apps.transform.contracts import Intensity, Language, TransformationType, TransformRequest
from apps.transform.web.samples import samples
from apps.transform.web.words.scores import HARSHNESS, shifts_of


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("intensity", list(Intensity))
def test_a_softened_sample_reads_gentle_and_keeps_its_facts(language: Language, intensity: Intensity) -> None:
    wanted = TransformRequest(
        text=samples()[language],
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
