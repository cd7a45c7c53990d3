"""Files that were made to cost more than they weigh."""

from contextlib import suppress

import pytest

from tests.weighing import peak_bytes
from tonebridge.errors import TimedOut, ValidationFailed
from tonebridge.resilience import deadline
from tonebridge.tables.reading import LINES_A_CHECK, MB, Limits, Table, read_csv, read_table

LIMITS = Limits(size=2 * MB, columns=12, rows=5_000)
MOST_TIMES = 24
"""What reading a file may take of memory, in times of its size."""


def filled(unit: str, encoding: str = "utf-8", size: int = 900_000) -> bytes:
    """About so many bytes of it: less than a row may be long."""
    piece = unit.encode(encoding)
    return piece * (size // len(piece))


HOSTILE = {
    "a header without end": (filled("ab,"), "too_many_columns"),
    "a header of letters that weigh most": (filled("あ,", "cp932"), "too_many_columns"),
    "a quoted header without end": (filled('"a",'), "too_many_values"),
    "many names and many rows": (b"a," * 3_000 + b"\n" + b"x\n" * 100_000, "too_many_columns"),
    "rows without end": (b"a,b\n" + filled("x\n"), "too_many_rows"),
    "blank rows without end": (b"a,b\n" + filled("\n"), "too_many_rows"),
    "blank lines alone": (filled("\n", size=200_000), None),
    "a row without end": (b"a,b\n" + filled("あ,"), "too_many_values"),
    "a row over many lines": (b"a,b\n" + filled('あ,あ,"\n",'), "too_many_values"),
    "a quotation without end": (b'a,b\n"' + filled("x\n") * 2, "line_too_long"),
    "a line without end": (b"a,b\n" + filled("x") * 2, "line_too_long"),
    "a line of the widest letters": (filled("a") * 2 + "😀".encode(), "line_too_long"),
    "NULs": (b"a,b\n" + filled("\0"), "encoding"),
    "a packed file": (b"\x1f\x8b\x08" + filled("\0"), "encoding"),
    "JSON of many values in a line": (b'{"a":[' + filled("[],") + b"[]]}", "too_many_values"),
    "JSON of many values in many lines": (filled('{"a":[' + "[]," * 4_000 + "[]]}\n"), None),
    "JSON that is deep": (filled('{"a":'), "too_many_values"),
    "JSON of many names": (b"\n".join(b'{"n%d":1}' % at for at in range(90_000)), "too_many_columns"),
    "JSON of blank lines": (b'{"a":1}' + filled("\n", size=200_000), None),
}


def read_whole(content: bytes) -> list[str]:
    """What it is refused for."""
    try:
        for _row in read_table(content, LIMITS).rows:
            pass
    except ValidationFailed as error:
        return [one.code for one in error.fields]
    return []


@pytest.mark.parametrize(("content", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_costs_little_more_than_it_weighs(content: bytes, code: str | None) -> None:
    told: list[str] = []
    assert peak_bytes(lambda: told.extend(read_whole(content))) < MOST_TIMES * len(content)
    assert told == ([code] if code else [])


def test_a_file_that_is_too_large_is_not_even_decoded() -> None:
    content = b"a,b\n" + b"x" * LIMITS.size
    assert read_whole(content) == ["too_large"] and peak_bytes(lambda: read_whole(content)) < MB


def test_a_refusal_names_the_columns_that_were_found() -> None:
    with pytest.raises(ValidationFailed) as refused:
        read_csv(b"a," * 29_999 + b"z\nx\n", LIMITS)
    assert "30,000" in str(refused.value.fields[0].detail)


def test_names_that_come_twice_are_told_apart() -> None:
    assert read_csv(b"a,a,,a #2\n1,2,3,4\n", LIMITS).names == ("a", "a #2", "#3", "a #2 #4")


def test_a_row_knows_the_line_that_it_begins_in() -> None:
    table = read_table(b'\n\na,b\n1,"x\ny"\n\n2,z\n', LIMITS)
    assert [(line, dict(row)) for line, row in table.rows] == [(4, {"a": "1", "b": "x\ny"}), (7, {"a": "2", "b": "z"})]


def rows_before_the_deadline(table: Table) -> int:
    count = 0
    with deadline.within(0), suppress(TimedOut):
        for _row in table.rows:
            count += 1
    return count


def test_reading_ends_soon_after_its_deadline() -> None:
    table = read_table(b"a,b\n" + b"1,2\n" * LIMITS.rows, LIMITS)
    assert rows_before_the_deadline(table) <= LINES_A_CHECK


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b'{"a": 1}\n', b"\n" * 9])
def test_nothing_is_read_for_a_caller_who_has_gone(content: bytes) -> None:
    with deadline.within(0), pytest.raises(TimedOut):
        read_table(content, LIMITS)
