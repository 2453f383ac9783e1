"""What a page costs that is fetched and stored, and whether a kill loses any.

    python benchmarks/crawl.py             CPU time of a page, beside its peers; memory
    python benchmarks/crawl.py --kills 100 and a crawl that is killed so often, and gone on with
    --pages N       that are measured (1,000)
    --known N       addresses of the large queue (100,000)
    --no-peers      ours only
    --json          the last line is one JSON object

A site on this machine is crawled, one page after another, by each crawler in a process of its own,
first with 1,000 addresses queued and then with 100,000. Peers fetch the same pages in the same run:
aiohttp by itself, and Scrapy where it is installed. Exits with 1 when a figure is past its bound,
or a kill lost anything."""

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.crawl_engines import BEGUN
from benchmarks.crawl_site import A_SITEMAP, served
from corpus.store.store import ArticleStore

ENGINES = Path(__file__).with_name("crawl_engines.py")
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


def measure_ours(folder: Path, queued: int, pages: int) -> tuple[Cost, Pages]:
    """What ours takes for so many pages with so many more addresses queued, and these pages."""
    corpus, total = folder / f"{queued}.db", queued + pages + A_RUN * (2 + queued // A_SITEMAP // 9)
    with served(total) as address:
        memory = 0.0
        while known(corpus) < total:
            memory = max(memory, run_engine("ours", corpus, address, A_RUN).memory)
        before = stored(corpus)
        cost = run_engine("ours", corpus, address, pages)
        cost = Cost(cost.pages, cost.cpu, max(memory, cost.memory))
        fetched = {url: digest for url, digest in stored(corpus).items() if url not in before}
        return cost, fetched


def measure(options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Print and return what each crawler takes."""
    found: dict[str, Cost] = {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        for queued in (FEW_KNOWN, options.known):
            label = f"ours, {queued:,} queued"
            found[label], fetched = measure_ours(folder, queued, options.pages)
            _show(label, found[label])
        if not options.no_peers:
            found |= _measure_peers(folder, fetched, len(fetched))
    return {
        label: {"ms": cost.ms, "memory": round(cost.memory, 1)} for label, cost in found.items()
    }


def _measure_peers(folder: Path, fetched: Pages, pages: int) -> dict[str, Cost]:
    found = {}
    listed = folder / "addresses"
    with served(1 + max(int(url.rpartition("/")[2].partition(".")[0]) for url in fetched)) as base:
        paths = (url.split("/", 3)[3] for url in fetched)
        listed.write_text("\n".join(f"{base}/{path}" for path in paths), "utf-8")
        for label in ("aiohttp", "scrapy"):
            if find_spec(label) is None:
                print(f"{label:24} not installed")
                continue
            found[label] = run_engine(label, listed)
            assert found[label].pages == pages, f"{label} fetched other pages"
            _show(label, found[label])
    return found


def _show(label: str, cost: Cost) -> None:
    print(f"{label:24}{cost.pages:7,} pages  {cost.ms:7.3f} ms  {cost.memory:6.1f} MB", flush=True)


def past_bounds(found: dict[str, dict[str, float]]) -> list[str]:
    """A line for each figure of ours that is worse than it may be."""
    few, many = (cost for label, cost in found.items() if label.startswith("ours"))
    growth = many["ms"] / few["ms"]
    told = {
        f"a page takes {few['ms']} ms, more than {MOST_MS}": few["ms"] > MOST_MS,
        f"with a long queue it takes {growth:.2f} times that, more than {MOST_GROWTH}": growth
        > MOST_GROWTH,
        f"memory is {many['memory']} MB, more than {MOST_MB}": many["memory"] > MOST_MB,
    }
    return [line for line, past in told.items() if past]


def ratio_lines(found: dict[str, dict[str, float]]) -> list[str]:
    """Ours beside each peer."""
    ours = {label: cost["ms"] for label, cost in found.items() if label.startswith("ours")}
    peers = {label: cost["ms"] for label, cost in found.items() if label not in ours}
    return [
        f"{label}: {' and '.join(f'{ms / theirs:.2f}' for ms in ours.values())} times {peer}"
        for peer, theirs in peers.items()
        for label in ["ours"]
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
        print(json.dumps({"measured": found, "failures": failures}))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
