"""Page, Hint and Article: what comes in, what a list says of it, and what all else speaks of."""

import hashlib
from base64 import b32encode
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal

DateSource = Literal[
    "editor",        # a person set it: wins over everything
    "site-rule",     # where people say that the site has it
    "json-ld",
    "meta",
    "time-element",
    "url",
    "byline",        # a date line beside the title or the author
    "listing-page",  # the list that links to the article
    "text",
    "neighbours",    # articles with consecutive numbers on the site
    "record",        # a field of an imported JSON line
    "unknown",
]

# base32 characters: 60 bits, so two of a million articles collide with a chance of one in two
# million
ID_LENGTH = 12

Span = tuple[int, int]  # begin and end of a part of a text, in characters; the end is not in it


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came over the wire or out of a file, before any reading."""

    url: str | None          # canonical; None for a file that names no address
    body: bytes
    # media type only, lower case: "text/html", "text/plain", "application/json"
    content_type: str
    # as declared outside the body (HTTP header); None when nothing was declared
    charset: str | None
    fetched_at: datetime     # aware, UTC
    source: Literal["crawl", "import", "warc"] = "crawl"
    # the file it came from, and where in it, for messages; None for a crawled page
    origin: str | None = None
    # the headers X-Robots-Tag it came with, a line each; None without one
    robots: str | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """What a list page says of an article it links to."""

    title: str | None = None        # the link's text, whole: teasers that end in "..." are None
    published: date | None = None   # the only date in the link's row or block


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which rule gave each field, in the cleaner's own words; for people who ask why."""

    title: str = "unknown"
    byline: str = "unknown"
    body: str = "unknown"


@dataclass(frozen=True)
class Article:
    """One editorial. Text by other people: escape it when it is shown, nowhere else."""

    id: str
    title: str
    paragraphs: tuple[str, ...]
    url: str | None = None
    # people's names in reading order; empty for an unsigned editorial
    byline: tuple[str, ...] = ()
    section: str | None = None
    published: date | None = None          # None: not known. Never a guess
    date_source: DateSource = "unknown"
    standfirst: str | None = None          # the deck below the headline
    # the day of the last change that the page gives; never a day of publication
    updated: date | None = None
    tags: tuple[str, ...] = ()             # as the page lists them
    language: str | None = None            # BCP 47 primary subtag: "en", "fa"
    fetched_at: datetime | None = None     # aware, UTC
    sentences: tuple[Span, ...] = ()       # bounds in `text`; empty until the store has split it
    # the store's change counter when this was written; 0: not stored
    updated_seq: int = 0
    provenance: Provenance = field(default_factory=Provenance, compare=False)
    # authors whom the page spells otherwise than `byline`
    signed: tuple[str, ...] = field(default=(), compare=False)

    @cached_property
    def text(self) -> str:
        """The paragraphs, a blank line between two: offsets of spans and sentences count in it."""
        return "\n\n".join(self.paragraphs)

    @property
    def revised(self) -> date | None:
        """The day of the last change where it is later than that of publication: people may have
        corrected that one."""
        is_later = self.updated and not (self.published and self.updated <= self.published)
        return self.updated if is_later else None

    @cached_property
    def digest(self) -> str:
        """Hex digest of title and text: equal for two copies of one editorial."""
        return _hash(self.title, self.text).hexdigest()


def article_id(url: str | None, title: str, text: str) -> str:
    """The id an article keeps for ever: 12 characters of base32, lower case.

    It is made from the canonical URL, or from title and text where that is None or empty.
    """
    digest = _hash(url) if url else _hash(title, text)
    return b32encode(digest.digest()).decode("ascii")[:ID_LENGTH].lower()


def _hash(*parts: str) -> hashlib.blake2b:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest
