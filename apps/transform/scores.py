"""The three measures that a result shows before and after."""

from apps.analyze.contracts import Analysis
from apps.transform.contracts import Scores


def scores_of(analysis: Analysis) -> Scores:
    """Politeness, harshness and clarity of an analysis."""
    return Scores(
        politeness=analysis.politeness.score, harshness=analysis.harshness.score, clarity=analysis.clarity.score
    )
