"""Prohibitions: 触るな, 来んな, 〜ちゃダメ, 〜てはいけない."""

from apps.analyze.language.tokens import Token
from apps.transform.rewriting.orders.japanese.asks import Ask, ask_of
from apps.transform.rewriting.orders.japanese.clauses import Clause
from apps.transform.rewriting.orders.japanese.lexicon import happens_by_itself

NOT_VERBS = frozenset(("だ", "た", "ない", "たい", "らしい", "です", "ます", "てる"))
AVOIDABLE = frozenset(("遅れる",))
"""What happens by itself, and yet people are told not to let it happen."""


def is_final_na(token: Token) -> bool:
    """な behind a predicate; behind a dictionary form the dictionary may take it for a form of だ."""
    return token.surface == "な" and (token.subpos == "終助詞" or (token.lemma == "だ" and token.pos == "助動詞"))


def forbids(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the な at `at` forbids: after the dictionary form of a verb that one can decide on."""
    if at == 0 or not is_final_na(tokens[at]):
        return False
    verb = tokens[at - 1]
    if verb.lemma == "ぬ" and verb.surface == "ん" and at > 1:
        return tokens[at - 2].form.startswith(("連用形", "未然形")) and tokens[at - 2].conjugation.startswith(
            ("上一段", "下一段")
        )
    if verb.pos not in ("動詞", "助動詞") or verb.lemma in NOT_VERBS or not verb.form.startswith(("終止形", "連体形")):
        return False
    insists = any(token.surface in ("よ", "！", "!") for token in tokens[at + 1 : at + 2])
    return insists or not happens_by_itself(verb.lemma) or verb.lemma in AVOIDABLE


def prohibition(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    at = len(tokens) - 1
    if not forbids(clause.tokens, at):
        return None
    verb_at = at - 2 if tokens[at - 1].lemma == "ぬ" else at - 1
    return ask_of(tokens, verb_at, "rude", negative=True)


def must_not(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """〜ちゃダメ, 〜てはいけない, 〜てはいけません."""
    rest, polite = tokens, False
    while rest and rest[-1].lemma in ("だ", "です", "ます", "ぬ", "ない", "ねえ", "よ"):
        polite = polite or rest[-1].lemma in ("です", "ます")
        rest = rest[:-1]
    if len(rest) < 3 or rest[-1].lemma not in ("ダメ", "だめ", "駄目", "いける", "なる"):
        return None
    at = len(rest) - 2
    if rest[at].surface == "は" and rest[at - 1].surface in ("て", "で"):
        at -= 1
    elif rest[at].surface not in ("ちゃ", "じゃ"):
        return None
    if at == 0 or rest[at].subpos != "接続助詞" or rest[at - 1].lemma == "ない":
        return None
    return ask_of(rest, at - 1, "polite" if polite else "bare", negative=True)


def told_not_to(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """勝手に入れない。: what nobody says of his own plans."""
    at = len(tokens) - 1
    if at < 2 or tokens[at].lemma != "ない" or tokens[at].pos != "助動詞" or not tokens[at].form.startswith("終止形"):
        return None
    alone = any(token.surface in ("勝手に", "無断で") for token in tokens)
    if not alone or clause.is_question or happens_by_itself(tokens[at - 1].lemma):
        return None
    return ask_of(tokens, at - 1, "bare", negative=True)
