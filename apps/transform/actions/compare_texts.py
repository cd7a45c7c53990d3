"""Two texts side by side: what became of the facts, how the measures moved, how alike they are."""

from difflib import SequenceMatcher

from apps.accounts.contracts import Principal
from apps.analyze.language.detect import detect_language
from apps.transform.contracts import Comparison, TransformationType
from apps.transform.factlock.clauses import read
from apps.transform.factlock.compare import compare
from apps.transform.queries.known_words import words_or_last
from apps.transform.story.scores import scores_of, scores_of_rewrite
from tonebridge.resilience import deadline

LONGEST = 3000
"""Code points of each text that the character comparison looks at: its work grows with the product of the lengths."""


def compare_texts(
    *,
    principal: Principal | None,
    original: str,
    rewritten: str,
    transformation_type: TransformationType | None = None,
) -> Comparison:
    """Compare a text with a rewrite of it, in the language of the original, by the caller's glossary; a visitor (None) has none.

    Raises TimedOut at the request's deadline.
    """
    language = detect_language(original)
    facts = compare(
        original,
        rewritten,
        language=language,
        transformation_type=transformation_type,
        glossary=words_or_last(principal),
    )
    deadline.check()
    before = scores_of(original, language)
    deadline.check()
    after = scores_of_rewrite(rewritten, original, language)
    deadline.check()
    return Comparison(facts=facts, before=before, after=after, similarity=similarity(original, rewritten))


def similarity(original: str, rewritten: str) -> float:
    """0 to 1: the mean of the share of content they have in common and of the characters that stand in both, in order."""
    language = detect_language(original)
    one, other = read(original, language), read(rewritten, language)
    together = one.keys | other.keys
    shared = len(one.keys & other.keys) / len(together) if together else float(original == rewritten)
    matcher = SequenceMatcher(None, original[:LONGEST], rewritten[:LONGEST], autojunk=len(original) > LONGEST // 3)
    return round((shared + matcher.ratio()) / 2, 3)
