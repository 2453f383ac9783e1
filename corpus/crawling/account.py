"""All that is known of one address, and when it is asked for again: for people who ask why."""

from dataclasses import dataclass
from datetime import date, datetime

from corpus.article import Provenance
from corpus.crawling.address import is_known, known_address
from corpus.crawling.fetch import Fetcher
from corpus.crawling.frontier import MAX_TRIES
from corpus.crawling.kinds import sort_of
from corpus.crawling.life import OLD, Event, Sort, State, event_of, nights
from corpus.crawling.link_row import Kind
from corpus.crawling.refused import DEEP
from corpus.crawling.report import CrawlOptions
from corpus.crawling.site import SiteCrawl
from corpus.crawling.starts import present_site, starts_of
from corpus.errors import RemovedArticle, UnknownArticle
from corpus.outcome import Code, Outcome
from corpus.page.urls import site_of
from corpus.store.store import ArticleStore

_CAME_OF = {
    Event.LATE: "it did not come",
    Event.DAMAGED: "what came could not be read, or shut us out",
    Event.ABSENT: "there was no page",
}
NOT_JUDGED = "not judged yet"


@dataclass(frozen=True, slots=True)
class Asking:
    """What became of an address in crawls."""

    kind: Kind
    depth: int  # links between the start page and it
    state: State
    outcome: Outcome | None  # of its last turn; None: it never had one
    turn_at: datetime | None
    answered_at: datetime | None
    failures: int  # turns in a row that brought no page
    tries: int  # of the turn that is going on
    due_at: datetime | None
    again: str  # when it is asked for again, and why then


@dataclass(frozen=True, slots=True)
class StandingPage:
    """The answer of an address that stands."""

    fetched_at: datetime
    source: str
    origin: str | None  # the file it came from
    outcome: Outcome | None  # of its cleaning; None while it waits
    noindex: str | None  # by what it asks not to be indexed


