"""The clauses of a Japanese message that end in a predicate of their own: where an ending can be softened."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from apps.analyze.language.document import HOLE, Document
from apps.analyze.language.sentences import Sentence, split_sentences
from apps.analyze.language.tokens import Token, tokenize

MARKS = "。．！？!?…、，,ー~～〜 \u3000" + HOLE
LAUGH = re.compile(r"(?:[（(](?:笑|怒|泣)[）)]|(?<![A-Za-z])[wｗ]{1,20})$")
BRACKET = re.compile(r"[（(][^（）()]{0,80}[）)]$")
PUSHES = ("だろ", "でしょ", "じゃん", "ぞ", "ぜ")
MOST_ENDINGS = 8
PREDICATES = ("動詞", "助動詞", "形容詞")
TOPICS = ("は", "が", "を")
OTHERWISE = ("でないと", "じゃないと", "ではないと", "さもないと", "そうしないと", "そうでないと", "でなければ")
HURRIES = re.compile("今すぐ|いますぐ|すぐ|至急|早く|はやく|早急|さっさと|とっとと|今日|本日|明日|まで|絶対|必ず")
BREAKS = ("、", "，", ",", " ", "\u3000")


@dataclass(frozen=True)
class Clause:
    """Tokens with offsets in the text, end marks left out. `[mark_start, mark_end)` are the marks after them.

    `is_inner` ends at a comma or a space within its sentence; `is_echoed`: and no predicate follows (卵だよ、卵。), but an
    `is_echo`, which belongs before it (誰だよ、これ消したの。).
    """

    tokens: tuple[Token, ...]
    mark_start: int
    mark_end: int
    mark: str
    start: int
    is_item: bool
    is_inner: bool
    is_echoed: bool = False
    is_echo: bool = False

    @property
    def is_question(self) -> bool:
        """Whether a question mark stands behind it."""
        return "？" in self.mark or "?" in self.mark


def read_clauses(document: Document) -> tuple[Clause, ...]:
    """Every sentence, cut behind an order, a prohibition or a push that a comma or a space follows."""
    return tuple(
        clause
        for sentence in split_sentences(document, "ja")
        if not sentence.is_opaque
        for clause in _clauses(sentence, document)
    )


def _clauses(sentence: Sentence, document: Document) -> list[Clause]:
    core = _core(sentence.prose)
    tokens = tuple(token.moved(sentence.start) for token in tokenize(core))
    ends = [at for at in range(1, len(tokens)) if _breaks(tokens, at)]
    bounds = [0, *[at + 1 for at in ends], len(tokens)]
    is_item = _is_item(document, sentence)
    clauses = [
        _clause(tokens[start:end], sentence, document, is_item) for start, end in pairwise(bounds) if start < end
    ]
    if len(clauses) > 1 and _is_echo(clauses[-1].tokens):
        clauses[-2:] = replace(clauses[-2], is_echoed=True), replace(clauses[-1], is_echo=True)
    return clauses


def _is_echo(tokens: tuple[Token, ...]) -> bool:
    """Words put behind what they belong to: 卵だよ、卵。, 止めろ、今すぐ。, 誰だよ、これ消したの。"""
    if tokens[-1].surface == "の" and len(tokens) > 1 and tokens[-2].form.startswith(("連体形", "終止形")):
        return True
    return not any(t.pos in PREDICATES or (t.pos == "助詞" and t.surface in TOPICS) for t in tokens)


def _hurries_after(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a te-form stands before the comma and its haste or what follows else behind it: 止めて、今すぐ。, 出して、でないと間に合わない。"""
    bids = tokens[at - 1].subpos == "接続助詞" and tokens[at - 1].surface in ("て", "で")
    rest = tokens[at + 1 :]
    said = "".join(t.surface for t in rest[:8])
    return bids and (said.startswith(OTHERWISE) or (bool(rest) and _is_echo(rest) and HURRIES.search(said) is not None))


def _core(prose: str) -> str:
    """The sentence without end marks, emoji, laughter and brackets at its end."""
    for _ in range(MOST_ENDINGS):
        shorter = prose.rstrip(MARKS)
        match = LAUGH.search(shorter, max(0, len(shorter) - 30)) or BRACKET.search(shorter, max(0, len(shorter) - 90))
        shorter = shorter[: match.start()] if match else shorter
        if shorter == prose:
            break
        prose = shorter
    return prose


def _breaks(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the token `at` is a comma or a space behind an order or a push: 直せ、, 触るなよ、, そうだろ、, 嫌だよ、."""
    if tokens[at].surface not in BREAKS or (at + 1 < len(tokens) and tokens[at + 1].surface in BREAKS):
        return False
    if _hurries_after(tokens, at):
        return True
    before = at - 1
    while before > 0 and tokens[before].surface in BREAKS:
        before -= 1
    end = before
    while before > 0 and tokens[before].surface in ("よ", "や", "ね") and tokens[before].subpos == "終助詞":
        before -= 1
    last, previous = tokens[before], tokens[before - 1] if before else None
    if last.form == "命令形":
        return not (last.lemma == "する" and previous is not None and previous.surface == "に")
    if last.surface in PUSHES or (before < end and last.form == "終止形-一般"):
        return True
    forbids = last.surface == "な" and last.pos in ("助詞", "助動詞") and previous is not None
    return (
        forbids
        and previous is not None
        and previous.pos in ("動詞", "助動詞")
        and previous.form.startswith("終止形")
        and previous.lemma not in ("だ", "た")
    )


def _clause(tokens: tuple[Token, ...], sentence: Sentence, document: Document, is_item: bool) -> Clause:
    inner = tokens[-1].surface in BREAKS
    end = tokens[-1].end
    if inner:
        while len(tokens) > 1 and tokens[-1].surface in BREAKS:
            mark_start, tokens = tokens[-1].start, tokens[:-1]
        return Clause(tokens, mark_start, end, document.prose[mark_start:end], tokens[0].start, is_item, True)
    mark_end = end
    while mark_end < sentence.end and document.prose[mark_end] in "。．！？!?…":
        mark_end += 1
    return Clause(tokens, end, mark_end, document.prose[end:mark_end], tokens[0].start, is_item, False)


def _is_item(document: Document, sentence: Sentence) -> bool:
    """Whether the sentence is a list item or a heading, where plain forms are notes and not speech."""
    line_start = document.text.rfind("\n", 0, sentence.start) + 1
    return bool(
        re.match(r"[ \t\u3000]*(?:[-*+•・‣◦●○■□◆◇▶▼※#]|\d{1,2}[.)．）]|[(（]\d|[①-⑳])", document.text[line_start:])
    )
