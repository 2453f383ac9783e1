"""SearchAddress: the whole state of a search as it stands in the address, and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, cast
from urllib.parse import quote_plus, urlsplit

from corpus.field import TERMS
from search.matching.parameters import (
    BY_NAME,
    MOST_VALUES,
    PARAMETERS,
    dates_of,
    filter_of,
    number_of,
)
from search.matching.results import Filters, Listing, Sort
from search.query.parser import parse
from search.query.periods import DateRange, ReadDates, read_span
from search.query.query import Query, positive_leaves


@dataclass(frozen=True)  # without slots: what is made of it is kept
class SearchAddress:
    """What a person asks for. `since`, `until` and `dates` as written, good or not."""

    q: str = ""
    since: str = ""
    until: str = ""
    dates: tuple[str, ...] = ()
    # terms of fields, each with a name that filters; in the order of the fields
    names: tuple[tuple[str, str], ...] = ()
    sort: Sort = "relevance"
    reprints: Listing = "together"
    fields: tuple[str, ...] = ()  # of hits as data; none: the usual ones
    page: int = 1
    size: int | None = None  # None: as the settings say
    # what could not be read, or might be read otherwise, in words for people
    notices: tuple[str, ...] = field(default=(), compare=False)

    @property
    def filters(self) -> Filters:
        """The filters that could be read."""
        span = self.span
        dates = tuple(filter_of(text) for text in self.dates if not BY_NAME["date"].refusal(text))
        return Filters(span and span.days.since, span and span.days.until, self.names, dates)

    @cached_property
    def query(self) -> Query:
        """What `q` means."""
        return parse(self.q)

    @property
    def span(self) -> ReadDates | None:
        """The days from `since` to `until`, of those that could be read; None without any."""
        since, until = self.bounds
        return read_span(since, until) if since or until else None

    @property
    def bounds(self) -> tuple[str, str]:
        """`since` and `until`, each empty where it could not be read."""
        return _readable("from", self.since), _readable("to", self.until)

    @property
    def is_solar(self) -> bool:
        """Whether any date is asked for in the Solar Hijri calendar."""
        leaves = positive_leaves(self.query.root)
        asked = [*leaves, *self.filters.dates, self.span and self.span.days]
        return any(isinstance(days, DateRange) and days.solar for days in asked)

    @property
    def parameters(self) -> dict[str, str | list[str]]:
        """What stands in the address, defaults left out."""
        values: dict[str, str | list[str]] = {
            "q": self.q,
            "from": self.since,
            "to": self.until,
            "date": list(self.dates),
            **{term: self.chosen(term) for term in TERMS},
            "sort": self.sort,
            "reprints": self.reprints,
            "fields": ",".join(self.fields),
            "page": str(self.page),
            "size": str(self.size or ""),
        }
        return {
            each.name: values[each.name]
            for each in PARAMETERS
            if values[each.name] and values[each.name] != each.default
        }

    def chosen(self, name: str) -> list[str]:
        """The values of a parameter that may come several times: `date`, or the term of a field."""
        if name == "date":
            return list(self.dates)
        return [value for term, value in self.names if term == name]

    def toggled(self, name: str, value: str) -> "SearchAddress":
        """The state with such a value chosen beside the others, or no longer. A month stands for
        itself: beside it goes the year it is of, and beside that its months."""
        chosen = self.chosen(name)
        if value in chosen:
            return self.changed(**{name: [each for each in chosen if each != value]})
        if name == "date":
            chosen = [each for each in chosen if not _is_part(each, value)]
        return self.changed(**{name: [*chosen, value]})

    def changed(self, **changes: Any) -> "SearchAddress":
        """The state with some parts changed, names by the term of their field and one or several
        days by `date`: of the first page, unless `page` is among them."""
        given = {
            term: _several(changes.pop(term, self.chosen(term))) for term in (*TERMS, "date")
        }
        dates = tuple(given.pop("date"))
        names = tuple((term, name) for term in TERMS for name in given[term])
        return replace(self, **{"page": 1, "names": names, "dates": dates, **changes})

    def toggled_urls(self, name: str, values: Iterable[str]) -> list[str]:
        """The addresses of the states with each of these values chosen, or no longer: those of
        `toggled`, for many at once."""
        if self.chosen(name):
            return [self.toggled(name, value).url() for value in values]
        return self.urls(name, values)

    def urls(self, name: str, values: Iterable[str | int]) -> list[str]:
        """The addresses of the state with a parameter at each of these values instead."""
        parts, place = list(self._first_page.values()), _PLACES[name]
        before, behind = [*filter(None, parts[:place])], [*filter(None, parts[place + 1 :])]
        begin, end = "/search?" + "&".join([*before, f"{name}="]), "&".join(["", *behind])
        usual, default = f"/search?{'&'.join(before + behind)}".rstrip("?"), BY_NAME[name].default
        return [
            usual if value == default else f"{begin}{_quoted(value)}{end}"
            for value in map(str, values)
        ]

    @property
    def state(self) -> str:
        """All of it, as it stands behind the `?` of an address."""
        return "&".join(filter(None, self._written.values()))

    def url(self, path: str = "/search", **changes: Any) -> str:
        """The address of the state with some parts changed, as `changed` has it."""
        parts = {**self._first_page}
        for name, value in changes.items():
            name = _AS_WRITTEN.get(name, name)
            parts[name] = _part(name, value)
        query = "&".join(filter(None, parts.values()))
        return f"{path}?{query}" if query else path

    @cached_property  # some forty addresses of a page are put together of these
    def _written(self) -> dict[str, str]:
        """Each parameter as it stands in the address, in order; empty where it is left out."""
        values = self.parameters
        return {name: _part(name, values[name]) if name in values else "" for name in _ORDER}

    @cached_property
    def _first_page(self) -> dict[str, str]:
        return self._written | {"page": ""}


_AS_WRITTEN = {"since": "from", "until": "to"}  # a part of the state -> its parameter
_ORDER = [each.name for each in PARAMETERS]
_DEFAULTS = {each.name: each.default for each in PARAMETERS}
_PLACES = {name: place for place, name in enumerate(_ORDER)}


def _part(name: str, value: str | int | Sequence[str] | None) -> str:
    """A parameter with a value, or several; empty of what goes without saying."""
    values = [str(value)] if isinstance(value, int) else _several(value or "")
    return "&".join(
        f"{name}={quote_plus(each)}" for each in values if each != BY_NAME[name].default
    )


@lru_cache(maxsize=4_096)  # facets name the same ones again and again
def _quoted(value: str) -> str:
    return quote_plus(value)


def _readable(name: str, text: str) -> str:
    return "" if not text or BY_NAME[name].refusal(text) else text


def _is_part(one: str, other: str) -> bool:
    """Whether of two dates, as facets write them, one is within the other."""
    return one.startswith(f"{other}-") or other.startswith(f"{one}-")


def _several(values: str | Sequence[str]) -> list[str]:
    return [value for value in ([values] if isinstance(values, str) else values) if value]


def read_address(args: Mapping[str, str | Sequence[str]]) -> SearchAddress:
    """The state in a request's parameters; what is refused is left out, and in `notices`."""
    notices = []
    given: dict[str, list[str]] = {}
    for parameter in PARAMETERS:
        if not args.get(parameter.name):
            continue
        texts = _several(args[parameter.name])
        values = [value.strip() for text in texts for value in parameter.values(text)]
        values = list(dict.fromkeys(value for value in values if value))
        if parameter.many and len(values) > MOST_VALUES:
            notices.append(f"Of {parameter.name} only the first {MOST_VALUES} values are taken.")
        values = values[: MOST_VALUES if parameter.many else 1]
        given[parameter.name] = values
        refused = {value: reason for value in values if (reason := parameter.refusal(value))}
        if parameter.kind in ("choice", "number"):
            given[parameter.name] = [value for value in values if value not in refused]
        notices += [f"{reason} It was left out." for reason in refused.values()]
    one = _DEFAULTS | {name: values[0] for name, values in given.items() if values}
    address = SearchAddress(
        q=one["q"],
        since=one["from"],
        until=one["to"],
        dates=tuple(given.get("date", ())),
        names=tuple((term, name) for term in TERMS for name in given.get(term, ())),
        sort=cast(Sort, one["sort"]),
        reprints=cast(Listing, one["reprints"]),
        fields=tuple(given.get("fields", ())),
        page=number_of(one["page"]) if given.get("page") else 1,
        size=number_of(one["size"]) if one["size"] else None,
    )
    if address.span:
        notices += address.span.remarks
    for text in address.dates:
        if not BY_NAME["date"].refusal(text) and (read := dates_of(text)):
            notices += read.remarks
    return replace(address, notices=tuple(dict.fromkeys(notices))) if notices else address


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
