"""Plain statements in polite form, with the particles of speech behind them calmed."""

from apps.analyze.language.tokens import Token
from apps.transform.contracts import Edit
from apps.transform.rewriting.keigo.endings import Ending, full_form, polite_ending
from apps.transform.rewriting.keigo.predicates import Predicate, is_past, read_predicate
from apps.transform.rewriting.orders.japanese.clauses import Clause
from apps.transform.rewriting.orders.japanese.lexicon import is_state, is_state_verb, is_time_word
from apps.transform.types.soften.japanese.marks import calm_mark

TAILS = {
    "ね": "ね",
    "な": "ね",
    "ねえ": "ね",
    "ねぇ": "ね",
    "なあ": "ね",
    "なぁ": "ね",
    "けど": "が",
    "けれど": "が",
    "けれども": "が",
    "が": "が",
    "から": "ので",
    "し": "し",
}
"""What becomes of a particle behind a polite ending; よ, ぞ, さ, じゃん and the rest go."""

CONDITIONS = frozenset(("なら", "たら", "だら", "ば"))
RUDE_TAILS = frozenset(("ぞ", "ぜ", "じゃん", "やん", "さ"))


def word_statement(clause: Clause, register: int) -> Edit | None:
    """The statement a clause ends in, made polite; None where it is polite or no rule reads it."""
    predicate = read_predicate(clause.tokens)
    if predicate is None or "か" in predicate.tails or _may_forbid(predicate):
        return None
    if predicate.is_polite:
        return _polite_already(predicate, clause, register)
    ending = (
        _told_plainly(predicate)
        or _rubbed_in(predicate)
        or _accused(predicate, clause)
        or polite_ending(predicate)
        or _noun_ending(predicate, clause, register)
    )
    if ending is None:
        return None
    bare = _threatens(predicate, clause) or (predicate.core.form == "意志推量形" and predicate.tails == ("が",))
    text = ending.text + ("" if bare else _tails(predicate.tails))
    told = predicate.tails[-1:] == ("よ",)
    mark = clause.mark if clause.mark.startswith(("…", "？", "?")) and not told else calm_mark(clause)
    end = clause.mark_start if mark == clause.mark else clause.mark_end
    return Edit(ending.start, end, text + (mark if end == clause.mark_end else ""), "plain_ending")


def _may_forbid(predicate: Predicate) -> bool:
    """な behind the dictionary form of a verb: only behind a verb of state is it surely no prohibition."""
    plain = predicate.core.pos == "動詞" and predicate.core.form.startswith("終止形")
    return plain and predicate.tails[:1] == ("な",) and not is_state_verb(predicate.core.lemma)


def _noun_ending(predicate: Predicate, clause: Clause, register: int) -> Ending | None:
    """確認中。 → 確認中です。: a sentence cut short at a noun that tells a state."""
    said, before = predicate.core.surface, predicate.before()
    within = said == "中" and (before is None or is_time_word(before.surface))
    state = is_state(said) or (said.endswith(("中", "済み", "済")) and len(said) > 2)
    stops = register > 1 and clause.mark.startswith("。") and state and not within and not predicate.tails
    return Ending(predicate.core.end, "です") if stops else None


def sounds_rude(clause: Clause) -> bool:
    """Whether it ends in だろ, ぞ, じゃん, んだよ: endings that push, so that they change at every intensity."""
    predicate = read_predicate(clause.tokens)
    if predicate is None:
        return False
    pushes = predicate.core.surface in ("だろ", "ねえ", "ねー", "ねぇ")
    insists = predicate.tails[-2:] in (("から", "な"), ("から", "ね")) or (
        predicate.core.conjugation == "助動詞-ダ" and predicate.tails[-1:] == ("よ",)
    )
    return pushes or insists or not RUDE_TAILS.isdisjoint(predicate.tails)


