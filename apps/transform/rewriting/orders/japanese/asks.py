"""A request as it was read, and how one is built from the verb at its heart."""

from dataclasses import dataclass
from typing import Literal

from apps.analyze.language.tokens import Token
from apps.transform.rewriting.keigo.predicates import last_verb
from apps.transform.rewriting.keigo.verbs import Verb
from apps.transform.rewriting.orders.japanese.lexicon import neutral_verb

Tone = Literal["rude", "bare", "polite", "courteous"]


@dataclass(frozen=True)
class Ask:
    """A request from `start` on: `before` + `verb` is what is asked for; `negative` asks not to do it.

    `noun` is the noun before する, at `noun_start`. `thing` asks for a noun instead (返事をください); `asks` was worded as a question (直してもらえる？).
    """

    start: int
    before: str
    verb: Verb
    tone: Tone
    negative: bool = False
    noun: str = ""
    noun_start: int = -1
    thing: bool = False
    asks: bool = False

    @property
    def forbids(self) -> bool:
        """Whether the reader is asked not to do something: 触らないで, やめて."""
        return self.negative or self.verb.lemma in ("やめる", "止す", "控える", "慎む")


def ask_of(
    tokens: tuple[Token, ...], at: int, tone: Tone, *, negative: bool = False, verb: Verb | None = None
) -> Ask | None:
    found = last_verb(tokens, at)
    if found is None:
        return None
    head, before, read = found
    noun = tokens[head - 1] if head and read.group == "suru" and not before else None
    has_noun = noun is not None and noun.pos == "名詞" and noun.end == tokens[head].start and read.lemma == "する"
    return Ask(
        start=tokens[head].start,
        before=before,
        verb=neutral_verb(verb or read),
        tone=tone,
        negative=negative,
        noun=noun.surface if noun is not None and has_noun else "",
        noun_start=noun.start if noun is not None and has_noun else -1,
    )


def te_ask(tokens: tuple[Token, ...], at: int, tone: Tone) -> Ask | None:
    """The request in a te-form that ends at `at`: 直して, 触らないで."""
    before = tokens[at - 1] if at else None
    if before is None or tokens[at].surface not in ("て", "で"):
        return None
    if before.lemma in ("ない", "ねえ") and before.pos == "助動詞":
        return ask_of(tokens, at - 2, tone, negative=True) if at > 1 else None
    return ask_of(tokens, at - 1, tone)
