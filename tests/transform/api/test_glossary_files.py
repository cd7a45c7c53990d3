"""The glossary as a file: in, out, and in again."""

import httpx
import pytest
from django.utils import translation

from apps.accounts.models import AuditRow
from apps.transform.actions.add_glossary_term import add_glossary_term
from apps.transform.actions.import_glossary import import_glossary
from apps.transform.contracts import GlossaryEntry
from apps.transform.queries.glossary_file import CHOICES
from apps.transform.web.words.kinds import LANGUAGES, TERM_KINDS
from tests.accounts.racing import at_once
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.weighing import peak_bytes
from tonebridge.errors import Conflict
from tonebridge.tables.columns import choice_named

CSV = "term,language,plain,definition,kind\nSLA,en,service promise,,\n勘定系,ja,,お金の動きを記録する仕組み,preserve\n"


def upload(door: FrontDoor, content: bytes) -> httpx.Response:
    return door.post("/api/v1/glossary/import", files={"file": ("terms.csv", content, "text/csv")})


def test_a_file_adds_what_is_new_and_changes_what_is_known(api: Api, alice: Person) -> None:
    api(alice).post("/api/v1/glossary/terms", {"term": "sla", "language": "en", "plain": "old words"})
    assert upload(api(alice), CSV.encode()).json() == {"added": 1, "changed": 1, "unchanged": 0, "problems": []}
    terms = {term["term"]: term for term in api(alice).get("/api/v1/glossary/terms").json()["items"]}
    assert terms["sla"]["plain"] == "service promise" and terms["勘定系"]["kind"] == "preserve"


def test_lines_that_cant_be_used_are_told_and_the_rest_is_taken(api: Api, alice: Person) -> None:
    content = "term,language,kind,plain\n,en,,\nAPI,fr,,\nCI,en,loud,\nSLA,en,jargon,promise\n"
    done = upload(api(alice), content.encode()).json()
    assert (done["added"], [(p["line"], p["field"]) for p in done["problems"]]) == (
        1,
        [(2, "term"), (3, "language"), (4, "kind")],
    )


def test_lines_that_name_a_term_again_are_told_and_the_last_counts(api: Api, alice: Person) -> None:
    content = "term,language,plain\nSLA,en,one\nCI,en,builds\nsla,en,two\nSLA,ja,三\nSla,en,three\nsla,en,\n"
    done = upload(api(alice), content.encode()).json()
    assert (done["added"], [(p["line"], p["field"]) for p in done["problems"]]) == (
        3,
        [(2, "term"), (4, "term"), (7, "plain")],
    )
    assert {p["detail"] for p in done["problems"][:2]} == {"Line 6 has this term again and is used instead."}
    terms = {(t["term"], t["language"]): t["plain"] for t in api(alice).get("/api/v1/glossary/terms").json()["items"]}
    assert terms == {("Sla", "en"): "three", ("CI", "en"): "builds", ("SLA", "ja"): "三"}


def test_lines_without_words_for_a_term_are_told(api: Api, alice: Person) -> None:
    content = "term,language,plain,kind\nSLA,en,,\nCI,en,,jargon\nZeus,en,,preserve\nASAP,en,,forbidden\n"
    done = upload(api(alice), content.encode()).json()
    assert (done["added"], [(p["line"], p["field"]) for p in done["problems"]]) == (2, [(2, "plain"), (3, "plain")])


@pytest.mark.django_db(transaction=True)
def test_files_that_come_at_the_same_time_are_all_taken(alice: Person) -> None:
    content = "term,language,plain\nKPI,ja,目標の数字\n".encode()

    def imports() -> tuple[int, int]:
        taken = import_glossary(principal=alice.principal, content=content)
        return taken.added, taken.changed

    assert sorted(at_once(4, imports)) == [(0, 0)] * 3 + [(1, 0)]


@pytest.mark.django_db(transaction=True)
def test_terms_that_come_at_the_same_time_do_not_overfill_it(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.transform.actions.add_glossary_term.MOST_TERMS", 1)
    terms = iter("ABCD")

    def adds() -> bool:
        try:
            add_glossary_term(principal=alice.principal, wanted=GlossaryEntry(next(terms), "en", "x"))
        except Conflict:
            return False
        return True

    assert sorted(at_once(4, adds)) == [False] * 3 + [True]


@pytest.mark.parametrize(
    "content",
    [b"", b"term,language\n", b"wert\nx\n", b"\0\1\2\xff" * 9, b'term,language\n"a,b'],
)
def test_a_file_that_isnt_one_is_refused_whole(api: Api, alice: Person, content: bytes) -> None:
    answer = upload(api(alice), content)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "file")
    assert api(alice).get("/api/v1/glossary/terms").json()["items"] == []


