"""Every sentence that the project shows has a Japanese one, with the same placeholders."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "gettext_noop": None,
}
Strings = str | tuple[str, ...] | list[str] | None
RENAMED = re.compile(rb"^from django\.utils\.translation import (\w+) as (\w+)$", re.MULTILINE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def catalog() -> Catalog:
    """The Japanese catalog."""
    with (ROOT / "locale/ja/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="ja")


def sources() -> Iterator[tuple[Path, bytes]]:
    """Python as it is; templates as the Python that Django's own extraction makes of them, on one line."""
    for folder in ("apps", "tonebridge"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, path.read_bytes()
    for path in sorted((ROOT / "templates").rglob("*.html")):
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path)).replace(" #\n", "\n")  # of comments
        yield path, " ".join(code.split()).encode()


@cache
def sentences() -> dict[str, Path]:
    """Every sentence to translate, with a file that it stands in."""
    found = {}
    marked = (
        (path, source) for path, source in sources() if b"gettext" in source or b"_(" in source
    )  # reading takes long
    for path, source in marked:
        for _line, message, _comments, _context in extract("python", BytesIO(source), keywords=KEYWORDS):
            found[message if isinstance(message, str) else message[0]] = path
    return found


def named_otherwise() -> Iterator[str]:
    """Modules that give a function of translation a name by which nothing collects its sentences."""
    for path, source in sources():
        for name, alias in re.findall(RENAMED, source):
            if alias.decode() not in KEYWORDS:
                yield f"{path.relative_to(ROOT)}: {name.decode()} as {alias.decode()}"


def forms(string: Strings) -> list[str]:
    """The forms of a message, one where there is no plural."""
    return [string] if isinstance(string, str) else list(string or ())


def test_every_sentence_has_a_japanese_one() -> None:
    known = {forms(each.id)[0]: each for each in catalog() if each.id and all(forms(each.string))}
    missing = {sentence: str(path) for sentence, path in sentences().items() if sentence and sentence not in known}
    assert missing == {}


def test_no_sentence_escapes_by_another_name() -> None:
    assert list(named_otherwise()) == []


def test_every_japanese_sentence_is_said_somewhere() -> None:
    said = sentences()
    assert [each.id for each in catalog() if each.id and forms(each.id)[0] not in said] == []


def test_no_translation_is_only_a_guess() -> None:
    assert [each.id for each in catalog() if each.id and each.fuzzy] == []


def test_translations_keep_their_placeholders() -> None:
    wrong = [each.id for each in catalog() if each.id and placeholders(each.id) != placeholders(each.string)]
    assert wrong == []


def placeholders(string: Strings) -> set[str]:
    return {found for form in forms(string) for found in PLACEHOLDER.findall(form)}
