"""A site to measure crawlers on: so many pages, named by sitemaps, from a process of its own.

python benchmarks/crawl_site.py PAGES    prints its address, and serves until it is ended
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.year_paper import XML, Paper, Reply, made_up_text

A_SITEMAP = 2_000  # addresses of one
ON_FRONT = 20
_PAPER = Paper("Harbour", "", 0)
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def page_path(number: int) -> str:
    """Where a page is."""
    return f"/editorials/{number}.html"


@lru_cache(maxsize=10_000)
def page_of(number: int) -> bytes:
    """A page of some 150 words, with links to the pages beside it."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in made_up_text("Harbour", number, 0))
    beside = "".join(f'<a href="{page_path(max(0, number + by))}">By {by}</a> ' for by in (-1, 1))
    title = f"The harbour and its ferries, part {number}"
    main = f"<article><h1>{title}</h1><p>By Hanne Oslav</p>{text}</article>{beside}"
    return _PAPER.framed(title, main).encode()


class Site(asyncio.Protocol):
    """One connection. Requests have no bodies, and come one after another."""

    def __init__(self, base: str, pages: int) -> None:
        self._base, self._pages, self._head = base, pages, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._head += data
        while b"\r\n\r\n" in self._head:
            head, _, self._head = self._head.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("latin-1")
            self._transport.write(self._reply(path).wire())

    def _reply(self, path: str) -> Reply:
        name, _, ending = path.rpartition("/")[2].partition(".")
        if path.startswith("/editorials/") and name.isdigit() and int(name) < self._pages:
            return Reply(body=page_of(int(name)))
        if path == "/":
            rows = "".join(
                f'<li><a href="{page_path(at)}">The harbour and its ferries, part {at}</a></li>'
                for at in range(min(ON_FRONT, self._pages))
            )
            return Reply.html(f"<title>The Harbour Ledger</title><ul>{rows}</ul>")
        if path == "/robots.txt":
            maps = range(-(-self._pages // A_SITEMAP))
            lines = "".join(f"Sitemap: {self._base}/{at}.xml\n" for at in maps)
            return Reply(200, {"Content-Type": "text/plain"}, f"User-agent: *\n{lines}".encode())
        if ending == "xml" and name.isdigit():
            return Reply(200, {"Content-Type": XML}, self._sitemap(int(name)))
        return Reply.html("<h1>Not found</h1>", 404)

    def _sitemap(self, number: int) -> bytes:
        first = number * A_SITEMAP
        rows = "".join(
            f"<url><loc>{self._base}{page_path(at)}</loc></url>"
            for at in range(first, min(first + A_SITEMAP, self._pages))
        )
        return f'<?xml version="1.0"?><urlset xmlns="{_SPACE}">{rows}</urlset>'.encode()


@contextmanager
def served(pages: int) -> Iterator[str]:
    """The address of such a site while the block runs."""
    command = [sys.executable, __file__, str(pages)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


async def _serve(pages: int) -> None:
    loop, bases = asyncio.get_running_loop(), list[str]()
    server = await loop.create_server(lambda: Site(bases[0], pages), "127.0.0.1", 0)
    bases.append(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    print(bases[0], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
