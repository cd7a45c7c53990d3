"""How honorific a Japanese text is, by its forms and by what a model learned from them: the levels of KeiCO."""

import re
from typing import Literal

from apps.analyze.language.tokens import Token
from apps.analyze.learned.grams import Grams, japanese_grams
from apps.analyze.learned.linear import load_linear, probability
from apps.analyze.lenses.markers import find_markers
from apps.analyze.lenses.subject import Subject

Level = Literal[1, 2, 3, 4]
MODEL = "courtesy_ja"
LABELS = ("from_2", "from_3", "from_4")
PLAIN_FROM = 0.3
"""The log-odds from which a text is plain: to call a polite one plain is the worse mistake."""
FORMS = ("strong", "respectful", "weak")
POLITE_FORM = re.compile(r"(?:です|ます|ません|ました|でした|でしょう|ましょう|ください|下さい|ませ)")
POLITE_LEMMAS = frozenset({"です", "ます"})
PLAIN_ENDINGS = frozenset({"だ", "な", "ぞ", "ぜ", "わ", "さ", "かしら", "の", "よ", "ね"})


def courtesy_logits(subject: Subject) -> dict[str, float]:
    """Log-odds that a text stands at a level or plainer."""
    return load_linear(MODEL).logits(courtesy_grams(subject), courtesy_signals(subject))


def level_of(logits: dict[str, float]) -> Level:
    """1 most honorific to 4 plain."""
    if logits["from_4"] > PLAIN_FROM:
        return 4
    if logits["from_2"] + logits["from_3"] > 0 and logits["from_3"] > 0:
        return 3
    return 2 if logits["from_2"] > 0 else 1


def mean_level(logits: dict[str, float]) -> float:
    """1 to 4, between the levels too."""
    return 1 + sum(probability(logit) for logit in logits.values())


def courtesy_grams(subject: Subject) -> Grams:
    """What the model reads of a text."""
    return japanese_grams(subject.prose)


def courtesy_signals(subject: Subject) -> list[float]:
    """What the lenses see of it. The order is the model's."""
    counted = [sum(hit.label == form for hit in find_markers(subject, "politeness")) for form in FORMS]
    polite = [_polite(tokens) for _, tokens in subject.tokens]
    level = by_forms(subject)
    return [
        *(float(level == of) for of in (1, 2, 3, 4)),
        *(min(3, count) / 2 for count in counted),
        float(bool(polite) and polite[-1]),
        float(any(polite)),
        sum(polite) / max(1, len(polite)),
        min(3, sum(_honours(token) for _, tokens in subject.tokens for token in tokens)) / 2,
        float(any(_ending(tokens) in PLAIN_ENDINGS for _, tokens in subject.tokens)),
    ]


def by_forms(subject: Subject) -> Level:
    """The level by honorific forms alone."""
    labels = {hit.label for hit in find_markers(subject, "politeness")}
    if not POLITE_FORM.search(subject.prose):
        return 2 if "respectful" in labels else 4
    if "strong" in labels:
        return 1
    return 2 if labels & {"respectful", "weak"} else 3


def _polite(tokens: tuple[Token, ...]) -> bool:
    """です or ます among the last words of a sentence."""
    return any(token.lemma in POLITE_LEMMAS or token.lemma in ("くださる", "下さる") for token in tokens[-6:])


def _honours(token: Token) -> bool:
    return token.pos == "接頭辞" and token.surface in ("お", "ご", "御")


def _ending(tokens: tuple[Token, ...]) -> str:
    spoken = [token for token in tokens if token.pos not in ("補助記号", "空白")]
    return spoken[-1].lemma if spoken else ""
