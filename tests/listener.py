"""An ear for tests: it hears while the tests' loop runs."""

import asyncio

from tonebridge.changes.ear import Ear


class Listener:
    """An ear on the tests' loop, which stands still between calls."""

    def __init__(self, runner: asyncio.Runner, ear: Ear) -> None:
        self.ear, self.runner = ear, runner
        self.heard: list[str] = []
        self.ear.on("user", self.heard.append)

    def wait(self, seconds: float = 0.05) -> None:
        self.runner.run(asyncio.sleep(seconds))

    async def begin(self) -> None:
        self.ear.start()
        while not self.ear.hears:
            await asyncio.sleep(0.01)
