"""An article cited as manuals of style have it, in words: APA (7th edition), MLA (9th), Chicago
(17th, notes and bibliography)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from corpus.article import Article
from web.base.citations import Name, name_of
from web.base.days import MONTHS

_FEW = 3  # authors that MLA and Chicago name: of more the first, "et al."
_MLA_MONTHS = tuple("Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split())


class Part(NamedTuple):
    """Some words of a reference."""

    text: str
    is_own: bool = False  # the article's, in its own direction; the line itself is English


class Cited(NamedTuple):
    """A reference: the paper's name, which is set apart, and what stands before and behind it."""

    style: str
    before: tuple[Part, ...]
    paper: str
    behind: str

    def __str__(self) -> str:
        return "".join((*(part.text for part in self.before), self.paper, self.behind))


def citations(article: Article, *, paper: str, page: str) -> tuple[Cited, ...]:
    """The article in each style; what is not known is left out, or said to be so."""
    names = [name_of(text) for text in article.byline]
    day = article.published
    title, stop = Part(article.title, is_own=True), Part(_stop_of(article.title))
    comma = "," if day else "."
    apa = f"({day.year}, {MONTHS[day.month - 1]} {day.day})." if day else "(n.d.)."
    who, space = _listed([_initialled(name) for name in names], "&"), Part(" ")
    opened = (*who, Part(f" {apa} "), title, stop, space)
    if not who:
        opened = (title, stop, Part(f" {apa} "))
    signed, quoted = _few_names(names), (Part("“"), title, stop, Part("” "))
    before = (*signed, space, *quoted) if signed else quoted
    return (
        Cited("APA", opened, paper, f"{'. ' if paper else ''}{page}"),
        Cited("MLA", before, paper, f"{', ' if paper else ''}{_mla_day(day)}{page}."),
        Cited("Chicago", before, paper, f"{f'{comma} ' if paper else ''}{_long_day(day)}{page}."),
    )


def _stop_of(text: str) -> str:
    """The full stop that a text needs at its end."""
    return "" if text.endswith((".", "!", "?", "؟", "۔", "…")) else "."


def _few_names(names: Sequence[Name]) -> tuple[Part, ...]:
    """The first one as in a list of names, the others as people say them."""
    if not names:
        return ()
    first, *others = names
    if len(names) > _FEW:
        return Part(first.inverted, is_own=True), Part(", et al.")
    said = [" ".join(filter(None, (name.given, name.family, name.generation))) for name in others]
    return _listed([first.inverted, *said], "and")


def _listed(names: Sequence[str], last: str) -> tuple[Part, ...]:
    """Names one after the other, with a full stop."""
    if not names:
        return ()
    *before, end = (Part(name, is_own=True) for name in names)
    listed = [each for name in before for each in (name, Part(", "))]
    return (*listed, *([Part(f"{last} ")] if before else []), end, Part(_stop_of(end.text)))


def _initialled(name: Name) -> str:
    """Doe, J. Q., Jr."""
    initials = " ".join(f"{word[0]}." for word in name.given.split())
    return ", ".join(filter(None, (name.family, initials, name.generation)))


def _mla_day(day: date | None) -> str:
    return f"{day.day} {_MLA_MONTHS[day.month - 1]} {day.year}, " if day else ""


def _long_day(day: date | None) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}. " if day else ""
