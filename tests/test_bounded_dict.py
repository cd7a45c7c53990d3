"""A dictionary with a bound: which entry goes."""

from tonebridge.bounded_dict import BoundedDict


def of_three() -> BoundedDict[str, int]:
    found = BoundedDict[str, int](3)
    for at, name in enumerate("abc"):
        found[name] = at
    return found


def test_one_too_many_pushes_out_what_was_set_longest_ago() -> None:
    found = of_three()
    found["d"] = 3
    assert list(found) == ["b", "c", "d"]


def test_what_is_set_again_or_moved_to_the_end_is_the_newest_and_what_is_read_is_not() -> None:
    found = of_three()
    found["a"] = 10
    found.move_to_end("b")
    assert found["c"] == 2
    found["d"] = 3
    assert dict(found) == {"a": 10, "b": 1, "d": 3}
