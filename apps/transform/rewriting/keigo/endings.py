"""Plain endings made polite: る, た, ない, だ and their kin → ます, ました, ません, です. Meaning, tense and polarity stay."""

from collections.abc import Callable
from dataclasses import dataclass

from apps.analyze.language.tokens import Token
from apps.transform.rewriting.keigo.predicates import Predicate, is_past, last_verb, written
from apps.transform.rewriting.keigo.verbs import SPOKEN, Verb

SPEECH = ("ねえ", "ねー", "ねぇ", "ぬ", "ん")
E_ROW = "えけせてねへめれげぜでべぺ"
"""What the stem of a verb ends in that the dictionary joins to its object as one noun: ゴミ捨て|ない is 捨てない, and no lack of one."""
NEGATIVES = ("ない", "無い", *SPEECH)


@dataclass(frozen=True)
class Ending:
    """Replace the text from `start` to the end of the predicate's core with `text`."""

    start: int
    text: str


def polite_ending(predicate: Predicate) -> Ending | None:
    """The polite form of a plain predicate; None where it is polite already or no rule reads it."""
    if predicate.is_polite:
        return None
    return next((ending for rule in RULES if (ending := rule(predicate)) is not None), None)


def polite_verb(before: str, verb: Verb, *, negative: bool = False, past: bool = False) -> str:
    """A verb in ます-form after what stands before it: 直して + いる → 直しています."""
    tail = {(False, False): "ます", (False, True): "ました", (True, False): "ません", (True, True): "ませんでした"}
    return before + verb.masu_stem + tail[negative, past]


def _nominal(p: Predicate) -> Ending | None:
    """だ, だった, だろう after a noun, の or ん."""
    core, past = p.core, False
    if is_past(core) and (before := p.before()) is not None and before.conjugation == "助動詞-ダ":
        core, past = before, True
    if (
        is_past(core)
        or core.lemma != "だ"
        or core.pos != "助動詞"
        or (
            core.form not in ("終止形-一般", "意志推量形", "連用形-促音便")
            and not (core.surface == "な" and not p.tails)
        )
    ):
        return None
    at = p.tokens.index(core)
    noun = p.tokens[at - 1] if at else None
    said = "でした" if past else "でしょう" if core.form == "意志推量形" else "です"
    if noun is not None and noun.surface == "ん" and noun.subpos == "準体助詞":
        return _explaining(p.tokens, at - 1, "の" + said)
    return Ending(core.start, said)


def _explaining(tokens: tuple[Token, ...], at: int, text: str) -> Ending:
    """落ちてるんだ → 落ちているのです: the verb before ん is written out where it is a contraction."""
    start, verb = tokens[at].start, full_form(tokens, at - 1) if at else None
    return Ending(start, text) if verb is None else Ending(verb.start, verb.text + text)


def full_form(tokens: tuple[Token, ...], at: int) -> Ending | None:
    """A contracted plain form written out (直してる → 直している, 終わんない → 終わらない); None where nothing is contracted."""
    negative = tokens[at].lemma in NEGATIVES and tokens[at].pos == "助動詞"
    verb_at = at - 1 if negative else at
    token = tokens[verb_at] if verb_at >= 0 else None
    contracted = token is not None and (token.lemma in SPOKEN or "撥音便" in token.form or tokens[at].lemma in SPEECH)
    if token is None or not contracted or not tokens[at].form.startswith(("終止形", "連体形")):
        return None
    found = last_verb(tokens, verb_at)
    if found is None:
        return None
    head, before, verb = found
    return Ending(tokens[head].start, before + (verb.nai_stem + "ない" if negative else verb.lemma))


def _formal_nominal(p: Predicate) -> Ending | None:
    """である, であった."""
    back = 2 if is_past(p.core) else 1
    aru, de = p.tokens[-back] if len(p.tokens) >= back else None, p.before(back)
    if aru is None or de is None or aru.lemma != "ある" or de.lemma != "だ" or de.surface != "で":
        return None
    return Ending(de.start, "でした" if back == 2 else "です")


def _past(p: Predicate) -> Ending | None:
    if not is_past(p.core) or p.core.form not in ("終止形-一般", "連体形-一般"):
        return None
    before = p.before()
    if before is None:
        return None
    if before.lemma in NEGATIVES:
        return _negative(p, len(p.tokens) - 2, past=True)
    if before.conjugation in ("形容詞", "助動詞-タイ"):
        return Ending(p.core.end, "です")
    return _verbal(p.tokens, len(p.tokens) - 2, past=True)


def _present_negative(p: Predicate) -> Ending | None:
    if p.core.lemma not in NEGATIVES or not p.core.form.startswith(("終止形", "連体形")):
        return None
    return _negative(p, len(p.tokens) - 1, past=False)


def _negative(p: Predicate, at: int, *, past: bool) -> Ending | None:
    tokens, said = p.tokens, "ありませんでした" if past else "ありません"
    before = tokens[at - 1] if at else None
    if tokens[at].pos == "形容詞" or before is None:
        if before is not None and before.surface in ("じゃ", "ぢゃ"):
            return Ending(before.start, "では" + said)
        if before is not None and before.pos == "名詞" and before.surface[-1] in E_ROW:
            return Ending(tokens[at].start, "ませんでした" if past else "ません")
        return Ending(tokens[at].start, said)
    if before.conjugation == "形容詞" or before.lemma == "たい":
        return Ending(tokens[at].start, said)
    return _verbal(tokens, at - 1, negative=True, past=past)


def _verbal(tokens: tuple[Token, ...], at: int, *, negative: bool = False, past: bool = False) -> Ending | None:
    found = last_verb(tokens, at)
    if found is None:
        return None
    head, before, verb = found
    return Ending(tokens[head].start, polite_verb(before, verb, negative=negative, past=past))


def _present(p: Predicate) -> Ending | None:
    clear = p.core.form.startswith(("終止形", "連体形")) and not p.core.form.endswith("省略")
    if not clear or p.core.pos not in ("動詞", "助動詞", "接尾辞"):
        return None
    return _verbal(p.tokens, len(p.tokens) - 1)


def _volitional(p: Predicate) -> Ending | None:
    if p.core.form != "意志推量形" or (found := last_verb(p.tokens, len(p.tokens) - 1)) is None:
        return None
    head, before, verb = found
    return Ending(p.tokens[head].start, before + verb.masu_stem + "ましょう")


def _adjective(p: Predicate) -> Ending | None:
    """早い, 直したい, 直ったらしい, 直ったっぽい."""
    adjectival = p.core.conjugation in ("形容詞", "助動詞-タイ", "助動詞-ラシイ")
    if not adjectival or not p.core.form.startswith(("終止形", "連体形")):
        return None
    start = p.core.start
    return Ending(start, written(p.tokens, len(p.tokens) - 1, len(p.tokens)) + "です")


def _seeming(p: Predicate) -> Ending | None:
    """みたい, よう, そう without a copula."""
    if p.core.pos == "形状詞" and p.core.subpos == "助動詞語幹":
        return Ending(p.core.end, "です")
    return None


def _excessive(p: Predicate) -> Ending | None:
    """高すぎ。 → 高すぎます。"""
    before = p.before()
    cut = p.core.lemma in ("すぎる", "過ぎる") and p.core.form == "連用形-一般"
    return Ending(p.core.end, "ます") if cut and before is not None else None


RULES: tuple[Callable[[Predicate], Ending | None], ...] = (
    _formal_nominal,
    _nominal,
    _past,
    _present_negative,
    _adjective,
    _present,
    _volitional,
    _seeming,
    _excessive,
)
