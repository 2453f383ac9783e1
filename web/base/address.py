"""SearchAddress: the whole state of a search as it stands in the address, and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast
from urllib.parse import quote_plus, urlencode, urlsplit

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
from search.query.query import positive_leaves


@dataclass(frozen=True, slots=True)
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

    @property
    def span(self) -> ReadDates | None:
        """The days from `since` to `until`, of those that could be read; None without any."""
        since = "" if BY_NAME["from"].refusal(self.since) else self.since
        until = "" if BY_NAME["to"].refusal(self.until) else self.until
        return read_span(since, until) if since or until else None

    @property
    def is_solar(self) -> bool:
        """Whether any date is asked for in the Solar Hijri calendar."""
        leaves = positive_leaves(parse(self.q).root)
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
        parts = {
            each: urlencode({each: value}, doseq=True)
            for each, value in self.changed().parameters.items()
        }
        before = "&".join(parts[each.name] for each in _BEFORE[name] if each.name in parts)
        behind = "&".join(parts[each.name] for each in _BEHIND[name] if each.name in parts)
        is_chosen = bool(self.chosen(name))
        urls = []
        for value in values:
            chosen = self.toggled(name, value).chosen(name) if is_chosen else [value]
            own = "&".join(f"{name}={quote_plus(each)}" for each in chosen)
            query = "&".join(filter(None, (before, own, behind)))
            urls.append(f"/search?{query}" if query else "/search")
        return urls

    @property
    def state(self) -> str:
        """All of it, as it stands behind the `?` of an address."""
        return urlencode(self.parameters, doseq=True)

    def url(self, path: str = "/search", **changes: Any) -> str:
        """The address of the state so changed."""
        query = self.changed(**changes).state
        return f"{path}?{query}" if query else path


_BEFORE = {each.name: PARAMETERS[:place] for place, each in enumerate(PARAMETERS)}
_BEHIND = {each.name: PARAMETERS[place + 1 :] for place, each in enumerate(PARAMETERS)}


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
        texts = _several(args.get(parameter.name, ""))
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
    one = {name: values[0] if values else BY_NAME[name].default for name, values in given.items()}
    address = SearchAddress(
        q=one["q"],
        since=one["from"],
        until=one["to"],
        dates=tuple(given["date"]),
        names=tuple((term, name) for term in TERMS for name in given[term]),
        sort=cast(Sort, one["sort"]),
        reprints=cast(Listing, one["reprints"]),
        fields=tuple(given["fields"]),
        page=number_of(one["page"]),
        size=number_of(one["size"]) if one["size"] else None,
    )
    if address.span:
        notices += address.span.remarks
    for text in address.dates:
        if not BY_NAME["date"].refusal(text) and (read := dates_of(text)):
            notices += read.remarks
    return replace(address, notices=tuple(dict.fromkeys(notices)))


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
