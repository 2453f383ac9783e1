"""Pages become articles: what an import brings, and everything fetched, cleaned again without the network."""

from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice

from corpus.article import Article, Page, article_id
from corpus.cleaning.clean import clean
from corpus.cleaning.furniture import FurnitureLearner
from corpus.cleaning.rules import NO_RULES, Rules
from corpus.cleaning.template import TemplateLearner, Templates
from corpus.crawling.discover import FAULTS
from corpus.errors import PageRefused, StoreError
from corpus.files import own_address
from corpus.sentences import SAMPLE_ARTICLES, SentenceSplitter
from corpus.store import SUPERSEDED, ArticleStore

BATCH = 200          # pages a transaction: one sync of the disk for all of them
RELEARN_GROWTH = 4   # what was learnt of the corpus is learnt again when it has grown by this factor
MODEL_KEY = "punkt"
TEMPLATES_KEY = "templates"
MAX_JUDGEMENTS = 3     # of the lists' days in one run; each may have pages cleaned again
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
    notes: list[tuple[str, str]] = field(default_factory=list)    # the same of pages taken in otherwise than they ask
    damaged: list[str] = field(default_factory=list)  # lines about pages that cannot be read; their articles stay


@dataclass(frozen=True, slots=True)
class _Lessons:
    """What the pages together teach about each of them."""

    days: frozenset[date]
    templates: Templates
    rules: Rules  # not learnt: what people say of the sites


def take_in(
    store: ArticleStore, pages: Iterable[Page], *, on_page: Tick = lambda: None, rules: Rules = NO_RULES
) -> Intake:
    """Keep pages and the articles in them. A page that holds none is kept too, and named with its reason.

    The first page of an import that names an address has it; others that claim it are taken in without one and noted.
    """
    numbers: dict[int, None] = {}
    notes: list[tuple[str, str]] = []
    stream, count = iter(pages), 0
    while batch := list(islice(stream, BATCH)):
        with store.transaction():
            for page in batch:
                numbers[store.add_fetch(_addressed(store, page, numbers, notes))] = None
        count += len(batch)
    done = clean_pages(store, waiting=True, on_page=on_page, rules=rules)
    outcomes = [(number, outcome) for number in numbers if (outcome := store.outcome(number)) not in (None, SUPERSEDED)]
    done.repeated, done.notes = count - len(numbers), notes
    done.articles = sum(outcome == "article" for _, outcome in outcomes)
    done.refused = [(_name(store.fetch(n)), outcome) for n, outcome in outcomes if outcome and outcome != "article"]
    return done


def _addressed(store: ArticleStore, page: Page, taken: Container[int], notes: list[tuple[str, str]]) -> Page:
    """The page, without its address where that belongs to another file; a newer version of that file may have it."""
    held = store.newest_of(page.url) if page.source == "import" else None
    if held is None or held[1].source != "import" or held[1].body == page.body:
        return page
    number, holder = held
    foreign = holder.origin != page.origin and page.content_type == "text/html" and own_address(page.body) == page.url
    if number not in taken and not foreign:
        return page
    notes.append((page.origin or "a page", f"taken in without its address: {page.url} is that of {holder.origin} too"))
    return replace(page, url=None)


def clean_pages(
    store: ArticleStore, *, waiting: bool = False, on_page: Tick = lambda: None, rules: Rules = NO_RULES
) -> Intake:
    """Make articles again from the newest page of every address, or only from those that wait.

    Ids stay, and what people corrected or removed stays so. A kill in between loses nothing: the rest still waits.
    Those that wait are read by what the site's pages taught before, unless there are many more of them by now.
    """
    done, before = Intake(), store.seq
    lessons = _Lessons(_recurring_days(store), _templates(store, waiting=waiting), rules)
    splitter, reads = _splitter(store, done, lessons, waiting=waiting)
    _settle(store, reads, splitter, done, on_page)
    for _ in range(MAX_JUDGEMENTS):
        if not store.judge_hints():
            break
        again = Intake()  # counts pages that were counted already
        _settle(store, _read_all(store, again, lessons, waiting=True), splitter, again, on_page)
    done.changed = store.count_changes(before)
    return done


