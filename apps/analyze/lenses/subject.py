"""What every lens looks at: a text, read once."""

from dataclasses import dataclass
from functools import cached_property

from apps.analyze.contracts import Evidence, Language
from apps.analyze.language.dates import When, find_dates
from apps.analyze.language.document import HOLE, Document, read_document
from apps.analyze.language.polarity import Cue, find_cues
from apps.analyze.language.sentences import Sentence, split_sentences
from apps.analyze.language.tokens import Token, tokenize


@dataclass(frozen=True)
class Subject:
    """A text in one language, with what the lenses share."""

    text: str
    language: Language

    @cached_property
    def document(self) -> Document:
        """The text and its opaque spans."""
        return read_document(self.text)

    @cached_property
    def prose(self) -> str:
        """The text with its opaque characters hidden."""
        return self.document.prose

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that hold something to read."""
        return tuple(s for s in split_sentences(self.document, self.language) if not s.is_opaque)

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """What its phrases do to the meaning."""
        return find_cues(self.prose, self.language)

    @cached_property
    def dates(self) -> tuple[When, ...]:
        """Its dates and times."""
        return find_dates(self.prose)

    @cached_property
    def tokens(self) -> tuple[tuple[int, tuple[Token, ...]], ...]:
        """The tokens of each sentence of a Japanese text, with the offset of the sentence."""
        return tuple((s.start, tokenize(s.prose)) for s in self.sentences) if self.language == "ja" else ()

    @cached_property
    def word_count(self) -> int:
        """Words of an English text; of a Japanese one, tokens that are no punctuation. At least 1."""
        if self.language == "ja":
            return max(1, sum(t.pos not in ("補助記号", "空白") for _, tokens in self.tokens for t in tokens))
        return max(1, len(self.prose.replace(HOLE, " ").split()))

    def evidence(self, start: int, end: int, reason: str) -> Evidence:
        """A place of the text, quoted exactly."""
        return Evidence(start, end, self.text[start:end], reason)
