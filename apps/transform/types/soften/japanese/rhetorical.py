"""Questions and remarks that only blame: また遅刻ですか, 誰のせいで…と思ってるの, できるわけないだろ. The fact in them stays."""

import re
from collections.abc import Callable

from apps.analyze.language.tokens import Token
from apps.transform.contracts import Edit
from apps.transform.rewriting.keigo.endings import polite_ending, polite_verb
from apps.transform.rewriting.keigo.predicates import Predicate, is_past, last_verb
from apps.transform.rewriting.orders.japanese.clauses import Clause
from apps.transform.rewriting.orders.japanese.lexicon import is_lapse, is_setback
from apps.transform.types.soften.japanese.marks import calm_mark
from apps.transform.types.soften.japanese.questions import asks_something

TELL = ("教えてください", "教えていただけますか", "お聞かせいただけますでしょうか", "お聞かせいただけますでしょうか")
CHECK = (
    "確認させてください",
    "確認させていただけますか",
    "確認させていただけますでしょうか",
    "確認させていただけますでしょうか",
)
VIEWS = (
    "考えを聞かせてください",
    "ご認識を教えていただけますか",
    "ご認識をお聞かせいただけますでしょうか",
    "ご認識をお聞かせいただけますでしょうか",
)
ENDINGS = frozenset(("です", "だ", "な", "なの", "の", "ん", "か", "よ", "ね", "わけ"))
FAULT = ("誰のせいで", "だれのせいで")
ISNT = frozenset(("か", "かよ", "よ", "です", "の"))
PUSHED = (("じゃん",), ("だろ",), ("だろう",), ("でしょ",), ("でしょう",))
PRAISE = re.compile(
    r"(?:さすが|すご|凄|素晴らし|すばらし|ご?立派|お?見事|いいご身分|大したもん|えら|偉)[^、。]{0,6}[、，]"
)
LAPSE = re.compile(r"ずに|ないで|なしで|無しで|忘れ|無視|勝手|無断|壊し|壊す|消し|消す|遅れ|落と|放置|飛ばし")
"""What nobody is praised for: with it, さすがですね、…なんて is sarcasm."""

EARLIER = re.compile(
    r"(?:前回|前々回|前|以前|先日|先週|先月|先ほど|さっき|昨日|おととい|一昨日|昨年|去年|何度|何回)も|(?:決め|約束し|合意し|確認し合っ)(?:まし)?たよね$"
)
"""With よね behind it, a reminder of what happened before is a reproach, and so is one of what was agreed."""

TAKEN_FOR = re.compile(r"を(?:いったい|一体)?(?:何|なん|誰|だれ)だ?と(?:思|お考え)")
"""現場を何だと思ってるんですか asks nothing that could be answered: no words of ours say it kindly."""

MUSED = re.compile(r"(?:へえ|へぇ|へー|ふーん|ふうん)[、，]?")


def word_rhetorical(clause: Clause, prose: str, register: int) -> tuple[Edit, ...]:
    """The edits that leave the fact of a clause and take the blame out; none for what only tells or really asks."""
    return next((edits for rule in RULES if (edits := rule(clause, prose, register))), ())


def _again(clause: Clause, prose: str, register: int) -> tuple[Edit, ...]:
    """また遅刻ですか → また遅刻のようですが、事情があれば教えていただけますか. Not また会議ですか, which may ask."""
    tokens = clause.tokens
    at = next((i for i, token in enumerate(tokens) if token.surface == "また"), len(tokens))
    end = at + 1
    while end < len(tokens) and tokens[end].pos in ("名詞", "接頭辞", "接尾辞"):
        end += 1
    rest = [token.surface for token in tokens[end:]]
    if end == at + 1 or end > len(tokens) or not ENDINGS.issuperset(rest) or not ("か" in rest or clause.is_question):
        return ()
    setback = is_setback(tokens[end - 1].surface)
    if not (setback or is_lapse(tokens[end - 1].surface)):
        return ()
    what = "状況を" if setback else "事情があれば"
    return (_to_end(tokens[end - 1].end, clause, f"のようですが、{what}{TELL[register - 1]}", "rude_question"),)


def _no_way(clause: Clause, prose: str, register: int) -> tuple[Edit, ...]:
    """できるわけないだろ → できません."""
    tokens = clause.tokens
    at = next((i for i, token in enumerate(tokens) if token.surface == "わけ" and i), 0)
    after = at + 1
    if after < len(tokens) and tokens[after].surface in ("が", "は", "も"):
        after += 1
    denied = (
        at and after < len(tokens) and tokens[after].lemma in ("ない", "無い") and tokens[after].form != "連用形-一般"
    )
    ends = all(token.pos in ("助動詞", "助詞") for token in tokens[after + 1 :])
    found = last_verb(tokens, at - 1) if denied and ends and not is_past(tokens[at - 1]) else None
    if found is None:
        return ()
    head, before, verb = found
    return (_to_end(tokens[head].start, clause, polite_verb(before, verb, negative=True), "reproach"),)


def _isnt_it(clause: Clause, prose: str, register: int) -> tuple[Edit, ...]:
    """遅れてるじゃないか → 遅れています: what is told as if the reader denied it."""
    said = [token.surface for token in clause.tokens]
    at = next((i for i in range(len(said) - 2, 0, -1) if said[i] in ("じゃ", "では")), 0)
    denies = (
        bool(at) and clause.tokens[at + 1].lemma in ("ない", "ねえ", "無い") and {"か", "かよ"} & set(said[at + 2 :])
    )
    before = clause.tokens[at - 1]
    plain = before.pos in ("動詞", "助動詞") and before.lemma not in ("だ", "です", "ます") and not clause.is_question
    told = any(token.lemma in ("言う", "伝える", "説明") for token in clause.tokens[max(0, at - 3) : at])
    if not denies or not plain or told or not ISNT.issuperset(said[at + 2 :]):
        return ()
    ending = polite_ending(Predicate(clause.tokens[:at], (), before.end))
    return (_to_end(ending.start, clause, ending.text, "reproach"),) if ending else ()


