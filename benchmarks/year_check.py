"""What a year has to leave behind, held against what the server remembers: a line for each loss."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.year_faults import AWAY, EITHER, ROBOTS, TROUBLE, WELL
from benchmarks.year_night import Told
from benchmarks.year_paper import Story
from benchmarks.year_server import Exchange, Known, Server
from corpus.article import Article
from corpus.store.calendar import tally
from corpus.store.store import ArticleStore

NO_FAULT = "nothing went wrong"
GONE_APART = 2  # nights between two answers of 404 or 410 after which an article is gone
LEFT_ALONE = 2  # nights in a row in which a site may be left alone though it is well
MOST_TRAPPED = 200  # requests for the made-up addresses of one night
OWN_PAGE = "/promotion"  # a page of the paper's own, if no article
_STORY = re.compile(r"/(?:editorials|opinion)/(\d+)-")
_MISTAKE = "mistake in this program"


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that is not as it should be."""

    what: str  # the sort; docs/benchmarks.md lists them
    fault: str  # the kind that it is put down to
    told: str


# -- a night


def night_losses(server: Server, told: Told) -> Iterator[Loss]:
    """Where the exit code or the lines of a night that was not killed say what is not so."""
    last = {exchange.url: exchange for exchange in server.exchanges}
    # rules that were read the day before will do where a site's robots.txt does not come
    went_on = {one.paper for one in last.values() if one.role != ROBOTS}
    by_old_rules = [one for one in last.values() if one.role == ROBOTS and one.paper in went_on]
    troubles = [one for one in last.values() if one.night == TROUBLE and one not in by_old_rules]
    doubtful = any(
        one.night == EITHER or (one in by_old_rules and one.night != WELL) for one in last.values()
    )
    night, code = f"night {server.night}", told.code
    if code not in (0, 1) or _MISTAKE in told.text:
        yield Loss("night", _kind(troubles), f"{night}: exit {code}: {told.text.strip()[-300:]}")
    if troubles:
        what = f"{len(troubles)} not had, as {troubles[0].url} ({_kind(troubles)})"
        if code == 0:
            yield Loss("night", _kind(troubles), f"{night}: exit 0, {what}")
        words = {word.strip("(),;:.'\"") for word in told.text.split()}
        unnamed = [
            one
            for one in troubles
            if not any(_names(words, url) for url in (one.url, *server.led_to(one)))
        ]
        if unnamed:
            what = f"exit {code}, {len(unnamed)} in no line, as {unnamed[0].url}"
            told_last = told.text.strip()[-300:]
            yield Loss("night", _kind(unnamed), f"{night}: {what} ({_kind(unnamed)}): {told_last}")
    elif code and not doubtful and server.exchanges:
        yield Loss("night", NO_FAULT, f"{night}: exit {code}, all well: {told.text.strip()[-300:]}")
    for name, count in server.trapped.items():
        if count > MOST_TRAPPED:
            yield Loss("trapped", name, f"{night}: {count} requests for what is made up")


def _kind(exchanges: list[Exchange]) -> str:
    return exchanges[0].fault.name if exchanges and exchanges[0].fault else NO_FAULT


def _names(words: set[str], url: str) -> bool:
    """Whether an address, or the site it is on, is among the words."""
    site = "/".join(url.split("/", 3)[:3])
    return not words.isdisjoint((url, site, f"{site}/", f"{site}/robots.txt"))


class Asked:
    """Which sites were asked in each night, though nothing was wrong with them."""

    def __init__(self) -> None:
        self.blamed = NO_FAULT  # the last fault that was met before a site was left alone
        self._alone: Counter[str] = Counter()

    def losses(self, server: Server) -> Iterator[Loss]:
        """Each site that is left alone one night too many, once."""
        asked = {exchange.paper for exchange in server.exchanges if exchange.role != AWAY}
        met = [one.fault.name for one in server.exchanges if one.fault]
        self.blamed = met[-1] if met else self.blamed
        for paper in server.papers:
            if server.site_fault(paper) or paper.name in asked:
                self._alone[paper.name] = 0
                continue
            self._alone[paper.name] += 1
            if self._alone[paper.name] == LEFT_ALONE + 1:
                nights = f"{LEFT_ALONE + 1} nights before night {server.night + 1}"
                told = f"{paper.name}, which was well, is not asked in the {nights}"
                yield Loss("unasked", self.blamed, told)


# -- the end


def end_losses(server: Server, store: ArticleStore, blamed: str) -> Iterator[Loss]:
    """What is not in the corpus as it should be when the year is over.

    Of an article that nothing ever happened to, `blamed` is the cause.
    """
    found: dict[tuple[str, int], list[Article]] = {}
    for article in store.articles():
        key = _story_of(server, article.url or "")
        if key is None and not (article.url or "").endswith(OWN_PAGE):
            yield Loss("strange", _fault_of_text(article), f"{article.url}: {article.title!r}")
        elif key is not None:
            found.setdefault(key, []).append(article)
    for paper in server.papers:
        for story in paper.stories:
            key = paper.name, story.number
            known, articles = server.known.get(key, Known()), found.get(key, [])
            marked = any(store.gone(one.url) for one in articles)
            for what in _story_losses(story, known, articles, server, marked=marked):
                fault = _cause(what, known.met) or blamed
                where = ", ".join(f"{one.url} {one.title!r}" for one in articles) or "nowhere"
                told = f"{paper.name} {story.path}: met {known.met[-4:]}, is {where}"
                yield Loss(what, fault, told)


def _cause(what: str, met: list[str]) -> str | None:
    """What met an article last; of two articles, what last gave it another address."""
    leading = [name for name in met if "moved" in name or "redirect" in name]
    last = leading if what == "twice" and leading else met
    return last[-1] if last else None


def _story_losses(
    story: Story, known: Known, articles: list[Article], server: Server, *, marked: bool
) -> Iterator[str]:
    if not articles:
        if known.well is not None or (story.is_up and story.listed):
            yield "missing"
        return
    if len(articles) > 1:
        yield "twice"
    article = articles[0]
    texts = [version for version in story.versions if version == article.paragraphs]
    if not texts or article.title != story.title:
        yield "replaced"
    elif (
        known.well not in server.killed
        and article.paragraphs not in story.versions[known.version :]
    ):
        yield "stale"
    twice = bool(known.gone) and known.gone[-1] - known.gone[0] >= GONE_APART
    if twice and not marked:
        yield "unmarked"
    if marked and story.is_up and known.well is not None and known.well >= server.last:
        yield "marked"


def _story_of(server: Server, url: str) -> tuple[str, int] | None:
    for base, paper in zip(server.bases, (*server.papers, server.papers[0]), strict=True):
        number = _STORY.match(url.removeprefix(base))
        if url.startswith(f"{base}/") and number:
            return paper.name, int(number[1])
    return None


def _fault_of_text(article: Article) -> str:
    return f"page of {article.title[:30]!r}"


def gone_line(server: Server, store: ArticleStore) -> str:
    """How many articles the site took down, of how many it said so twice, and how many are marked
    as gone."""
    down = sum(not story.is_up for paper in server.papers for story in paper.stories)
    twice = sum(
        bool(known.gone) and known.gone[-1] - known.gone[0] >= GONE_APART
        for known in server.known.values()
    )
    told = f"{down} articles taken down, {twice} of them said to be gone twice, days apart"
    return f"{told}; {tally(store).gone} marked as gone"
