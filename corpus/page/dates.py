"""Days written in text or in markup, read without guessing: what is ambiguous is no date."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

# English first, then what papers write in French, German, Spanish, Portuguese, Italian, Dutch, Turkish, Russian (in the
# genitive, as beside a day) and Dari; Indonesian, Danish, Swedish, Norwegian, Polish, Czech, Romanian, Ukrainian (in
# the genitive too), Finnish, Arabic, Hindi and Persian. No short form that stands between two numbers otherwise ("3rd
# gen 2020"), and not the Polish listopada, which is November there and October in Croatia. The tables of dateparser
# know 200 languages more, but reading with them costs milliseconds a line, and nothing read here needs them.
_MONTH_NAMES = (
    "january jan janvier januar enero janeiro gennaio januari ocak января جنوری janv ene stycznia ledna ianuarie "
    "січня tammikuuta يناير ژانویه जनवरी",
    "february feb février fév februar febrero fevereiro febbraio februari şubat февраля فبروری févr fev lutego "
    "února februarie лютого helmikuuta فبراير فوریه फ़रवरी",
    "march mar mars märz marzo março maart mart марта مارچ marts maret mär mrt marca března martie березня "
    "maaliskuuta مارس मार्च",
    "april apr avril avr abril aprile nisan апреля اپریل abr kwietnia dubna aprilie квітня huhtikuuta أبريل آوریل "
    "अप्रैल",
    "may mai mayo maio maggio mei mayıs мая می maj mag maja května травня toukokuuta مايو مه मई",
    "june jun juin juni junio junho giugno haziran июня جون giu czerwca června iunie червня kesäkuuta يونيو ژوئن "
    "जून",
    "july jul juillet juil juli julio julho luglio temmuz июля جولای lug lipca července iulie липня heinäkuuta "
    "يوليو ژوئیه जुलाई",
    "august aug août agosto augustus ağustos августа اگست ago augusti agustus sierpnia srpna серпня elokuuta "
    "أغسطس اوت अगस्त",
    "september sept sep septembre septiembre setembro settembre eylül сентября سپتمبر września září septembrie "
    "вересня syyskuuta سبتمبر سپتامبر सितंबर",
    "october oct octobre oktober okt octubre outubro ottobre ekim октября اکتوبر ott października října octombrie "
    "жовтня lokakuuta أكتوبر اکتبر अक्टूबर",
    "november nov novembre noviembre novembro kasım ноября نومبر listopadu noiembrie листопада marraskuuta نوفمبر "
    "نوامبر नवंबर",
    "december dec décembre déc dezember dez diciembre dezembro dicembre aralık декабря دسمبر desember dic grudnia "
    "prosince decembrie грудня joulukuuta ديسمبر دسامبر दिसंबर",
)
# Digits of other scripts, one character for one: Arabic, Persian, Devanagari, Bengali and wide ones.
_DIGITS = {zero + digit: str(digit) for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xFF10) for digit in range(10)}
_FOREIGN_DIGIT = re.compile(f"[{''.join(map(chr, _DIGITS))}]")


def _plain(name: str) -> str:
    """A name without case and accents: MÄRZ, März and Marz are one; so are KASIM and Kasım."""
    parts = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i"))
    return "".join(char for char in parts if not unicodedata.combining(char))


def _one_of(words: list[str]) -> str:
    """A pattern for the longest of some sorted words, letter by letter: each in turn takes three times as long."""
    heads = groupby(filter(None, words), key=itemgetter(0))
    branches = [letter + _one_of([word[1:] for word in same]) for letter, same in heads]
    if "" in words:
        return f"(?:{'|'.join(branches)})?" if branches else ""
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


_MONTHS = {_plain(name): number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
MONTH_FORMS = sorted({form for names in _MONTH_NAMES for name in names.split() for form in (name, _plain(name))})
MONTHS = _one_of(MONTH_FORMS)  # a pattern of them
_MONTH = rf"(?P<month>{MONTHS})(?![^\W\d])\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª)?"
_YEAR = r"(?P<year>(?:1[7-9]|20)\d\d)(?!\d)"
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
# And in the languages of the months; some of them are people's names too.
_WEEKDAYS_ABROAD = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag freitag samstag sonnabend "
    "sonntag lunes martes miércoles miercoles jueves viernes sábado sabado domingo segunda terça quarta quinta sexta "
    "feira lunedì lunedi martedì martedi mercoledì mercoledi giovedì giovedi venerdì venerdi sabato domenica maandag "
    "dinsdag woensdag donderdag vrijdag zaterdag zondag pazartesi salı çarşamba perşembe cuma cumartesi pazar "
    "понедельник вторник среда четверг пятница суббота воскресенье senin selasa rabu kamis jumat sabtu minggu mandag "
    "tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag lördag söndag poniedziałek wtorek środa czwartek piątek "
    "sobota niedziela pondělí úterý středa čtvrtek pátek neděle luni marți miercuri joi vineri sâmbătă duminică "
    "понеділок вівторок середа четвер субота неділя maanantai maanantaina tiistai tiistaina keskiviikko keskiviikkona "
    "torstai torstaina perjantai perjantaina lauantai lauantaina sunnuntai sunnuntaina الاثنين الإثنين الثلاثاء "
    "الأربعاء الخميس الجمعة السبت الأحد شنبه یکشنبه دوشنبه چهارشنبه پنجشنبه جمعه "
    "सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार"
)
WEEKDAYS = "|".join((WEEKDAY, *sorted(_WEEKDAYS_ABROAD.split(), key=len, reverse=True)))
# The hour beside a day, where no minutes make it one: "4 p.m.", "16 Uhr", "noon".
HOURS = (
    r"\d{1,2}\s?(?:[ap]\.?\s?m|uhr|uur|o['’]clock)|(?:12 )?(?:noon|midnight)|"
    r"(?:kl|klo|saat|ore|alle|om|um|à|a las|às)\.? (?:[01]?\d|2[0-4])(?!\S)"
)

_NUMBERS = re.compile(
    rf"(?<![\d/.-])(?P<first>\d{{1,2}})(?P<sep>[/.-])(?P<second>\d{{1,2}})(?P=sep){_YEAR}"  # 26.03.2020
)
_ANY_YEAR = re.compile(_YEAR)
_FEW = 20  # one day in so many may be a slip
_LONGEST = 5_000  # characters: a paragraph has fewer, and each day found is held against all before it

# From certain to doubtful; each with an example it was made for.
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d.-]){_YEAR}(?P<sep>[-/.])(?P<number>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",  # 2020-03-26T09:00
        rf"\b{_MONTH}\s*,?\s*{_DAY}(?:\s*[,.]\s*|\s+){_YEAR}",  # March 26,2020; January, 03 2012; December 2nd, 2021
        # 26 March 2020; 2nd of December, 2021; 26 de marzo de 2020
        rf"(?<!\d){_DAY}[\s./-]*(?:(?:of|del?)\s+)?{_MONTH}[\s,./-]*(?:del?\s+)?{_YEAR}",
        _NUMBERS.pattern,
        rf"(?<!\d){_YEAR}[ -]{_MONTH}[ -]{_DAY}\b",  # 2020 Mar 26
        rf"(?<!\d){_YEAR}\s?[年년]\s?(?P<number>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s?[日일]",  # 2020年3月26日
    )
)
_LONGEST_STAMP = 200
_COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:T?\d{4,6})?$")
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?\s*(?:Z|[+-]\d\d:?\d\d)")
# Days that clocks and tables show where nobody set any: the zeros of Unix, west of Greenwich too, of spreadsheets, of
# databases and of DOS. No other day is too old: papers put their print archives on line.
ZEROS = frozenset(
    (date(1970, 1, 1), date(1969, 12, 31), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1904, 1, 1),
     date(1753, 1, 1), date(1901, 12, 13), date(1980, 1, 1))
)  # fmt: skip
EAST = timedelta(hours=14)  # of Greenwich, a day begins: what a page dates "tomorrow" need not be in the future

# A day is a folder of its own within those of its year and month, or what a name begins with: "remembering-2001-09-11"
# is a story of that day.
_URL_DAY = re.compile(
    r"(?<=/)(?P<year>1[89]\d\d|20\d\d)(?:/(?P<month>\d{1,2}|[a-z]{3,9})/(?P<day>\d{1,2})(?=[/.]|$)|"
    r"(?P<sep>[_-])(?P<slug_month>\d{1,2}|[a-z]{3,9})(?P=sep)(?P<slug_day>\d{1,2})(?!\d))"
)
# Folders in which a day is that of an event, of putting a file there or of long ago.
_URL_OTHERS = re.compile(
    r"/(?:events?|calendars?|agenda|uploads?|wp-content|files|images|attachments?|(?:on-)?this-day(?:-in-history)?|"
    r"on-this-day|today-in-history|anniversar(?:y|ies))/"
)
_URL_COMPACT = re.compile(r"(?<!\d)(?P<year>19\d\d|20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Order:
    """Which comes first where day and month are figures, by what stands between them: who writes 03/04/2015 for the
    fourth of March may still write 04.03.2015 for it."""

    day_first: str = ""  # the separators with which the day comes first
    month_first: str = ""

    def is_day_first(self, separator: str) -> bool | None:
        """None where it is not known."""
        return separator in self.day_first if separator in self.day_first + self.month_first else None

    def filled(self, other: "Order") -> "Order":
        """This order, and the other's for the separators of which this one says nothing."""
        known = self.day_first + self.month_first
        day, month = (
            "".join(one for one in said if one not in known) for said in (other.day_first, other.month_first)
        )
        return Order(self.day_first + day, self.month_first + month)


