"""Whether a text tries to give a model orders. It warns; it blocks nothing by itself."""

from dataclasses import replace

from apps.analyze.contracts import Injection, Language
from apps.analyze.lenses.markers import Hit, find_markers, saturate
from apps.analyze.lenses.subject import Subject

FLAG = 0.5


def find_injection(subject: Subject) -> Injection:
    """Flagged from 0.5. Both languages are looked for in either: an attack needn't speak the message's language."""
    hits = [*_in(subject, "en"), *_in(subject, "ja")]
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.label] = max(best.get(hit.label, 0.0), hit.weight)
    repeated = 0.15 * max(0, len(hits) - len(best))
    score = round(saturate(sum(best.values()) + repeated), 3) if hits else 0.0
    reasons = sorted((hit.evidence for hit in hits), key=lambda place: place.start)
    return Injection(score > FLAG, score, tuple(reasons))


def _in(subject: Subject, language: Language) -> tuple[Hit, ...]:
    """Quoted and coded text is looked at too: that is where orders hide."""
    return find_markers(replace(subject, language=language), "injection", raw=True)
