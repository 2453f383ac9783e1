"""A year of nightly crawls of a paper whose server fails in every way: a quarter of an hour a seed.

    python benchmarks/year.py                  one seed: 365 nights, 2,000 articles
    python benchmarks/year.py --seeds 10       the full figure
    --nights N      fewer or more nights
    --articles N    on the first night; some more are published in each
    --first N       the first seed
    --well          nothing goes wrong: what is lost then is no server's fault
    --losses        a line for each loss
    --json          the last line is one JSON object

Two papers are served on this machine, and faults drawn from benchmarks/year_faults.py for requests,
lists and whole sites; some nights are killed. Afterwards every article that was answered well, or
is up, must be there once with the text that its author wrote, and every night must have told the
truth. Nothing goes wrong in the last nights, so that what waits for another try can come. Exits
with 1 when anything is lost."""

import argparse
import json
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.year_check import Asked, Loss, end_losses, gone_line, night_losses
from benchmarks.year_faults import KILLS, KINDS
from benchmarks.year_night import HAS_CLOCK, NO_CLOCK, Told, run_night
from benchmarks.year_paper import FIRST_DAY, Paper
from benchmarks.year_server import Kill, Rates, Server
from corpus.store.store import ArticleStore

NIGHT = Path(__file__).with_name("year_night.py")
BEGINS = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 2, 30, tzinfo=UTC)
MEMORY, ROOM = Path("/dev/shm"), 1 << 30  # where a disk's syncs cost nothing, with so much room
WELL_AT_LAST = 24  # nights: longer than anything waits
SISTER_SHARE = 20  # one article in so many is the other paper's
A_NIGHT = (0, 1, 1, 2, 2, 3, 4)  # articles that may be published in one


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated."""

    nights: int = 365
    articles: int = 2_000
    rates: Rates = field(default_factory=Rates)
    refresh_days: int = 28
    patience: float = 1.0  # seconds for one exchange
    well_at_last: int = WELL_AT_LAST


@dataclass(slots=True)
class Year:
    """What became of one seed."""

    seed: int
    losses: list[Loss] = field(default_factory=list)
    drawn: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    requests: int = 0
    kills: int = 0
    codes: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    gone: str = ""

    @property
    def counts(self) -> Counter[str]:
        """How many losses there are of each sort."""
        return Counter(loss.what for loss in self.losses)


def simulate(server: Server, seed: int, plan: Plan, folder: Path) -> Year:
    """Live through the nights of one seed with a corpus in `folder`."""
    began, year, rng = time.monotonic(), Year(seed), random.Random(f"year {seed}")
    papers = [
        Paper("Harbour", server.bases[0], plan.articles),
        Paper("Lantern", server.bases[1], max(3, plan.articles // SISTER_SHARE)),
    ]
    server.begin(papers, seed, plan.rates, plan.nights - plan.well_at_last)
    starts = [f"{paper.base}/" for paper in papers]
    asked = Asked()
    for night in range(plan.nights):
        for paper, odds in zip(papers, (1.0, 0.2), strict=True):
            if rng.random() < odds:
                paper.publish(FIRST_DAY + timedelta(days=night), rng.choice(A_NIGHT))
        killed = 0 < night < server.last and rng.random() < plan.rates.kills
        told = _night(server, plan, folder, starts if night == 0 else (), killed=killed)
        year.requests += len(server.exchanges)
        if told is None:
            year.kills += 1
            continue
        year.codes[told.code] += 1
        year.losses += night_losses(server, told)
        year.losses += asked.losses(server)
    with closing(ArticleStore(folder / "corpus.db", create=False)) as store:
        year.losses += end_losses(server, store, asked.blamed)
        year.articles, year.gone = sum(1 for _ in store.articles()), gone_line(server, store)
    year.drawn = server.drawn
    year.seconds = time.monotonic() - began
    return year


def _night(
    server: Server,
    plan: Plan,
    folder: Path,
    starts: Sequence[str],
    *,
    killed: bool,
) -> Told | None:
    """One night; None where it was killed. The last one indexes, too."""
    name = "update" if server.night + 2 == plan.nights else "crawl"
    command = [name, "--data", str(folder), "--delay", "0", *starts]
    command += ["--refresh-days", str(plan.refresh_days)]
    moment = BEGINS + timedelta(days=server.night + 1)
    if not killed:
        server.begin_night()
        return run_night(moment, plan.patience, command)
    arguments = [sys.executable, str(NIGHT), moment.isoformat(), str(plan.patience), *command]
    # by itself, for how much it draws hangs on the night before
    rng = random.Random(f"kill {server.seed} {server.night}")
    # there may be fewer requests than in the night before: then it comes to its end
    kill = Kill(rng.randint(1, max(1, len(server.exchanges))), rng.choice(KILLS))
    server.begin_night(kill)
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as child:
        kill.process = child.pid
        said = child.communicate()[0]
    if kill.done:
        server.killed.add(server.night)
        return None
    return Told(child.returncode, said)


@contextmanager
def corpus_folder() -> Iterator[Path]:
    """A folder for the length of the block, in memory where there is room: a kill loses nothing
    that was written, and half of the year would be syncs."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    with TemporaryDirectory(dir=MEMORY if roomy else None) as name:
        yield Path(name)


def table(years: Sequence[Year]) -> list[str]:
    """A line for each kind of fault: how often it was drawn, and what was lost by it."""
    drawn: Counter[str] = Counter()
    lost: dict[str, Counter[str]] = {}
    for year in years:
        drawn += year.drawn
        for loss in year.losses:
            lost.setdefault(loss.fault, Counter())[loss.what] += 1
    names = [kind.name for kind in KINDS]
    lines = [f"{'':40}drawn  lost"]
    for name in (*names, *(name for name in lost if name not in names)):
        told = ", ".join(f"{count} {what}" for what, count in lost.get(name, {}).items())
        lines.append(f"{name[:39]:40}{drawn[name]:5}  {told or '-'}")
    return lines


def year_line(year: Year) -> str:
    """One seed in a line."""
    told = ", ".join(f"{count} {what}" for what, count in year.counts.items()) or "nothing"
    codes = ", ".join(f"{count} of exit {code}" for code, count in sorted(year.codes.items()))
    return (
        f"seed {year.seed}: {year.articles:,} articles, {year.requests:,} requests, "
        f"{year.drawn.total():,} faults of {len(year.drawn)} kinds, {year.kills} kills, "
        f"nights {codes}; lost: {told}; {year.seconds:.0f} s"
    )


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--nights", type=int, default=365)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--well", action="store_true")
    parser.add_argument("--losses", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Simulate and print; the exit code."""
    options = read_options(arguments)
    rates = Rates(0, 0, 0, 0) if options.well else Rates()
    last = min(WELL_AT_LAST, options.nights // 4)
    plan = Plan(options.nights, options.articles, rates, well_at_last=last)
    if not HAS_CLOCK:
        print(NO_CLOCK)
    years = []
    with Server() as server:
        for seed in range(options.first, options.first + options.seeds):
            with corpus_folder() as folder:
                years.append(simulate(server, seed, plan, folder))
            print(year_line(years[-1]), flush=True)
            print(f"  {years[-1].gone}", flush=True)
            for loss in years[-1].losses if options.losses else ():
                print(f"  {loss.what}: {loss.fault}: {loss.told}")
    print("\n".join(table(years)))
    if options.json:
        found = [{"seed": year.seed, "lost": year.counts, "drawn": year.drawn} for year in years]
        print(json.dumps({"years": found}))
    return 1 if any(year.losses for year in years) else 0


if __name__ == "__main__":
    sys.exit(main())