@dataclass(frozen=True, slots=True)
class ItsArticle:
    """The article that an address leads to."""

    id: str
    title: str
    url: str | None
    removed: str | None  # why people took it down
    rules: Provenance | None  # None of one that was taken down
    date_source: str | None


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A newer answer of an address, which does not stand."""

    reason: str
    days: tuple[date, ...]
    kept: bool  # people decided against it


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of an address; of one that is not known, whether it would be asked for."""

    url: str
    known: bool
    start: bool
    found_on: str | None  # the page that linked to it first
    refused: str | None  # why it is not asked for, as things are now
    robots_known: bool  # whether the rules of its site are
    asking: Asking | None
    page: StandingPage | None
    article: ItsArticle | None
    held: HeldBack | None
    missing_since: datetime | None  # its site said so
    gone: date | None
    keeps: tuple[str, ...]  # parameters that it would be without, had its site not shown otherwise


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an address lies in the crawls of its site."""

    site: str
    begins: bool  # whether crawls begin at the site
    busy_until: datetime | None
    doubt: str | None  # why one more answer decides about its article


def account_of(store: ArticleStore, text: str, options: CrawlOptions | None = None) -> Account:
    """What is known of the address that a person wrote. Raises BackfileError for what is none."""
    with store.heeding_learnt():
        return _account_of(store, text, options)


def _account_of(store: ArticleStore, text: str, options: CrawlOptions | None) -> Account:
    url, options = known_address(store, text), options or CrawlOptions()
    site = present_site(store, site_of(url))
    starts = starts_of(store, site)
    crawl = SiteCrawl(store, site, starts, Fetcher(), options, {}, lambda event: None)
    missing = store.db.execute("SELECT since, gone FROM missing WHERE url = ?", (url,)).fetchone()
    since, gone = missing or (None, None)
    held = _held(store, url)
    doubt = "its site said once that there is no page" if since and not gone else None
    if held and not held.kept:
        doubt = "its new answer does not stand yet"
    place = _Place(site, bool(starts), crawl.frontier.busy_until(), doubt)
    asking, found_on = _asking(store, url, place)
    refused = crawl.territory.known_refusal(url)
    if refused is None and asking and asking.depth > options.max_depth:
        refused = DEEP
    return Account(
        url=url,
        known=is_known(store, url),
        start=url in starts,
        found_on=found_on,
        refused=refused or (None if starts else f"no crawl begins at {site}"),
        robots_known=crawl.frontier.robots() is not None,
        asking=asking,
        page=_page(store, url),
        article=_article(store, url),
        held=held,
        missing_since=_moment(since),
        gone=date.fromisoformat(gone) if gone else None,
        keeps=tuple(name for name in store.learnt_parameters(site) if f"{name}=" in _query(url)),
    )


def _query(url: str) -> str:
    return url.partition("?")[2].lower()


def _asking(store: ArticleStore, url: str, place: _Place) -> tuple[Asking | None, str | None]:
    """What became of an address in crawls, and where it was found."""
    row = store.db.execute(
        "SELECT kind, depth, state, turn_at, asked_at, misses, tries, due_at, calm, fetch_id, "
        "found_on, host, outcome, detail, status, moved_to FROM urls WHERE url = ?",
        (url,),
    ).fetchone()
    if row is None:
        return None, None
    kind, depth, state, turn, answered, misses, tries, due, calm, had, found_on, host, *came = row
    outcome = Outcome(Code(came[0]), *came[1:]) if came[0] else None
    rest, why = None, None
    if outcome and state not in (State.QUEUED, State.REFUSED) and place.begins and not place.doubt:
        had = had is not None or outcome.code == Code.MOVED
        times = OLD if outcome.code == Code.MOVED else calm
        rest, why = _wait(outcome, sort_of(kind, had=had), times, misses)
    again = _again(place, State(state), outcome, tries, _moment(due) if rest != 0 else None)
    again += f": {why}" if why else ""
    if host != place.site:
        again = f"never: its site has moved to {place.site}, and is asked there"
    asking = Asking(
        kind, depth, State(state), outcome, _moment(turn), _moment(answered), misses, tries,
        _moment(due), again,
    )  # fmt: skip
    return asking, found_on


def _wait(outcome: Outcome, sort: Sort, calm: int, misses: int) -> tuple[int | None, str]:
    """How many nights an address waits after an outcome, and the reason in words."""
    event = event_of(outcome)
    came = event is Event.CAME
    rest = nights(event, sort, calm if came else max(misses - 1, 0))
    why = _CAME_OF.get(event, "it came")
    if came and calm:
        why += f", and counts as seen {_counted(calm, 'time')} without change"
    elif not came and misses > 1:
        why += f", {misses} times in a row"
    return rest, f"{why}, so after {_counted(rest, 'night')}" if rest else why


def _again(
    place: _Place, state: State, outcome: Outcome | None, tries: int, due: datetime | None
) -> str:
    """When an address is asked for again: by the table of `life`, and by what stands against it."""
    if not place.begins:
        return f"never, for no crawl begins at {place.site}"
    code = outcome.code if outcome else None
    if state is State.REFUSED and code == Code.TRAP:
        return f"one of its kind with the first run from {_said(due)} on" if due else "never"
    if state is State.REFUSED:
        return "when robots.txt has changed" if code == Code.FORBIDDEN else "never"
    late = f", not before {_said(place.busy_until)}, as its site asks" if place.busy_until else ""
    if state is State.QUEUED:
        tried = f", after {_counted(tries, 'try', 'tries')} of {MAX_TRIES}" if tries else ""
        return f"when its turn comes{tried}{late}"
    if place.doubt:
        return f"with the next run{late}: {place.doubt}"
    return (f"with the first run from {_said(due)} on" if due else "with the next run") + late


def _page(store: ArticleStore, url: str) -> StandingPage | None:
    number = store.standing(url)
    if number is None:
        return None
    sql = "SELECT fetched_at, source, origin FROM fetches WHERE id = ?"
    fetched, source, origin = store.db.execute(sql, (number,)).fetchone()
    at, outcome = datetime.fromisoformat(fetched), store.outcome(number)
    return StandingPage(at, source, origin, outcome, store.no_index(number))


def _article(store: ArticleStore, url: str) -> ItsArticle | None:
    """The article that an address leads to: its own, one that it had, one that has its text."""
    number = store.standing(url)
    outcome = store.outcome(number) if number else None
    home = outcome.url if outcome and outcome.is_joined else None
    ident = store.article_at(url) or (home and store.article_at(home))
    if not ident:
        return None
    sql = "SELECT title, url FROM articles WHERE id = ?"
    title, address = store.db.execute(sql, (ident,)).fetchone()
    try:
        article = store.get(ident)
    except RemovedArticle as removed:
        return ItsArticle(ident, title, address, str(removed), None, None)
    except UnknownArticle:  # withdrawn since
        return None
    return ItsArticle(ident, title, address, None, article.provenance, article.date_source)


def _held(store: ArticleStore, url: str) -> HeldBack | None:
    answer = store.held.of(url)
    if answer is None:
        return None
    outcome = store.outcome(answer.number)
    return HeldBack((outcome and outcome.detail) or NOT_JUDGED, answer.days, answer.kept)


def _moment(column: str | None) -> datetime | None:
    return datetime.fromisoformat(column) if column else None


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _counted(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"
