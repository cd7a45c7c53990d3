"""The role of a clause only where its cues and what was learned of clauses agree, or one of them is sure by itself.

Everything else is background: a heading that may be wrong for a sentence misleads more than none.
"""

import re

from apps.transform.rewriting.roles.agreement import GIVES, SURE_ALONE
from apps.transform.rewriting.roles.facts import owner_of
from apps.transform.rewriting.roles.purpose import Judgement, Purpose
from apps.transform.rewriting.roles.role import Role

CERTAIN = 9
"""The lead of what asks by its form."""
LEAST_ASKED = 0.2
LABEL = re.compile(r"[A-Z][\w-]* (?:[\w-]+ ){0,4}[\w-]+:\s")
"""English nouns look like orders: Support tickets this week: 41."""
LEAST_MARGIN, RIVAL = 2, 8

FITS: dict[Role, tuple[int, float, tuple[Purpose, ...]]] = {
    Role.DECISION: (4, 0.2, (Purpose.DECISION,)),
    Role.IMPACT: (5, 0.5, (Purpose.EFFECT, Purpose.FINDING, Purpose.EVENT, Purpose.CONDITION)),
    Role.OCCURRENCE: (2, 0.5, (Purpose.EVENT, Purpose.FINDING)),
    Role.CAUSE: (3, 0.6, (Purpose.CAUSE,)),
    Role.ACTION: (3, 0.4, (Purpose.EVENT,)),
    Role.UNDERWAY: (4, 0.15, (Purpose.EVENT, Purpose.FINDING, Purpose.COMMITMENT, Purpose.OWNER)),
    Role.REQUEST: (2, 0.35, (Purpose.REQUEST, Purpose.ORDER)),
    Role.OPEN: (3, 0.3, (Purpose.QUESTION,)),
    Role.NEXT: (3, 0.25, (Purpose.COMMITMENT, Purpose.DECISION)),
    Role.OWNER: (3, 0.5, (Purpose.OWNER,)),
    Role.CONTACT: (3, 0.5, (Purpose.OWNER,)),
    Role.CONDITION: (4, 0.3, (Purpose.CONDITION, Purpose.CONSTRAINT)),
}
"""For each role the least lead of its cues (0–9), and the least likelihood of the purposes that agree with them."""
BY_CUES = {
    **dict.fromkeys((Role.OCCURRENCE, Role.ACTION, Role.NEXT), CERTAIN),
    **{Role.IMPACT: 6, Role.CAUSE: 7, Role.UNDERWAY: 6, Role.OPEN: 6, Role.COST: 6, Role.CONTACT: 7, Role.OWNER: 8},
}
"""The lead from which cues are sure without agreement."""
PLANNED, AGREED_PLAN = (Purpose.COMMITMENT, Purpose.DECISION, Purpose.DEADLINE), 0.6
BY_PURPOSE = {purpose: role for purpose, role in GIVES.items() if role is not Role.OWNER} | {
    Purpose.FINDING: Role.FINDING,
    Purpose.OPINION: Role.OPINION,
    Purpose.DEADLINE: Role.DEADLINE,
}
"""An owner is told by its words alone (`owner_of`)."""
SHOWN_BY = {
    Purpose.CAUSE: re.compile(
        r"ため|から|ので|せい|よる|原因|理由|\b(?:because|due to|caused?|since|reason|as a result|turned out)\b", re.I
    ),
    Purpose.CONSTRAINT: re.compile(
        r"以内|以上|以下|未満|上限|下限|禁止|厳禁|のみ|だけ|不可|まで|必須"
        r"|\b(?:must|only|no more|no less|at least|at most|never|within|max(?:imum)?|min(?:imum)?|limit\w*|not allowed|cannot|can['’]?t)\b",
        re.I,
    ),
}
"""Words that a cause and a limit have, however sure the rest of a clause makes them look."""
PAST = {
    "ja": re.compile(r"(?:た|(?<=ん)だ|てい(?:る|ます|た)|てる|ており(?:ます)?|中(?:です)?)$"),
    "en": re.compile(
        r"\b(?:\w{2,}ed|was|were|(?:has|have|had) (?:not |just |already )?(?:been|\w+ed|\w+en|told|sent|gone|come|run|had)|had|did|broke|came|went|got|took|gave|found|lost|made|said|saw|sent|told|ran|fell|rose|"
        r"began|stood|kept|held|met|paid|(?:is|are) \w+ing)\b",
        re.I,
    ),
}
"""How what happened, or is going on, is told; what is only scheduled has none of these."""
DONE = {
    "ja": re.compile(
        r"(?:済み?|完了)(?:です|だ)?$"
        r"|(?<!が)(?:再起動|復旧|解消|解決|修正|交換|差し替え|手配|送付|返金|再送)(?:を|は)?(?:完了)?(?:し|いたし)(?:まし)?た$"
    ),
    "en": re.compile(
        r"^(?:we |i )?(?:rolled back|restarted|fixed|replaced|reverted|patched|restored|resent|refunded)\b"
        r"|\b(?:already|has been|have been) (?:done|fixed|sent|ordered|replaced|booked|told)\b",
        re.I,
    ),
}
ASKS = {
    "ja": re.compile(
        r"ください|下さい|お?願い|いただ[けき]|頂[けき]|ほしい|欲しい|もらえ|くれ|連絡|提出|教えて|までに"
    ),
    "en": re.compile(
        r"\b(?:please|pls|plz|could|would|can you|(?:i|we) (?:need|want)|let (?:me|us) know|somebody|someone|"
        r"asap|your approval)\b",
        re.I,
    ),
}
UNDECIDED = {
    "ja": re.compile(
        r"未(?:定|決|確定|確認)|(?:決まって|決めて|決定して)(?:い(?:ない|ません)|ない|ません)|決まらな|不明|わからない|分からない"
    ),
    "en": re.compile(
        r"\b(?:nothing|not|no(?:body| one)?|never|hasn['’]?t|haven['’]?t)(?: has| have| been| is| are| yet){0,2} (?:yet )?(?:decided|agreed|settled)\b"
        r"|\bno decision\b|\bundecided\b|\bcause(?: is| was)? (?:still )?(?:unknown|unclear)\b",
        re.I,
    ),
}
"""A decision that isn't made, a cause that nobody knows: neither stands under the heading of its word."""
MOST_COMMAS = 1
"""More parts than that may be of different roles."""
NAMES_CAUSE = re.compile(
    r"原因|起因|要因|^(?:多分|たぶん|おそらく|恐らく)|ため(?:です|でした)?$|\b(?:causes?|caused|culprit|reason)\b|^because\b",
    re.I,
)
"""A because inside a sentence may give the reason of anything."""
THINKS = re.compile(r"\b(?:thinks?|believes?|feels?|fears?)\b|と(?:思|考え|感じ)", re.I)
POLITE = {
    "ja": re.compile(
        r"(?:ください|下さい|(?:お願い|願い)(?:し|いたし|致し)ます|(?:もらえ|いただけ|頂け)ます(?:でしょう)?か)[。！!？?]*$"
    ),
    "en": re.compile(
        r"\b(?:please|pls|could (?:you|someone|somebody|anyone)|can (?:you|someone|somebody|anyone))\b", re.I
    ),
}
"""Words that only ask."""
STOPPED = re.compile(r"が[^、。はを]{0,6}(?:停止|中断|故障|切断|失敗|遅延)し")
"""What a thing did, though the word is one for deeds, too."""
WONDERS = re.compile(
    r"(?:いつ|どこ|誰|だれ|何|どの|どれ|どう|なぜ|いくら)[^。]*か[？?]?$|^open\s*:|\b(?:who|when|where|which|why|how)\b[^.]*\?$",
    re.I,
)
"""A question by its word."""
SCHEDULED = re.compile(r"明日|明後日|来[週月年]|今後|予定|見込|まで|次回")
AS_GOOD_AS_CERTAIN = 0.85
NEXT_TIME = re.compile(r"^(?:次回|次報|続報|next (?:update|meeting|call|review|session|date)\b)", re.I)
HARM = re.compile(r"損害|被害|損失|罰金|違約|damages?\b|\bloss(?:es)?\b|\bfines?\b|\bdebts?\b", re.I)
"""Sums that nobody is asked to pay for something."""


