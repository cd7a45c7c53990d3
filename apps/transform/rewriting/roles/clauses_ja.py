"""Cut a long Japanese sentence where each piece can stand alone once its ending is completed.

Morphology decides: a verb that stops in its continuative form (し、), 〜ていて、, 〜が、, 〜く、, 〜で、 and the like.
Where a cut could change what is said (conditions, requests, negated main clauses), the sentence stays whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.analyze.language.tokens import Token, tokenize
from apps.transform.rewriting.roles.statement import Clause

COMMAS = "、，"
OWN_LENGTH = 8
"""A rest shorter than this, without a topic, leans on what stands before the comma."""
LEAST = 4
"""A piece shorter than this (characters) is no statement of its own."""
OPENING, CLOSING = "（(【[", "）)】]"
TOPIC = re.compile(r"[はがもを]")
PREFACE = re.compile(
    r"(?:恐縮|恐れ入り|申し訳|すみません|すいません|お手数|ご多忙|お忙しい|の件|なん|念のため|もし|失礼)"
)
RECOVERED = re.compile(r"(?:復旧|解消|回復|収束|正常(?:化|に戻)|直り(?:まし|、)|直っ)")
WISH_NEXT = re.compile(
    r"(?:できれば|可能(?:なら|であれば)|余裕があれば|あと(?:は|、)|ついでに|欲を言えば|理想(?:は|を))"
)
OF_WHICH = re.compile(r"その(?:うち|内)(?:[約の]|\d|[０-９])|(?:うち|内)の?(?:約|[\d０-９一二三四五六七八九十数半])")
SUBORDINATE = re.compile(r"(?:ため|ので|から|たら|れば|場合は?|が|けど)、")
LIMIT = re.compile(r"は[^、。はがを]{1,20}(?:以内|以下|以上|未満|まで|上限)$")
NOTED = re.compile(r"(?:希望|予定|必須|目標|厳守)$")
"""How a note in nouns ends that stands alone: 9月リリース希望."""
BARE_LIST = re.compile(r"^[^、。]{2,40}[はもを][^、。]{2,}")


@dataclass(frozen=True)
class Ending:
    """How the main clause of a sentence ends."""

    polite: bool
    past: bool
    negative: bool
    requesting: bool
    nominal: bool


def clauses(text: str, offset: int) -> list[Clause]:
    """The clauses of one sentence, whose text begins at `offset` of the document."""
    body = text.rstrip("。．")
    tokens = tokenize(body)
    ending = ending_of(body, tokens)
    found, start = [], 0
    for at in _commas(tokens):
        completed = _complete(body, tokens, start, at, ending)
        if completed:
            cut, tail = completed
            found.append(Clause(offset + start, offset + tokens[at].end, offset + cut, tail))
            start = tokens[at].end
    return [*found, Clause(offset + start, offset + len(text), offset + len(body))]


def ending_of(body: str, tokens: Sequence[Token]) -> Ending:
    """Politeness, tense and kind of the last predicate."""
    last = [t for t in tokens[-6:] if t.pos != "補助記号"]
    shown = "".join(t.surface for t in last)
    return Ending(
        polite=bool(re.search(r"(?:です|でした|ます|ました|ません|ください|でしょう)[かねよ]*$", shown)),
        past=bool(last) and (last[-1].conjugation == "助動詞-タ" or shown.endswith(("でした", "ました"))),
        negative=any(t.lemma in ("ない", "ぬ", "ず") for t in last),
        requesting=bool(
            re.search(r"(?:ください|下さい|お願い|いただけ|頂け|もらえ|ほしい|欲しい|たい|くれ)", body[-14:])
        ),
        nominal=bool(last) and last[-1].pos == "名詞",
    )


def _commas(tokens: Sequence[Token]) -> Iterator[int]:
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.surface in OPENING) - (token.surface in CLOSING)
        if token.surface in COMMAS and depth <= 0 and 0 < at < len(tokens) - 1:
            yield at


def _complete(body: str, tokens: Sequence[Token], start: int, at: int, ending: Ending) -> tuple[int, str] | None:
    """Where the piece before the comma is cut and what completes it; None where it can't stand alone."""
    before = [t for t in tokens[:at] if t.start >= start]
    comma = tokens[at]
    piece, rest = body[start : comma.start], body[comma.end :]
    if len(piece) < LEAST or len(rest) < LEAST or PREFACE.search(piece[-12:]):
        return None
    for rule in (_state, _contrast, _continuative, _adjective, _copula, _limit, _wish, _bare):
        completed = rule(before, piece, rest, ending)
        if completed:
            return completed
    return (comma.start, "") if OF_WHICH.match(rest) else None


