"""Pages become articles: what an import brings, and everything fetched, cleaned again without the
network."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice

from corpus.article import Article, Page, article_id
from corpus.cleaning.clean import clean
from corpus.cleaning.recurring_days import Furniture, FurnitureLearner
from corpus.cleaning.site.rules import NO_RULES, Rules
from corpus.cleaning.site.template import Templates
from corpus.errors import FAULTS, PageRefused, StoreError
from corpus.intake.address_claims import Doorkeeper
from corpus.intake.days_by_number import Numbering
from corpus.intake.site_learning import learn_templates, may_teach
from corpus.pagination.joining import Joiner
from corpus.pagination.pager import names_of
from corpus.sentences import SAMPLE_ARTICLES, SentenceSplitter
from corpus.store.outcomes import ARTICLE, JOINED, SUPERSEDED
from corpus.store.store import ArticleStore

BATCH = 200          # pages a transaction: one sync of the disk for all of them
# what was learnt of the corpus is learnt again when it has grown by this factor
RELEARN_GROWTH = 4
MODEL_KEY = "punkt"
NAMES_KEY = "names"  # set when all pages that were there had been asked for the pages they name
MAX_JUDGEMENTS = 3     # of the lists' days in one run; each may have pages cleaned again
FURNITURE_PAGES = 100  # the newest pages teach which days recur; each costs a parse

# what is being done, with how many pages so far, and of how many
Watch = Callable[[str, int, int], None]


@dataclass(slots=True)
class Intake:
    """What an intake did, in numbers."""

    articles: int = 0      # pages that hold an article
    repeated: int = 0      # pages that were the same, to the byte, as one before
    changed: int = 0       # of the articles, new or other than before; withdrawn ones too
    joined: int = 0        # pages that belong to another one's article: later pages, print versions
    refused: list[tuple[str, str]] = field(default_factory=list)  # address or file, and the reason
    # the same of pages taken in otherwise than they ask
    notes: list[tuple[str, str]] = field(default_factory=list)
    # lines about pages that cannot be read; their articles stay
    damaged: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was made of a page."""

    number: int
    article: Article | None
    reason: str = ARTICLE  # or why there is none
    # pages whose text is in the article, and the reason
    claims: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Lessons:
    """What the pages together teach about each of them."""

    furniture: Furniture
    templates: Templates
    numbering: Numbering
    rules: Rules  # not learnt: what people say of the sites
    watch: Watch  # told of each page that is read by them


def _unwatched(doing: str, done: int, total: int) -> None:
    """Nobody looks on."""


def take_in(
    store: ArticleStore,
    pages: Iterable[Page],
    *,
    watch: Watch = _unwatched,
    rules: Rules = NO_RULES,
) -> Intake:
    """Keep pages and the articles in them. A page that holds none is kept too, and named with its
    reason.

    The first page of an import that names an address has it, and before it what was fetched from
    there; others that claim it are taken in without one and noted. A file that was taken in without
    an address gets the one it has now. """
    numbers: dict[int, None] = {}
    door = Doorkeeper(store, rules)
    stream, count = iter(pages), 0
    while batch := list(islice(stream, BATCH)):
        with store.transaction():
            for page in batch:
                if admitted := door.admit(page, numbers):
                    numbers[store.add_fetch(admitted)] = None
        count += len(batch)
        watch("taking in", count, 0)
    done = clean_pages(store, waiting=True, watch=watch, rules=rules)
    outcomes = [
        (number, outcome)
        for number in numbers
        if (outcome := store.outcome(number)) not in (None, SUPERSEDED)
    ]
    done.repeated, done.notes = count - len(numbers), door.notes
    done.articles = sum(outcome == ARTICLE for _, outcome in outcomes)
    done.joined = sum(outcome.startswith(JOINED) for _, outcome in outcomes if outcome)
    taken = (ARTICLE, *JOINED)
    done.refused = [
        (_name(store.fetch(n)), why) for n, why in outcomes if why and not why.startswith(taken)
    ]
    return done


