"""An order that the writer repeats: 直せって言っただろ → 直すようお伝えしていました."""

from apps.analyze.language.tokens import Token
from apps.transform.contracts import Edit
from apps.transform.rewriting.keigo.predicates import is_past, last_verb
from apps.transform.rewriting.keigo.verbs import Verb, base_of_potential
from apps.transform.rewriting.orders.japanese.clauses import BREAKS, Clause
from apps.transform.rewriting.orders.japanese.lexicon import is_ichidan_itself
from apps.transform.types.soften.japanese.marks import calm_mark

PUSHES = frozenset(
    ("何回", "何度", "だろ", "だろう", "でしょ", "でしょう", "よ", "ね", "じゃん", "のに", "はず", "の", "てる", "じゃ")
)
SAID = {1: ("言いました", "言っています"), 2: ("お伝えしていました", "お伝えしています")}


def word_reported(clause: Clause, register: int) -> Edit | None:
    """The writer's own order, told again without the order; None where somebody else gave it (直せと言われた)."""
    tokens = clause.tokens
    at = next((i for i in range(1, len(tokens) - 1) if _is_said(tokens, i)), None)
    if at is None or not any(token.surface in PUSHES or token.lemma == "てる" for token in tokens[at + 1 :]):
        return None
    if any(token.lemma in ("れる", "られる") for token in tokens[at + 1 :]):
        return None
    joint = next((i for i in range(at + 2, len(tokens) - 1) if tokens[i].surface in BREAKS), None)
    again = any(token.surface in ("何度", "何回") for token in tokens[at + 1 :])
    forbids = tokens[at - 1].surface == "な"
    bids = tokens[at - 1].subpos == "接続助詞"
    found = last_verb(tokens, at - 2 if forbids or bids else at - 1)
    if found is None:
        return None
    head, before, verb = found
    verb = _godan_of(tokens[at - 1]) or verb
    act = before + (verb.nai_stem + "ない" if forbids else verb.lemma) + "よう"
    goes_on = any(token.lemma in ("てる", "いる") for token in tokens[at + 1 :]) and not _is_past(tokens)
    said = SAID[min(register, 2)][goes_on]
    text = act + ("繰り返し" if again else "") + said
    if joint is not None:  # what the reader does instead stays
        return Edit(tokens[head].start, tokens[joint].start, text + "が", "blame")
    return Edit(tokens[head].start, clause.mark_end, text + calm_mark(clause), "blame")


def _is_said(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the token is the と or って between an order and 言う."""
    order = (
        tokens[at - 1].form == "命令形"
        or _godan_of(tokens[at - 1]) is not None
        or (tokens[at - 1].surface == "な" and at > 1 and tokens[at - 2].pos == "動詞")
    )
    bids = at > 1 and tokens[at - 1].subpos == "接続助詞" and tokens[at - 1].surface in ("て", "で")
    said = at + 1
    while said < len(tokens) - 1 and tokens[said].surface in ("何度", "何回", "も", "、"):
        said += 1
    return (
        (order or (bids and said > at + 1))
        and tokens[at].surface in ("と", "って")
        and tokens[said].lemma in ("言う", "いう", "つう", "教える", "伝える", "頼む")
    )


def _godan_of(token: Token) -> Verb | None:
    """戻せって, which the dictionary reads as a form of 戻せる."""
    bare = token.form == "連用形-一般" and token.conjugation.startswith("下一段") and token.surface == token.lemma[:-1]
    return base_of_potential(token.lemma) if bare and not is_ichidan_itself(token.lemma) else None


def _is_past(tokens: tuple[Token, ...]) -> bool:
    return any(is_past(token) for token in tokens[-3:])