def _state(before: list[Token], _piece: str, rest: str, ending: Ending) -> tuple[int, str] | None:
    """〜ていて、 / 〜ており、: a state, past where the sentence goes on to say that it is over."""
    lemmas = [t.lemma for t in before[-3:]]
    te_ite = len(before) > 2 and lemmas[-1] == "て" and lemmas[-2] in ("いる", "居る")
    te_ori = len(before) > 1 and lemmas[-1] in ("おる", "居る") and before[-1].surface == "おり"
    if not (te_ite or te_ori) or ending.requesting:
        return None
    cut = before[-2].start if te_ite else before[-1].start
    over = bool(RECOVERED.search(rest)) and ending.past
    return cut, ("いました" if over else "います") if ending.polite else ("いた" if over else "いる")


def _contrast(before: list[Token], _piece: str, rest: str, _ending: Ending) -> tuple[int, str] | None:
    """〜ますが、 / 〜ですし、: already complete before the particle, unless it only names a topic."""
    last = before[-1]
    if (
        last.pos != "助詞"
        or last.subpos != "接続助詞"
        or last.surface not in ("が", "けど", "けれど", "けれども", "し")
    ):
        return None
    subject = any(t.surface in ("は", "が", "も") and t.pos == "助詞" for t in before[:-1])
    names_topic = before[-2:-1] and before[-2].lemma in ("です", "だ") and not subject
    needs_it = len(rest) < OWN_LENGTH and not TOPIC.search(rest)
    return None if names_topic or needs_it else (last.start, "")


def _continuative(before: list[Token], piece: str, rest: str, ending: Ending) -> tuple[int, str] | None:
    """〜し、 / 〜され、: takes the tense of the main clause, where that is a plain assertion."""
    last = before[-1]
    verb = last.pos == "動詞" or (last.pos == "助動詞" and last.lemma in ("れる", "られる", "せる", "させる"))
    blocked = ending.negative or ending.requesting or ending.nominal or not ending.polite
    if not verb or not last.form.startswith("連用形") or blocked or not TOPIC.search(piece):
        return None
    own_topic = re.search(r"[はが]", rest) and not SUBORDINATE.search(rest)
    return (last.end, "ました" if ending.past else "ます") if own_topic else None


def _adjective(before: list[Token], piece: str, rest: str, ending: Ending) -> tuple[int, str] | None:
    """〜く、 with a subject: 〜い. A guess (〜っぽく、) says plainly that it is one."""
    last = before[-1]
    if last.lemma == "っぽい":
        return last.start, "のようです" if ending.polite or ending.nominal else "のようだ"
    if last.pos != "形容詞" or not last.form.startswith("連用形") or not re.search(r"[はがも]", piece) or ending.past:
        return None
    if not re.search(r"[はがも]", rest):
        return None
    if last.lemma in ("ない", "無い"):
        return last.start, "ありません" if ending.polite else "ない"
    return last.start, last.lemma + ("です" if ending.polite else "")


def _copula(before: list[Token], piece: str, _rest: str, ending: Ending) -> tuple[int, str] | None:
    """Noun + で、 with a topic: です."""
    last = before[-1]
    if last.pos != "助動詞" or last.surface != "で" or last.lemma != "だ" or "は" not in piece or ending.requesting:
        return None
    if before[-2:-1] and before[-2].pos == "助詞":
        return None  # 〜ので、 gives a reason
    return last.start, "です" if ending.polite else ""


def _limit(before: list[Token], piece: str, rest: str, ending: Ending) -> tuple[int, str] | None:
    """予算は200万円以内、年度内の稼働を希望します: a limit stands alone, unless a wish goes on about it."""
    if not LIMIT.search(piece) or WISH_NEXT.match(rest):
        return None
    if not NOTED.search(rest) if ending.nominal else not TOPIC.search(rest):
        return None
    return before[-1].end, "です" if ending.polite else ""


def _wish(before: list[Token], _piece: str, rest: str, _ending: Ending) -> tuple[int, str] | None:
    """〜して、できれば…: a request and a wish, which weigh differently."""
    if not WISH_NEXT.match(rest) or before[-1].lemma != "て" or len(before) < 2 or before[-2].pos != "動詞":
        return None
    return before[-2].start, before[-2].lemma


def _bare(before: list[Token], _piece: str, rest: str, ending: Ending) -> tuple[int, str] | None:
    """Notes in nouns (…へ連絡、…は来週検討): both halves end in a noun and the second has its own topic."""
    stands = before[-1].pos == "名詞" and len(before) > 2 and before[-2].pos in ("助詞", "名詞", "接尾辞")
    return (before[-1].end, "") if ending.nominal and stands and BARE_LIST.match(rest) else None
