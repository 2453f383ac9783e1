"""Pages become articles: what an import brings, and all that was fetched, cleaned again."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice

from corpus.article import Page
from corpus.cleaning.site.rules import NO_RULES, Rules
from corpus.errors import FAULTS, PageRefused, StoreError
from corpus.event import event
from corpus.intake.address_claims import AddressClaims
from corpus.intake.days_by_number import DaysByNumber
from corpus.intake.moves import settle_moves
from corpus.intake.new_answers import AnswerReader, judge_answers
from corpus.intake.page_cleaner import (
    CleanedPage,
    PageCleaner,
    Watch,
    faulty,
    watched,
)
from corpus.intake.site_learning import known_templates, learn_sites
from corpus.intake.twins import join_twins
from corpus.intake.unread_records import UnreadRecords
from corpus.intake.walls import hold_walls
from corpus.intake.workers import Workers
from corpus.outcome import Code, Outcome
from corpus.page.site_tables import handed_down
from corpus.pagination.pager import names_of
from corpus.sentences import SAMPLE_ARTICLES, SentenceSplitter
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

BATCH = 200          # pages a transaction: one sync of the disk for all of them
# what was learnt of the corpus is learnt again when it has grown by this factor
RELEARN_GROWTH = 4
MODEL_KEY = "punkt"
LINKS_KEY = "names"  # set when all pages that were there had been asked for the pages they name
MAX_JUDGEMENTS = 3     # of the lists' days in one run; each may have pages cleaned again


@dataclass(slots=True)
class IntakeReport:
    """What an intake did, in numbers."""

    articles: int = 0      # pages that hold an article
    repeated: int = 0      # pages that were the same, to the byte, as one before
    changed: int = 0       # of the articles, new or other than before; withdrawn ones too
    joined: int = 0        # pages that belong to another one's article: later pages, print versions
    noindex: int = 0       # pages that ask not to be indexed
    unheeded: int = 0      # of them, those that hold an article
    held: int = 0          # new answers of the site that do not stand: their articles stay
    refused: list[tuple[str, str]] = field(default_factory=list)  # address or file, and the reason
    # of each page in the order it came, its file or address and its number in the store; None
    # for one that was not taken in
    taken: list[tuple[str, int | None]] = field(default_factory=list)
    # the same as of the refused, of pages taken in otherwise than they ask
    notes: list[tuple[str, str]] = field(default_factory=list)
    # what its records say and their articles do not
    unread: UnreadRecords = field(default_factory=UnreadRecords)
    # sites of which so many answers are held, and nobody was told of all of them
    ill: dict[str, int] = field(default_factory=dict)
    # lines about pages that cannot be read; their articles stay
    damaged: list[str] = field(default_factory=list)


def _unwatched(doing: str, done: int, total: int) -> None:
    """Nobody looks on."""


def take_in(
    store: ArticleStore,
    pages: Iterable[Page],
    *,
    watch: Watch = _unwatched,
    rules: Rules = NO_RULES,
    processes: int = 1,
) -> IntakeReport:
    """Keep pages and the articles in them; a page that holds none is kept too, and named.

    The first page of an import that names an address has it, and before it what was fetched from
    there; others that claim it are taken in without one and noted. A file that was taken in without
    an address gets the one it has now.
    """
    with store.heeding_learnt():
        return _take_in(store, pages, watch=watch, rules=rules, processes=processes)


def _take_in(
    store: ArticleStore, pages: Iterable[Page], *, watch: Watch, rules: Rules, processes: int
) -> IntakeReport:
    names: dict[int, str] = {}  # of each page by its number: where it first stood in this import
    taken: list[tuple[str, int | None]] = []
    claims, unread = AddressClaims(store, rules), UnreadRecords()
    stream = iter(pages)
    while batch := list(islice(stream, BATCH)):
        with store.transaction():
            for page in batch:
                unread.look_at(page)
                admitted = claims.admit(page, names)
                number = store.add_fetch(admitted) if admitted else None
                name = page.origin or _name(page)
                if number:
                    names.setdefault(number, name)
                taken.append((name, number))
        watch("taking in", len(taken), 0)
    report = clean_pages(store, waiting=True, watch=watch, rules=rules, processes=processes)
    report.repeated, report.notes = len(taken) - len(names), claims.notes
    report.taken, report.unread = taken, unread
    _count_outcomes(store, names, report)
    return report


def clean_pages(
    store: ArticleStore,
    *,
    waiting: bool = False,
    watch: Watch = _unwatched,
    rules: Rules = NO_RULES,
    processes: int = 1,
) -> IntakeReport:
    """Make articles again from the newest page of every address, or only from those that wait.

    Ids stay, and what people corrected or removed stays so. A kill in between loses nothing: what
    waited and was not reached still waits. Of a pass over everything the rest stays as it was
    before, until the next one. A new answer of a site is judged first: one that would take an
    article away, or change most of its text, is held. Where many of a site's pages are new, what
    they teach is learnt anew, and the pages that it changes are cleaned too. A pass over many pages
    may come first: `watch` is told of each. Where there are many, at most so many `processes` read
    them.
    """
    with store.heeding_learnt(), Workers(processes) as workers:
        return _clean_pages(store, workers, waiting=waiting, watch=watch, rules=rules)


def _clean_pages(
    store: ArticleStore, workers: Workers, *, waiting: bool, watch: Watch, rules: Rules
) -> IntakeReport:
    report, before = IntakeReport(), store.seq
    rules = handed_down(rules, store.sites_moved())
    reader = AnswerReader(store, known_templates(store), rules)
    judged = judge_answers(reader, everything=not waiting, watch=watch)
    settle_moves(reader)
    _note_links(store, waiting=waiting, watch=watch)
    on_page = partial(watch, "learning what recurs")
    learned = learn_sites(store, waiting=waiting, workers=workers, on_page=on_page)
    cleaner = PageCleaner(store, learned, DaysByNumber(store), dict(rules), watch, workers)
    splitter, cleaned = _splitter(cleaner, report, waiting=waiting)
    _settle(store, cleaned, splitter, report)
    for _ in range(MAX_JUDGEMENTS):
        if not store.judge_hints():
            break
        again = IntakeReport()  # counts pages that were counted already
        _settle(store, cleaner.clean_all(again.damaged, waiting=True), splitter, again)
    again = IntakeReport()
    walled = hold_walls(reader, since=before, but=judged.believed)
    report.held = len(judged.held | walled)
    # where there was a wall, what stood before stands again, and of articles that changed other
    # pages may be no versions any more
    _settle(store, cleaner.clean_all(again.damaged, waiting=True), splitter, again)
    join_twins(store)
    stale = cleaner.days_by_number.stale()
    _settle(store, cleaner.clean(stale, again.damaged), splitter, again)
    store.join_spellings()
    report.changed = store.count_changes(before)
    report.ill = store.held.untold()
    _log_end(report)
    return report


def _log_end(report: IntakeReport) -> None:
    refused, damaged = len(report.refused), len(report.damaged)
    log.info(
        "cleaning is over: articles %d, new or changed %d, joined %d, refused %d, damaged %d, "
        "held %d",
        report.articles, report.changed, report.joined, refused, damaged, report.held,
        extra=event(
            "cleaning-ended",
            articles=report.articles,
            changed=report.changed,
            joined=report.joined,
            refused=refused,
            damaged=damaged,
            held=report.held,
        ),
    )


def _count_outcomes(store: ArticleStore, names: Mapping[int, str], report: IntakeReport) -> None:
    """Count what became of these pages, and of no others that waited."""
    found = ((number, store.outcome(number)) for number in names)
    outcomes = [(number, told) for number, told in found if told and told.code != Code.SUPERSEDED]
    report.articles = sum(told.code == Code.ARTICLE for _, told in outcomes)
    report.joined = sum(told.is_joined for _, told in outcomes)
    report.refused = [
        (names[number], str(told))
        for number, told in outcomes
        if told.code != Code.ARTICLE and not told.is_joined
    ]


def _settle(
    store: ArticleStore,
    pages: Iterator[CleanedPage],
    splitter: SentenceSplitter,
    report: IntakeReport,
) -> None:
    while batch := list(islice(pages, BATCH)):
        with store.transaction():
            for page in batch:
                article, outcome = page.article, page.outcome
                try:
                    split = article
                    if article:
                        split = replace(article, sentences=splitter.split(article.paragraphs))
                    store.settle(page.number, split, outcome=outcome)
                except FAULTS as fault:
                    name = _name(store.fetch(page.number))
                    article, outcome = None, faulty(fault, name)
                    store.settle(page.number, None, outcome=outcome)
                else:
                    store.settle_claims(page.claims)
                store.note_no_index(page.number, page.no_index)
                report.noindex += page.no_index is not None
                report.unheeded += page.no_index is not None and article is not None
                report.articles += article is not None
                report.joined += outcome.is_joined
                if article is None:
                    _log_refused(store, page.number, outcome)
                if article is None and not outcome.is_joined:
                    report.refused.append((_name(store.fetch(page.number)), str(outcome)))


def _log_refused(store: ArticleStore, number: int, outcome: Outcome) -> None:
    if log.isEnabledFor(logging.DEBUG):
        name, reason = _name(store.fetch(number)), str(outcome)
        log.debug(
            "%s holds no article of its own: %s",
            name,
            reason,
            extra=event("page-refused", url=name, reason=reason),
        )


def _note_links(store: ArticleStore, *, waiting: bool, watch: Watch) -> None:
    """Note which pages each page names as the next of its text: linked ones are cleaned together.

    Once all pages are asked: a corpus of an earlier layout had nowhere to note it.
    """
    known = store.meta(LINKS_KEY) is not None
    numbers = store.fetch_numbers(waiting=waiting and known)
    links = _links(store, watched(numbers, "looking for further pages", watch))
    while batch := list(islice(links, BATCH)):
        with store.transaction():
            for url, named in batch:
                store.note_links(url, named)
    if not known:
        store.set_meta(LINKS_KEY, "noted")


def _links(store: ArticleStore, numbers: Iterable[int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The addresses of pages, and which others each names."""
    for number in numbers:
        with suppress(PageRefused, StoreError, *FAULTS):  # named with its reason when it is cleaned
            page = store.fetch(number)
            if page.url is not None:
                yield page.url, names_of(page)


