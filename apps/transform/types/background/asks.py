"""What each sentence of an ask is: greeting, ask, a limit of the ask, an order to a model, closing, or a fact."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from apps.analyze.language.document import Document
from apps.analyze.language.sentences import Sentence, split_sentences
from apps.transform.rewriting.orders.asking import asks_by_form
from apps.transform.rewriting.roles.purpose import Judgement, Purpose, judge

ASKS = {
    "ja": re.compile(
        r"ください|下さい|お願い(?:し|いた|でき|申)|いただけ|頂け|いただき(?:たく|たい)|頂き(?:たく|たい)|ほしい|欲しい|"
        r"(?<!み)たい(?:です|と|の|。|$)|たく(?:、|存じ|思い)|希望(?:し|です)|よろしいでしょうか|いいですか|良いですか|ませんか|"
        r"てもいい|もらえ(?:ます|ません)か|(?:ないで|て)もらえ|お願い[。！!]?$|承認を|許可を|承認お願い|申請(?:し|いた)|依頼(?:し|いた)|"
        r"(?:もらえ|いただけ|頂け|くれ|くださ)[^。、]{0,8}(?:助か|有難|ありがた|幸い|嬉し|うれし)|"
        r"を[^、。？?]{0,12}(?:[えけげせねべめれ]|でき)ない(?:か(?:な|と)?|です|でしょう|もの)*[？?]|"
        r"(?:[えけげせてねべめれ]|でき|可能で|もらえ)ますか[。？?]?$|可能でしょうか|"
        r"(?:できれば|できたら|理想(?:は|としては|を言えば))[^。]{0,40}(?:たい|い)(?:です)?(?:。|$)"
    ),
    "en": re.compile(
        r"^(?:can|could|may|would) (?:the|my|our|we|you|i|it|someone|somebody|anyone)\b|\b(?:please|pls|plz|could you|can you|would you|can we|could we|may we|may i|can i|could i|we need (?!it|this|that|them)|^need (?!it|this|that|them)|"
        r"i need (?!it|this|that|them)|i(?:['’]d| would) like|we(?:['’]d| would) like|we want|i want|requesting|request(?:ed)?\b|"
        r"asking|approve|sign off|approval|permission|let me know|shall we|we should|let['’]s|need you to|propos(?:e|al|ing)|"
        r"ideally|preferably|nice to have|would be (?:nice|great|helpful|lovely|good) (?:to|if))\b"
        r"|^(?:(?:each|every) (?:[\w-]+ ){1,3}|every(?:one|body) |all (?:[\w-]+ ){1,2})"
        r"(?:sends?|submits?|gives?|brings?|files?|hands?|reports?|updates?|completes?|returns?|signs?|delivers?|provides?) ",
        re.I,
    ),
}
GREETINGS = {
    "ja": re.compile(
        r"^(?:(?:[^、。]{1,14}(?:さん|様|部長|課長|社長|各位)、)?お疲れ(?:さま|様)(?:です|でした)?|お世話になって(?:おり|い)ます|こんにちは|おはようございます|突然(?:の|すみません)|"
        r"[^、。]{1,14}(?:さん|様|部長|課長|社長|各位)、?[。]?$|[^、。はがを]{1,14}(?:部|課|チーム|社|園|校|院|店|会|所|局|室|係)の[^、。はがを]{1,6}です。$|[^、。はが]{1,20}と申します。$)"
    ),
    "en": re.compile(
        r"^(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^,.!?]{0,30}[,.!]?|hope you\b[^?]{0,60})$",
        re.I,
    ),
}
CLOSINGS = {
    "ja": re.compile(
        r"^(?:以上|よろしく|宜しく|何卒|どうぞよろしく|お手数(?:です|をおかけ)|ご確認のほど)[^。]*[。！]?$"
    ),
    "en": re.compile(
        r"^(?:thanks|thank you|many thanks|cheers|best|regards|kind regards|best regards|sincerely)\b[^?]*$", re.I
    ),
}
LIMITS = {
    "ja": re.compile(
        r"^(?:ただし|ただ、|なお、?急|急ぎ(?:では|じゃ)?(?:ない|ありません|ません)|(?:全員|全部|すべて)では)|^[^。]{1,30}だけです[。]?$|のみです[。]?$|^[^。はが]{1,20}だけで(?:は)?なく[^。はが]{1,14}[。]?$|^(?:全員|全部|すべて)(?:分)?(?:です)?[。]?$"
    ),
    "en": re.compile(
        r"^(?:only|not|no|except|unless|but not|nothing|never|just)\b(?!.*\b(?:we|i) (?:have|are|had|were)\b)", re.I
    ),
}
"""Fragments that narrow what is asked for, and mean nothing elsewhere."""
NO_RUSH = re.compile(r"^急ぎ|^no (?:rush|hurry)\b", re.I)
ORDERS_A_MODEL = re.compile(
    r"(?:AI|ＡＩ|アシスタント|モデル|ボット)(?:へ|に|への|に対する)?の?指示|(?:これまで|以前|上記|前)の指示(?:を|は)[^。]{0,8}(?:無視|忘れ)|必ず守って[^。]{0,12}(?:要約|出力|回答)"
    r"|\bignore (?:all |any )?(?:the )?(?:previous|prior|above|earlier) instructions\b|\bsystem prompt\b|\byou are (?:now )?an? (?:ai|assistant|language model)\b",
    re.I,
)
INTRODUCES = re.compile(r"^[^、。はがを\d]{2,20}(?:です|と申します)[。]?$")
NAMES = re.compile(r"^[^\s、。はがをでに\d]{2,14}[ \u3000][^\s、。はがをでに\d]{1,6}です[。]?$")
"""A department and a name."""
TOLD = (Purpose.EVENT, Purpose.FINDING, Purpose.CAUSE, Purpose.EFFECT)
SPACE_END = re.compile(r"((?:ほしい|欲しい|ください|下さい|ません|ますか|ます|です|ました|でした))[ \u3000]+(?=\S)")
SURE, SURE_TOLD = 0.6, 0.85


class Kind(StrEnum):
    """What a sentence is for."""

    GREETING = "greeting"
    ASK = "ask"
    LIMIT = "limit"
    ORDER_TO_MODEL = "order_to_model"
    CLOSING = "closing"
    FACT = "fact"


@dataclass(frozen=True)
class Told:
    """A sentence with what it is for."""

    sentence: Sentence
    kind: Kind
    judgement: Judgement


def read_sentences(document: Document, language: str) -> tuple[Told, ...]:
    """The sentences of a text, in order."""
    sentences = [part for each in split_sentences(document, language) for part in _ended(each, language)]
    judgements = judge([sentence.text for sentence in sentences], language)
    told: list[Told] = []
    for number, (sentence, judgement) in enumerate(zip(sentences, judgements, strict=True)):
        asked = any(each.kind is Kind.ASK for each in told)
        told.append(Told(sentence, _kind(sentence, number, judgement, language, asked=asked), judgement))
    return tuple(told)


def _ended(sentence: Sentence, language: str) -> Iterator[Sentence]:
    """Japanese sentences that only a space parts: …してほしい 先月は…."""
    start = 0
    for match in SPACE_END.finditer(sentence.prose) if language == "ja" else ():
        yield _part(sentence, start, match.end(1))
        start = match.end()
    yield _part(sentence, start, len(sentence.prose)) if start else sentence


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    text, prose = sentence.text[start:end], sentence.prose[start:end]
    return Sentence(sentence.start + start, sentence.start + end, text, prose, sentence.line)


def _kind(sentence: Sentence, number: int, judgement: Judgement, language: str, *, asked: bool) -> Kind:
    """The kind of the sentence with this number (from 0); `asked` once an ask has been read."""
    prose = sentence.prose
    if ORDERS_A_MODEL.search(prose):
        return Kind.ORDER_TO_MODEL
    if CLOSINGS[language].search(prose) and number:
        return Kind.CLOSING
    if number < 3 and not asked and GREETINGS[language].search(prose):
        return Kind.GREETING
    if NAMES.search(prose) or (INTRODUCES.search(prose) and judgement.likelihood(Purpose.GREETING) >= SURE):
        return Kind.GREETING
    if _asks(sentence, judgement, language):
        return Kind.ASK
    is_limit = LIMITS[language].search(prose) and (asked or NO_RUSH.search(prose))
    return Kind.LIMIT if is_limit else Kind.FACT


def _asks(sentence: Sentence, judgement: Judgement, language: str) -> bool:
    """By its words, unless what was learned is sure that it only tells; by its form; or as learned."""
    if asks_by_form(sentence.prose, sentence.end_mark, language):
        return True
    if ASKS[language].search(sentence.prose):
        return judgement.likelihood(*TOLD) < SURE_TOLD
    return judgement.likelihood(Purpose.REQUEST, Purpose.ORDER) >= SURE
