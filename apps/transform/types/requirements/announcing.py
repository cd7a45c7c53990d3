"""Lines that are no part of a request: that wishes follow, that this was all, and who wrote."""

import re

from apps.transform.rewriting.roles import Role, Statement

ANNOUNCES = {
    "ja": re.compile(
        r"^(?:えーと|あの|えっと)?[、 ]?[^、。]{0,16}?(?:希望|要望|お願い|リクエスト|改善案|要件)(?:の(?:件|一覧|リスト))?(?:です|になります|があります|を(?:まと|書|送)[^。、]{1,8})?[。:：]?$"
        r"|^(?:[^、。]{0,20}、)?(?:以下|次)[のを][^、。]{0,14}(?:です|お願い(?:し|いたし)ます|希望します)?[。:：]?$"
    ),
    "en": re.compile(
        r"^(?:here(?:['’]s| is| are) )?(?:(?:the|my|our|a|some) )?(?:\w+ ){0,3}(?:wish ?list|requirements|requests|wishes|things|points|ideas)\b[^.:!?]{0,40}(?:\([^)]{0,40}\))?:?$"
        r"|^we (?:need|want|would like) the following:?$",
        re.I,
    ),
}
CLOSES = {
    "ja": re.compile(r"^(?:以上(?:です)?|(?:以上、?)?よろしく(?:お願い(?:し|いたし)ます)?)[。]?$"),
    "en": re.compile(
        r"^(?:that['’]?s (?:all|it)(?: i (?:think|guess))?|thats (?:all|it)(?: i (?:think|guess))?)[.!]?$", re.I
    ),
}
SIGNS = {
    "ja": re.compile(r"^[^\d\s、。はがをにへもでと]{1,12}の[一-龠々ァ-ヶー]{1,6}$"),
    "en": re.compile(r"^(?:[-–—] ?)?[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:, [a-z ]{2,20})?$"),
}
"""A name with its department, as the last line."""


def announces(statement: Statement, language: str) -> bool:
    """Whether it says only that wishes follow."""
    return _is_bare(statement) and bool(ANNOUNCES[language].match(statement.text))


def closes(statement: Statement, language: str, *, last: bool) -> bool:
    """Whether it says only that this was all, or as the last line who wrote."""
    if not _is_bare(statement):
        return False
    return bool(CLOSES[language].match(statement.text)) or (last and bool(SIGNS[language].match(statement.text)))


def _is_bare(statement: Statement) -> bool:
    return not statement.below and not statement.verbatim and statement.role not in (Role.BLOCK, Role.REFERENCE)
