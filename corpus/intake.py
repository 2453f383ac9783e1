"""Pages become articles: what an import brings, and everything fetched, cleaned again without the network."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice

from corpus.article import Article, Page
from corpus.cleaning.clean import clean
from corpus.cleaning.furniture import FurnitureLearner
from corpus.errors import PageRefused
from corpus.sentences import SAMPLE_ARTICLES, SentenceSplitter
from corpus.store import ArticleStore

BATCH = 200          # pages a transaction: one sync of the disk for all of them
RELEARN_GROWTH = 4   # the sentence model is learnt again when the corpus has grown by this factor
MODEL_KEY = "punkt"
FURNITURE_PAGES = 100  # the newest pages teach which days recur; each costs a parse

Tick = Callable[[], None]
Read = tuple[int, Article | None, str]  # number of the page, its article or None, "article" or the reason


@dataclass(slots=True)
class Intake:
    """What an intake did, in numbers."""

    articles: int = 0      # pages that hold an article
    repeated: int = 0      # pages that were the same, to the byte, as one before
    changed: int = 0       # of the articles, new or other than before; withdrawn ones too
    refused: list[tuple[str, str]] = field(default_factory=list)  # address or file, and the reason


def take_in(store: ArticleStore, pages: Iterable[Page], *, on_page: Tick = lambda: None) -> Intake:
    """Keep pages and the articles in them. A page that holds none is kept too, and named with its reason."""
    numbers: list[int] = []
    stream = iter(pages)
    while batch := list(islice(stream, BATCH)):
        with store.transaction():
            numbers.extend(store.add_fetch(page) for page in batch)
    done = clean_pages(store, waiting=True, on_page=on_page)
    outcomes = [(number, store.outcome(number)) for number in dict.fromkeys(numbers)]
    done.repeated = len(numbers) - len(outcomes)
    done.articles = sum(outcome == "article" for _, outcome in outcomes)
    done.refused = [(_name(store.fetch(n)), outcome) for n, outcome in outcomes if outcome and outcome != "article"]
    return done


def clean_pages(store: ArticleStore, *, waiting: bool = False, on_page: Tick = lambda: None) -> Intake:
    """Make articles again from the newest page of every address, or only from those that wait.

    Ids stay, and what people corrected or removed stays so. A kill in between loses nothing: the rest still waits.
    """
    done = Intake()
    reads = _read_all(store, waiting=waiting)
    first = list(islice(reads, SAMPLE_ARTICLES))
    splitter = _splitter(store, [article.text for _, article, _ in first if article])
    stream = chain(first, reads)
    while batch := list(islice(stream, BATCH)):
        with store.transaction():
            for number, article, reason in batch:
                split = replace(article, sentences=splitter.split(article.paragraphs)) if article else None
                done.changed += store.settle(number, split, reason=reason)
                done.articles += article is not None
                if article is None:
                    done.refused.append((_name(store.fetch(number)), reason))
                on_page()
    return done


def _read_all(store: ArticleStore, *, waiting: bool) -> Iterator[Read]:
    recurring = _recurring_days(store)
    for number, page in store.fetches(waiting=waiting):
        try:
            yield number, clean(page, hint=store.hint(page.url), furniture_dates=recurring), "article"
        except PageRefused as refusal:
            yield number, None, str(refusal)


def _recurring_days(store: ArticleStore) -> frozenset[date]:
    """Days that stand on many pages alike: the day of rendering, not of publication."""
    learner = FurnitureLearner()
    for page in store.newest_fetches(FURNITURE_PAGES):
        with suppress(PageRefused):  # named with its reason when it is cleaned
            learner.add(page)
    return learner.dates()


def _splitter(store: ArticleStore, texts: list[str]) -> SentenceSplitter:
    kept = store.meta(MODEL_KEY)
    if kept is not None:
        splitter = SentenceSplitter.from_json(kept)
        if splitter.trained_on >= SAMPLE_ARTICLES or len(texts) < splitter.trained_on * RELEARN_GROWTH:
            return splitter
    splitter = SentenceSplitter.learn(texts)
    store.set_meta(MODEL_KEY, splitter.to_json())
    return splitter


def _name(page: Page) -> str:
    return page.url or page.origin or "a page without an address"
