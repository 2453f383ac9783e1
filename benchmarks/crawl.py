"""What a page costs that is fetched and stored, and whether a kill loses any.

    python benchmarks/crawl.py             CPU time of a page, beside its peers; memory
    python benchmarks/crawl.py --kills 100 and a crawl that is killed so often, and gone on with
    --pages N       that are measured (1,000)
    --known N       addresses of the large queue (100,000)
    --rounds N      in which they are measured, one crawler after another (5)
    --no-peers      ours only
    --json          the last line is one JSON object

A site on this machine is crawled, one page after another, by each crawler in a process of its own,
with 1,000 addresses queued and with 100,000. Peers fetch the same pages in the same run: aiohttp by
itself, and Scrapy where it is installed. What a page takes is CPU time, which other work on the
machine makes longer, so every crawler fetches its pages in each of several rounds, from one state:
a figure is the median of them, a ratio the median of the ratios of each round. Exits with 1 when a
figure is past its bound, or a kill lost anything."""

import argparse
import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple, Self

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.crawl_engines import BEGUN
from benchmarks.crawl_site import A_SITEMAP, served
from corpus.store.store import ArticleStore

PEERS = ("aiohttp", "scrapy")
ENGINES = Path(__file__).with_name("crawl_engines.py")
ROUNDS = 5
FEW_KNOWN = 1_000  # addresses queued beside those that are fetched
A_RUN = 200  # requests of one run until all addresses are known
MOST_MS, MOST_GROWTH, MOST_MB = 1.0, 1.2, 100.0
WITHIN = 0.3  # seconds after its beginning in which a crawl is killed
PAGES_A_KILL = 60
PATIENCE = 600  # seconds, after which a crawl hangs

Pages = dict[str, str]  # the address of each page in a corpus, and the digest of its bytes


@dataclass(frozen=True, slots=True)
class Cost:
    """What a crawler took."""

    pages: int
    cpu: float
    memory: float

    @property
    def ms(self) -> float:
        """Milliseconds of CPU time for a page."""
        return round(1000 * self.cpu / max(1, self.pages), 3)


def run_engine(*arguments: object) -> Cost:
    """Run a crawler to its end."""
    command = [sys.executable, str(ENGINES), *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=PATIENCE, check=True)
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def stored(corpus: Path) -> Pages:
    """The pages in a corpus. Raises ValueError when one is there twice."""
    with closing(ArticleStore(corpus, create=False)) as store:
        rows = store.db.execute("SELECT url, digest FROM fetches").fetchall()
    if len(rows) != len(dict(rows)):
        raise ValueError("a page is there twice")
    return dict(rows)


def known(corpus: Path) -> int:
    """How many addresses a corpus knows."""
    if not corpus.exists():
        return 0
    with closing(ArticleStore(corpus, create=False)) as store:
        return int(store.db.execute("SELECT count(*) FROM urls").fetchone()[0])


# -- what a page costs


class Measured(NamedTuple):
    """What one crawler took, round by round."""

    costs: list[Cost]

    @property
    def ms(self) -> float:
        """Of a page."""
        return round(median(cost.ms for cost in self.costs), 3)

    @property
    def memory(self) -> float:
        """The most."""
        return round(max(cost.memory for cost in self.costs), 1)

    def times(self, other: Self) -> float:
        """How many times as much as another one it took in the same round."""
        pairs = zip(self.costs, other.costs, strict=True)
        return median(ours.ms / theirs.ms for ours, theirs in pairs)


class Crawl:
    """A crawl of ours that is in the midst of its queue, and can be gone on with again and again
    from there."""

    def __init__(self, folder: Path, address: str, pages: int, total: int) -> None:
        self._corpus, self._address, self._pages = folder / f"{total}.db", address, pages
        self.fetched: frozenset[str] = frozenset()  # the addresses, since then
        self.memory = 0.0  # the most, until all addresses were known
        while known(self._corpus) < total:
            self.memory = max(self.memory, run_engine("ours", self._corpus, address, A_RUN).memory)

    def go_on(self) -> Cost:
        """Fetch so many pages more."""
        with closing(ArticleStore(self._corpus, create=False)) as store:
            assert store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
        copy = self._corpus.with_name("copy.db")
        shutil.copy(self._corpus, copy)
        cost = run_engine("ours", copy, self._address, self._pages)
        self.fetched = frozenset(stored(copy).keys() - stored(self._corpus).keys())
        for file in copy.parent.glob(f"{copy.name}*"):
            file.unlink()
        return Cost(cost.pages, cost.cpu, max(self.memory, cost.memory))

    def fetch_again(self, peer: str) -> Cost:
        """Have these pages fetched by a peer."""
        listed = self._corpus.with_name("addresses")
        listed.write_text("\n".join(sorted(self.fetched)), "utf-8")
        cost = run_engine(peer, listed)
        assert cost.pages == len(self.fetched), f"{peer} fetched other pages"
        return cost