def lead_of(weight: int, others: int) -> int:
    """How far a role whose cues weigh so much is ahead of the `others`, 0–9. Much weight is certain, if nothing comes near it."""
    margin = weight - others
    alone = margin >= LEAST_MARGIN and others < RIVAL
    return CERTAIN if weight >= CERTAIN and alone else min(margin, CERTAIN - 1, weight)


def settled(role: Role, lead: int, judgement: Judgement, text: str, language: str) -> Role:
    """The role of a clause whose cues say `role`, `lead` (0–9) ahead of the next; background where that isn't sure."""
    told = text.strip().rstrip("。．.!！")
    if owner_of(told, language):
        return Role.OWNER
    if UNDECIDED[language].search(told) and "ない場合" not in told and told.count(",") <= MOST_COMMAS:
        return Role.OPEN
    if NEXT_TIME.match(told):
        return Role.NEXT
    if role is Role.ACTION and STOPPED.search(told):
        return Role.OCCURRENCE
    if role is not Role.REQUEST and WONDERS.search(told):
        return Role.OPEN
    if _agree(role, lead, judgement, told, language):
        return role
    if DONE[language].search(told):
        return Role.ACTION
    return _alone(judgement, told, language)


def _agree(role: Role, lead: int, judgement: Judgement, told: str, language: str) -> bool:
    if (role is Role.NEXT and PAST["ja"].search(told)) or (role is Role.COST and HARM.search(told)):
        return False
    if _is_somebodys_view(role, told):
        return False
    if role is Role.REQUEST:
        return _asks(lead, judgement, told, language)
    if lead >= BY_CUES.get(role, CERTAIN + 1) and (role is not Role.CAUSE or NAMES_CAUSE.search(told)):
        return True
    if role is Role.NEXT and judgement.likelihood(*PLANNED) >= AGREED_PLAN:
        return True
    least, likelihood, purposes = FITS.get(role, (CERTAIN + 1, 1.0, ()))
    return lead >= least and judgement.likelihood(*purposes) >= likelihood


