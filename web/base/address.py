"""SearchAddress: the whole state of a search as it stands in the address, and back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast, get_args
from urllib.parse import urlencode, urlsplit

from corpus.field import TERMS
from search.matching.results import Filters, Sort
from search.query.periods import ReadDates, read_range, read_span

PARAMETERS = ("q", "from", "to", *TERMS, "sort", "page")
SORTS: tuple[Sort, ...] = get_args(Sort)
LAST_PAGE = 999_999  # no larger number is looked for


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """What a person asks for. `since` and `until` as written, good or not."""

    q: str = ""
    since: str = ""
    until: str = ""
    names: tuple[tuple[str, str], ...] = ()  # terms of fields, each with the name that filters
    sort: Sort = "relevance"
    page: int = 1
    # what could not be read, in words for people
    notices: tuple[str, ...] = field(default=(), compare=False)

    @property
    def filters(self) -> Filters:
        """The filters that could be read."""
        span = self.span
        return Filters(span and span.days.since, span and span.days.until, self.names)

    @property
    def span(self) -> ReadDates | None:
        """The days from `since` to `until`, of those that could be read; None without any."""
        since, until = (text if read_dates(text) else "" for text in (self.since, self.until))
        return read_span(since, until) if since or until else None

    @property
    def parameters(self) -> dict[str, str]:
        """What stands in the address, defaults left out."""
        values: dict[str, Any] = {
            "q": self.q,
            "from": self.since,
            "to": self.until,
            **dict(self.names),
            "sort": "" if self.sort == "relevance" else self.sort,
            "page": "" if self.page == 1 else str(self.page),
        }
        return {name: value for name, value in values.items() if value}

    def changed(self, **changes: Any) -> "SearchAddress":
        """The state with some parts changed, a name by the term of its field: of the first page,
        unless `page` is among them."""
        given = dict(self.names) | {term: changes.pop(term) for term in TERMS if term in changes}
        names = tuple((term, given[term]) for term in TERMS if given.get(term))
        return replace(self, **{"page": 1, "names": names, **changes})

    def url(self, path: str = "/search", **changes: Any) -> str:
        """The address of the state so changed."""
        query = urlencode(self.changed(**changes).parameters)
        return f"{path}?{query}" if query else path


def read_address(args: Mapping[str, str]) -> SearchAddress:
    """The state in a request's parameters; what cannot be read is left out, and in `notices`."""
    notices = []
    sort = args.get("sort") or "relevance"
    if sort not in SORTS:
        orders = ", ".join(SORTS)
        notices.append(f"“{sort}” is not an order; these are: {orders}. Shown by relevance.")
        sort = "relevance"
    page, page_notice = _read_page(args.get("page") or "1")
    since, until = (args.get(name, "").strip() for name in ("from", "to"))
    notices += [page_notice, _date_notice(since, "from"), _date_notice(until, "to")]
    address = SearchAddress(
        q=args.get("q", "").strip(),
        since=since,
        until=until,
        names=tuple((term, name) for term in TERMS if (name := args.get(term, "").strip())),
        sort=cast(Sort, sort),
        page=page,
    )
    notices += address.span.remarks if address.span else ()
    return replace(address, notices=tuple(notice for notice in notices if notice))


def read_dates(text: str) -> ReadDates | None:
    """The days of a year, month or day, or from one to another; None for anything else."""
    try:
        return read_range("date", text)
    except ValueError:
        return None


def safe_url(url: str | None) -> str | None:
    """The address if it is safe to link to: http or https with a host; None if not.

    An imported record may name anything, javascript: too.
    """
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _read_page(text: str) -> tuple[int, str]:
    if not re.fullmatch(r"0*[1-9][0-9]*", text.strip()):
        return 1, "The page in the address is not a number; this is the first."
    digits = text.strip().lstrip("0")
    return (int(digits) if len(digits) <= 6 else LAST_PAGE), ""


def _date_notice(text: str, name: str) -> str:
    if not text or read_dates(text):
        return ""
    shown = text if len(text) <= 40 else text[:40] + "…"
    wanted = "write a year, month or day, as in 2014, 2014-03 or 12 March 2014"
    return f"“{shown}” ({name}) is not a date and was left out: {wanted}."
