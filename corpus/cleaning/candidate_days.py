"""The days that a page and its address give for its article, the certain before the doubtful."""

from collections.abc import Iterator
from datetime import date, timedelta

from corpus.article import DateSource, Hint, Page
from corpus.cleaning.fields.publication_day import Candidate, is_front
from corpus.cleaning.fields.shown_days import find_moments, find_shown_days
from corpus.cleaning.reading import Reading
from corpus.page.url_days import url_day
from corpus.wording.page_head import only_day

_DAY = timedelta(days=1)
_ISSUE = timedelta(days=92)  # the longest that a paper's newest one stands in its masthead


def candidate_days(read: Reading, page: Page, hint: Hint) -> Iterator[Candidate]:
    """The days that may be that of publication, from certain to doubtful."""
    yield Candidate(read.ruled.published, "site-rule", certain=True)
    if read.ruled.unsure:
        return  # people say where the day is, and what stands there outranks what is told elsewhere
    if is_front(page.url):
        return  # what a system says of it is the day on which the site was set up
    in_url = url_day(page.url) if page.url else None
    told = read.metadata.published
    text = frozenset(read.content.lines)
    shown = find_shown_days(read.blocks, read.heading, read.head_end, text, order=read.order)
    line = only_day([day for day in read.below.days if day not in shown.listed])
    beside = shown.beside if shown.beside and not _is_today(shown.beside, page) else None
    above = shown.above if shown.above and _is_old(shown.above, page) else None
    # The address has the paper's own time, and no page is older than its article.
    if told and in_url and (in_url == told.elsewhere or in_url < told.day - _DAY):
        yield Candidate(in_url, "url")
    seen: list[tuple[date | None, DateSource]] = [
        (line, "byline"),
        (shown.labelled, "text"),
        (beside, "byline"),
    ]
    for day, source in seen:
        # A page cannot be older than its article: a later stamp is that of putting it on line anew.
        if day and told and (day < told.day or day == told.elsewhere):
            yield Candidate(day, source)
    yield Candidate(told.day if told else None, read.metadata.date_source, certain=True)
    span = range(read.head_end if read.heading is None else read.heading, read.head_end)
    for moment in find_moments(read.blocks, span, read.content.furniture, read.until):
        yield Candidate(moment, "time-element")
    yield Candidate(in_url, "url")
    yield Candidate(line, "byline")
    issued = only_day(read.below.issued)
    if issued and _is_old(issued, page):
        yield Candidate(issued, "byline")
    yield Candidate(hint.published, "listing-page")
    yield Candidate(only_day(read.below.labelled), "text")
    yield Candidate(beside, "byline")
    yield Candidate(shown.labelled, "text")
    yield Candidate(above, "byline")
    yield Candidate(shown.ends, "text")
    vague = read.metadata.vague_day
    if vague and not _is_today(vague, page):  # else it may be the day of rendering
        yield Candidate(vague, "meta")
    yield Candidate(read.metadata.page_day, "json-ld")


def revision_day(changed: date | None, published: date | None) -> date | None:
    """The day of the last change, where it is later than that of publication."""
    return None if changed and published and changed <= published else changed


def _is_old(day: date, page: Page) -> bool:
    """Whether a day is so far from the fetch that a masthead would show a newer one."""
    return page.source != "import" and page.fetched_at.date() - day > _ISSUE


def _is_today(day: date, page: Page) -> bool:
    """Whether a day is that of the fetch, as far as time zones let one know: what shows it may be a
    clock."""
    return abs(day - page.fetched_at.date()) <= _DAY
