"""A large file for a large glossary: what is changed costs what is added, and long work ends with its deadline."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from apps.transform.actions.import_glossary import import_glossary
from apps.transform.models import GlossaryTerm
from tests.cast import Person
from tests.passing_time import passing
from tests.transform.test_growth import calls_of
from tonebridge.errors import TimedOut
from tonebridge.resilience import deadline

TERMS = 600
"""More than a statement writes."""


def file_of(plain: str, *, terms: int = TERMS) -> str:
    return "term,language,plain\n" + "".join(f"term {number},en,{plain}\n" for number in range(terms))


def taken(person: Person, content: str) -> tuple[int, int]:
    done = import_glossary(principal=person.principal, content=content)
    return done.added, done.changed


@contextmanager
def over_once_something_is_written() -> Iterator[list[str]]:
    """A request of a minute; an hour goes by with the first statement that writes terms. Yields those statements."""
    written = list[str]()

    def noted(execute: Any, sql: str, *rest: Any) -> Any:  # Django's own signature
        if "glossary_terms" in sql and not sql.startswith("SELECT"):
            time.pass_s(0 if written else 3600)
            written.append(sql)
        return execute(sql, *rest)

    with passing() as time, deadline.within(60), connection.execute_wrapper(noted):
        yield written


def test_changing_terms_takes_no_more_steps_than_adding_and_reading_them(alice: Person) -> None:
    taken(alice, file_of("warm", terms=2))
    GlossaryTerm.objects.all().delete()
    adding = calls_of(lambda: taken(alice, file_of("before")))
    changing = calls_of(lambda: taken(alice, file_of("after")))
    assert changing <= 2 * adding
    assert set(GlossaryTerm.objects.values_list("plain", flat=True)) == {"after"}


def test_what_is_changed_keeps_its_name_its_standing_and_its_origin(alice: Person, bob: Person) -> None:
    taken(alice, "term,language,plain\nsla,en,promise\n")
    GlossaryTerm.objects.update(status="candidate")
    before = GlossaryTerm.objects.values("id", "term", "status", "created_by_id", "created_at").get()
    assert taken(bob, "term,language,plain,definition,kind\nSLA,en,service promise,what we owe,preserve\n") == (0, 1)
    after = GlossaryTerm.objects.get()
    assert GlossaryTerm.objects.values(*before).get() == before
    assert (after.plain, after.definition, after.kind) == ("service promise", "what we owe", "preserve")
    assert after.updated_at > after.created_at


@pytest.mark.parametrize("known", [True, False], ids=["changing", "adding"])
def test_an_import_ends_behind_the_statement_that_runs_when_its_time_is_over_and_nothing_is_half_done(
    alice: Person, known: bool
) -> None:
    if known:
        taken(alice, file_of("before"))
    with over_once_something_is_written() as written, pytest.raises(TimedOut):
        taken(alice, file_of("after"))
    assert len(written) == 1
    assert set(GlossaryTerm.objects.values_list("plain", flat=True)) == ({"before"} if known else set())
