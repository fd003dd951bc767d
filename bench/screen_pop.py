"""Screen pop: from an exchange's event at the door to the word at the agent's open page.

A real web server, its workers, and as many streams as agents, each with a session of their own.
Events come in one by one at a steady rate, each for a random agent; what is timed ends when the
stream has the word, and again when the bar with the caller has been fetched as the page does.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bench.live import memory, sessions, started
from bench.processes import cpu_of
from bench.report import print_machine, told
from bench.scratch import scratch_site

AGENTS = (200, 500)
WARMING = 8  # seconds that are not timed
SECONDS = 30
A_SECOND = 10
LATE = 20.0


@dataclass
class Agent:
    """One open page: its cookie, its stream, and who waits for its next word."""

    extension: str
    cookie: str
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    at: float = 0.0


def main() -> None:
    """Prints both times with 200 and with 500 agents connected."""
    with scratch_site() as read:
        from hotline.site import static_files  # noqa: PLC0415 - needs Django set up
        from hotline.site.children import web_command  # noqa: PLC0415
        from hotline.site.commands.run import prepare_assets  # noqa: PLC0415
        from hotline.steps.setup.simulated_line import simulated_line  # noqa: PLC0415

        print_machine()
        prepare_assets(read)
        static_files.collect_if_changed()
        cookies = sessions(max(AGENTS))
        secret, _ = simulated_line(1, at=datetime.now(UTC))
        seats(max(AGENTS))
        with started(web_command(read), read, read.port) as web:
            for number in AGENTS:
                agents = [Agent(str(1000 + n), cookies[n]) for n in range(number)]
                before, begun = cpu_of(web.pid), time.perf_counter()
                words, pages = asyncio.run(Run(read.port, secret, agents).measured())
                load = (cpu_of(web.pid) - before) / (time.perf_counter() - begun) * 100
                shown(number, words, pages)
                told(f"… CPU of the web server with {number} agents", [load], "%")
                told("… its memory", [memory(web.pid) / 1024 / 1024], "MB")


def seats(number: int) -> None:
    """An extension for each of the people of `sessions`, who answer calls."""
    from hotline.records.models import Seat, Staff  # noqa: PLC0415

    for place in range(number):
        person = Staff.objects.get(username=f"bench{place}")
        Seat.objects.create(staff=person, extension=str(1000 + place))


def shown(number: int, words: list[float], pages: list[float]) -> None:
    """The median and the 99th in a hundred of both times."""
    for name, times in (("word at the stream", words), ("bar with the caller", pages)):
        cut = statistics.quantiles(times, n=100)
        told(f"{name}, {number} agents, median of {len(times)}", [cut[49] * 1000], "ms")
        told(f"{name}, {number} agents, p99", [cut[98] * 1000], "ms")


class Run:
    """One measurement with so many agents connected."""

    def __init__(self, port: int, secret: str, agents: list[Agent]) -> None:
        self.port, self.secret, self.agents = port, secret, agents
        self.random = random.Random(32)
        self.words: list[float] = []
        self.pages: list[float] = []
        self.lost = 0

    async def measured(self) -> tuple[list[float], list[float]]:
        """Times of the words and of the bars; raises where a word was lost."""
        streams = [asyncio.create_task(self.listen(agent)) for agent in self.agents]
        await asyncio.sleep(len(self.agents) / 100 + 2)
        running: list[asyncio.Task[None]] = []
        for number in range((WARMING + SECONDS) * A_SECOND):
            if number == WARMING * A_SECOND:
                await asyncio.gather(*running)
                running, self.words, self.pages = [], [], []
            running.append(asyncio.create_task(self.one(number)))
            await asyncio.sleep(1 / A_SECOND)
        await asyncio.gather(*running)
        for stream in streams:
            if stream.done():
                stream.result()  # says why it ended
            stream.cancel()
        if self.lost:
            raise SystemExit(f"{self.lost} words were lost")
        return self.words, self.pages

    async def listen(self, agent: Agent) -> None:
        """Hold the stream open and note when a word comes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(self.head("GET", "/desk/live", f"Cookie: {agent.cookie}\r\n"))
        answer = await reader.readline()
        assert b"200 OK" in answer, answer
        while line := await reader.readline():
            if line.startswith(b"data:") and json.loads(line[5:])["kind"] == "call":
                agent.at = time.perf_counter()
                agent.heard.set()

    async def one(self, number: int) -> None:
        """One call rings at one agent."""
        agent = self.agents[self.random.randrange(len(self.agents))]
        agent.heard.clear()
        begun = time.perf_counter()
        await self.tell(number, agent)
        try:
            await asyncio.wait_for(agent.heard.wait(), LATE)
        except TimeoutError:
            self.lost += 1
            return
        self.words.append(agent.at - begun)
        cookie = f"Cookie: {agent.cookie}\r\n"
        answer = await self.asked(self.head("GET", "/desk/workstation/bar?seen=free", cookie))
        assert b"200 OK" in answer[:20], answer[:200]
        self.pages.append(time.perf_counter() - begun)

    async def tell(self, number: int, agent: Agent) -> None:
        """The exchange's event, signed, on a connection of its own."""
        from hotline.channels.telephone.cti import signature  # noqa: PLC0415
        from hotline.steps.setup.simulated_line import CODE  # noqa: PLC0415

        event = {
            "call": f"pop-{len(self.agents)}-{number}",
            "id": "1",
            "kind": "offered",
            "at": datetime.now(UTC).isoformat(),
            "caller": f"1540000{number % 10000:04}",
            "agent": agent.extension,
        }
        body, moment = json.dumps(event).encode(), str(int(time.time()))
        headers = (
            f"X-Hotline-Road: {CODE}\r\nX-Hotline-Key: 1\r\nX-Hotline-Timestamp: {moment}\r\n"
            f"X-Hotline-Signature: {signature(self.secret, moment, body)}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        )
        answer = await self.asked(self.head("POST", "/cti/events", headers) + body)
        assert b"200 OK" in answer[:20], answer[:300]

    def head(self, method: str, path: str, headers: str) -> bytes:
        """The beginning of a request."""
        end = "" if path == "/desk/live" else "Connection: close\r\n"
        return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}{end}\r\n".encode()

    async def asked(self, request: bytes) -> Any:
        """The whole answer to one request."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        return answer


if __name__ == "__main__":
    main()
