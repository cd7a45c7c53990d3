"""Whether a message sounds glad, neutral or displeased. English: a trained model over VADER. Japanese: own words."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.analyze.contracts import Evidence, Sentiment
from apps.analyze.language.document import HOLE
from apps.analyze.language.tokens import Token
from apps.analyze.learned.grams import LONGEST
from apps.analyze.learned.linear import probability
from apps.analyze.lenses.markers import find_markers
from apps.analyze.lenses.mood import mood_logits, vader
from apps.analyze.lenses.subject import Subject
from apps.analyze.lexicons import FOLDER
from tonebridge.rulebooks import load_entries

Label = Literal["negative", "neutral", "positive"]
LABELS: tuple[Label, ...] = ("neutral", "negative", "positive")
POLAR_FROM = 0.15
"""How far from 0 a Japanese text counts as glad or displeased."""
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


def measure_sentiment(subject: Subject) -> Sentiment:
    """Label and score, -1 to 1."""
    if subject.language == "en":
        return _english(subject)
    score, evidence = _japanese(subject)
    label: Label = "positive" if score >= POLAR_FROM else "negative" if score <= -POLAR_FROM else "neutral"
    return Sentiment(label, round(score, 3), tuple(evidence))


def _english(subject: Subject) -> Sentiment:
    """The likeliest label of the model; the score is how much likelier glad is than displeased."""
    evidence = tuple(hit.evidence for hit in find_markers(subject, "sentiment_en")) + tuple(_words(subject))
    if not subject.prose.replace(HOLE, " ").strip():
        return Sentiment("neutral", 0.0)
    logits = mood_logits(subject)
    likely = {label: probability(logit) for label, logit in logits.items()}
    label = max(LABELS, key=lambda label: likely[label])
    score = (likely["positive"] - likely["negative"]) / sum(likely.values())
    return Sentiment(label, round(score, 3), evidence)


def _words(subject: Subject) -> list[Evidence]:
    """The words that VADER's lexicon knows, quoted."""
    lexicon = vader().lexicon
    found, at = [], 0
    for word in subject.prose[:LONGEST].split():
        at = subject.prose.index(word, at)
        bare = word.strip(".,!?;:()\"'")
        if abs(lexicon.get(bare.lower(), 0)) >= 1 and bare in word:
            start = at + word.index(bare)
            reason = "positive_word" if lexicon[bare.lower()] > 0 else "negative_word"
            found.append(subject.evidence(start, start + len(bare), reason))
        at += len(word)
    return found


def _japanese(subject: Subject) -> tuple[float, list[Evidence]]:
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
    polarity = _polarities().get(token.lemma, _polarities().get(token.surface, 0.0))
    if not polarity:
        return FAVOUR * _was_done_a_favour(tokens, at) - REGRET * _regrets(tokens, at)
    if polarity > 0 and _wished(tokens, at):
        return 0.0 if _asks_a_favour(tokens, at) else -REGRET
    return -polarity if token.pos not in UNDENIABLE and _denied(tokens, at) else polarity


def _was_done_a_favour(tokens: tuple[Token, ...], at: int) -> bool:
    """直していただきました, 教えてくれた: told with thanks."""
    after = tokens[at + 1 : at + 3]
    return at > 0 and tokens[at].lemma in FAVOURS and _joins(tokens[at - 1]) and any(t.lemma == "た" for t in after)


def _regrets(tokens: tuple[Token, ...], at: int) -> bool:
    """消してしまった: what shouldn't have happened."""
    return at > 0 and tokens[at].lemma in ("しまう", "仕舞う") and _joins(tokens[at - 1])


def _joins(token: Token) -> bool:
    return token.surface in ("て", "で") and token.pos == "助詞"


def _wished(tokens: tuple[Token, ...], at: int) -> bool:
    """安いと嬉しい, あれば良かった: what is missed, in glad words."""
    if not at:
        return False
    before = tokens[at - 1]
    joins = before.subpos == "接続助詞" and before.surface in ("ば", "と")
    return joins or before.form.startswith("仮定形")


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
