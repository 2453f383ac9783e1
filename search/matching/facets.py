"""Facets: how the documents found spread over years, authors, sections and the like.

Counts are exact, values in a stable order, and each facet is counted without its own filter.
"""

from collections.abc import Sequence
from itertools import chain

from corpus.field import NAMED, ArticleField
from search.matching.calendar import Calendar, Counts
from search.matching.collect import Collected
from search.matching.doc_set import DocSet
from search.matching.filters import DATES, within
from search.matching.index_reader import IndexReader
from search.matching.results import Bar, Facet, Filters
from search.query.periods import UNDATED as UNDATED_VALUE

MOST_VALUES = 20  # names listed of each kind; years are all listed
MONTHS_OF = 3     # years: a histogram of so few is one of months


def count_facets(
    reader: IndexReader, collected: Collected, filters: Filters
) -> tuple[tuple[Facet, ...], tuple[Bar, ...]]:
    """The facets of the documents found: years, the months of one that is chosen, then those of
    the table of fields; and the histogram."""
    calendar = Calendar.of(reader)
    counts = calendar.count(_without(collected, DATES).docs)
    by_year = calendar.by_year(counts)
    years = _newest_first(calendar.years, by_year)
    undated = int(counts[0])
    shown = [Facet("year", (*years, (UNDATED_VALUE, undated)) if undated else years)]
    if opened := _opened(filters, [int(year) for year, _ in years]):
        of_months, months = counts[1:].tolist(), calendar.months
        which = [calendar.months_of(year) for year in sorted(opened, reverse=True)]
        each = (_newest_first(months[part], of_months[part]) for part in which)
        shown.append(Facet("month", tuple(chain.from_iterable(each))))
    for field in NAMED:
        if field.facet:
            chosen = [name for term, name in filters.names if term == field.term]
            found = _without(collected, field.term)
            shown.append(Facet(field.term, _names(reader, field, found, chosen)))
    return tuple(shown), _histogram(calendar, counts, by_year)


def _newest_first(periods: Sequence[str], counts: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """Those of which any are."""
    return tuple(each for each in zip(reversed(periods), reversed(counts), strict=True) if each[1])


def _without(collected: Collected, kind: str) -> DocSet:
    """What was found without one kind of filter: of the partial matches where no other is."""
    full = collected.whole
    if kind in collected.allowed:
        full = within(collected.matched, collected.allowed, without=kind)
    return full if len(full) else within(collected.some, collected.allowed, without=kind)


def _opened(filters: Filters, years: Sequence[int]) -> set[int]:
    """The years whose months are counted: those of which a date is chosen, or the only one."""
    opened = {years[0]} if len(years) == 1 else set()
    for days in filters.dates:
        if days and days.since and days.until and days.since.year == days.until.year:
            opened.add(days.since.year)
    return opened


def _histogram(calendar: Calendar, counts: Counts, by_year: Sequence[int]) -> tuple[Bar, ...]:
    """From the first period of which any were found to the last."""
    there = [at for at, found in enumerate(by_year) if found]
    if not there:
        return ()
    if there[-1] - there[0] < MONTHS_OF:
        of_months = counts[1:]
        months = of_months.nonzero()[0]
        shown = slice(months[0], months[-1] + 1)
        articles = calendar.articles[1:][shown].tolist()
        return _bars(calendar.months[shown], of_months[shown].tolist(), articles)
    shown = slice(there[0], there[-1] + 1)
    return _bars(calendar.years[shown], by_year[shown], calendar.articles_by_year[shown])


def _bars(periods: list[str], found: Sequence[int], articles: list[int]) -> tuple[Bar, ...]:
    return tuple(map(Bar, periods, found, articles))


def _names(
    reader: IndexReader, field: ArticleField, found: DocSet, chosen: Sequence[str]
) -> tuple[tuple[str, int], ...]:
    counts, nameless = reader.count_names(field.column, found.docs)
    if field.absent and nameless:
        counts[field.absent] = counts.get(field.absent, 0) + nameless
    # by name where they are as many
    names = sorted(sorted(counts), key=counts.__getitem__, reverse=True)
    shown = names[:MOST_VALUES]
    shown += [name for name in chosen if name in counts and name not in shown]
    return tuple([(name, counts[name]) for name in shown])
