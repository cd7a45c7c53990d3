"""The predicate a Japanese clause ends in: its core, and the particles of speech after it."""

from dataclasses import dataclass

from apps.analyze.language.tokens import Token
from apps.transform.rewriting.keigo.verbs import Verb, verb_of

POLITE = ("です", "ます", "ございます")
TAILS = frozenset(
    [
        "よ",
        "ね",
        "な",
        "ぞ",
        "ぜ",
        "さ",
        "わ",
        "の",
        "か",
        "じゃん",
        "やん",
        "けど",
        "けれど",
        "けれども",
        "が",
        "から",
        "し",
        "もん",
        "や",
        "かな",
        "なあ",
        "なぁ",
        "ねえ",
    ]
)
JOINING = frozenset(["けど", "けれど", "けれども", "が", "から", "し"])


@dataclass(frozen=True)
class Predicate:
    """`tokens` up to and with the core (`tokens[-1]`), and the particles of speech that follow it."""

    tokens: tuple[Token, ...]
    tails: tuple[str, ...]
    end: int

    @property
    def core(self) -> Token:
        """The last token that carries meaning."""
        return self.tokens[-1]

    def before(self, back: int = 1) -> Token | None:
        """The token so many places before the core."""
        return self.tokens[-1 - back] if len(self.tokens) > back else None

    @property
    def is_polite(self) -> bool:
        """Whether the core is です, ます or one of their forms (でした, ません, でしょう)."""
        if self.core.lemma in POLITE or (self.core.lemma == "ぬ" and self._was_polite):
            return True
        return is_past(self.core) and self._was_polite

    @property
    def _was_polite(self) -> bool:
        before = self.before()
        return before is not None and (before.lemma in POLITE or before.surface == "でし")


def is_past(token: Token) -> bool:
    """た, and だ behind 読ん or 急い, which shares its dictionary form with the copula."""
    return token.conjugation == "助動詞-タ"


def read_predicate(tokens: tuple[Token, ...]) -> Predicate | None:
    """Split the particles of speech off the end of a clause; None where nothing is left."""
    at = len(tokens)
    while at > 1 and _is_tail(tokens[at - 1], tokens[at - 2]):
        at -= 1
    if at == 0:
        return None
    return Predicate(tokens[:at], tuple(token.surface for token in tokens[at:]), tokens[-1].end)


def _is_tail(token: Token, before: Token) -> bool:
    if token.surface not in TAILS or token.pos != "助詞":
        return False
    if token.subpos == "終助詞" or token.surface == "の":
        return before.conjugation != "*" or before.pos == "助詞" or token.surface != "の"
    return token.subpos == "接続助詞" or (token.surface in JOINING and before.conjugation != "*")


def head_of(tokens: tuple[Token, ...], at: int) -> int:
    """Where the lexical verb begins that the token `at` belongs to: past auxiliaries, and past て with its helper verb."""
    while at > 0:
        token, before = tokens[at], tokens[at - 1]
        if (token.pos == "助動詞" and before.pos in ("動詞", "助動詞", "形容詞")) or (
            token.pos == "接尾辞" and before.pos == "動詞"
        ):
            at -= 1
        elif at > 1 and token.subpos == "非自立可能" and _is_te(before) and tokens[at - 2].pos in ("動詞", "助動詞"):
            at -= 2
        else:
            break
    return at


def _is_te(token: Token) -> bool:
    return token.surface in ("て", "で", "ちゃ", "じゃ") and token.subpos == "接続助詞"


def written(tokens: tuple[Token, ...], start: int, end: int) -> str:
    """The surface of `tokens[start:end]`."""
    return "".join(token.surface for token in tokens[start:end])


def last_verb(tokens: tuple[Token, ...], at: int) -> tuple[int, str, Verb] | None:
    """For the verb form at `at`: where its predicate begins, what stands before the inflecting part, and that part.

    直し|て|い|た at い → (0, "直して", いる); 直っ|て(てる) at て → (0, "直っ", ている).
    """
    verb = verb_of(tokens[at])
    if verb is None:
        return None
    head = head_of(tokens, at)
    before = written(tokens, head, at)
    if before and before[-1] == "ん" and tokens[at - 1].form == "未然形-撥音便":
        before = before[:-1]
    return head, before, verb
