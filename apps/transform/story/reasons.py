"""Why a model's edits were made, where that can be told for sure: by what the rules know of the original, and by the form of both."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from apps.analyze.language.document import read_document
from apps.analyze.language.sentences import split_sentences
from apps.transform.contracts import Edit, Language
from apps.transform.factlock.words import content_words

REWORDED = "reworded"
ORDERS = frozenset({"imperative", "blunt_request", "soften_en.order"})
PROHIBITIONS = frozenset({"prohibition", "soften_en.prohibition"})
HARSH = frozenset(
    {"insult", "blame", "sarcasm", "reproach", "soften_en.insult", "soften_en.blame", "soften_en.sarcasm", "soften_en.blaming_question"}
)  # fmt: skip # one of a kind
ASKS: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(r"ください|下さい|(?:いただ|頂)(?:け|き)|お願い|(?:もらえ|くれ)ま(?:す|せん)"),
    "en": re.compile(
        r"\bplease\b|\b(?:could|would|can|will) (?:you|everyone|somebody|the)\b|\bappreciate\b|\bgrateful\b", re.I
    ),
}
ASKS_NOT: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(r"ないで(?:ください|下さい|いただ)|(?:ないよう|お控え|控えて|ご遠慮|遠慮)"),
    "en": re.compile(
        r"\bplease (?:do not|don't|avoid|refrain|never)\b|\b(?:could|would) you (?:please )?(?:not|avoid|refrain)\b",
        re.I,
    ),
}
POLITE = re.compile(r"(?:です|ます|ません|ました|でした|ください|ましょう|でしょう)(?:か|ね|が|ので)?$")
BRACKETS, BLANKS = re.compile(r"\s?[（(][^（）()]+[）)]"), re.compile(r"\s+")
EXPLAINED = re.compile(
    r"((?<![A-Za-zÀ-ÿ0-9_./-])[A-Za-z][A-Za-zÀ-ÿ0-9_./-]+|(?<![ァ-ヴー])[ァ-ヴー]{2,}|(?<![一-龥々])[一-龥々]{2,})"
    r"[」』\"']?\s?[（(]([^（）()\n]{2,80})[)）]"
)
MOST_EXPLAINED = 40
"""Brackets of one edit."""
SLOT = re.compile(r"【要確認[^】\n]{0,200}】|\[confirm[^\]\n]{0,200}\]", re.I)
BULLET = re.compile(r"^[ \t\u3000]*(?:[-*•・–]|\d{1,2}[.)．）]|[①-⑳])", re.M)
MOST_OF_SUMMARY = 0.8
"""Of the message's length, what a text has at most that was made shorter."""
LEAST_POINTS = 2
LEAST_SHARED = 2
"""Telling words that a sentence shares with the one that it is a part of."""


def with_reasons(edits: Iterable[Edit], rules: Iterable[Edit], text: str, language: Language) -> tuple[Edit, ...]:
    """The edits, each with its reason. `rules` are what rules would edit in the same text, with the reasons that they have."""
    known = tuple(rules)
    sentences = tuple((each.start, each.end) for each in split_sentences(read_document(text), language))
    return tuple(replace(each, reason=_reason(_whole(each, sentences, text), known, text, language)) for each in edits)


def reason_of_whole(text: str, composed: str, *, is_summary: bool) -> str:
    """Why a whole text was written anew: made shorter, marked where something isn't said, or a list."""
    if is_summary and len(composed) <= MOST_OF_SUMMARY * len(text):
        return "shortened"
    if SLOT.search(composed) and not SLOT.search(text):
        return "slot_put"
    points = len(BULLET.findall(composed))
    return "listed" if points >= LEAST_POINTS and not BULLET.search(text) else REWORDED


def _whole(edit: Edit, sentences: tuple[tuple[int, int], ...], text: str) -> Edit:
    """The same change of whole sentences: a piece of one tells little."""
    touched = [each for each in sentences if each[0] < edit.end and edit.start < each[1]]
    start, end = min([edit.start, *(each[0] for each in touched)]), max([edit.end, *(each[1] for each in touched)])
    new = text[start : edit.start] + edit.replacement + text[edit.end : end]
    return replace(edit, start=start, end=end, replacement=new)


