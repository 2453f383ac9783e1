"""Serves papers on 127.0.0.1 and other hosts of this machine, does wrong what was drawn for the
night, and remembers what it answered."""

import asyncio
import os
import random
import signal
import socket
import struct
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from benchmarks.year_faults import (
    ARTICLE,
    AWAY,
    EITHER,
    FEED,
    FOR_GOOD,
    LIST,
    OF_ARTICLES,
    OF_FEEDS,
    OF_LISTS,
    OF_ROBOTS,
    OF_SITES,
    OF_STARTS,
    ROBOTS,
    START,
    TRAPS,
    WELL,
    Ask,
    Fault,
    Night,
    move_host,
    trap,
)
from benchmarks.year_faults import LOGIN as LOGIN_WORDS
from benchmarks.year_faults import PROMOTION as PROMOTION_WORDS
from benchmarks.year_faults import page as page_of
from benchmarks.year_paper import Paper, Reply, Story

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")  # two papers, and where the first may move to
ALL = (ARTICLE, LIST, START, FEED, ROBOTS, "")
OF_PAGES = {ARTICLE: OF_ARTICLES, LIST: OF_LISTS, FEED: OF_FEEDS}
OF_WHOLE_SITES = ((OF_SITES, ALL), (OF_SITES, ALL), (OF_STARTS, (START,)), (OF_ROBOTS, (ROBOTS,)))
FOR_GOOD_SHARE = 0.1  # of the faults drawn for an article that was had before
_LINGER = struct.pack("ii", 1, 0)  # closing then resets


