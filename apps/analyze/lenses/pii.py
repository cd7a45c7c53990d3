"""Personal data, found by form and checked by sum where the kind has a check digit."""

import re
from collections.abc import Callable, Iterator
from ipaddress import ip_address

from apps.analyze.contracts import Pii, PiiType
from apps.analyze.language.people import find_people
from apps.analyze.language.width import fold
from apps.analyze.lenses.subject import Subject

Check = Callable[[str], bool]
MAESTRO = ("5018", "5020", "5038", "5893", "6304", "6759", "6761", "6762", "6763")
"""Prefixes of the issuer whose cards may have twelve digits (ISO/IEC 7812-1)."""


def luhn(digits: str) -> bool:
    """The check of payment cards (ISO/IEC 7812-1, annex B)."""
    numbers = [int(digit) for digit in re.sub(r"\D", "", digits)]
    doubled = sum(sum(divmod(2 * number, 10)) for number in numbers[-2::-2])
    return (doubled + sum(numbers[-1::-2])) % 10 == 0


def iban_sum(text: str) -> bool:
    """ISO 13616: mod 97 of the rearranged number is 1."""
    bare = re.sub(r"\s", "", text).upper()
    rearranged = bare[4:] + bare[:4]
    return int("".join(str(int(letter, 36)) for letter in rearranged)) % 97 == 1


def my_number_sum(text: str) -> bool:
    """The check digit of 個人番号 (総務省令第85号, 2014): weights 2..7, 2..6 from the right, mod 11."""
    digits = [int(digit) for digit in re.sub(r"\D", "", text)]
    total = sum(digit * (n + 1 if n <= 6 else n - 5) for n, digit in enumerate(reversed(digits[:11]), 1))
    return digits[11] == (0 if total % 11 <= 1 else 11 - total % 11)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _always(_text: str) -> bool:
    return True


def _phone_digits(text: str) -> bool:
    return 8 <= len(re.sub(r"\D", "", text.split("x")[0])) <= 15


def _card(text: str) -> bool:
    """Twelve digits are a card only by an issuer's prefix: many other numbers have twelve."""
    digits = re.sub(r"\D", "", text)
    return luhn(digits) and (len(digits) > 12 or digits.startswith(MAESTRO))


PREFECTURE = "(?:北海道|東京都|(?:大阪|京都)府|[一-龯]{2,3}県)"
PATTERNS: tuple[tuple[PiiType, re.Pattern[str], Check], ...] = (
    ("email", re.compile(r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"), _always),
    ("url", re.compile(r"\bhttps?://[^\s<>\"'「」（）、。]+[^\s<>\"'「」（）、。.,;:!?)\]]|\bwww\.[\w-]+(?:\.[\w-]+)+(?:/[\w./-]*)?"), _always),
    ("iban", re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?![A-Za-z0-9])"), iban_sum),
    ("credit_card", re.compile(r"(?<![\d-])\d(?:[ -]?\d){11,18}(?![\d-])"), _card),
    ("ip_address", re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){2,7}(?::?[0-9A-Fa-f]{1,4}){1,7}(?![\w:])"), _is_address),
    ("my_number", re.compile(r"(?<![\d-])(?<!\d )\d{4}[ -]?\d{4}[ -]?\d{4}(?![ -]?\d)"), my_number_sum),
    ("ssn", re.compile(r"(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])"), _always),
    ("phone", re.compile(r"(?<![A-Za-z0-9_.+-])(?!\d{4}-\d{2}-\d{2})(?!\d{3,5} \d{1,4} [A-Za-z])(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,5}\) ?|\d{1,5}[ .-])(?:\d{1,5}[ .-]){0,3}\d{2,8}(?: ?(?:x|ext\.?) ?\d{1,5})?(?![A-Za-z0-9_-])|(?<![A-Za-z0-9_.+-])0\d{1,4}\(\d{1,4}\) ?\d{3,4}(?![A-Za-z0-9_-])|(?<![A-Za-z0-9_.+-])(?:\+\d{9,14}|0\d{9,10}|\d{10})(?![A-Za-z0-9_-])"), _phone_digits),
    ("address", re.compile(rf"(?:〒? ?\d{{3}}-\d{{4}} ?)?{PREFECTURE}[一-龯ぁ-んァ-ヶー]{{1,12}}[市区町村郡][一-龯ァ-ヶーの0-9\-－]{{0,30}}"), _always),
    ("address", re.compile(r"(?<![A-Za-z0-9])\d{1,5}[A-Z]? (?:[A-Z][\w.]*,? ){1,4}(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Way|Court|Ct|Place|Pl)(?![A-Za-z])\.?(?: (?:Suite|Apt|Unit) \w+)?(?:,? (?:[A-Z][a-z]+,? ){0,2}[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![A-Za-z0-9]))?"), _always),
)  # fmt: skip # a table, read by rows
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof)\.? ([A-Z][a-z]+(?: [A-Z][a-z]+)?)")


def find_pii(subject: Subject) -> tuple[Pii, ...]:
    """The personal data of a text, in order and disjoint: person, e-mail, phone, card, IBAN, SSN, URL, IP, address,
    My Number. Code and quotations are looked at too."""
    taken = bytearray(len(subject.text))
    text = fold(subject.text)
    found = [pii for kind, pattern, check in PATTERNS for pii in _claim(kind, pattern, check, text, taken)]
    found += [Pii("person", *span) for span in _people(subject) if not any(taken[slice(*span)])]
    return tuple(sorted(found, key=lambda pii: pii.start))


def _claim(kind: PiiType, pattern: re.Pattern[str], check: Check, text: str, taken: bytearray) -> Iterator[Pii]:
    for match in pattern.finditer(text):
        start, end = match.span()
        if not any(taken[start:end]) and check(match.group()):
            taken[start:end] = b"\x01" * (end - start)
            yield Pii(kind, start, end)


def _people(subject: Subject) -> list[tuple[int, int]]:
    if subject.language == "en":
        return [match.span(1) for match in TITLED.finditer(subject.prose)]
    return list(find_people(readable(subject)))


def readable(subject: Subject) -> str:
    """The prose and the quotations: a name is personal in somebody else's mouth, too."""
    quotes = [span for span in subject.document.opaque if span.kind == "quote"]
    characters = list(subject.prose)
    for span in quotes:
        characters[span.start : span.end] = subject.text[span.start : span.end]
    return "".join(characters)
