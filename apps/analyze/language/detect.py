"""Which of the two languages a text is written in."""

import re
from typing import Literal

from apps.analyze.language.document import read_document

Language = Literal["ja", "en"]

KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9f]")
HAN = re.compile(r"[\u3005\u3400-\u9fff\uf900-\ufaff]")
LATIN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]")


def detect_language(text: str) -> Language:
    """Japanese or English, by the scripts of the prose alone: code, URLs and mentions don't count.

    A Japanese character says more than a Latin letter, since one carries about as much as a third of an English
    word and Japanese work chat is full of Latin terms: kana (or Han beside it) outweighs four times its number of letters.
    A text with no letters at all is Japanese where it holds Japanese punctuation, else English.
    """
    prose = read_document(text).prose
    kana, han, latin = (len(pattern.findall(prose)) for pattern in (KANA, HAN, LATIN))
    if not kana + han + latin:
        return "ja" if re.search(r"[\u3000-\u303f\uff00-\uffef]|[\u3041-\u9fff]", text) else "en"
    return "ja" if (kana + han) * 4 >= latin and kana + han > 0 else "en"
