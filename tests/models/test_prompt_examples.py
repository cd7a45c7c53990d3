"""What a prompt shows as a good answer passes what judges answers: prompts and fact lock agree."""

import re
from itertools import product
from pathlib import Path

import pytest

from apps.transform.contracts import Language, Prompt, TransformationType, TransformRequest
from apps.transform.providers.ladder import configured_ladder
from apps.transform.story import pipeline
from tests.models.conftest import Models
from tests.models.scripted_server import Script

TYPES = Path(__file__).parents[2] / "apps" / "transform" / "types"
EXAMPLE = re.compile(
    r"^(?:Before:|元の文：)\n(?P<before>.+?)\n(?:After:|書き直した文：)\n(?P<after>.+?)(?=\n\n(?:Before:|元の文：)|\Z)",
    re.M | re.S,
)
Example = tuple[TransformationType, Language, str, str]


LANGUAGES: tuple[Language, ...] = ("ja", "en")


def examples() -> list[Example]:
    found: list[Example] = []
    for kind, language in product(TransformationType, LANGUAGES):
        text = (TYPES / kind.value / f"prompt.{language}.md").read_text(encoding="utf-8").strip()
        found += [(kind, language, each["before"], each["after"]) for each in EXAMPLE.finditer(text)]
    return found


def test_every_prompt_has_an_example() -> None:
    assert {(kind, language) for kind, language, _before, _after in examples()} == set(
        product(TransformationType, ("ja", "en"))
    )


@pytest.mark.parametrize(
    ("kind", "language", "before", "after"), examples(), ids=[f"{kind.value}-{each}" for kind, each, *_ in examples()]
)
def test_the_example_of_a_prompt_is_accepted_as_written(
    models: Models, kind: TransformationType, language: Language, before: str, after: str
) -> None:
    models.primary.script = Script(writes=lambda _message: after)
    prompt = Prompt("without the example", "Rewrite it.", ("", "", ""))
    wanted = TransformRequest(before, kind, language=language, reader_language=language, prompt=prompt)
    result = pipeline.run(wanted, ladder=configured_ladder())
    assert (result.tier, result.transformed_text, models.primary.calls) == ("primary", after, 1)
    assert result.facts.status in ("kept", "look")
