"""The parts of an ask: greeting, ask, facts that belong to a section, notes, closing. All of them slices of the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from apps.analyze.language.document import HOLE, Document
from apps.analyze.language.sentences import LIST_MARK, Sentence, split_sentences
from apps.transform.rewriting.orders.asking import asks_by_form
from apps.transform.types.background.sections import Section

ASKS = {
    "ja": re.compile(
        r"ください|下さい|お願い(?:し|いた|でき|申)|いただけ|頂け|いただき(?:たく|たい)|頂き(?:たく|たい)|ほしい|欲しい|"
        r"(?<!み)たい(?:です|と|の|。|$)|たく(?:、|存じ|思い)|希望(?:し|です)|よろしいでしょうか|いいですか|良いですか|ませんか|"
        r"てもいい|お願い[。！!]?$|承認を|許可を|承認お願い|申請(?:し|いた)|依頼(?:し|いた)|"
        r"(?:もらえ|いただけ|頂け|くれ|くださ)[^。、]{0,8}(?:助か|有難|ありがた|幸い|嬉し|うれし)|"
        r"を[^、。？?]{0,12}(?:[えけげせねべめれ]|でき)ない(?:か(?:な|と)?|です|でしょう|もの)*[？?]|"
        r"(?:できれば|できたら|理想(?:は|としては|を言えば))[^。]{0,40}(?:たい|い)(?:です)?(?:。|$)"
    ),
    "en": re.compile(
        r"\b(?:please|could you|can you|would you|can we|could we|may we|may i|can i|could i|we need (?!it|this|that|them)|"
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
        r"[^、。]{1,14}(?:さん|様|部長|課長|社長|各位)、?[。]?$|[^、。はがを]{1,14}(?:部|課|チーム|社)の[^、。はがを]{1,6}です。$|[^、。はが]{1,20}と申します。$)"
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


@dataclass
class Parts:
    """Slices of the text by what they are for. `filled` maps a section's key to what the text says about it."""

    greeting: list[str] = field(default_factory=list)
    ask: list[str] = field(default_factory=list)
    filled: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)


def read_parts(document: Document, language: str, sections: Sequence[Section]) -> Parts:
    """Sort the sentences of a text. Lines with structure of their own (code, tables, lists) make the whole text the ask."""
    sentences = split_sentences(document, language)
    parts = Parts()
    whole = _structured(document, sentences)
    for number, sentence in enumerate(sentences):
        _place(sentence, number, parts, language, sections, whole)
    if whole:
        parts.greeting, parts.notes, parts.closing, parts.ask = [], [], [], [document.text.strip("\n")]
    return parts


def _structured(document: Document, sentences: Sequence[Sentence]) -> bool:
    """Whether the layout carries meaning, so that sentences can't be moved."""
    if any(
        span.kind in ("signature", "table") or "\n" in document.text[span.start : span.end] for span in document.opaque
    ):
        return True
    listed = any((m := LIST_MARK.match(line)) and m[0].strip() for line in document.prose.split("\n"))
    covered = sum(len(sentence.text) for sentence in sentences)
    return listed or any(s.is_opaque for s in sentences) or covered < len(re.sub(r"\s", "", document.text)) * 0.95


def _place(
    sentence: Sentence, number: int, parts: Parts, language: str, sections: Sequence[Section], whole: bool
) -> None:
    text, prose = sentence.text, sentence.prose
    if CLOSINGS[language].search(prose) and number:
        parts.closing.append(text)
    elif number < 3 and not parts.ask and GREETINGS[language].search(prose):
        parts.greeting.append(text)
    elif ASKS[language].search(prose) or asks_by_form(prose, sentence.end_mark, language):
        parts.ask.append(text)
        _take_phrases(sentence, parts, sections)
    elif section := _section_of(prose, sections):
        parts.filled.setdefault(section.key, []).append(text)
    elif not whole:
        parts.notes.append(text)


def _section_of(prose: str, sections: Sequence[Section]) -> Section | None:
    """The section a sentence belongs to: cost where it names a price, else the first whose words it holds."""
    priced = [s for s in sections if s.key == "cost" and s.phrase_pattern and s.phrase_pattern.search(prose)]
    return next(iter([*priced, *(s for s in sections if s.cue_pattern.search(prose))]), None)


def _take_phrases(sentence: Sentence, parts: Parts, sections: Sequence[Section]) -> None:
    """What an ask says about a section stands there too, word for word; the ask itself stays whole."""
    spans: list[tuple[int, int]] = []
    for section in sections:
        match = section.phrase_pattern.search(sentence.prose) if section.phrase_pattern else None
        if match:
            start, end = match.span("piece" if "piece" in match.re.groupindex else 0)
            told = any(taken <= start and end <= until for taken, until in spans)
            if not told and sentence.prose[start:end].strip(HOLE + " 、,"):
                spans.append((start, end))
                parts.filled.setdefault(section.key, []).append(sentence.text[start:end].strip(" 、,"))
