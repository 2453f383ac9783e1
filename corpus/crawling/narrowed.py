"""What one run asks for of all that is queued; the rest waits for a run that is not narrowed so."""

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from corpus.crawling.link_row import Kind
from corpus.crawling.scope import Pattern
from corpus.page.url_days import latest_url_day

NOT_LISTED = "no sitemap names it"
NOT_NAMED = "not among what --only names"
_SITEMAP_NAME = re.compile(r"\.xml(?:\.gz)?$", re.IGNORECASE)


class Waiting(NamedTuple):
    """What is known of an address that waits for its turn."""

    url: str
    kind: Kind
    published: str | None  # the day that the page gives that links to it
    listed: str | None  # the day of its last change by a sitemap, "" for none; None: none names it


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a person wants of one run, beside what belongs to the crawl."""

    only: tuple[Pattern, ...] = ()  # starts aside; none: all
    since: date | None = None  # articles of that day and later
    sitemaps_only: bool = False  # and what they name

    def __bool__(self) -> bool:
        return bool(self.only or self.since or self.sitemaps_only)

    def reason(self, waiting: Waiting) -> str | None:
        """Why an address is left for another run, or None."""
        if self.sitemaps_only:
            if waiting.kind == "sitemap" or (waiting.kind == "start" and is_sitemap(waiting.url)):
                return None
            if waiting.listed is None:
                return NOT_LISTED
        if waiting.kind == "start":
            return None
        if self.only and not any(pattern.matches(waiting.url) for pattern in self.only):
            return NOT_NAMED
        return self._too_old(waiting) if waiting.kind == "page" else None

    def _too_old(self, waiting: Waiting) -> str | None:
        """Who says that an article is from before; none came out after the day of its change."""
        if self.since is None:
            return None
        in_address = latest_url_day(waiting.url)
        for day, who in (
            (in_address and in_address.isoformat(), "its address says"),
            (waiting.published, "the page says that links to it"),
            (waiting.listed, "its sitemap says"),
        ):
            if day and day < self.since.isoformat():
                return f"from before {self.since}, as {who}"
        return None


def is_sitemap(url: str) -> bool:
    """Whether a start is a sitemap, as far as its name tells."""
    return _SITEMAP_NAME.search(url.partition("?")[0]) is not None
