"""The three measures that a result shows before and after."""

from collections.abc import Iterable

from apps.analyze.actions.measure_text import measure_text
from apps.transform.contracts import Language, Scores
from apps.transform.rewriting.scaffold import without_scaffold


def scores_of(text: str, language: Language) -> Scores:
    """Politeness, harshness and clarity of a text."""
    measures = measure_text(text, language)
    return Scores(politeness=measures.politeness, harshness=measures.harshness, clarity=measures.clarity)


def scores_of_rewrite(rewritten: str, original: str, language: Language, *, questions: Iterable[str] = ()) -> Scores:
    """The same of a rewrite: of the words that the writer says, not of the headings, slots and `questions` around them."""
    return scores_of(without_scaffold(rewritten, original, language, questions=questions), language)
