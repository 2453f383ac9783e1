"""What recurs over a site's pages: a day in the masthead of many is the day they were rendered, not published."""

from collections import Counter
from datetime import date

from corpus.article import Page
from corpus.cleaning.charset import decode
from corpus.cleaning.dates import find_days
from corpus.cleaning.markup import refuse_binary
from corpus.cleaning.masthead import find_title, is_paragraph
from corpus.cleaning.paper import Paper
from corpus.cleaning.text import tidy
from corpus.cleaning.webpage import lines_around_title

_PAGES = 3  # a day on fewer mastheads may be chance
_SHARE = 0.05  # and so may one on a smaller part of them
_MANY = 20  # pages that show the day they were fetched below their titles: no paper has so many editorials a day
_MOST = 0.5  # of the pages fetched that day; and of all pages, for a day below the text: "Posted by" of the site itself


class FurnitureLearner:
    """Learns from any number of a site's pages; costs one parse each and keeps counts only."""

    def __init__(self) -> None:
        self._days: Counter[date] = Counter()
        self._fetched: Counter[date] = Counter()  # pages of each day of fetching
        self._rendered: Counter[date] = Counter()  # and those that show it below their title
        self._after: Counter[date] = Counter()  # days below the text
        self._pages = 0

    def add(self, page: Page) -> None:
        """Count the days around a page's title. Raises PageRefused for a page that cannot be read at all."""
        above, below, after = _lines(page)
        day = page.fetched_at.date()
        self._pages += 1
        self._days.update({found.day for line in above for found in find_days(line)})
        self._after.update({found.day for line in after for found in find_days(line)})
        self._fetched[day] += 1
        self._rendered[day] += any(found.day == day for line in below for found in find_days(line))

    def dates(self) -> frozenset[date]:
        """The days that recur: what `clean` takes as `furniture_dates`."""
        enough = max(_PAGES, self._pages * _SHARE)
        recurring = {day for day, count in self._days.items() if count >= enough}
        rendered = {day for day, count in self._rendered.items() if count >= max(_MANY, self._fetched[day] * _MOST)}
        after = {day for day, count in self._after.items() if count >= max(_MANY, self._pages * _MOST)}
        return frozenset(recurring | rendered | after)


def _lines(page: Page) -> tuple[list[str], list[str], list[str]]:
    """The lines above a title, those between it and the text, and those after."""
    if page.content_type == "application/json":
        return [], [], []
    refuse_binary(page.body)
    if page.content_type != "text/plain":
        return lines_around_title(page)
    lines = decode(page.body, page.charset).splitlines()
    title = find_title(lines, paper=Paper.of(page.url)) or 0
    end = next((index for index, line in enumerate(lines) if index > title and is_paragraph(tidy(line))), title)
    return lines[:title], lines[title:end], lines[end:]