def _told_plainly(predicate: Predicate) -> Ending | None:
    """消えたんだぞ → 消えました: んだ with a push behind it only rubs it in."""
    explains = len(predicate.tokens) > 2 and predicate.core.lemma == "だ" and predicate.tokens[-2].surface == "ん"
    if not explains or predicate.tails[-1:] not in (("ぞ",), ("よ",)):
        return None
    return polite_ending(Predicate(predicate.tokens[:-2], (), predicate.tokens[-3].end))


def _rubbed_in(predicate: Predicate) -> Ending | None:
    """8%までだろうが → 8%までのはずです: what is no guess, but a reproach."""
    before = predicate.before()
    if predicate.tails != ("が",) or predicate.core.surface != "だろう" or before is None:
        return None
    return Ending(predicate.core.start, "はずです" if before.conjugation != "*" else "のはずです")


def _accused(predicate: Predicate, clause: Clause) -> Ending | None:
    """また変えただろ → また変えたようです: a guess about what somebody did, and no demand for a yes."""
    core, before = predicate.core, predicate.before()
    pushed = core.surface == "だろ" and not predicate.tails and not clause.is_inner
    if not pushed or before is None or not is_past(before):
        return None
    return Ending(core.start, "ようです")


def _threatens(predicate: Predicate, clause: Clause) -> bool:
    """担当を外すからな, できないなら他に頼むから: the act stays, the threat goes."""
    if predicate.tails[-2:] == ("から", "な"):
        return True
    earlier = clause.tokens[: len(predicate.tokens) - 1]
    again = tuple(token.surface for token in clause.tokens[:2]) == ("次", "は")
    return predicate.tails in (("から",), ("から", "ね")) and (again or any(_conditions(token) for token in earlier))


def _conditions(token: Token) -> bool:
    return token.surface in CONDITIONS or (token.surface == "と" and token.subpos == "接続助詞")


def _tails(tails: tuple[str, ...]) -> str:
    kept = [TAILS[tail] for tail in tails if tail in TAILS]
    return "よね" if tails[-2:] == ("よ", "ね") else kept[-1] if kept else ""


def explained(predicate: Predicate) -> bool:
    """Whether it ends in のです or んです."""
    before = predicate.before()
    return before is not None and before.surface in ("ん", "の") and predicate.core.lemma == "です"


def _polite_already(predicate: Predicate, clause: Clause, register: int) -> Edit | None:
    """でしょ → でしょう, んですけど → のですが, ですから stays."""
    core = predicate.core
    if predicate.tails[-2:] == ("から", "ね") or predicate.tails[-2:] == ("から", "な"):
        return Edit(core.end, clause.mark_end, calm_mark(clause), "plain_ending")
    if register > 1 and predicate.tails in (("よ",), ("けど",), ("けれど",)) and not explained(predicate):
        return Edit(core.end, clause.mark_end, calm_mark(clause), "casual")
    if register > 1 and predicate.tails == ("よ",) and len(predicate.tokens) > 2:
        told = polite_ending(Predicate(predicate.tokens[:-2], (), predicate.tokens[-3].end))
        return Edit(told.start, clause.mark_end, told.text + calm_mark(clause), "casual") if told else None
    if core.surface == "でしょ":
        before = predicate.before()
        if before is not None and is_past(before) and not clause.is_inner and not predicate.tails:
            return Edit(core.start, clause.mark_end, "ようです" + calm_mark(clause), "plain_ending")
        return Edit(core.start, clause.mark_start, "でしょう", "casual")
    if register > 1 and core.surface == "です" and predicate.tails[-1:] in (("けど",), ("けれど",)):
        before = predicate.before()
        explains = before is not None and before.surface == "ん"
        full = (
            full_form(predicate.tokens, len(predicate.tokens) - 3) if explains and len(predicate.tokens) > 2 else None
        )
        start = full.start if full else before.start if before is not None and explains else core.start
        said = (full.text if full else "") + ("のですが" if explains else "ですが")
        return Edit(start, clause.mark_start, said, "casual")
    return None
