"""The glossary as a file on pages, and words that wait for approval."""

from collections.abc import Callable
from html import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.models import AuditRow
from apps.transform.models import GlossaryTerm
from tests.cast import Person
from tests.web.browsing import Browser, Page
from tests.web.test_glossary_pages import TERM, taught
from tests.weighing import peak_bytes

As = Callable[[Person], Browser]
FILE = "term,language,plain,kind\nリグレッション,ja,前に直した不具合の再発,jargon\nSLA,en,promised level of service,jargon\n,en,x,jargon\n"


def upload(browser: Browser, content: bytes, name: str = "words.csv") -> Page:
    return browser.post("/glossary/import/", {"file": SimpleUploadedFile(name, content)})


def terms() -> dict[str, str]:
    return dict(GlossaryTerm.objects.values_list("term", "plain"))


def test_a_file_shows_what_it_would_do_and_changes_nothing(as_: As, alice: Person) -> None:
    browser = as_(alice)
    taught(browser)
    page = upload(browser, FILE.encode())
    assert page.status == 200
    assert "promised level of service" in page.words
    assert "Line 4, term:" in page.words
    assert terms() == {"リグレッション": TERM["plain"]}


def test_a_preview_tells_which_lines_name_a_term_again_and_which_say_nothing(as_: As, alice: Person) -> None:
    content = b"term,language,plain\nSLA,en,one\nsla,en,two\nCI,en,\n"
    page = upload(as_(alice), content)
    assert "Line 2, term: Line 3 has this term again and is used instead." in page.words
    assert "Line 4, plain: Enter plain words or what the term means." in page.words
    assert "同じ用語が 3 行目にもあるため、そちらを使います。" in upload(as_(alice).reading("ja"), content).words


def test_a_confirmed_file_is_taken_and_stands_in_the_audit(as_: As, alice: Person) -> None:
    browser = as_(alice)
    taught(browser)
    assert f'value="{escape(FILE)}"' in upload(browser, FILE.encode()).html
    assert browser.post("/glossary/import/", {"content": FILE}).location == "/glossary/"
    assert terms() == {"リグレッション": "前に直した不具合の再発", "SLA": "promised level of service"}
    assert AuditRow.objects.filter(action="glossary.imported").count() == 1


def test_a_file_that_says_nothing_new_says_so_and_offers_no_import(as_: As, alice: Person) -> None:
    browser = as_(alice)
    browser.post("/glossary/import/", {"content": FILE})
    page = upload(browser, browser.get("/glossary/export/").response.content)
    assert "Already in the glossary and unchanged: 2" in page.words
    assert "Changed" not in page.words and ">Import<" not in page.html


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "must be text in UTF-8, UTF-16 or Shift_JIS"),
        (b"wert\nSLA\n", "first line must name the columns"),
        (b"x" * 500_001, "too large"),
        (b"", "file is empty"),
    ],
)
def test_odd_files_are_refused_in_words(as_: As, alice: Person, content: bytes, words: str) -> None:
    page = upload(as_(alice), content)
    assert page.status in (400, 422)
    assert words in page.words


def test_a_file_in_shift_jis_is_shown_and_taken(as_: As, alice: Person) -> None:
    browser = as_(alice)
    page = upload(browser, "用語,言語,意味\n勘定系,ja,会計\n".encode("cp932"))
    assert 'value="用語,言語,意味' in page.html
    assert browser.post("/glossary/import/", {"content": "用語,言語,意味\n勘定系,ja,会計\n"}).location == "/glossary/"
    assert list(terms()) == ["勘定系"]


def test_a_file_that_unfolds_is_refused_in_words(as_: As, alice: Person) -> None:
    content = b"term,language" + b",a" * 3_000 + b"\n" + b"x\n" * 1_500
    browser, pages = as_(alice), list[Page]()
    browser.get("/glossary/import/")
    assert peak_bytes(lambda: pages.append(upload(browser, content))) < 20_000_000
    assert "The file has 3,002 columns" in pages[0].words


def test_no_file_is_refused_in_words(as_: As, alice: Person) -> None:
    page = as_(alice).post("/glossary/import/", {})
    assert page.status == 422
    assert "Choose a file first." in page.words


def test_what_is_exported_can_be_imported(as_: As, alice: Person) -> None:
    browser = as_(alice)
    browser.post("/glossary/", TERM | {"plain": "=HYPERLINK('http://x')"})
    sent = browser.get("/glossary/export/").response.content
    assert b"'=HYPERLINK" in sent
    GlossaryTerm.objects.all().delete()
    browser.post("/glossary/import/", {"content": sent.decode("utf-8-sig")})
    assert terms() == {"リグレッション": "=HYPERLINK('http://x')"}


def test_a_word_of_a_result_comes_into_the_form(as_: As, alice: Person) -> None:
    page = as_(alice).get("/glossary/", {"term": "リグレッション"})
    assert 'name="term" value="リグレッション"' in page.html


def test_an_owner_approves_what_was_proposed(as_: As, alice: Person, bob: Person) -> None:
    path = taught(as_(alice))
    GlossaryTerm.objects.update(status="candidate")
    assert "Approve" not in as_(bob).get("/glossary/").words
    assert as_(bob).post(f"{path}approve/").status == 403
    assert as_(alice).post(f"{path}approve/").status == 302
    assert GlossaryTerm.objects.get().status == "approved"
