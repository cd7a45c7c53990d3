"""What asked to be left alone for a while is, by every process."""

from uuid import uuid4

import pytest

from tests.passing_time import PassingTime
from tonebridge.resilience.circuit_breaker import Breaker, Parked
from tonebridge.resilience.local_breaker import State


def parked_s(breaker: Breaker) -> float:
    """For how long it is to be left alone; 0 where it may be called."""
    word = breaker.ask()
    assert word.admits is (word.state is not State.PARKED)
    return 0.0 if word.admits else word.wait_s


def test_what_asked_to_be_left_alone_is_for_so_long(breaker: Breaker, still_time: PassingTime) -> None:
    assert parked_s(breaker) == 0
    breaker.park(30)
    assert parked_s(breaker) == 30
    breaker.park(5)
    assert parked_s(breaker) == 30, "a shorter wish doesn't end a longer one"
    still_time.pass_s(29)
    assert parked_s(breaker) == 1
    still_time.pass_s(1)
    assert parked_s(breaker) == 0


def test_what_asked_to_be_left_alone_is_not_called(breaker: Breaker, still_time: PassingTime) -> None:
    breaker.park(29.5)
    with pytest.raises(Parked) as refused, breaker.guarded():
        raise AssertionError("called all the same")
    assert refused.value.retry_after_s == 30


def test_nobody_tries_what_asked_to_be_left_alone(breaker: Breaker, still_time: PassingTime) -> None:
    breaker.park(3)
    fail_without_asking(breaker)
    still_time.pass_s(2)
    assert breaker.ask().state is State.PARKED
    still_time.pass_s(1)
    assert breaker.ask().permit != 0


def fail_without_asking(breaker: Breaker) -> None:
    for _ in range(5):
        breaker.tell(0, ok=False)


def test_it_is_left_alone_by_others_where_they_share_a_server() -> None:
    name = f"test:{uuid4().hex[:6]}"
    Breaker(name).park(30)
    assert 20 < parked_s(Breaker(name)) <= 30
    assert parked_s(Breaker(name, shared=False)) == 0
    assert parked_s(Breaker(f"{name}-other")) == 0


def test_what_another_one_hears_later_ends_no_longer_wish() -> None:
    name = f"test:{uuid4().hex[:6]}"
    Breaker(name).park(30)
    Breaker(name).park(1)
    assert parked_s(Breaker(name)) > 20
    Breaker(name).park(50)
    assert parked_s(Breaker(name)) > 40


def test_its_time_comes_to_an_end_for_all_of_them(still_time: PassingTime) -> None:
    one, other = (Breaker(name) for name in [f"test:{uuid4().hex[:6]}"] * 2)
    one.park(30)
    still_time.pass_s(15)
    assert parked_s(one) == 15 and 5 < parked_s(other) <= 15, "the server's own clock doesn't stand still"
    still_time.pass_s(15)
    assert (parked_s(one), parked_s(other)) == (0, 0)