def _reason(edit: Edit, rules: tuple[Edit, ...], text: str, language: Language) -> str:
    old, new = text[edit.start : edit.end], edit.replacement
    within = [each for each in rules if edit.start <= each.start < each.end <= edit.end]
    gone = {each.reason for each in within if text[each.start : each.end] not in new}
    fitting = (
        *_explained(old, new, language),
        *_of_rules(gone, old, new, language),
        *_of_form(old, new, language),
        *(["slot_put"] if SLOT.search(new) and not SLOT.search(old) else []),
    )
    return next(iter(fitting), REWORDED)


def _explained(old: str, new: str, language: Language) -> Iterator[str]:
    """Brackets behind a word of the original with what isn't in it, or around a word of the original with another one before them."""
    if not BLANKS.sub("", old) and BRACKETS.fullmatch(new.strip()):
        yield "term_explained"
    found = list(islice(EXPLAINED.finditer(new), MOST_EXPLAINED))
    keys = [word.keys for word in content_words(old, language) if not word.generic] if found else []
    for match in found:
        word, explanation = match[1].lower() in old.lower(), _stands_in(match[2], old)
        if word != explanation and (explanation or not _shared(match[2], keys, language)):
            yield "term_explained" if word else "term_replaced"


def _stands_in(said: str, text: str) -> bool:
    return re.search(rf"(?<![A-Za-z]){re.escape(said)}(?![A-Za-z]{{2}})", text, re.I) is not None


def _of_rules(gone: set[str], old: str, new: str, language: Language) -> Iterator[str]:
    """What a rule would have changed is gone, and what it would have become stands there: of a single sentence, about the same matter."""
    is_one = len(_sentences(old, language)) == len(_sentences(new, language)) == 1
    if gone and is_one and _same_matter(old, new, language):
        if ASKS[language].search(new) and not ASKS[language].search(old):
            yield from sorted(gone & ORDERS)
        if ASKS_NOT[language].search(new) and not ASKS_NOT[language].search(old):
            yield from sorted(gone & PROHIBITIONS)
    if gone & HARSH:
        yield "harsh_gone"


def _same_matter(old: str, new: str, language: Language) -> bool:
    """Whether the new text has half of the old one's telling words, and one at least."""
    keys = [word.keys for word in content_words(new, language) if not word.generic]
    telling = sum(not word.generic for word in content_words(old, language))
    return _shared(old, keys, language) >= max(1, telling / 2)


def _of_form(old: str, new: str, language: Language) -> Iterator[str]:
    before, after = _sentences(old, language), _sentences(new, language)
    if len(before) == 1 < len(after) and _all_share(after, old, language):
        yield "split"
    if len(after) == 1 < len(before) and _all_share(before, new, language):
        yield "merged"
    is_plain = language == "ja" and not any(POLITE.search(_end(each)) for each in before)
    if is_plain and _all_polite(after) and (not before or _same_matter(old, new, language)):
        yield "plain_ending"


def _sentences(text: str, language: Language) -> list[str]:
    document = read_document(text)
    return [text[each.start : each.end].strip() for each in split_sentences(document, language)]


def _all_share(parts: list[str], whole: str, language: Language) -> bool:
    """Whether each sentence says something of the whole."""
    keys = [word.keys for word in content_words(whole, language) if not word.generic]
    return all(_shared(part, keys, language) >= LEAST_SHARED for part in parts)


def _shared(part: str, keys: list[frozenset[str]], language: Language) -> int:
    words = [word.keys for word in content_words(part, language) if not word.generic]
    return sum(any(not word.isdisjoint(key) for key in keys) for word in words)


def _all_polite(sentences: list[str]) -> bool:
    return bool(sentences) and all(POLITE.search(_end(each)) for each in sentences)


def _end(sentence: str) -> str:
    return sentence.rstrip("。．.！？!?、 \n")
