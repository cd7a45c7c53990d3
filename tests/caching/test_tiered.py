"""Both levels together."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from tests.passing_time import PassingTime
from tests.waiting import until_async
from tonebridge.caching.l1_memory import MemoryCache
from tonebridge.caching.tiered import Made, Tiered


@dataclass
class Asked:
    """A question that counts how often it is answered."""

    key: str = field(default_factory=lambda: str(uuid4()))
    group: UUID = field(default_factory=uuid4)
    fresh_s: float = float("inf")
    repeatable: bool = True
    stands: bool = True
    failing: bool = False
    made: int = 0
    renewed: int = 0
    may_end: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_end.set()

    async def shared_key(self) -> str:
        return f"tb:question:{self.key}"

    async def holds(self, _subject: UUID) -> bool:
        return self.stands

    async def make(self) -> Made:
        self.made += 1
        await asyncio.sleep(0)  # others may ask meanwhile
        await self.may_end.wait()
        if self.failing:
            raise ZeroDivisionError
        body = f"answer {self.made}".encode()
        return Made(body, uuid4(), body + b" again" if self.repeatable else None, self.fresh_s)

    async def renew(self) -> Made:
        self.renewed += 1
        return await self.make()


class Kept:
    """A process: its memory, on the tests' loop."""

    def __init__(self, runner: asyncio.Runner, *, trusted: bool = True) -> None:
        self.runner, self.tiered = runner, Tiered(MemoryCache(), lambda: trusted)

    def ask(self, question: Asked, times: int = 1) -> list[bytes]:
        async def together() -> list[bytes]:
            return [one.body for one in await asyncio.gather(*(self.tiered.answer(question) for _ in range(times)))]

        return self.runner.run(together())

    def until_renewed(self, question: Asked) -> None:
        """And nothing is made for it any more."""
        self.runner.run(until_async(lambda: question.renewed and question.key not in self.tiered._making))


@pytest.fixture
def here(loop_runner: asyncio.Runner) -> Iterator[Kept]:
    yield Kept(loop_runner)


def test_the_second_call_gets_the_first_ones_answer(here: Kept) -> None:
    question = Asked()
    assert here.ask(question) + here.ask(question) == [b"answer 1", b"answer 1 again"]


def test_five_hundred_at_once_are_one_making(here: Kept) -> None:
    question = Asked()
    answers = here.ask(question, 500)
    assert question.made == 1
    assert sorted(set(answers)) == [b"answer 1", b"answer 1 again"]
    assert answers.count(b"answer 1") == 1


def test_another_process_finds_it_in_the_second_level(here: Kept, loop_runner: asyncio.Runner) -> None:
    question = Asked()
    here.ask(question)
    assert Kept(loop_runner).ask(question) == [b"answer 1 again"]
    assert question.made == 1


def test_an_answer_whose_row_is_gone_is_made_anew_everywhere(here: Kept, loop_runner: asyncio.Runner) -> None:
    question = Asked()
    here.ask(question)
    question.stands = False
    assert Kept(loop_runner).ask(question) == [b"answer 2"]


def test_what_may_not_be_repeated_is_made_by_each(here: Kept) -> None:
    question = Asked(repeatable=False)
    here.ask(question, 3)
    here.ask(question)
    assert question.made == 4
    assert len(here.tiered.memory) == 0


def test_a_failure_is_not_kept(here: Kept) -> None:
    question = Asked(failing=True)
    with pytest.raises(ZeroDivisionError):
        here.ask(question)
    question.failing = False
    assert here.ask(question) == [b"answer 2"]


def test_one_caller_who_hangs_up_takes_the_answer_from_nobody(here: Kept) -> None:
    question = Asked()
    question.may_end.clear()

    async def one_goes() -> bytes:
        first = asyncio.ensure_future(here.tiered.answer(question))
        second = asyncio.ensure_future(here.tiered.answer(question))
        await until_async(lambda: question.made)
        first.cancel()
        await asyncio.wait([first])
        question.may_end.set()
        return (await second).body

    assert here.runner.run(one_goes()) == b"answer 1 again"
    assert question.made == 1


def test_nothing_is_kept_where_changes_are_not_heard(loop_runner: asyncio.Runner) -> None:
    deaf, question = Kept(loop_runner, trusted=False), Asked()
    deaf.ask(question, 2)
    assert question.made == 2


def test_what_is_no_longer_fresh_is_answered_while_a_new_one_is_made(here: Kept, passing_time: PassingTime) -> None:
    passing_time.stand_still()
    question = Asked(fresh_s=60)
    here.ask(question)
    passing_time.pass_s(59)
    assert here.ask(question) == [b"answer 1 again"]
    assert question.key not in here.tiered._making
    passing_time.pass_s(1)
    assert here.ask(question, 3) == [b"answer 1 again"] * 3
    here.until_renewed(question)
    assert (question.made, question.renewed) == (2, 1)
    assert here.ask(question) == [b"answer 2 again"]


def test_a_new_answer_that_fails_leaves_the_old_one(here: Kept, passing_time: PassingTime) -> None:
    question = Asked(fresh_s=60)
    here.ask(question)
    question.failing = True
    passing_time.pass_s(60)
    here.ask(question)
    here.until_renewed(question)
    assert here.ask(question) == [b"answer 1 again"]
    assert question.made == 2
