"""Days written in text, read without guessing: what can be read two ways is not a date."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from corpus.languages.tables import LANGUAGES, alternation, forms_of
from corpus.page import solar_hijri

# Digits of other scripts, one character for one: Arabic, Persian, Devanagari, Bengali and wide
# ones.
_DIGITS = {
    zero + digit: str(digit) for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xFF10) for digit in range(10)
}
_FOREIGN_DIGIT = re.compile(f"[{''.join(map(chr, _DIGITS))}]")
_ONE_LETTER = str.maketrans("ıيك_", "iیک ")


@cache
def _months(field: str) -> dict[str, int]:
    """The number of every name of a month, as `_plain` writes it, but for those that are two months
    in two languages: "listopada"."""
    said: dict[str, set[int]] = {}
    for language in LANGUAGES.values():
        for number, names in enumerate(getattr(language, field), start=1):
            for name in names.split():
                said.setdefault(_plain(name), set()).add(number)
    return {name: numbers.pop() for name, numbers in said.items() if len(numbers) == 1}


def month_number(name: str) -> int | None:
    """Which month of ours a word names, in any language of papers; None for another word."""
    return _months("months").get(_plain(name))


def solar_month_number(name: str) -> int | None:
    """Which month of the Solar Hijri calendar a word names, the same way."""
    return _months("solar_months").get(_plain(name))


def is_weekday(name: str) -> bool:
    """Whether a word names a day of the week, in any language of papers."""
    return _plain(name) in _plain_weekdays()


@cache
def _plain_weekdays() -> frozenset[str]:
    return frozenset(map(_plain, _ALL_WEEKDAYS))


def _plain(name: str) -> str:
    """A name without case, accents and the two ways to write ی and ک: MÄRZ, März and Marz are one;
    so are KASIM and Kasım."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char)).translate(_ONE_LETTER)


WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_WORDLIKE = 4  # letters: shorter names of weekdays are other words too, "so", "do"
# And in all languages; some of them are people's names too.
_ALL_WEEKDAYS = {form for language in LANGUAGES.values() for form in forms_of(language, "weekdays")}
_WORDS = alternation(form for form in _ALL_WEEKDAYS if len(form) >= _WORDLIKE or not form.isascii())
WEEKDAYS = f"{WEEKDAY}|{_WORDS}"
# The hour beside a day, where no minutes make it one: "4 p.m.", "16 Uhr", "noon".
HOURS = (
    r"\d{1,2}\s?(?:[ap]\.?\s?m|uhr|uur|o['’]clock)|(?:12 )?(?:noon|midnight)|"
    r"(?:kl|klo|saat|ore|alle|om|um|à|a las|às)\.? (?:[01]?\d|2[0-4])(?!\S)"
)

# The year of ours, or of the Solar Hijri calendar; of two figures, where day and month have two as
# well.
# Behind it some languages call it one: 2020ء, 2020م, 2020 г.
_YEAR = r"(?P<year>(?:1[347-9]|20)\d\d)(?!\d)(?:\s?(?:[ءم]|г|года|року|р|r)(?!\w)\.?)?"
_DAY = r"(?P<day>\d{1,2})(?:(?:st|nd|rd|th|er)(?![^\W\d_])|[ºª])?"
_WORD = r"(?P<month>[^\s\d,،./|:;()–—-]{1,20}+)\.?"
# A pattern that begins with a set of characters finds its places many times as fast as one that
# begins by looking back, or by counting.
_NUMBERS = re.compile(
    # 26.03.2020; 26. 3. 2020
    rf"(?P<first>\d(?<![\d/.-]\d)\d?)(?P<sep>[/.-]) ?(?P<second>\d{{1,2}})(?P=sep) ?{_YEAR}"
)
_SHORT = re.compile(
    r"(?<![\d/.:-])(?P<first>\d\d)(?P<sep>[/.])(?P<second>\d\d)(?P=sep)(?P<short>\d\d)(?![\d/.:-]*\d)"
)
_ANY_YEAR = re.compile(r"\d\d(?:\d\d|[/.]\d\d[/.]\d\d)")  # or what may be one
_FEW = 20  # one day in so many may be a slip
# characters: a paragraph has fewer, and each day found is held against all before it
_LONGEST = 5_000

