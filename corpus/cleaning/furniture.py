"""What recurs over a site's pages: a day in the masthead of many is the day they were rendered, not published."""

from collections import Counter
from datetime import date

from corpus.article import Page
from corpus.cleaning.charset import decode
from corpus.cleaning.dates import find_days
from corpus.cleaning.markup import refuse_binary
from corpus.cleaning.masthead import find_title
from corpus.cleaning.paper import Paper
from corpus.cleaning.webpage import lines_above_title

_PAGES = 3  # a day on fewer mastheads may be chance
_SHARE = 0.05  # and so may one on a smaller part of them


class FurnitureLearner:
    """Learns from any number of a site's pages; costs one parse each and keeps counts only."""

    def __init__(self) -> None:
        self._days: Counter[date] = Counter()
        self._pages = 0

    def add(self, page: Page) -> None:
        """Count the days above a page's title. Raises PageRefused for a page that cannot be read at all."""
        self._pages += 1
        self._days.update(set(_masthead_days(page)))

    def dates(self) -> frozenset[date]:
        """The days that recur: what `clean` takes as `furniture_dates`."""
        enough = max(_PAGES, self._pages * _SHARE)
        return frozenset(day for day, count in self._days.items() if count >= enough)


def _masthead_days(page: Page) -> list[date]:
    if page.content_type == "application/json":
        return []
    refuse_binary(page.body)
    if page.content_type == "text/plain":
        lines = decode(page.body, page.charset).splitlines()
        above = lines[: find_title(lines, paper=Paper.of(page.url)) or 0]
    else:
        above = lines_above_title(page)
    return [found.day for line in above for found in find_days(line)]
