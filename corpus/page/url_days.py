"""The day that an address carries: of publication in most papers, of an event or a file in some
folders."""

import re
from calendar import monthrange
from datetime import date

from corpus.page.dates import find_days, make_day, month_number

# A day is a folder within those of its year and month, or what a name begins with, alone or with
# its clock, A2020032609150001: "remembering-2001-09-11" is a story of that day.
_DAY = re.compile(
    r"(?<=/)(?:(?P<year>(?:1[89]|20)\d\d)(?:[/-](?P<month>\d{1,2}|"
    r"[a-z]{3,9})/(?P<day>\d{1,2})(?=[/.]|$)|"
    r"(?P<sep>[_-])(?P<slug_month>\d{1,2}|[a-z]{3,9})(?P=sep)(?P<slug_day>\d{1,2})(?!\d))|"
    r"[a-z]?(?P<whole>(?:19|20)\d{6})(?=/|[_-][a-z]|(?:[01]\d|2[0-3])[0-5]\d*(?:/|$))|"
    r"(?P<written>\d\d[.-]\d\d[.-](?:19|20)\d\d)(?=[/_-]))"
)
# Folders in which a day is that of an event, of putting a file there or of long ago.
_OTHERS = re.compile(
    r"/(?:events?|calendars?|agenda|uploads?|wp-content|files|images|attachments?|"
    r"(?:on-)?this-day(?:-in-history)?|"
    r"today-in-history|anniversar(?:y|ies))/"
)
# Within a name eight figures are the number of a story as often: their year must be a folder above.
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_MONTH = re.compile(r"(?<=/)((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?=/|$)")


def url_day(url: str) -> date | None:
    """The day an address's path carries, such as /2020/03/26/ or /2020-mar-26-pipes or
    /20200326-pipes; None for a month alone, and where it stands within a name or below a folder of
    events or files."""
    path = _path(url)
    for match in _DAY.finditer(path):
        if not _OTHERS.search(path[: match.start()]) and (day := _day(match)):
            return day
    for match in _COMPACT.finditer(path):
        above = path[: match.start()]
        if (
            f"/{match[1]}/" in above
            and not _OTHERS.search(above)
            and (day := make_day(*match.groups()))
        ):
            return day
    return None


def latest_url_day(url: str) -> date | None:
    """The latest day that an address allows: the one it carries, or the last of its month, as in
    /2020/03/pipes; None where it says nothing."""
    if day := url_day(url):
        return day
    path = _path(url)
    for match in _MONTH.finditer(path):
        if not _OTHERS.search(path[: match.start()]):
            year, month = map(int, match.groups())
            return date(year, month, monthrange(year, month)[1])
    return None


def _path(url: str) -> str:
    """The path of an address, in lower case."""
    return (
        f"/{url.split('://', 1)[-1].partition('/')[2].partition('?')[0].partition('#')[0].lower()}"
    )


def _day(match: re.Match[str]) -> date | None:
    if whole := match["whole"]:
        return make_day(whole[:4], whole[4:6], whole[6:])
    if written := match["written"]:
        return next((found.day for found in find_days(written.replace("-", "."))), None)
    month = match["month"] or match["slug_month"]
    number = int(month) if month.isdigit() else month_number(month) or 0
    return make_day(match["year"], number, match["day"] or match["slug_day"])