def _settle(
    store: ArticleStore, reads: Iterator[Read], splitter: SentenceSplitter, done: Intake, on_page: Tick
) -> None:
    while batch := list(islice(reads, BATCH)):
        with store.transaction():
            for number, article, reason in batch:
                try:
                    split = replace(article, sentences=splitter.split(article.paragraphs)) if article else None
                    store.settle(number, split, reason=reason)
                except FAULTS as fault:
                    article, reason = None, fault_line(fault)
                    store.settle(number, None, reason=reason)
                done.articles += article is not None
                if article is None:
                    done.refused.append((_name(store.fetch(number)), reason))
                on_page()


def _read_all(store: ArticleStore, done: Intake, lessons: _Lessons, *, waiting: bool) -> Iterator[Read]:
    for number in store.fetch_numbers(waiting=waiting):
        try:
            page = store.fetch(number)
        except StoreError as error:
            done.damaged.append(str(error))
            continue
        try:
            template = lessons.templates.of(page.url)
            article = clean(
                page,
                hint=store.hint(page.url),
                furniture_dates=lessons.days,
                template=template,
                rules=lessons.rules,
            )
        except PageRefused as refusal:
            yield number, None, str(refusal)
        except FAULTS as fault:
            yield number, None, fault_line(fault)
        else:
            yield number, _placed(article, page.url), "article"


def _placed(article: Article, url: str | None) -> Article:
    """The article at its page's address: a record's own may be written otherwise, be none at all or another's."""
    if article.url == url:
        return article
    derived = article.id == article_id(article.url, article.title, article.text)
    ident = article_id(url, article.title, article.text) if derived else article.id
    return replace(article, id=ident, url=url)


def fault_line(fault: Exception) -> str:
    """What is said of a page that one of FAULTS has cost."""
    said = " ".join(f"{type(fault).__name__}: {fault}".split()).encode("utf-8", "backslashreplace").decode("utf-8")
    return f"it cannot be read, by a mistake in this program ({said})"


def _recurring_days(store: ArticleStore) -> frozenset[date]:
    """Days that stand on many pages alike: the day of rendering, not of publication."""
    learner = FurnitureLearner()
    for page in store.newest_fetches(FURNITURE_PAGES):
        with suppress(PageRefused, *FAULTS):  # named with its reason when it is cleaned
            learner.add(page)
    return learner.dates()


def _templates(store: ArticleStore, *, waiting: bool) -> Templates:
    """What all pages teach of their sites, kept with the corpus for the pages to come."""
    kept = store.meta(TEMPLATES_KEY) if waiting else None
    templates = Templates.from_json(kept) if kept else Templates()
    numbers = store.fetch_numbers()
    if waiting and len(numbers) < templates.pages * RELEARN_GROWTH:
        return templates
    learner = TemplateLearner()
    for number in numbers:
        with suppress(PageRefused, StoreError, *FAULTS):  # named with its reason when it is cleaned
            learner.add(store.fetch(number))
    templates = learner.templates()
    store.set_meta(TEMPLATES_KEY, templates.to_json())
    return templates


def _splitter(
    store: ArticleStore, done: Intake, lessons: _Lessons, *, waiting: bool
) -> tuple[SentenceSplitter, Iterator[Read]]:
    """The model of sentences and the pages to clean: every one where the corpus has outgrown the model it had."""
    kept = store.meta(MODEL_KEY)
    model = SentenceSplitter.from_json(kept) if kept else None
    if model and not _is_outgrown(model, len(store.fetch_numbers())):
        return model, _read_all(store, done, lessons, waiting=waiting)
    scan = Intake()
    reads = _read_all(store, scan, lessons, waiting=False)
    first = list(islice(reads, SAMPLE_ARTICLES))
    texts = [article.text for _, article, _ in first if article]
    if model and not _is_outgrown(model, len(texts)):
        return model, _read_all(store, done, lessons, waiting=waiting)
    done.damaged = scan.damaged  # the list itself: the rest of the pages adds to it
    model = SentenceSplitter.learn(texts)
    store.set_meta(MODEL_KEY, model.to_json())
    return model, chain(first, reads)


def _is_outgrown(model: SentenceSplitter, articles: int) -> bool:
    return model.trained_on < min(articles, SAMPLE_ARTICLES) and articles >= model.trained_on * RELEARN_GROWTH


def _name(page: Page) -> str:
    return page.url or page.origin or "a page without an address"