# Days that clocks and tables show where nobody set any: the zeros of Unix, west of Greenwich too,
# of spreadsheets, of databases and of DOS. No other day is too old: papers put their print archives
# on line.
ZEROS = frozenset(
    (
        date(1970, 1, 1),
        date(1969, 12, 31),
        date(1899, 12, 30),
        date(1899, 12, 31),
        date(1900, 1, 1),
        date(1904, 1, 1),
        date(1753, 1, 1),
        date(1901, 12, 13),
        date(1980, 1, 1),
    )
)
# of Greenwich, a day begins: what a page dates "tomorrow" need not be in the future
EAST = timedelta(hours=14)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """How days are written, from certain to doubtful, each with an example it was made for."""
    return (
        *(
            re.compile(pattern, re.IGNORECASE)
            for pattern in (
                # 2020-03-26T09:00; 2020. 3. 26
                rf"(?<![\d.-]){_YEAR}(?P<sep>[-/.] "
                rf"?)(?P<number>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",
                # March 26,2020; January, 03 2012; December 2nd, 2021; Fri Apr 28 19:20:36 CEST 2023
                rf"(?<![^\W\d_])(?:د )?{_WORD}\s*[,،]?\s*{_DAY}(?:\s*[,،.]\s*|"
                rf"\s+(?:\d\d:\d\d:\d\d\s(?:\S{{1,9}}\s)?)?){_YEAR}",
                # 26 March 2020; the 2nd day of December, 2021; 26 de marzo de 2020; 26 آذار/مارس
                # 2020
                rf"(?<!\d){_DAY}[\s./-]*(?:(?:day )?(?:of|"
                rf"del?)\s+)?{_WORD}(?:\s?[/(]\s?\w+\)?)?[\s,،./-]*(?:del?\s+)?{_YEAR}",
            )
        ),
        _NUMBERS,
        *(
            re.compile(pattern, re.IGNORECASE)
            for pattern in (
                # 2020 Mar 26; د ۲۰۲۰ کال د مارچ ۲۶مه
                rf"(?<!\d)(?:د )?{_YEAR}[ .-]{{1,2}}(?:کال د )?{_WORD}[ -]{_DAY}(?:مه)?\b",
                # 2020年3月26日
                rf"(?<!\d){_YEAR}\s?[年년]\s?(?P<number>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s?[日일]",
                # 26 tháng 3 năm 2020; 26 Tháng Mười Một, 2020
                rf"(?<!\d){_DAY}\s+(?P<month>tháng \w+(?: một| hai)?)[\s,]+(?:năm\s+)?{_YEAR}",
            )
        ),
        _SHORT,
    )


@dataclass(frozen=True, slots=True)
class Order:
    """Which comes first where day and month are figures, by what stands between them: who writes
    03/04/2015 for the fourth of March may still write 04.03.2015 for it."""

    day_first: str = ""  # the separators with which the day comes first
    month_first: str = ""

    def is_day_first(self, separator: str) -> bool | None:
        """None where it is not known. Between dots the day comes first all over the world, but for
        a few."""
        known = separator in self.day_first + self.month_first
        return separator in self.day_first if known else separator == "." or None

    def filled(self, other: "Order") -> "Order":
        """This order, and the other's for the separators of which this one says nothing."""
        known = self.day_first + self.month_first
        day, month = (
            "".join(one for one in said if one not in known)
            for said in (other.day_first, other.month_first)
        )
        return Order(self.day_first + day, self.month_first + month)


UNKNOWN_ORDER = Order()
# and those who write days as in Britain
_BRITISH = re.compile(r"en[-_](?!us|ca|ph)[a-z]{2}", re.IGNORECASE)