def clean_pages(
    store: ArticleStore,
    *,
    waiting: bool = False,
    watch: Watch = _unwatched,
    rules: Rules = NO_RULES,
) -> Intake:
    """Make articles again from the newest page of every address, or only from those that wait.

    Ids stay, and what people corrected or removed stays so. A kill in between loses nothing: what
    waited and was not reached still waits. Of a pass over everything the rest stays as it was
    before, until the next one. Where many of a site's pages are new, what they teach is learnt
    anew, and the pages that it changes are cleaned too. A pass over many pages may come first:
    `watch` is told of each. """
    done, before = Intake(), store.seq
    _note_names(store, waiting=waiting, watch=watch)
    templates = learn_templates(
        store, waiting=waiting, on_page=partial(watch, "learning what recurs")
    )
    lessons = _Lessons(_recurring_days(store), templates, Numbering(store), rules, watch)
    splitter, reads = _splitter(store, done, lessons, waiting=waiting)
    _settle(store, reads, splitter, done)
    for _ in range(MAX_JUDGEMENTS):
        if not store.judge_hints():
            break
        again = Intake()  # counts pages that were counted already
        _settle(store, _read_all(store, again, lessons, waiting=True), splitter, again)
    again = Intake()
    _settle(store, _read(store, lessons.numbering.stale(), again, lessons), splitter, again)
    store.join_spellings()
    done.changed = store.count_changes(before)
    return done


def _settle(
    store: ArticleStore, reads: Iterator[_Read], splitter: SentenceSplitter, done: Intake
) -> None:
    while batch := list(islice(reads, BATCH)):
        with store.transaction():
            for read in batch:
                article, reason = read.article, read.reason
                try:
                    split = (
                        replace(article, sentences=splitter.split(article.paragraphs))
                        if article
                        else None
                    )
                    store.settle(read.number, split, reason=reason)
                except FAULTS as fault:
                    article, reason = None, fault_line(fault)
                    store.settle(read.number, None, reason=reason)
                else:
                    store.settle_claims(read.claims)
                done.articles += article is not None
                done.joined += reason.startswith(JOINED)
                if article is None and not reason.startswith(JOINED):
                    done.refused.append((_name(store.fetch(read.number)), reason))


def _read_all(
    store: ArticleStore, done: Intake, lessons: _Lessons, *, waiting: bool
) -> Iterator[_Read]:
    if waiting:
        store.clean_linked_again()
    return _read(store, store.fetch_numbers(waiting=waiting), done, lessons)


def _read(
    store: ArticleStore, numbers: Iterable[int], done: Intake, lessons: _Lessons
) -> Iterator[_Read]:
    read = partial(_clean, store, lessons)
    joiner = Joiner(store, read)
    for number in _watched(list(numbers), "cleaning", lessons.watch):
        try:
            page = store.fetch(number)
        except StoreError as error:
            done.damaged.append(str(error))
            continue
        try:
            yield _read_page(number, page, joiner, read)
        except PageRefused as refusal:
            yield _Read(number, None, str(refusal))
        except FAULTS as fault:
            yield _Read(number, None, fault_line(fault))


def _watched(numbers: Sequence[int], doing: str, watch: Watch) -> Iterator[int]:
    for done, number in enumerate(numbers, start=1):
        yield number
        watch(doing, done, len(numbers))


def _read_page(number: int, page: Page, joiner: Joiner, read: Callable[[Page], Article]) -> _Read:
    """The article of a page with the text of its later pages; none of a page that is such a one
    itself."""
    if page.url is None or page.content_type != "text/html":
        return _Read(number, read(page))
    own = joiner.alone(page.url, page)
    if reason := joiner.claim(page.url):
        return _Read(number, None, reason)
    article, claims = joiner.join(page.url, own)
    return _Read(number, article, claims=claims)


