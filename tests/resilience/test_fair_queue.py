"""Heavy pieces of work queue on the loop; what is quick passes between them."""

import asyncio
from contextlib import suppress

from tonebridge.resilience.fair_queue import wait_turn


def test_what_is_quick_passes_between_two_heavy_pieces() -> None:
    async def day() -> list[str]:
        told: list[str] = []

        async def heavy(name: str) -> None:
            await wait_turn("alice")
            told.append(name)

        async def quick() -> None:
            for _ in range(3):
                await asyncio.sleep(0)
            told.append("quick")

        await asyncio.gather(*(heavy(f"heavy {at}") for at in range(20)), quick())
        return told

    assert asyncio.run(day()).index("quick") < 5


def test_groups_take_turns_whoever_came_first() -> None:
    async def day() -> list[str]:
        told: list[str] = []

        async def heavy(group: str) -> None:
            await wait_turn(group)
            told.append(group)

        await asyncio.gather(*(heavy("crowd") for _ in range(50)), heavy("alice"))
        return told

    assert asyncio.run(day()).index("alice") == 1


def test_whoever_gives_up_costs_the_next_one_no_round() -> None:
    async def day() -> list[int]:
        told: list[int] = []

        async def heavy(name: int) -> None:
            await wait_turn("alice")
            told.append(name)

        tasks = [asyncio.create_task(heavy(name)) for name in range(4)]
        await asyncio.sleep(0)
        for task in tasks[:3]:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks)
        await tasks[3]
        return told

    assert asyncio.run(day()) == [3]