def declared_order(language: str | None) -> Order:
    """The order in which papers of a language write figures, its code as a page declares it.
    English has two, and "en" and "en-US" stand in the templates of many papers that do not write as
    in America."""
    if not language or (language[:2].lower() == "en" and not _BRITISH.match(language)):
        return UNKNOWN_ORDER
    return Order("/-")


@dataclass(frozen=True, slots=True)
class DayFound:
    """A day and the characters that say it."""

    day: date
    start: int
    end: int


@lru_cache(maxsize=128)  # the days of a line are asked for several times in a row
def find_days(text: str, *, order: Order = UNKNOWN_ORDER) -> tuple[DayFound, ...]:
    """The days written out in full, in reading order.

    A day and month that can be swapped are read as `order` has it, and left out where that says
    nothing.
    """
    text = _in_figures(text[:_LONGEST])
    if not _ANY_YEAR.search(text):
        return ()  # most lines
    found: list[DayFound] = []
    for pattern in _patterns():
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            day = _day_of(match, order)
            if day is not None:
                found.append(DayFound(day, *match.span()))
    return tuple(sorted(found, key=lambda item: item.start))


def count_orders(texts: Iterable[str]) -> Counter[tuple[str, bool]]:
    """How many days such as 26/03/2015 have the day first (True) and how many, as 03/26/2015, the
    month (False), with what stands between."""
    matches = (match for text in texts for match in _NUMBERS.finditer(_in_figures(text)))
    found = ((match["sep"], int(match["first"]), int(match["second"])) for match in matches)
    return Counter(
        (separator, first > 12)
        for separator, first, second in found
        if min(first, second) <= 12 < max(first, second) <= 31
    )


def prevailing_order(orders: Counter[tuple[str, bool]]) -> Order:
    """What comes first, where all but a few of the counted days with one separator agree."""
    said = {True: "", False: ""}
    for separator in sorted({separator for separator, _ in orders}):
        day, month = orders[separator, True], orders[separator, False]
        if min(day, month) * _FEW <= day + month:
            said[day > month] += separator
    return Order(said[True], said[False])


def write_out(text: str, order: Order) -> str:
    """A text with the days that can be swapped written as `order` has them: 03/04/2015 as
    2015-04-03."""
    if order == UNKNOWN_ORDER:
        return text
    for found in reversed(find_days(text, order=order)):
        if _NUMBERS.fullmatch(_in_figures(text[found.start : found.end])):
            text = f"{text[: found.start]}{found.day.isoformat()}{text[found.end :]}"
    return text


def make_day(year: str | int, month: str | int, day: str | int) -> date | None:
    """The Gregorian day of these numbers, which are Solar Hijri ones where the year is; None for a
    day that neither calendar has."""
    make = solar_hijri.to_gregorian if solar_hijri.is_year(int(year)) else date
    try:
        made = make(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if made.year >= 1700 else None


def _in_figures(text: str) -> str:
    """The text with the digits of other scripts as ours."""
    return text if text.isascii() or not _FOREIGN_DIGIT.search(text) else text.translate(_DIGITS)


def _day_of(match: re.Match[str], order: Order) -> date | None:
    parts = match.groupdict()
    if "month" in parts:
        months = _months(
            "solar_months" if solar_hijri.is_year(int(parts["year"])) else "months"
        )
        return make_day(parts["year"], months.get(_plain(parts["month"]), 0), parts["day"])
    if "number" in parts:
        return make_day(parts["year"], parts["number"], parts["day"])
    first, second = int(parts["first"]), int(parts["second"])
    year = parts["year"] if "year" in parts else _whole_year(parts["short"])
    if "short" in parts and parts["sep"] != "." and second <= 12:
        return None  # the year may come first
    # two days: one in Europe and one in America
    if first <= 12 and second <= 12 and first != second:
        day_first = order.is_day_first(parts["sep"])
        if day_first is None:
            return None
        return make_day(year, second, first) if day_first else make_day(year, first, second)
    return make_day(year, min(first, second), max(first, second))


def _whole_year(short: str) -> int:
    """The year of two figures, as clocks read them: from 1969 to 2068."""
    return int(short) + (1900 if int(short) > 68 else 2000)
