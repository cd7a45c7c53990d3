"""Which words the reader may not know, after the fields that sender and receiver are at home in."""

from dataclasses import dataclass

from apps.transform.contracts import Intensity, MessageContext
from apps.transform.rewriting.roles.fields import IT, Fields, fields_of
from apps.transform.types.terminology.lexicon import Word


@dataclass(frozen=True)
class Reader:
    """What the receiver knows the words of; None where that can't be told. `among_colleagues`: it is what the sender knows, too."""

    knows: Fields | None
    sender: Fields | None = None
    among_colleagues: bool = False

    def is_stranger_to(self, word: Word, message: Fields) -> bool:
        """Whether a sense needs explaining. Of a reader who isn't known: what an outsider to the message's own fields stumbles over."""
        if word.own:
            return True
        return bool(word.known_to & message) if self.knows is None else not word.known_to & self.knows

    @property
    def is_engineer(self) -> bool:
        """Whether technical words need no translation."""
        return self.knows is not None and bool(self.knows & IT)

    @property
    def may_get_effects(self) -> bool:
        """Whether it helps to be told what a technical message means for users: an outsider to IT, to whom none writes."""
        return not self.is_engineer and (not self.sender or bool(self.sender & IT))

    @property
    def may_report_symptoms(self) -> bool:
        """Whether an engineer reads what somebody else has seen."""
        return self.is_engineer and not (self.sender or frozenset()) & IT


def reader_of(context: MessageContext) -> Reader:
    """The receiver of a message."""
    knows, sender = fields_of(context.receiver_role), fields_of(context.sender_role)
    return Reader(knows, sender, among_colleagues=bool(knows and sender and knows & sender))


def spells_out(reader: Reader, word: Word, text: str, intensity: Intensity) -> bool:
    """Between colleagues the strongest intensity still spells out abbreviations of their own field."""
    return (
        reader.among_colleagues and intensity is Intensity.STRONG and text.isupper() and len(text) > 1 and not word.own
    )
