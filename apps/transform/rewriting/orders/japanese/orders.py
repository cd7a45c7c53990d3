"""Orders: 直せ, 確認しろ, 〜てくれ, 〜なさい, and 〜てください, which is one in polite clothes."""

from dataclasses import replace

from apps.analyze.language.tokens import Token
from apps.transform.rewriting.keigo.verbs import Verb, base_of_potential
from apps.transform.rewriting.orders.japanese.asks import Ask, Tone, ask_of, te_ask
from apps.transform.rewriting.orders.japanese.clauses import Clause
from apps.transform.rewriting.orders.japanese.lexicon import happens_by_itself, is_ichidan_itself


def imperative(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """直せ, 確認しろ, 終わらせろ, 見ろ, やれ."""
    last = tokens[-1]
    if last.lemma in ("くださる", "下さる", "くれる", "なさる", "ちょうだい"):
        return None
    if last.surface == "やれ" and last.pos == "感動詞" and len(tokens) > 1:
        return Ask(last.start, "", Verb("やる", "godan"), "rude")
    base = _godan_order(tokens, clause)
    if base is not None:
        return ask_of(tokens, len(tokens) - 1, "rude", verb=base)
    return ask_of(tokens, len(tokens) - 1, "rude") if last.form == "命令形" else None


def _godan_order(tokens: tuple[Token, ...], clause: Clause) -> Verb | None:
    """出せよ and 聞け, which the dictionary reads as forms of the potential verb."""
    last = tokens[-1]
    if last.pos != "動詞" or not last.conjugation.startswith("下一段") or is_ichidan_itself(last.lemma):
        return None
    spoken = last.form in ("命令形", "意志推量形") and last.surface.endswith("よ")
    bare = (
        last.form in ("連用形-一般", "連体形-省略", "終止形-省略")
        and last.surface == last.lemma[:-1]
        and not clause.is_item
    )
    return base_of_potential(last.lemma) if spoken or bare else None


def please(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """〜てください, 〜てくれ, 〜ないでください, 返事をください, お送りください, 〜なさい."""
    last = tokens[-1]
    if last.lemma not in ("くださる", "下さる", "くれる", "なさる") or last.form != "命令形" or len(tokens) < 2:
        return None
    before = tokens[-2]
    tone: Tone = "polite" if last.lemma in ("くださる", "下さる") else "rude"
    if before.subpos == "接続助詞":
        return None if _asks_leave(tokens) else te_ask(tokens, len(tokens) - 2, tone)
    if last.lemma == "なさる":
        return _nasai(tokens)
    if _is_honorific(tokens):
        return None
    if before.pos == "名詞" or before.surface == "を":
        joined = "" if before.surface == "を" else "を"
        return Ask(last.start, joined, Verb("いただく", "godan"), tone, thing=True)
    return None


def _nasai(tokens: tuple[Token, ...]) -> Ask | None:
    """直しなさい, and お立ちなさい without its prefix."""
    ask = ask_of(tokens, len(tokens) - 2, "rude")
    prefix = next((token for token in tokens[-3:-2] if token.pos == "接頭辞"), None)
    return replace(ask, start=prefix.start) if ask and prefix else ask


def _asks_leave(tokens: tuple[Token, ...]) -> bool:
    """見送らせてください: the writer's own act. Not 終わらせてください, which is the reader's."""
    if len(tokens) < 4 or tokens[-3].lemma not in ("せる", "させる"):
        return False
    return not happens_by_itself(tokens[-4].lemma)


def _is_honorific(tokens: tuple[Token, ...]) -> bool:
    return any(token.pos == "接頭辞" and token.surface in ("お", "ご", "御") for token in tokens[-3:-1])
