"""Turns at the processor."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock, Thread
from time import sleep

from tonebridge.resilience.computing import TURNS, computing, waiting


def test_no_more_compute_at_once_than_there_are_turns() -> None:
    inside, most, lock = 0, 0, Lock()

    def compute() -> None:
        nonlocal inside, most
        with computing():
            with lock:
                inside += 1
                most = max(most, inside)
            sleep(0.005)
            with lock:
                inside -= 1

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(compute) for _ in range(16)]:
            done.result()
    assert most == TURNS


def test_a_failure_gives_the_turn_back() -> None:
    for _ in range(TURNS + 1):
        try:
            with computing():
                raise ZeroDivisionError
        except ZeroDivisionError:
            continue


def test_who_waits_in_the_middle_gives_the_turn_back_and_takes_it_again() -> None:
    order: list[str] = []

    def other() -> None:
        with computing():
            order.append("other")

    with computing():
        order.append("before")
        with waiting():
            thread = Thread(target=other)
            thread.start()
            thread.join(5)
        order.append("after")
        late = Thread(target=other)
        late.start()
        late.join(0.05)
        order.append("still mine")
    late.join(5)
    assert order == ["before", "other", "after", "still mine", "other"]


def test_without_a_turn_there_is_none_to_give_back() -> None:
    with waiting(), computing():
        pass
    with computing():
        pass
