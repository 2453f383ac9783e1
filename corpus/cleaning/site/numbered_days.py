"""Days by numbers in addresses: an article between two of one day, where a site's numbers rise with
its days."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

# that the numbers date rightly before others are dated so; of an issue one in so many may be wrong
_PAGES = 20
_DAYS = 5  # on which these were published: pages put on line together tell nothing of the order
# one in so many may be wrong, and five out of order: papers misprint days, of a whole issue too
_SLIPS = 100
# a misprint is nearer, but for one: numbers left free are used years later
_YEAR = timedelta(days=365)
_NEAR = 100  # numbers between two neighbours at most
# and so many times as many as mostly between the neighbours of a dated page of their day
_WIDER = 2
_MOST = 0.95
_DIGITS = 18  # of a number; with more it is a name
_ENDING = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
# A folder's whole name; before a slug; behind one, or behind one word: 1871, 1871-pipes,
# pipes-1871, article1871.
_PLACES = (
    ("", re.compile(r"(?P<number>\d+)$")),
    ("head", re.compile(r"(?P<number>\d+)[-_,.]")),
    ("tail", re.compile(r".*[-_,.](?P<number>\d+)$")),
    ("word", re.compile(r"(?P<word>[a-z]+)(?P<number>\d+)$", re.IGNORECASE)),
)
# words of a headline, where a folder has one of its own
_SLUG = re.compile(r"[^-_]+[-_][^-_]+[-_]")
_NUMBERS = re.compile(r"\d+(?:[-_]\d+)*")

# of each number, on which days how many pages with it were published
_Days = dict[int, Counter[date]]


@dataclass(frozen=True, slots=True)
class Sequence:
    """The numbers of one series of addresses, rising, and the days of the pages that have them."""

    numbers: list[int]
    days: _Days
    # numbers left out, a year or more from those around them
    strays: list[int] = field(default_factory=list)
    # numbers of pages that a system dates, which forgets none
    stamped: frozenset[int] = frozenset()
    near: int = _NEAR  # numbers between two neighbours at most

    def day(self, number: int, *, own: date | None = None) -> date | None:
        """The day on which both neighbours of `number` were published; None where they are far,
        differ or are stamped.

        Pages with the number itself, those of one issue, are its neighbours: at least two. One of
        them that has the day `own` does not count.
        """
        same = self.days.get(number, Counter())
        if own is None and number in self.stamped:
            return None
        if same.total() > (own is not None):
            left = same - Counter((own,)) if own else same
            return _usual(left) if left.total() > 1 else None
        here = bisect_left(self.numbers, number)
        after = here + (here < len(self.numbers) and self.numbers[here] == number)
        if here == 0 or after == len(self.numbers):
            return None
        first, last = self.numbers[here - 1], self.numbers[after]
        if last - first > self.near or bisect_left(self.strays, last) > bisect_right(
            self.strays, first
        ):
            return None
        if own is None and not self.stamped.isdisjoint((first, last)):
            return None
        below, above = _usual(self.days[first]), _usual(self.days[last])
        return below if below == above else None

    def holds(self) -> bool:
        """Whether the numbers would date the pages that are dated, each by the others."""
        found = [(self.day(number, own=day), day, count) for number, day, count in self._pages()]
        right = [(day, count) for said, day, count in found if said == day]
        wrong = sum(count for said, day, count in found if said and said != day)
        pages = sum(count for _, count in right)
        return (
            pages >= _PAGES and wrong * _SLIPS <= pages and len({day for day, _ in right}) >= _DAYS
        )

    def _pages(self) -> Iterator[tuple[int, date, int]]:
        return (
            (number, day, count)
            for number, days in self.days.items()
            for day, count in days.items()
        )


@dataclass(frozen=True, slots=True)
class Sequences:
    """Every series that holds, by its name."""

    of_series: dict[str, Sequence] = field(default_factory=dict)

    def day(self, url: str | None) -> date | None:
        """The day of the page at `url`, as its neighbours' numbers have it; None where no series
        dates it, or two differ."""
        said = {
            self.of_series[name].day(number)
            for name, number in _numbered(url)
            if name in self.of_series
        }
        days = said - {None}
        return days.pop() if len(days) == 1 else None


def learn_sequences(
    dated: Iterable[tuple[str, date]], *, stamped: Collection[str] = ()
) -> Sequences:
    """What the addresses and days of pages teach; of pages dated by their neighbours nothing may be
    learnt.

    A page between two that are `stamped`, dated by the system that made them, was left undated on
    purpose.
    """
    series: defaultdict[str, defaultdict[int, Counter[date]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    stamps: defaultdict[str, set[int]] = defaultdict(set)
    for url, day in dated:
        for name, number in _numbered(url):
            series[name][number][day] += 1
            if url in stamped:
                stamps[name].add(number)
    rising = (
        (name, _rising(days, stamps[name])) for name, days in series.items() if len(days) >= _DAYS
    )
    return Sequences({name: sequence for name, sequence in rising if sequence and sequence.holds()})


def _usual(days: Counter[date]) -> date | None:
    """The day of pages with one number, where all but a few agree."""
    day, count = days.most_common(1)[0]
    return day if (days.total() - count) * _PAGES <= days.total() else None


def _rising(days: _Days, stamped: Collection[int]) -> Sequence | None:
    """The numbers whose days rise with them; None where more than a few are out of order, and
    numbers tell nothing."""
    numbers = sorted(days)
    usual = [
        max(days[number].items(), key=lambda item: (item[1], item[0]))[0] for number in numbers
    ]
    # of the longest rising run of each length, the index with the earliest day
    ends: list[int] = []
    before = [-1] * len(numbers)
    for index, day in enumerate(usual):
        place = bisect_right(ends, day, key=usual.__getitem__)
        before[index] = ends[place - 1] if place else -1
        ends[place : place + 1] = [index]
    if (len(numbers) - len(ends)) * _SLIPS > 5 * len(numbers):
        return None
    kept, index = [], ends[-1]
    while index >= 0:
        kept.append(numbers[index])
        index = before[index]
    kept.reverse()
    strays = _strays(dict(zip(numbers, usual, strict=True)), kept)
    if len(strays) > max(1, len(numbers) / _SLIPS):
        return None
    known = {number: days[number] for number in kept}
    return Sequence(kept, known, strays, frozenset(stamped), _reach(kept, known))


def _reach(numbers: list[int], days: _Days) -> int:
    """How many numbers may be between two neighbours: where a day has six, forty of one day were
    put there at once."""
    between = sorted(
        after - before
        for before, number, after in zip(numbers, numbers[1:], numbers[2:], strict=False)
        if _usual(days[before]) == _usual(days[number]) == _usual(days[after]) is not None
    )
    return min(_NEAR, _WIDER * between[int(_MOST * len(between))]) if between else _NEAR


def _strays(usual: dict[int, date], kept: list[int]) -> list[int]:
    """The numbers, in order, that are not `kept` and whose day is a year or more from those of the
    kept around them."""
    around = {
        number: kept[max(0, bisect_left(kept, number) - 1) :][:2]
        for number in usual.keys() - set(kept)
    }
    return sorted(
        number
        for number, beside in around.items()
        if all(abs(usual[number] - usual[one]) >= _YEAR for one in beside)
    )


def _numbered(url: str | None) -> Iterator[tuple[str, int]]:
    """The numbers in an address that may count its pages, each with a name for its place in such
    addresses."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return  # an address no one can follow
    host = parts.netloc.lower().removeprefix("www.")
    folders = [segment for segment in parts.path.split("/") if segment]
    above = host
    for depth, segment in enumerate(folders):
        last = depth == len(folders) - 1
        name = _ENDING.sub("", segment) if last else segment
        for kind, place in _PLACES:
            match = place.match(name)
            if match and len(match["number"]) <= _DIGITS:
                word = match.groupdict().get("word", "")
                yield f"{above}/{kind}{word}#{len(folders) - depth}", int(match["number"])
        above += "/" + ("*" if _SLUG.match(segment) else _NUMBERS.sub("0", segment))
    for key, value in parse_qsl(parts.query):
        if value.isascii() and value.isdigit() and len(value) <= _DIGITS:
            yield f"{above}?{key}", int(value)
