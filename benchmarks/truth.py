"""What is right on the pages of a set: the three kinds of truth.jsonl read as one.

A set is a folder with `truth.jsonl` and `html/<id>.html.gz`. A line of the truth has id, url and

    title, author, publish_date, main_content    web pages, reviewed by hand
    titles, authors, published, text, crawled    newspapers, by parsers of their publishers
    kind, published                              days of publication, of pages of two kinds
"""

import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FILES = ("truth.jsonl", "html/*.html.gz")
# after every day of the sets that do not say when a page was fetched, so that none is refused
FETCHED_AT = datetime(2026, 6, 1, tzinfo=UTC)
_SEALED = 5  # one host in so many is not looked at
# what is no person among the authors that a newspaper's own parser finds
_BODY = re.compile(
    r"\b(?:news|newsroom|desk|staff|team|editors?|editorial board|redaktion|redaksjonen|redazione|"
    r"redacci[oó]n|r[eé]daction|online|agency|agencies|agencias?|press|zeitung|presse|tv|media|"
    r"correspondents?|reporters?|reuters|afp|dpa|apa|sda|ansa|efe|ntb|ritzau|tt|ap|pap|ctk|čtk|lusa|"
    r"anp|belga|keystone|bloomberg|spiegel|service|bureau|magazine|times|post|the .*)\b|"
    r"\.(?:com|de|net|org|fr|es|it)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Truth:
    """What is right on one page; None where the set says nothing of it."""

    id: str
    url: str
    text: str | None = None
    titles: tuple[str, ...] | None = None  # any of them is right
    authors: frozenset[str] | None = None  # folded
    day: str | None = None  # empty: the page says none
    kind: str = ""  # of page, in a set of days
    fetched_at: datetime = FETCHED_AT
    people_only: bool = False  # bodies and single names do not count, on either side

    def names(self, found: tuple[str, ...]) -> frozenset[str]:
        """Names as they are compared with the authors."""
        return _people(found) if self.people_only else frozenset(map(fold, found))


def read_truths(folder: Path) -> Iterator[Truth]:
    """What is right on each page of a set, in its order."""
    for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        if "main_content" in row:
            yield _reviewed(row)
        elif "titles" in row:
            yield _parsed(row)
        else:
            yield Truth(row["id"], row["url"], day=row["published"], kind=row["kind"])


def read_page(folder: Path, truth: Truth) -> bytes:
    """The page as it came."""
    return gzip.decompress((folder / "html" / f"{truth.id}.html.gz").read_bytes())


def is_sealed(url: str) -> bool:
    """Whether the pages of this host are kept closed: a fifth of all hosts, by a hash of their
    names. Nobody reads them, nothing is tuned to them."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return int(sha256(f"sealed {host}".encode()).hexdigest(), 16) % _SEALED == 0


def fold(text: str) -> str:
    """Case, accents and punctuation off."""
    plain = "".join(
        char
        for char in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(char)
    )
    return " ".join(re.findall(r"\w+", plain))


def parted(names: str) -> tuple[str, ...]:
    """The names in a line."""
    return tuple(filter(None, map(str.strip, re.split(r"[,;&]|\band\b", names))))


def _reviewed(row: dict[str, Any]) -> Truth:
    return Truth(
        row["id"],
        row["url"],
        text=row["main_content"] or "",
        titles=(row["title"],) if row["title"] else None,
        authors=frozenset(map(fold, parted(row["author"]))) if row["author"] else None,
        day=(row["publish_date"] or "")[:10],
    )


def _parsed(row: dict[str, Any]) -> Truth:
    crawled = datetime.combine(datetime.fromisoformat(row["crawled"]), time(tzinfo=UTC))
    return Truth(
        row["id"],
        row["url"],
        text=row["text"],
        titles=tuple(row["titles"]) or None,
        authors=_people(tuple(row["authors"])) or None,
        day=row["published"][:10] if row["published"] else None,
        fetched_at=crawled + timedelta(days=1),
        people_only=True,
    )


def _people(names: tuple[str, ...]) -> frozenset[str]:
    people = (name for name in names if not _BODY.search(name) and len(name.split()) > 1)
    return frozenset(map(fold, people))
