"""Turns at the processor."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import sleep

from tonebridge.resilience.computing import TURNS, computing


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
