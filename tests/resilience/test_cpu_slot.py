"""Slots at the processor."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, Thread

from tests.waiting import until
from tonebridge.resilience.cpu_slot import SLOTS, cpu_slot, cpu_slot_released


def test_no_more_compute_at_once_than_there_are_slots() -> None:
    begun, inside, most, lock, go = list[int](), 0, 0, Lock(), Event()

    def compute(number: int) -> None:
        nonlocal inside, most
        begun.append(number)
        with cpu_slot():
            with lock:
                inside += 1
                most = max(most, inside)
            assert go.wait(20)
            with lock:
                inside -= 1

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(compute, number) for number in range(16)]
        until(lambda: len(begun) == 8 and inside)
        go.set()
        for done in asked:
            done.result()
    assert most == SLOTS


def test_a_failure_gives_the_slot_back() -> None:
    for _ in range(SLOTS + 1):
        try:
            with cpu_slot():
                raise ZeroDivisionError
        except ZeroDivisionError:
            continue


def test_who_waits_in_the_middle_gives_the_slot_back_and_takes_it_again() -> None:
    order: list[str] = []

    def other() -> None:
        with cpu_slot():
            order.append("other")

    with cpu_slot():
        order.append("before")
        with cpu_slot_released():
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


def test_without_a_slot_there_is_none_to_give_back() -> None:
    with cpu_slot_released(), cpu_slot():
        pass
    with cpu_slot():
        pass
