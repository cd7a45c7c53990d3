"""How a request is worded at each register: 1 〜てください, 2 〜ていただけますか, 3 お〜いただけますでしょうか, 4 for a customer."""

import re

from apps.transform.contracts import Edit
from apps.transform.rewriting.keigo.honorifics import honorific_noun, honorific_verb
from apps.transform.rewriting.orders.japanese.asks import Ask
from apps.transform.rewriting.orders.japanese.clauses import Clause
from apps.transform.rewriting.orders.japanese.lexicon import is_time_word
from apps.transform.types.soften.japanese.marks import calm_mark

LEAST = {"rude": 1, "bare": 1, "polite": 2, "courteous": 3}
"""The register from which a request of that tone is worded anew."""

DEADLINE = re.compile(r"まで|以内|中に|至急|早急|すぐ|今日|本日|明日|必ず|絶対|[0-9０-９]")
TO_MANY = re.compile(r"方々?は|皆さ[まん]|各自|全員|各部|各チーム")
"""A notice to many people states what to do; asking each of them whether they could sounds odd."""
OPEN = {
    2: ("いただけますか", "いただけると助かります", "いただきたいです"),
    3: ("いただけますでしょうか", "いただけますと幸いです", "いただきたく存じます"),
    4: ("いただけますでしょうか", "いただけますと幸いに存じます", "いただきたく存じます"),
}
FIRM = {
    2: ("いただけますか", "いただくようお願いします", "いただきたいです"),
    3: ("いただけますでしょうか", "いただけますようお願いいたします", "いただきたく存じます"),
    4: ("いただけますでしょうか", "いただけますようお願い申し上げます", "いただきたく存じます"),
}
"""A request with a deadline never ends in a mere wish: that would make the deadline softer."""

PLEASE = {1: "お願いします", 2: "お願いします", 3: "お願いいたします", 4: "お願い申し上げます"}


def word_ask(ask: Ask, clause: Clause, register: int, turn: int) -> Edit | None:
    """The request in the words of a register; None where it is soft enough already. `turn` counts the requests before it."""
    if register < LEAST[ask.tone] or (ask.tone == "courteous" and ask.forbids):
        return None
    start, text = _negative(ask, register) if ask.negative else _positive(ask, clause, register, turn)
    text = _object_mark(start, clause) + text
    mark = calm_mark(clause, question=text.endswith("か"))
    end = clause.mark_start if mark == clause.mark else clause.mark_end
    reason = "prohibition" if ask.negative else "imperative" if ask.tone == "rude" else "blunt_request"
    return Edit(start, end, text + (mark if end == clause.mark_end else ""), reason)


def _object_mark(start: int, clause: Clause) -> str:
    """The を that speech leaves out behind の: 任せるのやめて."""
    before = next((token for token in reversed(clause.tokens) if token.end == start), None)
    return "を" if before is not None and before.surface == "の" and before.subpos == "準体助詞" else ""


def _negative(ask: Ask, register: int) -> tuple[int, str]:
    act = ask.before + ask.verb.nai_stem + "ない"
    return ask.start, act + ("でください" if register == 1 else "よう" + PLEASE[register])


def _positive(ask: Ask, clause: Clause, register: int, turn: int) -> tuple[int, str]:
    if ask.thing and ask.verb.group == "suru":
        return ask.start, ask.before + PLEASE[register]
    if register == 1 and ask.asks:
        return ask.start, ask.before + ask.verb.te + "もらえますか"
    if register == 1:
        return ask.start, ask.before + ("" if ask.thing else ask.verb.te) + "ください"
    if ask.verb.lemma == "もらう" and not ask.thing:
        return ask.start, ask.before + "もらうよう" + PLEASE[register]  # 〜してもらっていただく bows twice
    start, act = (ask.start, ask.before) if ask.thing else _act(ask, clause, register)
    return start, act + _closing(clause, register, turn)


def _closing(clause: Clause, register: int, turn: int) -> str:
    said = "".join(token.surface for token in clause.tokens)
    if DEADLINE.search(said):
        at = 1 if TO_MANY.search(said) and not clause.is_question else turn % 3
        return FIRM[register][0 if clause.is_question else at]
    return OPEN[register][0 if clause.is_question else turn % 3]


def _act(ask: Ask, clause: Clause, register: int) -> tuple[int, str]:
    """What is asked for, up to いただく: honorific from register 3 where the verb has such a form."""
    plain = (ask.start, ask.before + ask.verb.te)
    if register == 2 and not ask.before and not ask.noun:
        known = honorific_verb(ask.verb.lemma)
        return ask.start, ("を" if known and known.takes_object and _lacks_particle(ask, clause) else "") + ask.verb.te
    if register < 3 or ask.before:
        return plain
    if ask.noun:
        noun = honorific_noun(ask.noun)
        return _with_prefix(ask, clause, noun) if noun else plain
    honorific = honorific_verb(ask.verb.lemma)
    if honorific is None:
        return plain
    joined = "を" if honorific.takes_object and _lacks_particle(ask, clause) else ""
    return ask.start, joined + honorific.say


def _with_prefix(ask: Ask, clause: Clause, noun: str) -> tuple[int, str]:
    """ご確認 once, where the writer had the prefix already."""
    prefixes = {
        token.end: token for token in clause.tokens if token.pos == "接頭辞" and token.surface in ("お", "ご", "御")
    }
    prefix = prefixes.get(ask.noun_start)
    return (prefix.start if prefix else ask.noun_start), noun


def _lacks_particle(ask: Ask, clause: Clause) -> bool:
    """資料見て: the object stands right before the verb."""
    before = next((token for token in reversed(clause.tokens) if token.end == ask.start), None)
    return (
        before is not None and before.pos == "名詞" and before.subpos == "普通名詞" and not is_time_word(before.surface)
    )


def word_addition(clause: Clause, register: int) -> Edit | None:
    """復旧の見込みも。 behind a request goes on asking: 復旧の見込みもお願いします。"""
    last, noun = clause.tokens[-1], clause.tokens[-2] if len(clause.tokens) > 1 else None
    goes_on = last.surface == "も" and noun is not None and noun.pos == "名詞" and clause.mark[:1] in ("。", "")
    return Edit(clause.mark_start, clause.mark_start, PLEASE[register], "blunt_request") if goes_on else None
