"""Requests without an order: 直して。, 直してほしい, 直してもらえる？, 直すこと。, 確認よろしく."""

from dataclasses import replace
from itertools import pairwise

from apps.analyze.language.tokens import Token
from apps.transform.rewriting.keigo.verbs import Verb
from apps.transform.rewriting.orders.japanese.asks import Ask, Tone, ask_of, te_ask
from apps.transform.rewriting.orders.japanese.clauses import Clause
from apps.transform.rewriting.orders.japanese.lexicon import happens_by_itself, is_as_wanted, is_person

DIVIDERS = ("なら", "たら", "だら", "ば", "、", "，", "から", "ので", "けど", "と", "とき", "時", "場合", "は", "も")


def bare_te(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """直して。 and 触らないで。, where the verb is something a reader can decide to do."""
    last = tokens[-1]
    if last.subpos != "接続助詞" or len(tokens) < 2:
        return None
    if _tells_reason(tokens):
        return None
    if len(tokens) > 2 and tokens[-2].lemma == "おく" and any(t.lemma in ("せる", "させる") for t in tokens[-4:-2]):
        return None  # 作らせておいて: a complaint
    verb_at = -3 if tokens[-2].lemma == "ない" and len(tokens) > 2 else -2
    if happens_by_itself(tokens[verb_at].lemma) or tokens[verb_at].lemma in ("てる", "でる"):
        return None
    return te_ask(tokens, len(tokens) - 1, "bare")


def _tells_reason(tokens: tuple[Token, ...]) -> bool:
    """Whether が marks something that can't be asked: 子供が熱を出して。 Not that of a relative clause: 警報が出た時刻を出して。"""
    told = max((at for at, token in enumerate(tokens) if token.surface in DIVIDERS), default=-1) + 1
    return any(
        token.surface == "が"
        and token.subpos == "格助詞"
        and not is_person(tokens[at - 1].surface)
        and not _is_relative(tokens[at + 1 :])
        for at, token in enumerate(tokens)
        if at > told
    )


def _is_relative(tokens: tuple[Token, ...]) -> bool:
    """Whether a noun follows a predicate before the last verb: what stands before it describes the noun."""
    return any(
        before.pos in ("動詞", "助動詞", "形容詞") and before.form.startswith("連体形") and after.pos == "名詞"
        for before, after in pairwise(tokens)
    )


def wish(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """〜てほしい(です), 〜てもらいたい, 〜ないでほしい, and 対応されたい of offices."""
    polite = tokens[-1].lemma == "です"
    rest = tokens[:-1] if polite else tokens
    if len(rest) > 2 and rest[-1].lemma == "たい" and rest[-2].lemma == "れる" and not polite:
        return ask_of(rest, len(rest) - 3, "bare")
    if len(rest) > 2 and rest[-1].lemma == "たい" and rest[-2].lemma == "もらう":
        rest = rest[:-1]
    elif not rest or rest[-1].lemma not in ("ほしい", "欲しい"):
        return None
    elif len(rest) > 1 and rest[-2].surface in ("が", "も", "を") and not clause.is_question:
        return _wished_thing(rest, "polite" if polite else "bare")
    if len(rest) < 3 or rest[-2].subpos != "接続助詞":
        return None
    return te_ask(rest, len(rest) - 2, "polite" if polite else "bare")


def _wished_thing(tokens: tuple[Token, ...], tone: Tone) -> Ask:
    """スクショもほしい, 資料がほしいです: the thing itself is asked for."""
    particle = tokens[-2]
    start = tokens[-1].start if particle.surface == "も" else particle.start
    before = "" if particle.surface == "も" else "を"
    return Ask(start, before, Verb("いただく", "godan"), tone, thing=True)


def can_you(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """直してもらえる？, 直してくれない？, 直してもらえますか, 直してもらっていい？"""
    rest, polite, asks = tokens, False, clause.is_question
    while rest and (
        rest[-1].surface in ("か", "ん", "よね") or rest[-1].lemma in ("ます", "ない", "ぬ", "です", "いい")
    ):
        polite = polite or rest[-1].lemma in ("ます", "です")
        asks = asks or rest[-1].surface == "か"
        rest = rest[:-1]
    if rest and rest[-1].surface == "て" and len(rest) > 2:
        rest = rest[:-1]
    if len(rest) < 3 or rest[-1].lemma not in ("もらえる", "くれる", "もらう") or not asks:
        return None
    if rest[-1].form == "命令形" or rest[-2].subpos != "接続助詞":
        return None
    curt = not any(token.surface == "か" for token in tokens[len(rest) :]) or clause.tokens[-1].surface == "ね"
    tone: Tone = "bare" if not polite else "polite" if curt else "courteous"
    ask = te_ask(rest, len(rest) - 2, tone)
    return None if ask is None else replace(ask, asks=True)


def directive(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """今日中に直すこと。 and 必ず直すように。, the orders of notices."""
    if clause.is_question or clause.is_inner or len(tokens) < 3:
        return None
    if tokens[-1].surface in ("こと", "事") and clause.mark.startswith("。"):
        at = len(tokens) - 2
    elif tokens[-1].surface == "に" and tokens[-2].surface == "よう":
        at = len(tokens) - 3
    else:
        return None
    bound = any(token.surface in ("を", "必ず", "絶対", "まで", "に", "から") for token in tokens[:at])
    if tokens[at].lemma == "ない" and at:
        return ask_of(tokens, at - 1, "bare", negative=True)
    return ask_of(tokens, at, "bare") if bound and tokens[at].form.startswith("連体形") else None


def _bids(tokens: tuple[Token, ...]) -> Ask | None:
    """返事ちょうだい, 教えてちょうだい."""
    last, before = tokens[-1], tokens[-2]
    if before.subpos == "接続助詞":
        return te_ask(tokens, len(tokens) - 2, "bare")
    joined = "" if before.surface == "を" else "を"
    return Ask(last.start, joined, Verb("いただく", "godan"), "bare", thing=True)


def plead(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """確認よろしく, 対応頼む, 確認お願い, 6/30厳守で: `thing` with お願いする."""
    last = tokens[-1]
    if last.surface in ("ちょうだい", "頂戴") and len(tokens) > 1:
        return _bids(tokens)
    if last.surface == "で" and len(tokens) > 1 and is_as_wanted(tokens[-2].surface) and not clause.is_inner:
        return Ask(last.start, "で", Verb("お願いする", "suru"), "bare", thing=True)
    pleads = last.lemma in ("たのむ", "頼む") and last.form.startswith("終止形")
    if not pleads and last.surface not in ("よろしく", "よろ", "宜しく", "お願い", "おねがい"):
        return None
    before = tokens[-2] if len(tokens) > 1 else None
    if before is not None and before.pos == "名詞" and before.subpos == "普通名詞":
        return Ask(last.start, "を", Verb("お願いする", "suru"), "bare", thing=True)
    if before is None or before.surface in ("を", "で", "、", "は"):
        return Ask(last.start, "", Verb("お願いする", "suru"), "bare", thing=True)
    return None
