"""Clauses that mean nothing without the clause before them: a part of its count, a doubt, a denial, an exception."""

import re

PART = {
    "ja": re.compile(r"その(?:うち|内)(?:の|約|[\d０-９])|(?:うち|内)の?(?:約|[\d０-９一二三四五六七八九十数半])"),
    "en": re.compile(
        r"(?:(?:about |around |only )?(?:[\d,.]+%?|half|most|some|many|few|all|both|two|three) )?(?:of|among) (?:these|those|them|which)\b"
        r"|none\b|otherwise\b",
        re.I,
    ),
}
DOUBT = {
    "ja": re.compile(r"(?:まだ|現時点では?、?)?(?:確証|確信|断定|確定|確実)(?:は|が|で|し|じゃ)"),
    "en": re.compile(
        r"(?:(?:i|we|it|that)(?: am| are| is|['’](?:m|re|s)) )?not (?:yet |really |quite |100% )?(?:sure|certain|confirmed)\b"
        r"|(?:i|we) (?:don['’]t|do not) know (?:yet|whether|if)\b",
        re.I,
    ),
}
DENIAL = {
    "ja": re.compile(r"[^はがもを、]{1,12}(?:を|に|で)?[^はがも、]{1,20}(?:ません|ない|ず)(?:でした|です)?$"),
    "en": re.compile(r"(?:it|they) (?:\w+n['’]t|cannot|(?:may|must|can|will|do|does|is|are) not)\b", re.I),
}
"""What is denied, of something that only the clause before it names."""
POINTER = {
    "ja": re.compile(r"(?:[^、。はがを]{0,6}|今回は|次回は)(?:その|それ|そちら|こちら)(?!ぞれ|まま)"),
    "en": re.compile(r"(?:we|i)(?:['’]ll| will) \w+ (?:it|them|those|that)\b", re.I),
}
EXCEPTION = {
    "ja": re.compile(
        r"除(?:き|く|いて|外)|対象外(?:です|で|だ|となり|になり)|例外(?:です|で|と)|でも(?:構|かま)い|(?:でも|は)(?:可|大丈夫)(?:です)?$"
    ),
    "en": re.compile(
        r"\b(?:except|excluding|not included|is not a must|isn['’]t a must|is (?:fine|ok(?:ay)?) too)\b", re.I
    ),
}


def leans_back(clause: str, language: str) -> bool:
    """Whether a clause has to be told together with the clause before it in the same sentence."""
    starts = (PART[language], DOUBT[language], DENIAL[language], POINTER[language])
    return any(pattern.match(clause) for pattern in starts) or bool(EXCEPTION[language].search(clause))