def _is_somebodys_view(role: Role, told: str) -> bool:
    """What somebody thinks the effect is needn't be so."""
    return role is Role.IMPACT and THINKS.search(told) is not None


def _asks(lead: int, judgement: Judgement, told: str, language: str) -> bool:
    """Words that ask are believed unless what was learned is sure that something is only told."""
    least, likelihood, purposes = FITS[Role.REQUEST]
    asked = judgement.likelihood(*purposes)
    is_told = judgement.likelihood(Purpose.EVENT, Purpose.FINDING, Purpose.OPINION, Purpose.CONSTRAINT) >= SURE_ALONE
    in_words = lead >= least and ASKS[language].search(told) is not None
    by_form = lead >= CERTAIN and (language == "ja" or (asked >= LEAST_ASKED and not LABEL.match(told)))
    is_clear = by_form or POLITE[language].search(told) is not None
    is_agreed = lead >= least and asked >= likelihood and not LABEL.match(told)
    return is_agreed or is_clear or (in_words and not is_told)


def _alone(judgement: Judgement, told: str, language: str) -> Role:
    first, likelihood = judgement.ranked[0]
    role = BY_PURPOSE.get(first, Role.BACKGROUND)
    if role is Role.OCCURRENCE and not _is_told_as_past(told, likelihood, language):
        return Role.BACKGROUND
    if role is Role.OPEN and not told.rstrip("?？").endswith(("か", "かな")) and "?" not in told and "？" not in told:
        return Role.BACKGROUND
    if _is_somebodys_view(role, told) or (first in SHOWN_BY and not SHOWN_BY[first].search(told)):
        return Role.BACKGROUND
    return role if likelihood >= SURE_ALONE else Role.BACKGROUND


def _is_told_as_past(told: str, likelihood: float, language: str) -> bool:
    """A Japanese note in nouns (19日に電話) has no tense: there only what is as good as certain counts."""
    in_nouns = language == "ja" and likelihood >= AS_GOOD_AS_CERTAIN and not SCHEDULED.search(told)
    return in_nouns or PAST[language].search(told) is not None
