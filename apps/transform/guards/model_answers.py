"""The checks of an answer that need nothing but texts, cheapest first. The fact lock follows them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from apps.analyze.language.detect import detect_language
from apps.analyze.language.document import read_document
from apps.analyze.language.width import fold
from apps.transform.contracts import Complaint, Language, TransformationType
from apps.transform.factlock.values.sentences import new_numbers, new_values
from apps.transform.guards.chatter import chats
from apps.transform.guards.doubled import doubled
from apps.transform.rewriting.rulebook import wording_beside

WORDS = wording_beside(__file__)
ROOM = 120
"""Characters that any answer may have more than its original, a heading or a courtesy."""
GROWTH = {TransformationType.SUMMARIZE: 1.2, TransformationType.SOFTEN: 2.5}
"""Notes in a few words are spelled out where they are summed up, too."""
MOST_GROWTH, LEAST_SHARE, LEAST_SUMMARY = 3.0, 0.3, 0.03
LONGEST_ECHO: dict[Language, int] = {"ja": 24, "en": 40}
"""So many characters in a row of the rules given to a model are none of the message's."""
REPEATED, LEAST_REPEATED = 3, 8
SAID_AGAIN = {TransformationType.BACKGROUND: 1.1, TransformationType.REQUIREMENTS: 1.1, TransformationType.CLARIFY: 0.8}
MOST_SAID_AGAIN = 0.6
"""Of the message's words, the share that may stand beside a whole copy of it; some types list its pieces below it."""
ONCE = frozenset(
    {
        TransformationType.SOFTEN,
        TransformationType.TERMINOLOGY,
        TransformationType.STRUCTURE,
        TransformationType.SUMMARIZE,
    }
)
MOST_DOUBLED = 0.8
"""Of the message's words, the share that stands twice as often in an answer that says everything twice."""
COURTESY: dict[Language, int] = {"ja": 60, "en": 80}
"""Characters, space aside, that greet and thank beside a message that needs no softening."""
LEAST_WORDS = 3
KEPT_WORDS = 0.2
KEPT_OF_SUSPECTED = 0.4
"""Of the original's words, the share that an answer has to hold, higher where the message gives orders to models: one
that obeys them says something else."""

CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\U000e0000-\U000e007f]"
)
MARKUP = re.compile(r"</?[a-z][^<>]{0,200}>|!\[[^\]]*\]\(|<!\w+>|javascript:", re.I)
BEFORE = 200
"""Characters of what was shown already that a part is looked at with."""
MORE_SIGNS = 2
"""So many more words, or characters that are no hiragana, a sentence may have that a message says again."""
FAR_BEFORE = 2_000
"""The same, where a sentence is looked for that stands there already."""
UNSURE = frozenset({"language", "strange"})
"""Complaints about a part that may be none with the next one beside it: `OK.` is no language."""
ENDED = re.compile(r"[。！？!?\n]|\.(?=\s)")
SET_APART = re.compile(r"[\s>\"'`“”「」『』]")
SENTENCE = re.compile(r"[^。！？!?\n]+")
WORD: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"[a-z]{4,}"),
    "ja": re.compile(r"[一-龥々]{2}|[ァ-ヴー]{3,}|[A-Za-z]{2,}"),
}


@dataclass(frozen=True)
class Sent:
    """What a model was given: the message, whether it was suspected, the rules, the boundary, words not to be used, and what the
    organization's glossary has for the message's words.
    """

    text: str
    kind: TransformationType
    language: Language
    rules: str
    boundary: str
    forbidden: tuple[str, ...] = ()
    suspected: bool = False
    glossary: str = ""

    @property
    def known(self) -> str:
        """What values may come from."""
        return f"{self.text}\n{self.glossary}" if self.glossary else self.text


def complain(answer: str, sent: Sent) -> Complaint | None:
    """The first thing that is wrong with an answer; None where nothing is."""
    return next((found for check in CHECKS if (found := check(answer, sent))), None)


def complain_of_part(part: str, before: str, sent: Sent) -> Complaint | None:
    """The first thing that is wrong with part of an answer, behind what was shown of it `before`."""
    seen = before[-BEFORE:] + part
    found = next((found for check in PARTS if (found := check(seen, sent))), None)
    found = found or _foreign(part, sent) or _values(part, _said_last(before), sent)
    return found or _doubled(before[-FAR_BEFORE:] + part, sent)


def _language(answer: str, sent: Sent) -> Complaint | None:
    if detect_language(answer) == sent.language or not re.search(r"[^\W\d_]", read_document(answer).prose):
        return None
    return Complaint("language", WORDS["language"][sent.language])


def _length(answer: str, sent: Sent) -> Complaint | None:
    most = len(sent.text) * GROWTH.get(sent.kind, MOST_GROWTH) + (
        0 if sent.kind is TransformationType.SUMMARIZE else ROOM
    )
    least = len(sent.text) * (LEAST_SUMMARY if sent.kind is TransformationType.SUMMARIZE else LEAST_SHARE)
    most = max(most, len(sent.text)) + len(sent.glossary)
    return Complaint("length") if not least <= len(answer) <= most else None


def _characters(answer: str, sent: Sent) -> Complaint | None:
    strange = set(CONTROL.findall(answer)) - set(CONTROL.findall(sent.text))
    markup = set(MARKUP.findall(answer)) - set(MARKUP.findall(sent.text))
    return Complaint("markup") if strange or markup else None


def _echo(answer: str, sent: Sent) -> Complaint | None:
    if sent.boundary in answer or ("<message-" in answer and "<message-" not in sent.text):
        return Complaint("leak")
    size = LONGEST_ECHO[sent.language]
    for at in range(0, len(answer) - size + 1):
        window = answer[at : at + size]
        if window in sent.rules and window not in sent.text:
            return Complaint("leak")
    return None


