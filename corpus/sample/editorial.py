"""The editorials of the Selmak Courier as written: the truth that a crawl of it should recover."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

Guise = Literal["old", "modern", "print"]


@dataclass(frozen=True, slots=True)
class Editorial:
    """One editorial, free of everything a page puts around it."""

    title: str
    byline: tuple[str, ...]     # as printed that day; empty for an unsigned one
    published: date
    section: str                # the print guise shows none
    guise: Guise                # which shape of page it is published in
    number: int                 # ascending with the date within a guise
    slug: str
    paragraphs: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where the sample site publishes it, from the first slash on."""
        match self.guise:
            case "old":
                return f"/editorial_detail.php?post_id={self.number}"
            case "modern":
                return f"/opinion/{self.published:%Y/%m}/{self.slug}/"
            case "print":
                return f"/print/{self.number}.html"


@cache
def editorials() -> tuple[Editorial, ...]:
    """The editorials of all guises, oldest first."""
    folder = files("corpus.sample") / "editorials"
    found = [_read(entry) for entry in folder.iterdir() if entry.name.endswith(".txt")]
    return tuple(sorted(found, key=lambda editorial: (editorial.published, editorial.slug)))


def published_in(guise: Guise) -> tuple[Editorial, ...]:
    """The editorials of one guise, newest first, as its list pages show them."""
    return tuple(editorial for editorial in reversed(editorials()) if editorial.guise == guise)


def _read(entry: Traversable) -> Editorial:
    head, *paragraphs = entry.read_text(encoding="utf-8").strip().split("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return Editorial(
        title=fields["title"],
        byline=tuple(fields["byline"].split("; ")) if "byline" in fields else (),
        published=date.fromisoformat(fields["date"]),
        section=fields["section"],
        guise=_guise(fields["guise"]),
        number=int(fields["number"]),
        slug=entry.name[len("2012-03-04-") : -len(".txt")],
        paragraphs=tuple(paragraphs),
    )


def _guise(name: str) -> Guise:
    match name:
        case "old" | "modern" | "print":
            return name
    raise ValueError(f"no guise is called {name!r}")
