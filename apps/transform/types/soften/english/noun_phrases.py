"""Simple English noun phrases: enough to turn one from object to subject."""

import re
from dataclasses import dataclass

DETERMINER = r"(?:the|this|that(?! (?:the|this|these|those|an?|my|our|your|his|her|its|their|all|no|we|you|they|it|he|she|i|there)\b)|these|those|my|our|his|her|their|its|all the|half the|a|an)"
"""“that” before another determiner or a subject opens a clause, no noun phrase."""

END = (
    r"(?=\s*(?:[.,;:!?)]|$)|\s+(?:before|after|on|in|at|for|with|without|to|when|while|again|yesterday|today|last|this|"
    r"because|and|so|as|by|from|until|unless|properly|correctly|first|if|or|but|then|twice|until|since|during|like|"
    r"that|which|who|yet|about|anymore|either|earlier|every|once|now|carefully|still|not|always)\b)"
)
NOUN_PHRASE = (
    rf"(?P<np>(?:{DETERMINER}(?: (?!(?:before|after|on|in|at|to|and)\b)[\w'’-]+){{1,4}}?"
    rf"|(?!(?:this|his|always|us)\b)(?:[a-z-]+ )?[a-z]{{2,14}}[^su\W]s|it|them)){END}"
)
PLURAL = re.compile(r"(?:[^su]s|\b(?:they|these|those|people|data))$|^(?:these|those)\b|\band\b", re.I)


@dataclass(frozen=True)
class NounPhrase:
    """An object as it stood in the text."""

    text: str

    def __str__(self) -> str:
        return "they" if self.text.lower() == "them" else self.text

    @property
    def were(self) -> str:
        """was or were, as the phrase asks for."""
        return "were" if PLURAL.search(str(self)) else "was"

    @property
    def have(self) -> str:
        """has or have, as the phrase asks for."""
        return "have" if PLURAL.search(str(self)) else "has"

    @property
    def are(self) -> str:
        """is or are, as the phrase asks for."""
        return "are" if PLURAL.search(str(self)) else "is"

    @property
    def say(self) -> str:
        """says or say, as the phrase asks for."""
        return "say" if PLURAL.search(str(self)) else "says"