def _easily(clause: Clause, prose: str, register: int) -> tuple[Edit, ...]:
    """使えばいいじゃん → 使ってはいかがでしょうか."""
    tokens = clause.tokens
    surfaces = tuple(token.surface for token in tokens[-3:])
    pushes = surfaces[:2] in (("ば", "いい"), ("ば", "よい")) and surfaces[2:] in PUSHED
    found = last_verb(tokens, len(tokens) - 4) if pushes and len(tokens) > 3 else None
    if found is None:
        return ()
    head, before, verb = found
    text = before + verb.te + "はいかがでしょうか"
    return (_to_end(tokens[head].start, clause, text, "rude_question"),)


def _supposed(clause: Clause, prose: str, register: int) -> tuple[Edit, ...]:
    """いくら損したと思ってるの → いくら損したか、ご認識を教えていただけますか; それで動くと思ってるの → とお考えでしょうか."""
    tokens, said = clause.tokens, prose[clause.start : clause.mark_start]
    at = next((i for i in range(len(tokens) - 2, 0, -1) if _is_thinking(tokens, i)), 0)
    if not at or not _asks_back(tokens[at + 2 :], clause, said) or TAKEN_FOR.search(said):
        return ()
    asked = said.startswith(FAULT) or asks_something(tokens[:at])
    if not asked:
        view = "と思っているのでしょうか" if register == 1 else "とお考えでしょうか"
        willing = tokens[at - 1].form == "意志推量形"
        return () if willing else (_to_end(tokens[at].start, clause, view, "rude_question"),)
    start = tokens[at - 1].start if tokens[at - 1].conjugation == "助動詞-ダ" else tokens[at].start
    fault = next((words for words in FAULT if said.startswith(words)), "")
    if fault and start == tokens[at].start:
        kept = said[len(fault) : start - clause.start].removeprefix("、")
        return (_to_end(clause.start, clause, f"{kept}件について、経緯を{CHECK[register - 1]}", "blame"),)
    return (_to_end(start, clause, f"か、{VIEWS[register - 1]}", "rude_question"),)


def _is_thinking(tokens: tuple[Token, ...], at: int) -> bool:
    return tokens[at].surface in ("と", "って") and tokens[at + 1].lemma in ("思う", "おもう")


def _asks_back(rest: tuple[Token, ...], clause: Clause, said: str) -> bool:
    """Whether 思って is followed by てるの, ているんですか, てんだよ and nothing else."""
    goes_on = bool(rest) and (rest[0].lemma in ("てる", "でる") or [t.lemma for t in rest[:2]] == ["て", "いる"])
    tail = rest[1:] if goes_on and rest[0].lemma in ("てる", "でる") else rest[2:]
    surfaces = [token.surface for token in tail]
    asks = "の" in surfaces or "か" in surfaces or "わけ" in surfaces or clause.is_question
    mused = "ん" in surfaces and (MUSED.match(said) is not None or asks_something(clause.tokens))
    return goes_on and ENDINGS.issuperset(surfaces) and (asks or mused)


def _praised(clause: Clause, prose: str, register: int) -> tuple[Edit, ...]:
    """さすがですね、テストもせずに出すなんて → テストもせずに出す点が気になっています."""
    praise = PRAISE.search(prose, max(0, clause.start - 16), clause.start) or PRAISE.match(prose, clause.start)
    before, last = clause.tokens[-2:] if len(clause.tokens) > 1 else (None, None)
    if praise is None or before is None or last is None or last.surface not in ("なんて", "とは"):
        return ()
    if before.pos not in ("動詞", "助動詞") or not LAPSE.search(prose, clause.start, clause.mark_start):
        return ()
    drop = Edit(praise.start(), praise.end(), "", "sarcasm")
    return drop, _to_end(last.start, clause, "点が気になっています", "sarcasm")


def _reminded(clause: Clause, prose: str, register: int) -> tuple[Edit, ...]:
    """前回も同じ理由でしたよね → 前回も同じ理由だったと認識しています: what happened stays, the "as you well know" goes."""
    tokens = clause.tokens
    reminds = "".join(token.surface for token in tokens[-2:]).endswith("よね") and EARLIER.search(
        prose, clause.start, clause.mark_start
    )
    last = len(tokens) - (2 if tokens[-1].surface == "ね" else 1) - 1
    if register < 2 or not reminds or last < 1 or not is_past(tokens[last]):
        return ()
    view = "と認識しています" if register == 2 else "と認識しております"
    polite = tokens[last - 1]
    if polite.surface == "でし":
        return (_to_end(polite.start, clause, f"だった{view}", "reproach"),)
    found = last_verb(tokens, last - 2) if polite.surface == "まし" and last > 1 else None
    if found is None:
        return () if polite.surface == "まし" else (_to_end(tokens[last].end, clause, view, "reproach"),)
    head, before, verb = found
    past = verb.te[:-1] + ("だ" if verb.te.endswith("で") else "た")
    return (_to_end(tokens[head].start, clause, f"{before}{past}{view}", "reproach"),)


def _to_end(start: int, clause: Clause, text: str, reason: str) -> Edit:
    return Edit(start, clause.mark_end, text + calm_mark(clause, question=text.endswith("か")), reason)


Rule = Callable[[Clause, str, int], tuple[Edit, ...]]
RULES: tuple[Rule, ...] = (_again, _no_way, _isnt_it, _easily, _supposed, _praised, _reminded)
