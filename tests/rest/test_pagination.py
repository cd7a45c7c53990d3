"""Pages of a list."""

from collections.abc import Iterator

import pytest

from tonebridge.errors import ValidationFailed
from tonebridge.rest.pagination import Page, PageRequest, page_of, read_page_request

NUMBERS = list(range(45))
SCOPE = "numbers:alice"


def page(request: PageRequest) -> Page[int]:
    start = NUMBERS.index(int(request.after[0])) + 1 if request.after else 0
    return page_of(NUMBERS[start : start + request.fetch], request, lambda number: (str(number),))


def pages(limit: str) -> Iterator[Page[int]]:
    params = {"limit": limit}
    while True:
        found = page(read_page_request(params, scope=SCOPE))
        yield found
        if found.next_cursor is None:
            return
        params = {"limit": limit, "cursor": found.next_cursor}


@pytest.mark.parametrize("limit", ["1", "7", "15", "45", "100"])
def test_walking_all_pages_meets_every_item_once(limit: str) -> None:
    assert [number for found in pages(limit) for number in found.items] == NUMBERS


def test_twenty_items_come_without_asking() -> None:
    assert len(page(read_page_request({}, scope=SCOPE)).items) == 20


def refused(params: dict[str, str], scope: str = SCOPE) -> str:
    with pytest.raises(ValidationFailed) as error:
        read_page_request(params, scope=scope)
    return error.value.fields[0].field


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1000000000", "", "ten", "1.5", "１０", "+5", " 5", "1e1"])
def test_a_limit_out_of_range_is_refused(limit: str) -> None:
    assert refused({"limit": limit}) == "limit"


def test_a_cursor_does_not_show_what_it_holds_to_be_changed() -> None:
    cursor = page(read_page_request({}, scope=SCOPE)).next_cursor
    assert cursor is not None
    for changed in (cursor[:-1], cursor + "x", cursor.swapcase(), "", "x", "あ", "." * 20, "x" * 100_000):
        assert refused({"cursor": changed}) == "cursor"


def test_a_cursor_of_another_list_or_caller_does_not_fit() -> None:
    cursor = page(read_page_request({}, scope=SCOPE)).next_cursor
    assert cursor is not None
    assert refused({"cursor": cursor}, scope="numbers:charlie") == "cursor"
    assert refused({"cursor": cursor}, scope="letters:alice") == "cursor"
