"""What speaks for a text being orders to a model, as a trained model reads it."""

from dataclasses import replace

from apps.analyze.contracts import Language
from apps.analyze.learned.grams import Grams, english_grams, japanese_grams, with_characters
from apps.analyze.learned.linear import load_linear
from apps.analyze.lenses.markers import Hit, find_markers
from apps.analyze.lenses.subject import Subject

MODEL = "injection"
LABEL = "attack"
SIGNS = (
    "overrides_instructions",
    "asks_for_prompt",
    "takes_a_role",
    "plays",
    "jailbreak",
    "poses_as_system",
    "smuggles",
    "fishes",
    "steers_answer",
)
LONG = 1500


def injection_hits(subject: Subject) -> list[Hit]:
    """Both languages are looked for in either: an attack needn't speak the message's language. Quoted and coded text is
    looked at too: that is where orders hide."""
    return [*_in(subject, "en"), *_in(subject, "ja")]


def plain_orders(subject: Subject) -> list[Hit]:
    """Orders that nobody gives a colleague, in either language: none of them is needed in a message of work."""
    return [*_in(subject, "en", "plain_orders"), *_in(subject, "ja", "plain_orders")]


def injection_logit(subject: Subject) -> float:
    """Log-odds that the text is an attack."""
    return load_linear(MODEL).logits(injection_grams(subject), injection_signals(subject))[LABEL]


def injection_grams(subject: Subject) -> Grams:
    """What the model reads of a text."""
    read = japanese_grams if subject.language == "ja" else english_grams
    return with_characters(read(subject.text), subject.text)


def injection_signals(subject: Subject) -> list[float]:
    """What the lens sees of it. The order is the model's."""
    hits = injection_hits(subject)
    labels = {hit.label for hit in hits}
    return [
        *(float(sign in labels) for sign in SIGNS),
        float(bool(labels)),
        min(5, len(hits)) / 2,
        min(1.0, len(subject.text) / LONG),
        float("?" in subject.text or "？" in subject.text),
        float(subject.language == "ja"),
        float("\n" in subject.text),
    ]


def _in(subject: Subject, language: Language, lexicon: str = "injection") -> tuple[Hit, ...]:
    return find_markers(replace(subject, language=language), lexicon, raw=True)