@dataclass(frozen=True, slots=True)
class Rates:
    """How often something goes wrong: shares of requests, of nights."""

    pages: float = 0.04
    lists: float = 0.01
    sites: float = 0.06
    kills: float = 0.03
    slow: bool = True  # faults that take the client's whole patience, too


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, and how it was answered."""

    paper: str
    url: str
    role: str
    fault: Fault | None
    night: Night
    story: int | None = None


@dataclass(slots=True)
class Known:
    """What the server remembers of an article."""

    well: int | None = None  # the last night on which it was answered well
    version: int = -1  # that it had then
    gone: list[int] = field(default_factory=list)  # nights of 404 and 410 since
    met: list[str] = field(default_factory=list)  # kinds of fault, in order


@dataclass(slots=True)
class Kill:
    """Whom to kill at which of its requests."""

    request: int
    fault: Fault
    process: int = 0
    done: bool = False


class Server:
    """Papers, served from a thread while the block runs. What it tells may be read between two
    nights."""

    def __init__(self) -> None:
        self.bases: list[str] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._listening: list[asyncio.Server] = []

    def __enter__(self) -> Self:
        self._thread.start()
        for index, host in enumerate(HOSTS):
            listening = asyncio.run_coroutine_threadsafe(self._listen(index, host), self._loop)
            self._listening.append(listening.result())
            port = self._listening[-1].sockets[0].getsockname()[1]
            self.bases.append(f"http://{host}:{port}")
        return self

    def __exit__(self, *exc: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def begin(self, papers: Sequence[Paper], seed: int, rates: Rates, last: int) -> None:
        """Serve these from now on; nothing goes wrong any more from night `last` on."""
        self.papers, self.seed, self.rates, self.last = papers, seed, rates, last
        self.night, self.moved = -1, False
        self.known: dict[tuple[str, int], Known] = {}
        self.killed: set[int] = set()  # nights
        self.drawn: Counter[str] = Counter()
        self._sites: dict[str, tuple[Fault, tuple[str, ...], int]] = {}
        self._pages: dict[tuple[str, str], tuple[Fault, int]] = {}

    def begin_night(self, kill: Kill | None = None) -> None:
        """The next night, and what goes wrong with whole sites in it."""
        self.night += 1
        self.kill = kill
        self.exchanges: list[Exchange] = []
        self.trapped: Counter[str] = Counter()  # requests for what is made up without end
        self._times: Counter[tuple[str, str]] = Counter()
        for paper in self.papers:
            fault, _, until = self._sites.get(paper.name, (None, (), -1))
            if fault and self.night > until:
                del self._sites[paper.name]
            rng = random.Random(f"{self.seed} {self.night} {paper.name}")
            free = paper.name not in self._sites and 0 < self.night < self.last
            if free and rng.random() < self.rates.sites:
                self._draw_for_site(paper, rng)

    def site_fault(self, paper: Paper) -> Fault | None:
        """What is wrong with a whole site this night."""
        found = self._sites.get(paper.name)
        return found[0] if found else None

    def led_to(self, exchange: Exchange) -> list[str]:
        """The addresses that lead to that of an exchange."""
        paper = next(paper for paper in self.papers if paper.name == exchange.paper)
        former = [] if exchange.story is None else paper.stories[exchange.story].former
        bases = {paper.base, self.bases[self.papers.index(paper)]}
        paths = [exchange.url.removeprefix(paper.base), *former]
        return [f"{base}{path}" for base in bases for path in paths]

    # -- what goes wrong

    def _draw_for_site(self, paper: Paper, rng: random.Random) -> None:
        kinds, roles = rng.choice(OF_WHOLE_SITES)
        fault = self._choose(kinds, rng)
        if fault.effect is None:
            until = min(self.night + rng.randint(1, fault.most) - 1, self.last - 1)
            self._sites[paper.name] = fault, roles, until
        elif fault.effect is move_host:
            if self.moved or paper is not self.papers[0]:
                return
            self.moved, paper.base = True, self.bases[2]
            fault.effect(paper, None)
        elif paper.home == "/":
            fault.effect(paper, None)
        else:
            return
        self.drawn[fault.name] += 1

    def _choose(self, kinds: Sequence[Fault], rng: random.Random) -> Fault:
        fitting = [kind for kind in kinds if self.rates.slow or not kind.slow]
        return rng.choices(fitting, [kind.weight for kind in fitting])[0]

    def _fault(
        self, paper: Paper, key: tuple[str, str], role: str, story: Story | None
    ) -> Fault | None:
        """What goes wrong with this request."""
        of_site = self._sites.get(paper.name)
        if of_site and role in of_site[1]:
            return of_site[0]
        if key in self._pages and self.night <= self._pages[key][1]:
            return self._pages[key][0]
        if role not in OF_PAGES or self._times[key] > 1 or self.night >= self.last:
            return None
        rng = random.Random(f"{self.seed} {self.night} {key[0]} {key[1]}")
        rate = self.rates.pages if story else self.rates.lists
        if (story and not story.is_up) or rng.random() >= rate:
            return None
        kinds: Sequence[Fault] = OF_PAGES[role]
        if story and self._of(paper, story).well is not None and rng.random() < FOR_GOOD_SHARE:
            kinds = FOR_GOOD
        fault = self._choose(kinds, rng)
        self.drawn[fault.name] += 1
        if fault.effect:
            fault.effect(paper, story)
            if story:
                self._of(paper, story).met.append(fault.name)
            return None
        self._pages[key] = fault, min(self.night + rng.randint(1, fault.most), self.last) - 1
        return fault

    # -- answers

    def _of(self, paper: Paper, story: Story) -> Known:
        return self.known.setdefault((paper.name, story.number), Known())

    def answer(self, host: int, path: str, tag: str | None) -> Reply:
        """What is answered to a request for `path` at a host."""
        paper = self.papers[0 if host == 2 else host]
        if host == 2 and not self.moved:
            return paper.missing()
        if host == 0 and self.moved:
            url = self.bases[host] + path
            # until it has proved to be the same paper a crawler may say that it does not come
            night = EITHER if paper.role(path) in (START, ROBOTS) else WELL
            self.exchanges.append(Exchange(paper.name, url, AWAY, None, night))
            return Reply(301, {"Location": self.bases[2] + path})
        role, bare = paper.role(path), path.partition("?")[0]
        story = paper.by_path.get(bare)
        key = paper.name, bare if story else path  # whatever is put to an article's address
        self._times[key] += 1
        fault = self._fault(paper, key, role, story)
        good = self._good(paper, path)
        ask = Ask(path, paper, good, self._times[key], self.bases[1 if host != 1 else 0])
        reply = fault.answer(ask) if fault else good
        night = WELL if reply is good or fault is None else fault.night
        number = story.number if story else None
        url = self.bases[host] + path
        self.exchanges.append(Exchange(paper.name, url, role, fault, night, number))
        if story:
            self._remember(paper, story, path, fault, night)
        if reply is good and tag and tag == good.headers.get("ETag"):
            return Reply(304, {"ETag": tag})
        return reply

    def _good(self, paper: Paper, path: str) -> Reply:
        for made_up, name in TRAPS.items():
            if path.startswith(made_up):
                self.trapped[name] += 1
                return trap(paper, path)
        if path.startswith("/login"):
            return page_of("Sign in", LOGIN_WORDS)(Ask(path, paper, Reply(), 1, ""))
        if path == "/promotion":
            return page_of("The centenary", PROMOTION_WORDS)(Ask(path, paper, Reply(), 1, ""))
        return paper.reply(path)

    def _remember(
        self, paper: Paper, story: Story, path: str, fault: Fault | None, night: Night
    ) -> None:
        known = self._of(paper, story)
        if fault and known.met[-1:] != [fault.name]:
            known.met.append(fault.name)
        if night == WELL and story.is_up and path.partition("?")[0] == story.path:
            known.well, known.version, known.gone = self.night, len(story.versions) - 1, []
        elif story.status in (404, 410) and not fault and self.night not in known.gone:
            known.gone.append(self.night)

    # -- the wire

    async def _listen(self, index: int, host: str) -> asyncio.Server:
        return await asyncio.start_server(
            lambda reader, writer: self._serve(index, reader, writer), host, 0
        )

    async def _serve(
        self, host: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with suppress(asyncio.IncompleteReadError, OSError, asyncio.CancelledError):
            while await self._exchange(host, reader, writer):
                pass
        with suppress(OSError):
            writer.close()

    async def _exchange(
        self, host: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer one request; whether the connection stays."""
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = lines[0].split(" ")[1]
        tags = (line[15:] for line in lines if line.lower().startswith("if-none-match: "))
        kill = self.kill if self.kill and len(self.exchanges) + 1 == self.kill.request else None
        reply = self.answer(host, path, next(tags, None))
        if kill and "before" in kill.fault.name:
            self._kill(kill)
        if reply.then == "reset":
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
            return False
        writer.write(reply.wire())
        await writer.drain()
        if kill:
            self._kill(kill)
        if reply.then == "hang":
            await reader.read()
        return reply.then == "keep"

    def _kill(self, kill: Kill) -> None:
        if not kill.done:
            os.kill(kill.process, signal.SIGKILL)
            kill.done = True
            self.drawn[kill.fault.name] += 1

    async def _end(self) -> None:
        for listening in self._listening:
            listening.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
