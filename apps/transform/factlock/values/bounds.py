"""Which side of a value is meant: at least, more than, at most, less than, about."""

import re
from typing import Literal

Bound = Literal["", "ge", "gt", "le", "lt", "about"]
REACH = 30
"""Code points before and behind a value in which its bound may stand."""

BEFORE: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("le", re.compile(r"\b(?:no|not|never) (?:more|later|longer|larger|higher|greater|heavier|older|wider|thicker|deeper|taller|bigger|hotter|faster|further) than$|\bat or (?:under|below)$|\b(?:not|never|doesn't|don't|can't|cannot|mustn't|must not|may not|shouldn't|won't)(?: to)?(?: be| go)? (?:exceed|above|over|past|beyond)$|\bat (?:the )?most$|\bup to(?: and including)?$|\bmax(?:imum|\.)?(?: of| is)?:?$|\bwithin$|\bby$|\bno later than$|\blatest(?: by| is|:)?$|\buntil$|\btill$|\bcapped at$|\b(?:ceiling|cap|limit|upper limit)(?: of| is|:)$|\bdue(?: by| on)?$|\bdeadline(?: is|:)?$|\bas much as$|\bas many as$|\bmax(?:imum)?$", re.I)),
    ("ge", re.compile(r"\b(?:no|not|never) (?:less|fewer|earlier|sooner|shorter|lower|smaller|younger|narrower|thinner|shallower|colder|slower|nearer|lighter) than$|\bat or (?:over|above)$|\bat least$|\bmin(?:imum|\.)?(?: of| is)?:?$|\bfrom$|\bsince$|\bstarting(?: on| from| at)?$|\bas of$|\bas from$|\bnot? (?:be |go |fall |drop )?below$|(?:\b(?:not|never)|n't)\b[^.,;]{0,20}\b(?:before|until|under|below)$|\bearliest(?: by| is|:)?$", re.I)),
    ("gt", re.compile(r"\b(?:over|more than|above|exceed(?:s|ed|ing)?|pass(?:es|ed)?|larger than|greater than|longer than|older than|heavier than|higher than|beyond|past|after|>|≥|later than|upwards of)$", re.I)),
    ("lt", re.compile(r"\b(?:under|less than|fewer than|below|smaller than|shorter than|lower than|before|earlier than|ahead of|prior to|<|short of|drops? to|drops? under)$", re.I)),
    ("about", re.compile(r"(?:\babout|\baround|\bapprox(?:\.|imately)?|\broughly|\bsome|\bnearly|\balmost|\bclose to|\bnear|\bcirca|\bca\.?|\babt\.?|(?<![\d時分日])~|≈|\bpreferably|\bsometime)$", re.I)),
    ("ge", re.compile(r"(?:最低(?:でも)?|少なくとも|最短(?:でも)?|最小|下限は?|早くても|早くとも)[^\d。、\n]{0,6}$")),
    ("le", re.compile(r"(?:最大(?:でも)?|最長(?:でも)?|最高|上限は?|多くとも|多くても|長くとも|長くても|遅くとも|遅くても|せいぜい|高々)[^\d。、\n]{0,6}$")),
    ("about", re.compile(r"(?:約|およそ|おおよそ|ほぼ|大体|だいたい|ざっと|概ね|おおむね)$")),
)  # fmt: skip # a table, read by rows
AFTER: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("le", re.compile(r"\s?より(?:も)?(?:上|多|高|長|遅|重|大き)[^。、\n]{0,6}な")),
    ("ge", re.compile(r"\s?より(?:も)?(?:下|少|低|短|早|軽|小さ)[^。、\n]{0,6}な")),
    ("about", re.compile(r"\s?(?:程度|ぐらい|くらい|ほど(?!の差)|前後|頃|ごろ|あたり(?=[にでかまを、。]|$)|を?(?:目安|目処|めど)|or so\b|or thereabouts|-ish\b|ish\b|or thereabouts)", re.I)),
    ("ge", re.compile(r"\s?(?:以上|以降|から(?!の?(?:連絡|依頼|問))|より(?!前|早|の|も?[多少高低短長遅])|\+(?!\d)|(?:[a-z]{3,12} )?or (?:more|longer|later|above|over|up|higher|older|greater)\b|(?:and|&) (?:up|over|above|older)|at (?:the )?(?:least|earliest)\b|onwards?\b|up\b(?! to\b)|minimum\b|or better)", re.I)),
    ("le", re.compile(r"\s?(?:以下|以内|まで|が上限|を上限|を限度|が限度|が最大|最大|必着|が?(?:締切|締め切り|期限)|厳守|中に|(?:[a-z]{3,12} )?or (?:less|fewer|under|below|sooner|earlier|lower|younger)\b|at (?:the )?(?:most|latest)\b|max\b|maximum\b|tops\b)", re.I)),
    ("gt", re.compile(r"\s?(?:超(?!過?し?な)|を?(?:超え|越え|上回)(?!な)|を?(?:過ぎ|すぎ)|オーバー|より(?:多|高|長|遅|後)|の?後(?:に|は|で)|plus\b)")),
    ("le", re.compile(r"\s?を?(?:超え|越え|上回ら|超過し)な")),
    ("lt", re.compile(r"\s?(?:未満|を?下回|に?(?:満た)な|を?切[っるらり]|より(?:前|早|少|短|低)|の?前(?:に|まで))")),
)  # fmt: skip # a table, read by rows
COUNTER = re.compile(
    r"^(?![前後頃中内外約程未])(?:[一-龥々]{1,2}|[ァ-ヴー]{1,6})(?=以[上下内]|未満|超|まで|を?(?:超え|越え|下回|上回))"
)
"""What a number counts, ahead of its bound: 60字以内."""
SOONEST = re.compile(r"(?:早|遅)く(?:と|て)も[^\d。、\n]{0,6}$")
"""A bound that 30分前 behind it doesn't change."""
BRACKETS = ("(", "（")
FLIPPED = {frozenset(pair) for pair in (("ge", "le"), ("gt", "lt"), ("ge", "gt"), ("le", "lt"))}
COMPLEMENT = {frozenset(pair) for pair in (("gt", "le"), ("ge", "lt"))}
"""The one with a negation says the same as the other without: nothing above 10, at most 10."""
LOOSE = {frozenset(("about", side)) for side in ("ge", "le", "gt", "lt")}
CLAUSE = 80
"""Code points on either side in which a clause is looked for."""
CLAUSE_END = re.compile(r"[。、！？\n;]|,(?!\d)|[.!?](?=\s|$)")
NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|cannot|without|neither|nor|unless|except|reject\w*|refus\w*|den(?:y|ied)|stop\w*|forbid\w*|blocked)\b|n't\b"
    r"|な[いくかけ]|ません|ず(?![っつ])|不可|禁止|不要|無効|対象外|拒否|断[りる]|止め|中止|返送|だめ|ダメ|(?-i:NG)",
    re.I,
)


