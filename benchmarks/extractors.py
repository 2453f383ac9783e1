"""Who reads an article page: our cleaner, and what else can be installed."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.truth import Truth, parted
from corpus.article import Page
from corpus.cleaning.clean import clean

CALIBRATION = "bs4, all <p>"  # a machine's speed is what this takes on it


@dataclass(frozen=True, slots=True)
class Answer:
    """What an extractor finds; empty what it does not."""

    text: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    day: str = ""


Extractor = Callable[[bytes, Truth], Answer]


def ours(body: bytes, page: Truth) -> Answer:
    """Our cleaner, on a page alone. Raises PageRefused."""
    article = clean(
        Page(
            url=page.url,
            body=body,
            content_type="text/html",
            charset=None,
            fetched_at=page.fetched_at,
        )
    )
    day = article.published.isoformat() if article.published else ""
    text = "\n".join(filter(None, (article.standfirst, article.text)))
    return Answer(text, article.title, article.byline, day)


def trafilatura(body: bytes, page: Truth) -> Answer:
    """Trafilatura as it is installed."""
    from trafilatura import bare_extraction

    found = bare_extraction(body, url=page.url, with_metadata=True, include_comments=False)
    if found is None:
        return Answer()
    said = found.as_dict()
    return Answer(
        said["text"] or "", said["title"] or "", parted(said["author"] or ""), said["date"] or ""
    )


def readability(body: bytes, page: Truth) -> Answer:
    """Readability of Python."""
    from lxml import html
    from readability import Document
    from readability.readability import Unparseable

    document = Document(body.decode("utf-8", "replace"), url=page.url)
    try:
        summary = document.summary()
    except Unparseable:
        return Answer()
    return Answer(
        " ".join(html.fromstring(summary).itertext()) if summary.strip() else "",
        document.short_title(),
    )


def all_paragraphs(body: bytes, page: Truth) -> Answer:
    """The text of all <p>: what anybody writes first."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(body, "lxml")
    title = soup.title.get_text() if soup.title else ""
    return Answer("\n".join(p.get_text(" ") for p in soup.find_all("p")), title)


def htmldate(body: bytes, page: Truth) -> Answer:
    """The days that htmldate finds, of first publication."""
    from htmldate import find_date

    text = body.decode("utf-8", "replace")
    if not re.search(r"<\w", text):
        return Answer()
    return Answer(day=find_date(text, url=page.url, original_date=True) or "")


# of texts and of days: the name, the module that must be installed
TEXT_PEERS: dict[str, tuple[str, Extractor]] = {
    "trafilatura": ("trafilatura", trafilatura),
    "readability-lxml": ("readability", readability),
    CALIBRATION: ("bs4", all_paragraphs),
}
DAY_PEERS: dict[str, tuple[str, Extractor]] = {"htmldate": ("htmldate", htmldate)}
