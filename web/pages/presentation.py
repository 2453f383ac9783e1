"""How things look to people: dates, counts, marks, addresses. Text by other people is escaped here
and only here."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from hashlib import blake2b
from math import ceil
from pathlib import Path

from flask import Flask, url_for
from markupsafe import Markup, escape

from corpus.article import Article, DateSource, Span
from corpus.page.text import fold
from corpus.store.calendar import Entry
from search.matching.results import Hit
from search.snippets.passages import within
from web.base.address import outward
from web.base.config import Settings

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

DATE_SOURCES: dict[DateSource, str] = {
    "editor": "The date was set by the newsroom.",
    "site-rule": "The date stands where this site has its dates.",
    "json-ld": "The date is the one the page states for machines.",
    "meta": "The date is the one the page states for machines.",
    "time-element": "The date is the one marked on the page.",
    "url": "The date is part of the page’s address.",
    "byline": "The date stands beside the title or the author.",
    "listing-page": "The date comes from the list that links to the page.",
    "text": "The date is written in the text.",
    "neighbours": "The date is that of the editorials numbered before and after it.",
    "record": "The date came with the imported record.",
    "unknown": "When this was published is not known.",
}
UNNAMED = Settings().site_name
UNSLUGGED = "editorial"  # the slug of a title without a letter
SLUG_LENGTH = 70
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Runs of Arabic letters, and what joins them: spaces, digits and marks between two such letters
# belong to the run.
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_RUN = re.compile(f"[{_ARABIC}](?:[{_ARABIC}\u200c\u200d\\s\\d.,:()«»-]*[{_ARABIC}])?")
_PASHTO = re.compile("[ټډړږښڼۍې]")
_PERSIAN = re.compile("[پچژگکی]")


def say_date(day: date | None) -> str:
    """12 March 2014."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "undated"


def say_count(number: int, noun: str = "", plural: str | None = None) -> str:
    """4,812 editorials; without a noun the number alone."""
    if not noun:
        return f"{number:,}"
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def say_ago(moment: datetime, now: datetime | None = None) -> str:
    """2 h ago."""
    seconds = max(0.0, ((now or datetime.now(UTC)) - moment).total_seconds())
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size):,} {unit} ago"
    return "just now"


def say_size(size: int) -> str:
    """12.3 MB, in powers of ten as disks are sold."""
    amount = float(size)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:,.1f} TB"


def say_names(names: Iterable[str]) -> str:
    """One, Two and Three."""
    listed = list(names)
    return (
        listed[0]
        if len(listed) == 1
        else ", ".join(listed[:-1]) + " and " + listed[-1]
        if listed
        else ""
    )


def marked(text: str, spans: Iterable[Span] = ()) -> Markup:
    """`text` escaped, the spans in <mark>, runs of other scripts in <bdi>; spans past the end are
    cut."""
    clean = [
        (max(0, start), min(end, len(text))) for start, end in spans if start < min(end, len(text))
    ]
    parts: list[Markup] = []
    at = 0
    for start, end in _foreign(text):
        run = _mark(text, start, end, clean)
        parts.append(_mark(text, at, start, clean))
        parts.append(
            Markup('<bdi lang="{}" dir="auto">{}</bdi>').format(
                script_language(text[start:end]), run
            )
        )
        at = end
    parts.append(_mark(text, at, len(text), clean))
    return Markup("").join(parts)


