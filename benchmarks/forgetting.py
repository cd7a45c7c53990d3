"""What the language core remembers of a message, forgotten: the next look at it is the first."""

from apps.analyze.language.dates import find_dates
from apps.analyze.language.document import read_document
from apps.analyze.language.names import find_names
from apps.analyze.language.polarity import find_cues
from apps.analyze.language.sentences import split_sentences
from apps.analyze.language.tokens import forget_tokens
from apps.transform.factlock.clauses import read


def forget() -> None:
    """For work that would have met its message for the first time, had not the measuring itself read it before."""
    for memory in (read, find_cues, find_dates, find_names, split_sentences, read_document):
        memory.cache_clear()
    forget_tokens()
