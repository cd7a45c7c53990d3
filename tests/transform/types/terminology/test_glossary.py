"""The built-in glossary: every entry has its form, a sense of its own, and says what it explains in other words."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.transform.rewriting.roles.fields import FIELDS, Field
from apps.transform.rewriting.rulebook import RulebookError
from apps.transform.types.terminology.glossary import COLUMNS, TERMS, TermEntry, all_terms, read_terms

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥]")
KANJI = re.compile(r"[一-龥]{2,}|[ァ-ヶー]{3,}")
PLAIN_JA, PLAIN_EN, GLOSS_JA, GLOSS_EN = 16, 6, 44, 16
"""Characters in Japanese, words in English."""


def entries(field: Field) -> list[TermEntry]:
    return [entry for _line, entry in read_terms(TERMS / f"{field}.tsv", field)]


def spelled() -> dict[str, list[TermEntry]]:
    found: dict[str, list[TermEntry]] = defaultdict(list)
    for entry in all_terms().values():
        for spelling in {one.lower() for one in (*entry.ja, *entry.en)}:
            found[spelling].append(entry)
    return found


def faults_of_form(entry: TermEntry) -> Iterator[str]:
    (plain_ja, plain_en), (gloss_ja, gloss_en) = entry.plain, entry.gloss
    if not re.fullmatch(r"[a-z0-9_]+", entry.term):
        yield "the term is no name"
    if any(one != one.strip() or not one or re.search(r"[()（）|\t]", one) for one in (*entry.ja, *entry.en)):
        yield "a spelling has spaces around it or brackets"
    if any(JAPANESE.search(one) for one in entry.en):
        yield "an English spelling is Japanese"
    if not (JAPANESE.search(plain_ja) and JAPANESE.search(gloss_ja)) or JAPANESE.search(plain_en + gloss_en):
        yield "a column is in the wrong language"
    if len(plain_ja) > PLAIN_JA or len(gloss_ja) > GLOSS_JA:
        yield f"too long in Japanese: {len(plain_ja)}, {len(gloss_ja)}"
    if len(plain_en.split()) > PLAIN_EN or len(gloss_en.split()) > GLOSS_EN:
        yield f"too long in English: {plain_en} / {gloss_en}"
    if (
        gloss_ja.endswith("。")
        or gloss_en.endswith(".")
        or re.search(r"[()（）]", "".join((*entry.plain, *entry.gloss)))
    ):
        yield "a gloss is no phrase"


def faults_of_sense(entry: TermEntry) -> Iterator[str]:
    ja, en = {one.lower() for one in entry.ja}, {one.lower() for one in entry.en}
    if entry.plain[0].lower() in ja or entry.plain[1].lower() in en:
        yield "the plain words are the term"
    yield from (f"{one} explains itself" for one in entry.ja if KANJI.fullmatch(one) and one in entry.gloss[0])
    words = f" {re.sub(r'[^a-z0-9&/+.-]+', ' ', entry.gloss[1].lower())} "
    yield from (f"{one} explains itself" for one in en if f" {one} " in words)


@pytest.mark.parametrize("field", FIELDS)
def test_every_entry_has_its_form(field: Field) -> None:
    assert [(entry.term, fault) for entry in entries(field) for fault in faults_of_form(entry)] == []


@pytest.mark.parametrize("field", FIELDS)
def test_every_entry_explains_in_other_words(field: Field) -> None:
    assert [(entry.term, fault) for entry in entries(field) for fault in faults_of_sense(entry)] == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_spelling_stands_once_a_field(field: Field) -> None:
    owners: dict[str, str] = {}
    for entry in entries(field):
        for spelling in {one.lower() for one in (*entry.ja, *entry.en)}:
            assert owners.setdefault(spelling, entry.term) == entry.term, spelling


def test_what_two_fields_use_in_different_senses_needs_a_context() -> None:
    doubles = {
        (spelling, entry.term)
        for spelling, found in spelled().items()
        if len(found) > 1 and len({entry.gloss for entry in found}) > 1
        for entry in found
        if spelling not in {one.lower() for one in entry.context}
    }
    assert doubles == set()


def test_twenty_fields_have_at_least_four_thousand_entries_in_each_language() -> None:
    terms = all_terms().values()
    assert {entry.field for entry in terms} == set(FIELDS)
    assert sum(bool(entry.ja) for entry in terms) >= 4_000
    assert sum(bool(entry.en) for entry in terms) >= 4_000
    assert min(sum(entry.field == field for entry in terms) for field in FIELDS) >= 150


@pytest.mark.parametrize("term", ["p50", "p90", "p95", "p99", "p999", "percentile", "median"])
def test_no_statistic_is_called_an_average(term: str) -> None:
    entry = all_terms()[term]
    assert "平均" not in entry.gloss[0] + entry.plain[0]
    assert "average" not in entry.gloss[1] + entry.plain[1]


ROW = ["beacon", "ビーコン", "beacon", "合図", "signal", "合図を出す機器", "a device that gives signals", "data", ""]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"gloss_en": ""}, "a term needs"),
        ({"known_to": "astrology"}, "unknown fields"),
        ({"context": "ビーコン灯"}, "is no spelling"),
        ({"context": "a\tb"}, "10 columns, not 9"),
    ],
)
def test_a_wrong_entry_names_its_file_and_line(tmp_path: Path, changed: dict[str, str], problem: str) -> None:
    row = [changed.get(column, value) for column, value in zip(COLUMNS, ROW, strict=True)]
    path = tmp_path / "networks.tsv"
    path.write_text("\n".join("\t".join(cells) for cells in (COLUMNS, ROW, row)) + "\n", encoding="utf-8")
    with pytest.raises(RulebookError, match=rf"^networks\.tsv:3: .*{problem}"):
        list(read_terms(path, "networks"))


def test_a_file_without_its_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "networks.tsv"
    path.write_text("\t".join(ROW) + "\n", encoding="utf-8")
    with pytest.raises(RulebookError, match=r"^networks\.tsv:1: the columns must be"):
        list(read_terms(path, "networks"))
