"""The sites of serve.py: each a server in processes of its own, and what these have taken."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection, socket
from urllib.parse import quote_plus

from benchmarks.speed import DOCS
from benchmarks.speed_queries import Ask

PATIENCE = 60.0  # seconds until a server has to be there
TICK = os.sysconf("SC_CLK_TCK")

_FILL = """
import sys
from pathlib import Path
from benchmarks.speed_articles import fill_store
fill_store(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
"""
_BACKFILE = "from web.cli import main; main()"
_FTS5 = """
CREATE TABLE articles (id TEXT, title TEXT, published TEXT, byline TEXT, body TEXT);
CREATE VIRTUAL TABLE found USING fts5(
    title, body, content='articles', tokenize='porter unicode61'
);
"""
# as a page of ours: the ten best, each with what it says of the question
_TEN_BEST = """
SELECT articles.id, articles.title, published, byline,
    snippet(found, 1, '<mark>', '</mark>', '…', 40) AS passage
FROM found JOIN articles ON articles.rowid = found.rowid
WHERE found MATCH :q ORDER BY bm25(found, 2.0, 1.0) LIMIT 10
"""


@dataclass(frozen=True, slots=True)
class Given:
    """What is served, and what is asked: the folder of the data, how many of its articles."""

    data: Path
    articles: int
    asks: Sequence[Ask]


@dataclass(frozen=True, slots=True)
class Site:
    """A server that answers at a port of this machine, and the addresses of its pages."""

    pid: int
    port: int
    paths: Sequence[str]

    def cpu_seconds(self) -> float:
        """What its processes have taken so far."""
        ticks = 0
        for pid in _family(self.pid):
            with suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += sum(map(int, fields[11:15]))  # its own, and of children that are gone
        return ticks / TICK

    def memory_mb(self) -> float:
        """What they hold, shared parts by share; in 2^20 bytes."""
        kilobytes = 0
        for pid in _family(self.pid):
            with suppress(OSError):
                told = Path(f"/proc/{pid}/smaps_rollup").read_text()
                kilobytes += int(re.findall(r"^Pss:\s+(\d+)", told, re.M)[0])
        return kilobytes / 1024


@contextmanager
def serve_ours(root: Path, folder: Path, given: Given, workers: int) -> Iterator[Site]:
    """Backfile as it is in the folder `root`, over an index that it builds in `folder`."""
    environment = {**os.environ, "PYTHONPATH": str(root)}

    def call(code: str, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-c", code, *map(str, arguments)]

    if not (folder / "index").exists():
        folder.mkdir(parents=True, exist_ok=True)
        filled = call(_FILL, given.data / DOCS, folder / "corpus.db", str(given.articles))
        subprocess.run(filled, env=environment, cwd=root, check=True)
        indexed = call(_BACKFILE, "index", "--data", folder)
        subprocess.run(indexed, env=environment, cwd=root, check=True)
    port = _free_port()
    flags = ("--data", str(folder), "--port", str(port), "--workers", str(workers))
    paths = [f"/search?q={quote_plus(ask.ours)}" for ask in given.asks]
    with _running(call(_BACKFILE, "serve", *flags), port, environment, root) as pid:
        yield Site(pid, port, paths)


@contextmanager
def serve_datasette(corpus: Path, database: Path, asks: Sequence[Ask]) -> Iterator[Site]:
    """Datasette over the articles of the corpus in the folder `corpus`, by one question in SQL that
    is kept beside the file `database`."""
    if not database.exists():
        _fill_datasette(corpus / "corpus.db", database)
    question = database.with_suffix(".json")
    kept = {"databases": {database.stem: {"queries": {"search": {"sql": _TEN_BEST}}}}}
    question.write_text(json.dumps(kept))
    port = _free_port()
    call = [sys.executable, "-m", "datasette", "serve", str(database), "--port", str(port)]
    call += ["--metadata", str(question), "--setting", "sql_time_limit_ms", "10000"]
    paths = [f"/{database.stem}/search?q={quote_plus(ask.fts5)}" for ask in asks]
    with _running(call, port, dict(os.environ), database.parent) as pid:
        yield Site(pid, port, paths)


def _fill_datasette(corpus: Path, database: Path) -> None:
    from corpus.store.store import ArticleStore

    partial = database.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with ArticleStore(corpus, create=False) as store, closing(sqlite3.connect(partial)) as rows:
        rows.executescript(_FTS5)
        for article in store.articles():
            told = (
                article.id,
                article.title,
                article.published and article.published.isoformat(),
                ", ".join(article.byline),
                "\n\n".join(article.paragraphs),
            )
            rows.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", told)
        rows.execute("INSERT INTO found(found) VALUES ('rebuild')")
        rows.execute("INSERT INTO found(found) VALUES ('optimize')")
        rows.commit()
    partial.rename(database)


@contextmanager
def _running(
    call: Sequence[str], port: int, environment: dict[str, str], folder: Path
) -> Iterator[int]:
    """A server until the block ends; its process."""
    with subprocess.Popen(
        call, env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(port, server)
            yield server.pid
        finally:
            server.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                server.wait(10)
            server.kill()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise SystemExit(f"nothing answers at port {port}: {' '.join(map(str, server.args))[:200]}")  # type: ignore[arg-type]


def _free_port() -> int:
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _family(pid: int) -> Iterator[int]:
    """A process and those that it has begun."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in task.read_text().split():
                yield from _family(int(child))