UNKNOWN_ORDER = Order()


@dataclass(frozen=True, slots=True)
class DayFound:
    """A day and the characters that say it."""

    day: date
    start: int
    end: int


def find_days(text: str, *, order: Order = UNKNOWN_ORDER) -> tuple[DayFound, ...]:
    """The days written out in full, in reading order.

    A day and month that can be swapped are read as `order` has it, and left out where that says nothing.
    """
    text = _in_figures(text[:_LONGEST])
    if not _ANY_YEAR.search(text):
        return ()  # most lines: half the time of reading them
    found: list[DayFound] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            day = _day_of(match, order)
            if day is not None:
                found.append(DayFound(day, *match.span()))
    return tuple(sorted(found, key=lambda item: item.start))


def count_orders(texts: Iterable[str]) -> Counter[tuple[str, bool]]:
    """How many days such as 26/03/2015 have the day first (True) and how many, as 03/26/2015, the month (False), with
    what stands between."""
    matches = (match for text in texts for match in _NUMBERS.finditer(_in_figures(text)))
    found = ((match["sep"], int(match["first"]), int(match["second"])) for match in matches)
    return Counter(
        (separator, first > 12) for separator, first, second in found
        if min(first, second) <= 12 < max(first, second) <= 31
    )  # fmt: skip