BOUNDING = re.compile(
    r"(?:\b(?:no|not|never)|n't)(?: to)?(?: be| go)? (?:more|less|fewer|later|earlier|longer|larger|higher|greater|exceed|above|over|past|beyond|below|under|before|until)\b|(?:超え|超過し|上回ら|満た)な",
    re.I,
)
"""Negations that belong to a bound."""


def bound_of(text: str, start: int, end: int) -> Bound:
    """The bound that the words beside a value put on it; what follows it decides first."""
    behind = text[end : end + REACH].lstrip(" ")
    before = (
        text[max(0, start - REACH) : start].rstrip(" の、:：(（,$€£¥").removesuffix(" the").removesuffix(" a").rstrip()
    )
    in_front: Bound = next((bound for bound, pattern in BEFORE if pattern.search(before)), "")
    if in_front and (
        behind[:1] in BRACKETS or SOONEST.search(before)
    ):  # at most 18 kg (more than that stops the winch)
        return in_front
    behind = COUNTER.sub("", behind.lstrip(" (（"))
    return next((bound for bound, pattern in AFTER if pattern.match(behind)), in_front)


def is_negated(text: str, start: int, end: int) -> bool:
    """Whether the clause around a value holds a negation that is no part of a bound."""
    low = max(0, start - CLAUSE)
    first = max((match.end() for match in CLAUSE_END.finditer(text, low, start)), default=low)
    match = CLAUSE_END.search(text, end, end + CLAUSE)
    last = match.start() if match else end + CLAUSE
    return NEGATION.search(BOUNDING.sub("", text[first:last])) is not None


def clash(one: Bound, other: Bound, *, same_sign: bool) -> bool:
    """Whether two bounds can't be said of the same value: at least and at most, by and around."""
    both = frozenset((one, other))
    return both in FLIPPED or both in LOOSE or (both in COMPLEMENT and same_sign)
