"""Facets: how the documents found spread over years, authors, sections and the like.

Counts are exact, values in a stable order, and each facet is counted without its own filter.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.field import NAMED, ArticleField
from index.base.days import UNDATED
from search.matching.collect import Collected
from search.matching.doc_set import DocSet
from search.matching.filters import DATES, within
from search.matching.index_reader import IndexReader
from search.matching.parameters import UNDATED as UNDATED_VALUE
from search.matching.results import Bar, Facet, Filters

MOST_VALUES = 20  # names listed of each kind; years are all listed
MONTHS_OF = 3     # years: a histogram of so few is one of months

Months = list[tuple[int, int]]  # 202003, and how many; newest first


def count_facets(
    reader: IndexReader, collected: Collected, filters: Filters
) -> tuple[tuple[Facet, ...], tuple[Bar, ...]]:
    """The facets of the documents found: years, the months of one that is chosen, then those of
    the table of fields; and the histogram."""
    days = reader.days(_without(collected, DATES).docs)
    months = _months(days)
    years = _years(months)
    undated = int((days == UNDATED).sum())
    shown = [Facet("year", tuple(years) + (((UNDATED_VALUE, undated),) if undated else ()))]
    opened = _opened(filters, [year for year, _ in years])
    if opened:
        of_opened = tuple(
            (_named(month), count) for month, count in months if month // 100 in opened
        )
        shown.append(Facet("month", of_opened))
    for field in NAMED:
        if field.facet:
            chosen = [name for term, name in filters.names if term == field.term]
            found = _without(collected, field.term)
            shown.append(Facet(field.term, _names(reader, field, found, chosen)))
    return tuple(shown), tuple(_histogram(reader, months, years))


def _without(collected: Collected, kind: str) -> DocSet:
    """What was found without one kind of filter: of the partial matches where no other is."""
    full = collected.whole
    if kind in collected.allowed:
        full = within(collected.matched, collected.allowed, without=kind)
    return full if len(full) else within(collected.some, collected.allowed, without=kind)


def _months(days: NDArray[np.int64]) -> Months:
    months = days[days != UNDATED] // 100
    if not len(months):
        return []
    first = int(months.min())
    counts = np.bincount(months - first)
    there = counts.nonzero()[0][::-1]
    return list(zip((there + first).tolist(), counts[there].tolist(), strict=True))


def _years(months: Months) -> list[tuple[str, int]]:
    years: dict[int, int] = {}  # a Counter is slower
    for month, count in months:
        year = month // 100
        years[year] = years.get(year, 0) + count
    return [(str(year), count) for year, count in years.items()]


def _opened(filters: Filters, years: Sequence[str]) -> set[int]:
    """The years whose months are counted: those of which a date is chosen, or the only one."""
    opened = {int(years[0])} if len(years) == 1 else set()
    for days in filters.dates:
        if days and days.since and days.until and days.since.year == days.until.year:
            opened.add(days.since.year)
    return opened


def _histogram(
    reader: IndexReader, months: Months, years: Sequence[tuple[str, int]]
) -> Iterator[Bar]:
    if not months:
        return
    last, first = months[0][0], months[-1][0]
    every, found = reader.articles_by_month(), dict(months)
    if last // 100 - first // 100 < MONTHS_OF:
        for month in _through(first, last):
            yield Bar(_named(month), found.get(month, 0), every[month])
        return
    of_years, counts = dict(_years(list(every.items()))), dict(years)
    for year in map(str, range(first // 100, last // 100 + 1)):
        yield Bar(year, counts.get(year, 0), of_years.get(year, 0))


def _through(first: int, last: int) -> Iterator[int]:
    return (
        year * 100 + month
        for year in range(first // 100, last // 100 + 1)
        for month in range(1, 13)
        if first <= year * 100 + month <= last
    )


def _named(month: int) -> str:
    return f"{month // 100:04}-{month % 100:02}"


def _names(
    reader: IndexReader, field: ArticleField, found: DocSet, chosen: Sequence[str]
) -> tuple[tuple[str, int], ...]:
    counts = reader.count_names(field.column, found.docs)
    if field.absent and (absent := int(reader.nameless(field.column, found.docs).sum())):
        counts[field.absent] = absent
    # by name where they are as many
    names = sorted(sorted(counts), key=counts.__getitem__, reverse=True)
    shown = names[:MOST_VALUES]
    shown += [name for name in chosen if name in counts and name not in shown]
    return tuple((name, counts[name]) for name in shown)