@pytest.mark.parametrize("encoding", ["cp932", "utf-16", "utf-8-sig"])
def test_a_file_of_a_japanese_spreadsheet_is_read_as_it_is(api: Api, alice: Person, encoding: str) -> None:
    content = "用語,言語,言い換え,扱い,担当\r\n勘定系,ja,お金の記録,preserve,田中\r\n"
    assert upload(api(alice), content.encode(encoding)).json()["added"] == 1
    (term,) = api(alice).get("/api/v1/glossary/terms").json()["items"]
    assert (term["term"], term["plain"], term["kind"]) == ("勘定系", "お金の記録", "preserve")


JAPANESE = (
    "用語,言語,言い換え,意味,扱い\r\n勘定系,日本語,お金の記録,銀行の中心,そのまま残す\r\nSLA,英語,promise,,使わない\r\n"
)


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_the_words_of_a_japanese_spreadsheet_are_understood(api: Api, alice: Person, encoding: str) -> None:
    done = upload(api(alice), JAPANESE.encode(encoding)).json()
    assert (done["added"], done["problems"]) == (2, [])
    found = {term["term"]: term for term in api(alice).get("/api/v1/glossary/terms").json()["items"]}
    assert [(found[term]["language"], found[term]["kind"]) for term in ("勘定系", "SLA")] == [
        ("ja", "preserve"),
        ("en", "forbidden"),
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_whatever_pages_call_a_kind_or_a_language_is_understood(language: str) -> None:
    with translation.override(language):
        for field, called in (("kind", TERM_KINDS), ("language", LANGUAGES)):
            assert {code: choice_named(str(name), CHOICES[field]) for code, name in called.items()} == {
                code: code for code in called
            }


def test_a_file_that_says_nothing_new_changes_nothing(api: Api, alice: Person) -> None:
    door = api(alice)
    upload(door, CSV.encode())
    before = door.get("/api/v1/glossary/terms").json()
    for again in (CSV.encode(), door.get("/api/v1/glossary/export").content):
        assert upload(door, again).json() == {"added": 0, "changed": 0, "unchanged": 2, "problems": []}
    assert door.get("/api/v1/glossary/terms").json() == before
    assert AuditRow.objects.filter(action="glossary.imported").count() == 1


def test_what_a_file_has_no_column_for_stays_as_it_is(api: Api, alice: Person) -> None:
    door = api(alice)
    upload(door, CSV.encode())
    done = upload(door, "term,language,plain\n勘定系,ja,お金の記録\nSLA,en,service promise\n".encode()).json()
    assert (done["changed"], done["unchanged"]) == (1, 1)
    found = {term["term"]: term for term in door.get("/api/v1/glossary/terms").json()["items"]}["勘定系"]
    assert (found["plain"], found["definition"], found["kind"]) == (
        "お金の記録",
        "お金の動きを記録する仕組み",
        "preserve",
    )


HOSTILE = {
    "names for columns that no row fills": (b"term,language" + b",a" * 3_000 + b"\n" + b"x\n" * 1_500, "3,002"),
    "more rows than a glossary has": (b"term,language\n" + b"x,en\n" * 5_001, "5,000"),
}


@pytest.mark.parametrize(("content", "told"), HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_unfolds_is_refused_before_it_does(api: Api, alice: Person, content: bytes, told: str) -> None:
    door = api(alice)
    door.get("/api/v1/glossary/terms")
    answers: list[httpx.Response] = []
    assert peak_bytes(lambda: answers.append(upload(door, content))) < 20_000_000 + len(content)
    assert (answers[0].status_code, told in answers[0].json()["errors"][0]["detail"]) == (400, True)


def test_what_goes_out_comes_in_again_and_no_cell_is_a_formula(api: Api, alice: Person, charlie: Person) -> None:
    for term in ("=HYPERLINK(1)", "--force", "あいう"):
        api(alice).post("/api/v1/glossary/terms", {"term": term, "language": "ja", "plain": "x"})
    exported = api(alice).get("/api/v1/glossary/export")
    assert exported.headers["content-type"] == "text/csv; charset=utf-8"
    cells = exported.content.decode("utf-8-sig").splitlines()[1:]
    assert not any(line.startswith(("=", "-", "+", "@")) for line in cells)
    assert upload(api(charlie), exported.content).json()["added"] == 3
    names = [term["term"] for term in api(charlie).get("/api/v1/glossary/terms").json()["items"]]
    assert sorted(names) == sorted(["=HYPERLINK(1)", "--force", "あいう"])