def _chatter(answer: str, sent: Sent) -> Complaint | None:
    if not chats(answer, sent.text):
        return None
    return Complaint("chatter", WORDS["chatter"][sent.language])


def _forbidden(answer: str, sent: Sent) -> Complaint | None:
    found = [word for word in sent.forbidden if word.lower() in answer.lower()]
    if not found:
        return None
    words = WORDS["comma"][sent.language].join(found)
    return Complaint("forbidden_words", WORDS["forbidden"][sent.language].format(words))


def _links(answer: str, sent: Sent) -> Complaint | None:
    """Addresses and mentions that neither the message nor the glossary has are nobody's wish but an attacker's."""
    new = [
        span
        for span in read_document(answer).opaque
        if span.kind in ("url", "email", "mention")
        and answer[span.start : span.end] not in f"{sent.text}\n{sent.glossary}"
    ]
    return Complaint("links") if new else None


def _numbers(answer: str, sent: Sent) -> Complaint | None:
    """An explanation in brackets may bring a number of its own, which the fact lock lets pass; nothing else may."""
    if sent.kind is not TransformationType.TERMINOLOGY:
        return None
    return Complaint("numbers") if new_numbers(sent.known, answer, language=sent.language) else None


def _values(part: str, before: str, sent: Sent) -> Complaint | None:
    """A sentence that states another value than the message is not shown, whatever becomes of the answer."""
    explains, since = sent.kind is TransformationType.TERMINOLOGY, len(before)
    new = new_values(sent.known, before + part, language=sent.language, explains=explains, since=since)
    return Complaint("values") if new else None


def _said_last(before: str) -> str:
    """The last sentences that were shown, whole ones."""
    ends = [found.end() for found in ENDED.finditer(before, max(0, len(before) - BEFORE))]
    return before if len(before) <= BEFORE else before[ends[0] :] if ends else ""


def _repetition(answer: str, sent: Sent) -> Complaint | None:
    said = Counter(part for part in _sentences(answer) if len(part) >= LEAST_REPEATED)
    before = Counter(_sentences(sent.text))
    return Complaint("repetition") if any(n >= REPEATED and n > before[part] + 1 for part, n in said.items()) else None


def _twice(answer: str, sent: Sent) -> Complaint | None:
    """An answer that has the message and then says it again, or something else at length, rewrites nothing.

    Headings, marks and a courtesy beside an unchanged message do neither.
    """
    message, said = _squeezed(sent.text), _squeezed(answer)
    at = said.find(message)
    if at >= 0 and said != message:
        rest = said[:at] + "\n" + said[at + len(message) :]
        again = message in rest or _share(rest, sent) >= SAID_AGAIN.get(sent.kind, MOST_SAID_AGAIN)
        beside = sent.kind is TransformationType.SOFTEN and len(rest) > COURTESY[sent.language]
    else:
        again, beside = sent.kind in ONCE and _share(said, sent, times=2) >= MOST_DOUBLED, False
    return Complaint("repetition", WORDS["once"][sent.language]) if again or beside else None


def _doubled(answer: str, sent: Sent) -> Complaint | None:
    """Sentences said again, in the same words or nearly so; as many as the message says again may stay."""
    if doubled(answer, sent.language) <= doubled(sent.text, sent.language, more_signs=MORE_SIGNS):
        return None
    return Complaint("repetition", WORDS["once"][sent.language])


def _share(said: str, sent: Sent, *, times: int = 1) -> float:
    """Of the message's words, the share that stands in a squeezed text, `times` as often; of its pairs of characters where it
    has hardly any words and once is enough.
    """
    message = sent.text.lower()
    words = Counter(WORD[sent.language].findall(message))
    if len(words) < LEAST_WORDS:
        words = Counter(_pairs(_squeezed(message))) if times == 1 else Counter()
    return sum(said.count(word) >= times * (n if times > 1 else 1) for word, n in words.items()) / max(1, len(words))


def _pairs(text: str) -> Iterator[str]:
    return (text[at : at + 2] for at in range(len(text) - 1))


def _squeezed(text: str) -> str:
    """In one case and width, without space and without what sets a quoted text apart."""
    return SET_APART.sub("", fold(text).lower())


def _strangeness(answer: str, sent: Sent) -> Complaint | None:
    """An answer that has next to none of the message's words is an answer to it, not a form of it."""
    words = set(WORD[sent.language].findall(sent.text.lower()))
    if len(words) < 3:
        return None
    if sent.kind is TransformationType.SUMMARIZE:
        words, answer = set(WORD[sent.language].findall(answer.lower())), sent.text
    held = sum(word in answer.lower() for word in words) / max(1, len(words))
    return Complaint("strange") if held < (KEPT_OF_SUSPECTED if sent.suspected else KEPT_WORDS) else None


def _foreign(part: str, sent: Sent) -> Complaint | None:
    """A sentence without a word of the message: a courtesy, perhaps, and perhaps what somebody ordered."""
    words, text = WORD[sent.language].findall(part.lower()), sent.text.lower()
    return None if any(word in text for word in words) else Complaint("strange")


def _sentences(text: str) -> Iterator[str]:
    return (part.strip() for part in SENTENCE.findall(text))


Check = Callable[[str, Sent], Complaint | None]
PARTS: tuple[Check, ...] = (_characters, _language, _chatter, _links, _forbidden, _echo)
CHECKS: tuple[Check, ...] = (
    _length,
    _characters,
    _language,
    _chatter,
    _links,
    _numbers,
    _repetition,
    _twice,
    _doubled,
    _forbidden,
    _strangeness,
    _echo,
)