def direction(text: str) -> str:
    """rtl where the first letter is written from right to left. For blocks: `dir="auto"` does not
    look into <bdi>."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return (
        "rtl" if next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L" else "ltr"
    )


def script_language(text: str) -> str:
    """The language of a run of Arabic letters, by letters only one of them has; else just the
    script."""
    if _PASHTO.search(text):
        return "ps"
    return "fa" if _PERSIAN.search(text) else "und-Arab"


def marked_paragraphs(article: Article, spans: Iterable[Span] = ()) -> Iterator[tuple[str, Markup]]:
    """The direction of each paragraph, and the paragraph with `spans` of the article's whole text
    marked."""
    spans, offset = tuple(spans), 0
    for paragraph in article.paragraphs:
        yield (
            direction(paragraph),
            marked(paragraph, within(spans, offset, offset + len(paragraph))),
        )
        offset += len(paragraph) + 2


def slug(title: str) -> str:
    """A title as part of an address: lower case, letters and digits of any script, hyphens."""
    words = "-".join(fold(title).replace("_", " ").split())
    if len(words) > SLUG_LENGTH:
        words = words[: SLUG_LENGTH + 1].rpartition("-")[0] or words[:SLUG_LENGTH]
    return words or UNSLUGGED


def article_url(
    item: Article | Entry | Hit, *, q: str = "", anchor: str | None = None, whole: bool = False
) -> str:
    """The address of an article's page; `whole` with scheme and host."""
    path = url_for(
        "article", article_id=item.id, slug=slug(item.title), q=q or None, _anchor=anchor
    )
    return whole_url(path) if whole else path


def whole_url(path: str) -> str:
    """`path` at the public address of the site."""
    from web.pages.shelf import the_settings

    base = the_settings().base_url
    return base + path if base else url_for("home", _external=True).removesuffix("/") + path


def permanent_url(item: Article | Hit) -> str:
    """The address of an article's page with scheme and host: the one to cite."""
    return article_url(item, whole=True)


def the_paper() -> str:
    """The newspaper's name; empty while nobody has set it."""
    from web.pages.shelf import the_settings

    name = the_settings().site_name
    return "" if name == UNNAMED else name


def say_whole(message: str) -> str:
    """A complaint as a sentence: it begins with a capital and ends with a stop."""
    whole = message[:1].upper() + message[1:]
    return whole if whole.endswith((".", "!", "?", "…")) else whole + "."


def legal_xml(text: str) -> str:
    """`text` without the characters no XML file may hold."""
    return _NOT_XML.sub("", text)


def page_count(total: int, size: int) -> int:
    """How many pages `total` things fill; nothing fills one."""
    return max(1, ceil(total / size))


def page_numbers(page: int, last: int) -> list[int | None]:
    """The numbers to show, None for a gap: first, last, and those around `page`."""
    shown = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    numbers: list[int | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before == 2:
            numbers.append(number - 1)
        elif number - before > 2:
            numbers.append(None)
        numbers.append(number)
    return numbers


def init_app(app: Flask) -> None:
    """Give the templates these functions."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=say_date,
        count=say_count,
        ago=say_ago,
        size=say_size,
        names=say_names,
        outward=outward,
        legal=legal_xml,
        whole=say_whole,
    )
    app.jinja_env.globals.update(
        settings=app.extensions["shelf"].settings,
        static_url=_static_addresses(app),
        marked=marked,
        direction=direction,
        article_url=article_url,
        whole_url=whole_url,
        the_paper=the_paper,
        page_numbers=page_numbers,
        months=MONTHS,
        weekdays=WEEKDAYS,
        date_sources=DATE_SOURCES,
    )


def _foreign(text: str) -> Iterator[Span]:
    if direction(text) == "rtl":
        yield 0, len(text)
    else:
        yield from (run.span() for run in _RUN.finditer(text))


def _mark(text: str, start: int, end: int, spans: Iterable[Span]) -> Markup:
    parts: list[Markup] = []
    at = start
    for first, last in spans:
        first, last = max(first, at), min(last, end)
        if first < last:
            parts += [escape(text[at:first]), Markup("<mark>{}</mark>").format(text[first:last])]
            at = last
    return Markup("").join([*parts, escape(text[at:end])])


def _static_addresses(app: Flask) -> dict[str, str]:
    """File name -> address that changes with the file's bytes, so that browsers may keep it for
    ever."""
    folder = Path(app.static_folder or "")
    digests = {
        path.name: blake2b(path.read_bytes(), digest_size=6).hexdigest()
        for path in sorted(folder.iterdir())
    }
    return {name: f"/static/{name}?v={digest}" for name, digest in digests.items()}
