"""The three measures that a result shows before and after."""

from apps.analyze.actions.measure_text import measure_text
from apps.transform.contracts import Language, Scores


def scores_of(text: str, language: Language) -> Scores:
    """Politeness, harshness and clarity of a text."""
    measures = measure_text(text, language)
    return Scores(politeness=measures.politeness, harshness=measures.harshness, clarity=measures.clarity)
