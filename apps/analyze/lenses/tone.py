"""The tones a message carries, each with how sure that is."""

from apps.analyze.contracts import Evidence, Tone
from apps.analyze.lenses.markers import find_markers
from apps.analyze.lenses.subject import Subject

HARSH_LABELS = {"profanity": "hostile", "insult": "insulting", "contempt": "dismissive", "blame": "blaming", "threat": "threatening",
                "order": "commanding", "disapproval": "disapproving",
    "criticism": "critical", "objection": "critical", "reservation": "critical", "dismissal": "dismissive", "bare_order": "commanding", "abrupt": "abrupt"}  # fmt: skip # a table, read by rows
POLITE_LABELS = {"thanks": "grateful", "apology": "apologetic", "well_wishing": "friendly", "praise": "appreciative"}
CUE_LABELS = {"uncertain": "unsure", "immediate": "urgent", "asked": "requesting"}


def measure_tone(subject: Subject) -> tuple[Tone, ...]:
    """Tone labels with confidence 0..1, the surest first; `neutral` where there is none."""
    found: dict[str, list[tuple[float, Evidence]]] = {}
    for hit in find_markers(subject, "harshness"):
        found.setdefault(HARSH_LABELS[hit.label], []).append((hit.weight, hit.evidence))
    for hit in find_markers(subject, "politeness"):
        if hit.label in POLITE_LABELS:
            found.setdefault(POLITE_LABELS[hit.label], []).append((1.0, hit.evidence))
    for cue in subject.cues:
        if cue.kind in CUE_LABELS:
            label = CUE_LABELS[cue.kind]
            found.setdefault(label, []).append((0.8, subject.evidence(cue.start, cue.end, label)))
    tones = [_tone(label, places) for label, places in found.items()]
    return tuple(sorted(tones, key=lambda tone: (-tone.confidence, tone.label))) or (Tone("neutral", 0.5),)


def _tone(label: str, places: list[tuple[float, Evidence]]) -> Tone:
    doubt = 1.0
    for weight, _ in places:
        doubt *= 1 - min(0.9, 0.55 * weight)
    return Tone(label, round(1 - doubt, 2), tuple(place for _, place in places))
