"""What recurs over a site's pages: a day in the masthead of many is the day they were rendered, not
published."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from corpus.article import Page
from corpus.cleaning.webpage import lines_around_title
from corpus.page.dates import find_days
from corpus.page.markup import refuse_binary
from corpus.page.parsed_page import parsed
from corpus.page.text import tidy
from corpus.wording.page_head import find_title, is_paragraph
from corpus.wording.publisher import Paper

_PAGES = 3  # a day on fewer mastheads may be chance
_SHARE = 0.05  # and so may one on a smaller part of them
# pages that show the day they were fetched below their titles: no paper has so many editorials a
# day
_MANY = 20
# of the pages fetched that day; and of all pages, for a day below the text: "Posted by" of the site
# itself
_MOST = 0.5
_DAY = timedelta(days=1)  # between the time zones of a site and ours


@dataclass(frozen=True, slots=True)
class Furniture:
    """The days that recur over a site's pages."""

    everywhere: frozenset[date] = frozenset()
    rendered: frozenset[date] = frozenset()  # on the pages that were fetched about then

    def of(self, page: Page) -> frozenset[date]:
        """The days of which nothing on a page is believed that it was published then; where nobody
        knows when it was fetched, all."""
        known = page.source != "import"
        return self.everywhere | {day for day in self.rendered if not known or _is_fetch(day, page)}


class FurnitureLearner:
    """Learns from any number of a site's pages; costs one parse each and keeps counts only."""

    def __init__(self) -> None:
        # days above titles about which the page was fetched
        self._current: Counter[date] = Counter()
        # those of files, of which nobody knows when they were fetched
        self._copied: Counter[date] = Counter()
        self._others: Counter[date] = Counter()  # all others: of issues, mostly
        self._fetched: Counter[date] = Counter()  # pages of each day of fetching
        self._rendered: Counter[date] = Counter()  # and those that show it below their title
        self._after: Counter[date] = Counter()  # days below the text
        self._pages = self._with_others = 0

    def add(self, page: Page) -> None:
        """Count the days around a page's title. Raises PageRefused for a page that cannot be read
        at all.

        A later page of a text would repeat the day of its first one, and is not to be added.
        """
        above, below, after = _lines(page)
        day = page.fetched_at.date()
        self._pages += 1
        days = {found.day for line in above for found in find_days(line)}
        current = {shown for shown in days if page.source != "import" and _is_fetch(shown, page)}
        others = days - current
        self._current.update(current)
        (self._copied if page.source == "import" else self._others).update(others)
        self._with_others += bool(others) and page.source != "import"
        self._after.update({found.day for line in after for found in find_days(line)})
        self._fetched[day] += 1
        self._rendered[day] += any(found.day == day for line in below for found in find_days(line))

    def merge(self, other: Self) -> None:
        """Count the pages that another one counted, too."""
        self._current.update(other._current)
        self._copied.update(other._copied)
        self._others.update(other._others)
        self._fetched.update(other._fetched)
        self._rendered.update(other._rendered)
        self._after.update(other._after)
        self._pages += other._pages
        self._with_others += other._with_others

    def furniture(self) -> Furniture:
        """The days that recur.

        One above the titles of a few pages, none of which was fetched about then, is that of an
        issue; one above those of most is that on which the whole site was last put on line.
        """
        enough = max(_PAGES, self._pages * _SHARE)
        current = {day for day, count in self._current.items() if count >= enough}
        copied = {day for day, count in self._copied.items() if count >= enough}
        most = max(enough, self._with_others * _MOST)
        others = {day for day, count in self._others.items() if count >= most}
        rendered = {
            day
            for day, count in self._rendered.items()
            if count >= max(_MANY, self._fetched[day] * _MOST)
        }
        after = {
            day for day, count in self._after.items() if count >= max(_MANY, self._pages * _MOST)
        }
        return Furniture(frozenset(copied | others | after), frozenset(current | rendered))


def _is_fetch(day: date, page: Page) -> bool:
    return abs(day - page.fetched_at.date()) <= _DAY


def _lines(page: Page) -> tuple[list[str], list[str], list[str]]:
    """The lines above a title, those between it and the text, and those after."""
    if page.content_type == "application/json":
        return [], [], []
    refuse_binary(page.body)
    if page.content_type != "text/plain":
        return lines_around_title(page)
    lines = parsed(page).text.splitlines()
    title = find_title(lines, paper=Paper.of(page.url)) or 0
    end = next(
        (index for index, line in enumerate(lines) if index > title and is_paragraph(tidy(line))),
        title,
    )
    return lines[:title], lines[title:end], lines[end:]
