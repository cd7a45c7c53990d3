"""What is cached in memory until the listener is notified that it has changed."""

from tonebridge.changes.listener import ChangeListener
from tonebridge.changes.remembering import Remembered


class Connected(ChangeListener):
    """A listener whose connection stands as told."""

    well = True

    @property
    def is_current(self) -> bool:
        return self.well


class Table:
    """Counts how often it is read."""

    def __init__(self) -> None:
        self.reads = 0

    def read(self) -> int:
        self.reads += 1
        return self.reads


def test_a_value_is_read_once_until_it_is_forgotten() -> None:
    table, remembered = Table(), Remembered[int](Connected())
    assert [remembered.get("a", table.read) for _ in range(3)] == [1, 1, 1]
    remembered.forget("b")
    assert remembered.get("a", table.read) == 1
    remembered.forget("a")
    assert remembered.get("a", table.read) == 2
    assert remembered.knows("a") and not remembered.knows("b")
    remembered.forget("*")
    assert not remembered.knows("a")
    assert remembered.get("a", table.read) == 3


def test_without_an_ear_that_hears_everything_is_read_anew() -> None:
    table, listener = Table(), Connected()
    remembered = Remembered[int](listener)
    remembered.get("a", table.read)
    listener.well = False
    assert not remembered.knows("a")
    assert [remembered.get("a", table.read) for _ in range(2)] == [2, 3]


def test_what_was_forgotten_while_it_was_read_is_not_kept() -> None:
    table, remembered = Table(), Remembered[int](Connected())

    def slow() -> int:
        remembered.forget("a")
        return table.read()

    assert remembered.get("a", slow) == 1
    assert remembered.get("a", table.read) == 2


def test_the_one_that_was_asked_for_longest_ago_goes() -> None:
    table, remembered = Table(), Remembered[int](Connected(), most=2)
    for group in ("a", "b", "a", "c"):
        remembered.get(group, table.read)
    assert remembered.get("a", table.read) == 1
    assert remembered.get("b", table.read) == 4


def test_what_it_doesnt_keep_is_read_each_time() -> None:
    table, remembered = Table(), Remembered[int](Connected(), keeps=lambda value: value > 1)
    assert [remembered.get("a", table.read) for _ in range(3)] == [1, 2, 2]


def test_what_was_known_last_may_be_nothing_much() -> None:
    listener = Connected()
    remembered = Remembered[int](listener)
    remembered.get("a", lambda: 0)
    assert remembered.last("a") == 0
    listener.well = False
    remembered.forget("*")
    assert remembered.last("a") == 0
    assert remembered.last("b") is None
