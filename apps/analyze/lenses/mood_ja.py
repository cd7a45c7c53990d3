"""The mood of a Japanese text: words by dictionary form, and what the forms around them do to them."""

from dataclasses import dataclass
from functools import lru_cache

from apps.analyze.contracts import Evidence
from apps.analyze.language.tokens import Token
from apps.analyze.lenses.subject import Subject
from apps.analyze.lexicons import FOLDER
from tonebridge.rulebooks import load_entries

FAVOUR = REGRET = 0.5
UNDENIABLE = frozenset({"副詞", "接続詞"})
"""A negation further on doesn't turn an adverb: また行きたくない."""
FAVOURS = frozenset({"いただく", "頂く", "くださる", "下さる", "くれる", "もらう", "貰う"})
ASKED_FAVOURS = FAVOURS | {"いただける", "頂ける", "もらえる", "貰える"}


@dataclass(frozen=True)
class PolarWords:
    """Words by dictionary form, 1 (good) to -1 (bad)."""

    polarity: float
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def _polarities() -> dict[str, float]:
    entries = load_entries(FOLDER / "sentiment_ja.yaml", PolarWords)
    return {word: entry.polarity for entry in entries for word in entry.words}


def japanese_mood(subject: Subject) -> tuple[float, list[Evidence]]:
    """-1 to 1, and the words that it rests on."""
    total, evidence = 0.0, []
    for offset, tokens in subject.tokens:
        for at, token in enumerate(tokens):
            polarity = _polarity(tokens, at)
            if polarity:
                total += polarity
                reason = "positive_word" if polarity > 0 else "negative_word"
                evidence.append(subject.evidence(offset + token.start, offset + token.end, reason))
    return max(-1.0, min(1.0, total / (1 + abs(total)) * 1.2)), evidence


def _polarity(tokens: tuple[Token, ...], at: int) -> float:
    token = tokens[at]
    polarity = _looked_up(tokens, at)
    if not polarity:
        return FAVOUR * _was_done_a_favour(tokens, at) - REGRET * _regrets(tokens, at)
    if polarity > 0 and _supposed(tokens, at):
        return 0.0
    if polarity > 0 and _wished(tokens, at):
        return 0.0 if _asks_a_favour(tokens, at) else -REGRET
    return -polarity if token.pos not in UNDENIABLE and _denied(tokens, at) else polarity


def _looked_up(tokens: tuple[Token, ...], at: int) -> float:
    """By dictionary form, as it stands, or with the word before (もう少し)."""
    token, known = tokens[at], _polarities()
    pair = tokens[at - 1].surface + token.surface if at else ""
    return known.get(token.lemma, known.get(token.surface, known.get(pair, 0.0)))


def _was_done_a_favour(tokens: tuple[Token, ...], at: int) -> bool:
    """直していただきました, 教えてくれた: told with thanks."""
    after = tokens[at + 1 : at + 3]
    return at > 0 and tokens[at].lemma in FAVOURS and _joins(tokens[at - 1]) and any(t.lemma == "た" for t in after)


def _regrets(tokens: tuple[Token, ...], at: int) -> bool:
    """消してしまった: what shouldn't have happened."""
    return at > 0 and tokens[at].lemma in ("しまう", "仕舞う") and _joins(tokens[at - 1])


def _joins(token: Token) -> bool:
    return token.surface in ("て", "で") and token.pos == "助詞"


def _supposed(tokens: tuple[Token, ...], at: int) -> bool:
    """早いと, 良ければ: not said to be so."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return tokens[at].form.startswith("仮定形") or (after is not None and _is_if(after))


def _wished(tokens: tuple[Token, ...], at: int) -> bool:
    """安いと嬉しい, あれば良かった: what is missed, in glad words."""
    if not at:
        return False
    before = tokens[at - 1]
    return _is_if(before) or before.form.startswith("仮定形")


def _is_if(token: Token) -> bool:
    return token.subpos == "接続助詞" and token.surface in ("ば", "と")


def _asks_a_favour(tokens: tuple[Token, ...], at: int) -> bool:
    """ご確認いただけますと幸いです: a request, and nothing is missed."""
    return any(token.lemma in ASKED_FAVOURS for token in tokens[max(0, at - 4) : at])


def _denied(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a negation follows within its phrase: 良くない, 問題ありません, 悪いとは言えない."""
    for token in tokens[at + 1 : at + 6]:
        if token.surface in ("、", "。", "が", "けど", "し", "ので", "から") and token.subpos != "格助詞":
            return False
        if token.lemma in ("ない", "無い", "ぬ", "ず") and token.pos in ("助動詞", "形容詞"):
            return True
    return False