def _splitter(
    cleaner: PageCleaner, report: IntakeReport, *, waiting: bool
) -> tuple[SentenceSplitter, Iterator[CleanedPage]]:
    """The model of sentences, and the pages cleaned by and by.

    Those are all pages where the corpus has outgrown the model it had.
    """
    store = cleaner.store
    kept = store.meta(MODEL_KEY)
    model = SentenceSplitter.from_json(kept) if kept else None
    live = store.db.execute("SELECT fetch_id FROM articles NOT INDEXED WHERE state = 'live'")
    held = {number for (number,) in live}
    if model and not _is_outgrown(model, len(held.union(store.fetch_numbers(waiting=True)))):
        return model, cleaner.clean_all(report.damaged, waiting=waiting)
    damaged: list[str] = []
    pages = cleaner.clean_all(damaged, waiting=False)
    first: list[CleanedPage] = []
    texts: list[str] = []
    while len(texts) < SAMPLE_ARTICLES and (page := next(pages, None)):
        first.append(page)
        texts += [page.article.text] if page.article else []
    if model and not _is_outgrown(model, len(texts)):
        return model, cleaner.clean_all(report.damaged, waiting=waiting)
    report.damaged = damaged  # the list itself: the rest of the pages adds to it
    model = SentenceSplitter.learn(texts)
    with store.transaction():
        store.set_meta(MODEL_KEY, model.to_json())
        # a kill leaves none with the bounds of before
        store.clean_again(held.intersection(store.fetch_numbers()))
    return model, chain(first, pages)


def _is_outgrown(model: SentenceSplitter, articles: int) -> bool:
    return min(articles, SAMPLE_ARTICLES) >= max(1, model.trained_on * RELEARN_GROWTH)


def _name(page: Page) -> str:
    return page.url or page.origin or "a page without an address"
