"""What frames a request: at most one cushion phrase, a closing at the strongest intensity, never an apology."""

import re
from collections.abc import Sequence
from dataclasses import replace

from apps.analyze.language.document import HOLE, Document
from apps.analyze.language.tokens import Token
from apps.transform.contracts import Edit
from apps.transform.rewriting.orders.japanese.clauses import Clause

CUSHIONED = re.compile(
    "恐れ入り|おそれいり|お手数|恐縮|差し支え|さしつかえ|よろしければ|宜しければ|申し訳|すみません|すいません|ごめん|お忙しい"
    "|ご多忙|可能でしたら|可能であれば|できれば|出来れば|勝手ながら|お手すき|すまない|済まない|悪いけど|悪いんだけど|悪いが|どうぞ|どうか"
)
COURTEOUS = re.compile(
    CUSHIONED.pattern
    + "|お疲れ|おつかれ|お世話になって|ありがとう|有難う|いただけ|頂け|お願いいたし|お願い致し|お願い申し|お願いでき"
    "|お願いします|幸いです|いただき|頂き|させてください|ございます|[おご][一-龠ぁ-ん]{1,6}(?:ください|下さい)"
)
CUSHIONS = {2: "お手数ですが、", 3: "恐れ入りますが、", 4: "恐れ入りますが、"}
FORBIDDING = "恐れ入りますが、"
"""Before a request not to do something: that costs the reader no trouble (お手数)."""

CLOSINGS = {3: "よろしくお願いいたします。", 4: "何卒よろしくお願いいたします。"}
CLOSED = re.compile(r"お願い|幸いです|幸いに存じます")
OPENERS = ("接続詞", "感動詞")
LEADS = ("あと", "それと", "まず", "次に", "ただし", "なので", "では")
CALLED = ("さん", "様", "さま", "くん", "君", "殿", "各位", "皆さん", "みんな")


def cushion(
    clause: Clause, document: Document, edits: Sequence[Edit], register: int, *, negative: bool
) -> tuple[Edit, ...]:
    """The edits with one cushion before the request of `clause`; as they are at register 1 or where the text has one."""
    softened = any(edit.replacement.endswith("お願いになりますが") for edit in edits)
    if register < 2 or clause.is_item or softened or CUSHIONED.search(document.prose):
        return tuple(edits)
    at, phrase = _opening(clause, document), FORBIDDING if negative else CUSHIONS[register]
    there = next((edit for edit in edits if edit.start == at), None)
    if there is None and not any(edit.start < at < edit.end for edit in edits):
        return (*edits, Edit(at, at, phrase, "cushion"))
    return tuple(replace(edit, replacement=phrase + edit.replacement) if edit is there else edit for edit in edits)


def _opening(clause: Clause, document: Document) -> int:
    """Where the clause begins, past a mention, a name that is called, a conjunction and its comma."""
    tokens, at = clause.tokens, 0
    calls = tokens[0].surface[:1] == HOLE and document.text[tokens[0].start] in "@＠<:"
    while calls and at < len(tokens) - 1 and (HOLE in tokens[at].surface or tokens[at].pos == "空白"):
        at += 1
    if at and tokens[at].pos == "助詞":
        return clause.start
    comma = next((i for i, token in enumerate(tokens[at : at + 5], at) if token.surface in ("、", "，")), None)
    if comma is not None and comma > at and (_opens(tokens[at:comma]) or _calls(tokens[at:comma])):
        at = comma + 1
    if at == 0 and len(tokens) > 2 and tokens[0].surface in ("あと", "それと"):
        at = 1
    if at == 0 and len(tokens) > 3 and (tokens[0].surface, tokens[1].surface) == ("それ", "と"):
        at = 2
    at = max(at, _past_reason(tokens))
    return tokens[at].start if at < len(tokens) else clause.start


def _past_reason(tokens: tuple[Token, ...]) -> int:
    """Behind the reason of a request (間に合わないので、…): the cushion belongs to what is asked."""
    reasons = (i for i in range(1, len(tokens) - 1) if tokens[i].surface in ("、", "，") and _gives_reason(tokens, i))
    return max(reasons, default=-1) + 1


def _gives_reason(tokens: tuple[Token, ...], comma: int) -> bool:
    last = tokens[comma - 1]
    if last.surface == "で" and comma > 1 and tokens[comma - 2].surface == "の":
        return True
    joined = last.surface in ("から", "ので", "けど", "が") and last.subpos == "接続助詞"
    return joined or last.surface == "ため"


def _calls(tokens: tuple[Token, ...]) -> bool:
    """田中さん、: a name and nothing else."""
    return tokens[-1].surface in CALLED and all(token.pos in ("名詞", "代名詞", "接尾辞") for token in tokens)


def _opens(tokens: tuple[Token, ...]) -> bool:
    return len(tokens) == 1 and (tokens[0].pos in OPENERS or tokens[0].surface in LEADS)


def closing(document: Document, edits: Sequence[Edit], register: int) -> Edit | None:
    """A closing line after the last sentence; None below register 3, where one stands, or where the text ends in code."""
    text = document.text.rstrip()
    end = len(text)
    ending = text[-60:] + "".join(edit.replacement for edit in edits if edit.end > end - 30)
    if register < 3 or not end or CLOSED.search(ending) or document.touches_opaque(end - 1, end):
        return None
    stop = "" if text[-1] in "。！？!?」』）)…" else "。"
    joint = "\n" if "\n" in text else ""
    return Edit(end, end, stop + joint + CLOSINGS[register], "closing")
