"""A network between two programs that delays, drops, and cuts after the request was delivered."""

from __future__ import annotations

import asyncio
import random
import threading
from collections import Counter
from contextlib import suppress

from bench.pairing.side import free_port

PIECE = 65536
# Of a hundred pieces: how many are held up, dropped on the way, cut where the answer should come.
HELD_UP, DROPPED, CUT = 10, 2, 3


class Wire:
    """A port on loopback that leads to another one, badly."""

    def __init__(self, target: int, seed: int) -> None:
        self.port = free_port()
        self.suffered: Counter[str] = Counter()
        self.is_bad = False
        self.is_down = False
        # So many answers are cut off for certain, after their requests were delivered.
        self.cut_next = 0
        self._target = target
        self._chance = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait()

    def close(self) -> None:
        """Stop listening."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        serve = asyncio.start_server(self._joined, "127.0.0.1", self.port)
        server = self._loop.run_until_complete(serve)
        self._ready.set()
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(self._end_all())
        self._loop.close()

    async def _end_all(self) -> None:
        """End what is still being passed on, so that every socket is closed."""
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.05)  # closed transports let their sockets go in the next rounds

    async def _joined(self, near: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        """One connection: two streams until one of them ends or is cut."""
        if self.is_down:
            self.suffered["refused"] += 1
            answer.close()
            return
        try:
            far, ask = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            answer.close()
            return
        there = asyncio.create_task(self._pass_on(near, ask, "dropped", DROPPED))
        back = asyncio.create_task(self._pass_on(far, answer, "cut", CUT))
        with suppress(asyncio.CancelledError):  # the wire itself is closed
            await asyncio.wait((there, back), return_when=asyncio.FIRST_COMPLETED)
        for task in (there, back):
            task.cancel()
        for writer in (ask, answer):
            with suppress(OSError):
                writer.close()

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, how: str, often: int
    ) -> None:
        with suppress(OSError):
            while piece := await reader.read(PIECE):
                if self.is_bad and self._chance.randrange(100) < HELD_UP:
                    self.suffered["held up"] += 1
                    await asyncio.sleep(self._chance.random())
                if self._is_lost(how, often):
                    self.suffered[how] += 1
                    return
                writer.write(piece)
                await writer.drain()

    def _is_lost(self, how: str, often: int) -> bool:
        """Whether this piece never arrives."""
        if how == "cut" and self.cut_next:
            self.cut_next -= 1
            return True
        return self.is_down or (self.is_bad and self._chance.randrange(100) < often)
