"""What is spoken within a sentence, made fit to be written: 遅れてるんだけど、 → 遅れているのですが、; って → は, と, という."""

from collections.abc import Iterator

from apps.analyze.language.tokens import Token
from apps.transform.contracts import Edit
from apps.transform.rewriting.keigo.endings import full_form, polite_ending
from apps.transform.rewriting.keigo.predicates import read_predicate
from apps.transform.rewriting.orders.japanese.clauses import BREAKS, Clause

POLITE = {"けど": "が", "けれど": "が", "けれども": "が", "が": "が", "し": "し"}
"""A particle that joins two statements, and what it is behind a polite ending."""

NOUNS = ("名詞", "代名詞", "接尾辞")
SAYING = frozenset(
    ("言う", "いう", "聞く", "思う", "書く", "伝える", "約束", "決める", "説明", "頼む", "返事", "報告", "考える")
)
NAMED = frozenset(("人", "方", "話", "件", "こと", "事", "感じ", "状況", "意味", "名前", "理由", "の"))


def word_joints(clause: Clause, register: int) -> Iterator[Edit]:
    """From register 2: 届かないんだけど、 → 届かないのですが、; 遅れてるから、 → 遅れてるので、."""
    tokens = clause.tokens
    start = 0
    for at in range(1, len(tokens) - 1):
        if register < 2 or tokens[at + 1].surface not in BREAKS:
            continue
        if tokens[at].subpos == "接続助詞":
            edit = _joint(tokens[start : at + 1])
            yield from () if edit is None else (edit,)
        start = at + 2


def _joint(tokens: tuple[Token, ...]) -> Edit | None:
    joint, before = tokens[-1], tokens[-2] if len(tokens) > 1 else None
    if before is None:
        return None
    if (
        joint.surface == "から"
        and before.pos in ("動詞", "助動詞", "形容詞")
        and before.lemma not in ("だ", "です", "ます")
    ):
        return Edit(joint.start, joint.end, "ので", "casual")
    predicate = read_predicate(tokens)
    if (
        joint.surface in ("けど", "けれど")
        and before.surface == "です"
        and tokens[-3:-2]
        and tokens[-3].surface == "ん"
    ):
        full = full_form(tokens, len(tokens) - 4) if len(tokens) > 3 else None
        start = full.start if full else tokens[-3].start
        return Edit(start, joint.end, (full.text if full else "") + "のですが", "casual")
    if joint.surface not in POLITE or predicate is None or predicate.tails != (joint.surface,):
        return None
    ending = polite_ending(predicate)
    return Edit(ending.start, joint.end, ending.text + POLITE[joint.surface], "plain_ending") if ending else None


def word_spoken(clause: Clause, register: int) -> Iterator[Edit]:
    """From register 2, the って of speech: 40人日って高い → 40人日は, 月末って言った → 月末と, 田中って人 → 田中という人; じゃ → では."""
    for at, token in enumerate(clause.tokens[:-1]):
        if register < 2 or not at or token.pos not in ("助詞", "助動詞"):
            continue
        written = _written(clause.tokens, at) if token.surface == "って" else ""
        if token.lemma in ("てる", "でる") and clause.tokens[at + 1].lemma in ("ます", "ない"):
            yield Edit(token.end, token.end, "い", "casual")
        if token.surface == "じゃ" and token.pos == "助詞" and token.subpos == "格助詞":
            written = "では"
        if written:
            yield Edit(token.start, token.end, written, "casual")


def _written(tokens: tuple[Token, ...], at: int) -> str:
    before, after = tokens[at - 1], tokens[at + 1]
    if after.surface in NAMED:
        return "という"
    if any(token.lemma in SAYING for token in tokens[at + 1 : at + 8]):
        return "と"
    if after.surface in BREAKS and before.pos in ("動詞", "助動詞") and before.form.startswith(("終止形", "連体形")):
        return "のは"
    return "は" if before.pos in NOUNS else ""