def prevailing_order(orders: Counter[tuple[str, bool]]) -> Order:
    """What comes first, where all but a few of the counted days with one separator agree."""
    said = {True: "", False: ""}
    for separator in sorted({separator for separator, _ in orders}):
        day, month = orders[separator, True], orders[separator, False]
        if min(day, month) * _FEW <= day + month:
            said[day > month] += separator
    return Order(said[True], said[False])


def write_out(text: str, order: Order) -> str:
    """A text with the days that can be swapped written as `order` has them: 03/04/2015 as 2015-04-03."""
    if order == UNKNOWN_ORDER:
        return text
    for found in reversed(find_days(text, order=order)):
        if _NUMBERS.fullmatch(_in_figures(text[found.start : found.end])):
            text = f"{text[: found.start]}{found.day.isoformat()}{text[found.end :]}"
    return text


def read_stamp(value: str, fetched_at: datetime) -> date | None:
    """The day of a machine's time stamp, as its own clock had it: a time zone never moves it.

    None where it names no one day, or a time after `fetched_at`, or a day zero of computers.
    """
    value = value.strip()[:_LONGEST_STAMP]
    compact = _COMPACT.match(value)
    if compact:
        day = make_day(*compact.groups())
    else:
        days = {item.day for item in find_days(value)}
        day = days.pop() if len(days) == 1 else None
    if day is None or day in ZEROS or _is_future(value, day, fetched_at):
        return None
    return day


def url_day(url: str) -> date | None:
    """The day a URL's path carries, such as /2020/03/26/ or /2020-mar-26-pipes; None for a month or eight digits alone,
    and where it stands within a name or below a folder of events or files."""
    path = f"/{url.split('://', 1)[-1].partition('/')[2].partition('?')[0].partition('#')[0].lower()}"
    return next(_url_days(path), None)


def make_day(year: str | int, month: str | int, day: str | int) -> date | None:
    """A date from its numbers; None for a day no calendar has."""
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if made.year >= 1700 else None


def _in_figures(text: str) -> str:
    """The text with the digits of other scripts as ours."""
    return text if text.isascii() or not _FOREIGN_DIGIT.search(text) else text.translate(_DIGITS)


def _url_days(path: str) -> Iterator[date]:
    for pattern in (_URL_DAY, _URL_COMPACT):
        for match in pattern.finditer(path):
            # Eight digits alone are the number of a story as often as a day: their year must be a folder above them.
            above = path[: match.start()]
            if _URL_OTHERS.search(above) or (pattern is _URL_COMPACT and f"/{match['year']}/" not in above):
                continue
            said = match.groupdict()
            month, day = said["month"] or said["slug_month"], said["day"] or said["slug_day"]
            found = make_day(match["year"], month if month.isdigit() else _MONTHS.get(month, 0), day)
            if found is not None:
                yield found


def _day_of(match: re.Match[str], order: Order) -> date | None:
    parts = match.groupdict()
    if "month" in parts:
        return make_day(parts["year"], _MONTHS[_plain(parts["month"])], parts["day"])
    if "number" in parts:
        return make_day(parts["year"], parts["number"], parts["day"])
    first, second = int(parts["first"]), int(parts["second"])
    if first <= 12 and second <= 12 and first != second:  # two days: one in Europe and one in America
        day_first = order.is_day_first(parts["sep"])
        if day_first is None:
            return None
        return make_day(parts["year"], second, first) if day_first else make_day(parts["year"], first, second)
    return make_day(parts["year"], min(first, second), max(first, second))


def _is_future(value: str, day: date, fetched_at: datetime) -> bool:
    """Whether a stamp lies after the fetch: by the instant where it names one, else by the day."""
    stamp = _STAMP.match(value)
    if stamp:
        try:
            return datetime.fromisoformat(stamp.group().replace(" Z", "Z")) > fetched_at
        except ValueError:
            pass  # 24:00 and its like: the day alone decides
    return day > (fetched_at + EAST).date()
