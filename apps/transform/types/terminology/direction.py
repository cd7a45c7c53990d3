"""Which side's words the reader may not know."""

from dataclasses import dataclass

from apps.transform.contracts import Intensity, MessageContext
from apps.transform.rewriting.roles import Audience, audience_of
from apps.transform.types.terminology.lexicon import Side


@dataclass(frozen=True)
class Direction:
    """The side whose words are explained. `acronyms_only`: both are of that side, so only abbreviations are."""

    side: Side
    acronyms_only: bool = False


def direction_of(context: MessageContext, intensity: Intensity) -> Direction | None:
    """Engineers' words for everybody else, business words for engineers; None where both are of one side.

    Between people of one side the strongest intensity still explains abbreviations.
    """
    sender, receiver = audience_of(context.sender_role), audience_of(context.receiver_role)
    theirs: Side = "business" if receiver is Audience.ENGINEER else "it"
    one_side = receiver is not Audience.UNKNOWN and (sender is Audience.ENGINEER) == (receiver is Audience.ENGINEER)
    if not one_side or sender is Audience.UNKNOWN:
        return Direction(theirs if receiver is not Audience.UNKNOWN else _words_of(sender))
    own: Side = "it" if receiver is Audience.ENGINEER else "business"
    return Direction(own, acronyms_only=True) if intensity is Intensity.STRONG else None


def _words_of(sender: Audience) -> Side:
    return "business" if sender in (Audience.BUSINESS, Audience.MANAGER) else "it"
