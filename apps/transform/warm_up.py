"""Load what the first message would otherwise wait for. A wrong rule stops the start here."""

from apps.transform import pipeline
from apps.transform.contracts import Intensity, Language, TransformationType, TransformRequest
from apps.transform.providers.ladder import configured_ladder

SAMPLES: dict[Language, str] = {
    "ja": "明日までに資料を直せ。APIの仕様は未定です。",
    "en": "Fix the API docs by Friday. The spec is open.",
}


def load_rulebooks() -> None:
    """One short message through every type, intensity and language, rules only."""
    for language, text in SAMPLES.items():
        for kind in TransformationType:
            wanted = TransformRequest(text, kind, Intensity.MEDIUM, language, language, tier="rules")
            pipeline.run(wanted, ladder=configured_ladder())