def _clean(store: ArticleStore, lessons: _Lessons, page: Page) -> Article:
    """A page's own article. Raises PageRefused."""
    template = lessons.templates.of(page.url)
    hint = store.hint(page.url)
    days = lessons.furniture.of(page)
    article = clean(page, hint=hint, furniture_dates=days, template=template, rules=lessons.rules)
    return lessons.numbering.dated(_placed(article, page.url), page)


def _note_names(store: ArticleStore, *, waiting: bool, watch: Watch) -> None:
    """Note which pages each page names as the next of its text: what hangs together is cleaned
    together.

    Once all pages are asked: a corpus of an earlier layout had nowhere to note it.
    """
    known = store.meta(NAMES_KEY) is not None
    numbers = _watched(
        store.fetch_numbers(waiting=waiting and known), "looking for further pages", watch
    )
    named = _names(store, numbers)
    while batch := list(islice(named, BATCH)):
        with store.transaction():
            for url, names in batch:
                store.note_links(url, names)
    if not known:
        store.set_meta(NAMES_KEY, "noted")


def _names(store: ArticleStore, numbers: Iterable[int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for number in numbers:
        with suppress(PageRefused, StoreError, *FAULTS):  # named with its reason when it is cleaned
            page = store.fetch(number)
            if page.url is not None:
                yield page.url, names_of(page)


def _placed(article: Article, url: str | None) -> Article:
    """The article at its page's address: a record's own may be written otherwise, be none at all or
    another's."""
    if article.url == url:
        return article
    derived = article.id == article_id(article.url, article.title, article.text)
    ident = article_id(url, article.title, article.text) if derived else article.id
    return replace(article, id=ident, url=url)


def fault_line(fault: Exception) -> str:
    """What is said of a page that one of FAULTS has cost."""
    said = (
        " ".join(f"{type(fault).__name__}: {fault}".split())
        .encode("utf-8", "backslashreplace")
        .decode("utf-8")
    )
    return f"it cannot be read, by a mistake in this program ({said})"


def _recurring_days(store: ArticleStore) -> Furniture:
    """Days that stand on many pages alike: the day of rendering, not of publication."""
    learner = FurnitureLearner()
    for page in store.newest_fetches(FURNITURE_PAGES):
        with suppress(PageRefused, *FAULTS):  # named with its reason when it is cleaned
            if may_teach(store, page):
                learner.add(page)
    return learner.furniture()


def _splitter(
    store: ArticleStore, done: Intake, lessons: _Lessons, *, waiting: bool
) -> tuple[SentenceSplitter, Iterator[_Read]]:
    """The model of sentences and the pages to clean: every one where the corpus has outgrown the
    model it had."""
    kept = store.meta(MODEL_KEY)
    model = SentenceSplitter.from_json(kept) if kept else None
    held = {
        number
        for (number,) in store.db.execute(
            "SELECT fetch_id FROM articles NOT INDEXED WHERE state = 'live'"
        )
    }
    if model and not _is_outgrown(model, len(held.union(store.fetch_numbers(waiting=True)))):
        return model, _read_all(store, done, lessons, waiting=waiting)
    scan = Intake()
    reads = _read_all(store, scan, lessons, waiting=False)
    first: list[_Read] = []
    texts: list[str] = []
    while len(texts) < SAMPLE_ARTICLES and (read := next(reads, None)):
        first.append(read)
        texts += [read.article.text] if read.article else []
    if model and not _is_outgrown(model, len(texts)):
        return model, _read_all(store, done, lessons, waiting=waiting)
    done.damaged = scan.damaged  # the list itself: the rest of the pages adds to it
    model = SentenceSplitter.learn(texts)
    with store.transaction():
        store.set_meta(MODEL_KEY, model.to_json())
        # a kill leaves none with the bounds of before
        store.clean_again(held.intersection(store.fetch_numbers()))
    return model, chain(first, reads)


def _is_outgrown(model: SentenceSplitter, articles: int) -> bool:
    return min(articles, SAMPLE_ARTICLES) >= max(1, model.trained_on * RELEARN_GROWTH)


def _name(page: Page) -> str:
    return page.url or page.origin or "a page without an address"