def measure(options: argparse.Namespace) -> dict[str, Measured]:
    """Print and return what each crawler takes."""
    with TemporaryDirectory() as name, ExitStack() as sites:
        crawlers: dict[str, Callable[[], Cost]] = {}
        for queued in (FEW_KNOWN, options.known):
            total = queued + options.pages + A_RUN * (2 + queued // A_SITEMAP // 9)
            address = sites.enter_context(served(total))
            crawl = Crawl(Path(name), address, options.pages, total)
            crawlers[f"ours, {queued:,} queued"] = crawl.go_on
        for peer in () if options.no_peers else PEERS:
            if find_spec(peer) is None:
                print(f"{peer:24} not installed")
            else:
                crawlers[peer] = partial(crawl.fetch_again, peer)
        found = {label: Measured([]) for label in crawlers}
        for _ in range(options.rounds):
            for label, fetch in crawlers.items():
                found[label].costs.append(fetch())
    for label, took in found.items():
        print(f"{label:24}{took.costs[0].pages:7,} pages  {took.ms:7.3f} ms  {took.memory:6.1f} MB")
    return found


def past_bounds(found: dict[str, Measured]) -> list[str]:
    """A line for each figure of ours that is worse than it may be."""
    few, many = (took for label, took in found.items() if label.startswith("ours"))
    growth = many.times(few)
    told = {
        f"a page takes {few.ms} ms, more than {MOST_MS}": few.ms > MOST_MS,
        f"with a long queue it takes {growth:.2f} times that, more than {MOST_GROWTH}": growth
        > MOST_GROWTH,
        f"memory is {many.memory} MB, more than {MOST_MB}": many.memory > MOST_MB,
    }
    return [line for line, past in told.items() if past]


def ratio_lines(found: dict[str, Measured]) -> list[str]:
    """Ours beside each peer."""
    ours = [took for label, took in found.items() if label.startswith("ours")]
    return [
        f"ours: {' and '.join(f'{took.times(found[peer]):.2f}' for took in ours)} times {peer}"
        for peer in PEERS
        if peer in found
    ]


# -- kills


def kill_often(kills: int, rng: random.Random) -> list[str]:
    """Kill a crawl so often, and go on with it; a line for each loss."""
    losses = []
    with TemporaryDirectory() as name, served(kills * PAGES_A_KILL) as address:
        whole, corpus = Path(name) / "whole.db", Path(name) / "killed.db"
        run_engine("ours", whole, address, 10 * kills * PAGES_A_KILL)
        before: Pages = {}
        killed = 0
        for number in range(kills):
            killed += _kill_once(corpus, address, rng)
            if corpus.exists():
                now = stored(corpus)
                if lost := before.keys() - now.keys():
                    losses.append(f"kill {number}: {len(lost)} pages are gone, as {min(lost)}")
                before = now
        run_engine("ours", corpus, address, 10 * kills * PAGES_A_KILL)
        losses += _apart(stored(whole), stored(corpus))
    print(f"{killed} of {kills} crawls killed, {len(before):,} pages came before the last kill")
    return losses


def _kill_once(corpus: Path, address: str, rng: random.Random) -> bool:
    """Start a crawl and kill it; whether it had not ended by itself."""
    command = [sys.executable, str(ENGINES), "ours", str(corpus), address, "1000000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        assert child.stdout.readline().strip() == BEGUN
        time.sleep(rng.uniform(0, WITHIN))
        ended = child.poll() is not None
        child.kill()
    return not ended


def _apart(whole: Pages, killed: Pages) -> list[str]:
    missing, more = sorted(whole.keys() - killed.keys()), sorted(killed.keys() - whole.keys())
    other = [url for url in whole if url in killed and killed[url] != whole[url]]
    return [
        f"{len(urls)} pages {what} a crawl without kills, as {urls[0]}"
        for what, urls in (("less than", missing), ("more than", more), ("other than in", other))
        if urls
    ]


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--known", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code."""
    options = read_options(arguments)
    found = measure(options)
    print("\n".join(ratio_lines(found)))
    failures = past_bounds(found)
    if options.kills:
        failures += kill_often(options.kills, random.Random(options.seed))
    print("\n".join(failures), file=sys.stderr, end="\n" if failures else "")
    if options.json:
        measured = {label: {"ms": it.ms, "memory": it.memory} for label, it in found.items()}
        print(json.dumps({"measured": measured, "failures": failures}))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
