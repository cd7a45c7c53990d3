"""Whether a text tries to give a model orders. It warns; it blocks nothing by itself."""

from apps.analyze.contracts import Evidence, Injection
from apps.analyze.learned.linear import load_linear, probability
from apps.analyze.lenses.markers import saturate
from apps.analyze.lenses.orders_to_models import (
    LABEL,
    MODEL,
    injection_grams,
    injection_hits,
    injection_logit,
    plain_orders,
)
from apps.analyze.lenses.subject import Subject

FLAG = 0.5
FLAGGED_FROM = -0.5
"""The log-odds from which it warns: no message of everyday work in the training sets came that far, held out."""


def find_injection(subject: Subject) -> Injection:
    """Score 0..1, flagged above 0.5: by the trained model, or by one plain order, which says so whatever the model holds
    of the text around it. The reasons are known phrases, or where there are none the most telling words."""
    if not subject.text.strip():
        return Injection(False, 0.0)
    plain = plain_orders(subject)
    learned = probability(injection_logit(subject) - FLAGGED_FROM)
    score = round(max(learned, saturate(sum(hit.weight for hit in plain))), 3)
    reasons = list(
        {(hit.label, hit.evidence.start): hit.evidence for hit in (*injection_hits(subject), *plain)}.values()
    )
    if score > FLAG and not reasons:
        reasons = _telling(subject)
    return Injection(score > FLAG, score, tuple(sorted(reasons, key=lambda place: (place.start, place.end))))


def _telling(subject: Subject) -> list[Evidence]:
    places = load_linear(MODEL).telling(injection_grams(subject), LABEL)
    return [subject.evidence(start, end, "telling_words") for start, end in places]
