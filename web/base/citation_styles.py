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


class Cited(NamedTuple):
    """A reference: the paper's name, which is set apart, and what stands before and behind it."""

    style: str
    before: str
    paper: str
    behind: str

    def __str__(self) -> str:
        return f"{self.before}{self.paper}{self.behind}"


def citations(article: Article, *, paper: str, page: str) -> tuple[Cited, ...]:
    """The article in each style; what is not known is left out, or said to be so."""
    names = [name_of(text) for text in article.byline]
    day, title = article.published, article.title
    stop = "" if title.endswith((".", "!", "?", "…")) else "."
    comma = "," if day else "."
    apa = f"({day.year}, {MONTHS[day.month - 1]} {day.day})." if day else "(n.d.)."
    who = _with_stop(_apa_names(names))
    opened = f"{who} {apa} {title}{stop} " if who else f"{title}{stop} {apa} "
    signed, quoted = _with_stop(_few_names(names)), f"“{title}{stop}” "
    before = f"{signed} {quoted}" if signed else quoted
    return (
        Cited("APA", opened, paper, f"{'. ' if paper else ''}{page}"),
        Cited("MLA", before, paper, f"{', ' if paper else ''}{_mla_day(day)}{page}."),
        Cited("Chicago", before, paper, f"{f'{comma} ' if paper else ''}{_long_day(day)}{page}."),
    )


def _with_stop(names: str) -> str:
    return names if not names or names.endswith(".") else f"{names}."


def _apa_names(names: Sequence[Name]) -> str:
    return _listed([_initialled(name) for name in names], "&")


def _few_names(names: Sequence[Name]) -> str:
    """The first one as in a list of names, the others as people say them."""
    if not names:
        return ""
    first, *others = names
    if len(names) > _FEW:
        return f"{first.inverted}, et al."
    said = [" ".join(filter(None, (name.given, name.family, name.generation))) for name in others]
    return _listed([first.inverted, *said], "and")


def _listed(said: Sequence[str], last: str) -> str:
    *before, end = said or [""]
    return f"{', '.join(before)}, {last} {end}" if before else end


def _initialled(name: Name) -> str:
    """Doe, J. Q., Jr."""
    initials = " ".join(f"{word[0]}." for word in name.given.split())
    return ", ".join(filter(None, (name.family, initials, name.generation)))


def _mla_day(day: date | None) -> str:
    return f"{day.day} {_MLA_MONTHS[day.month - 1]} {day.year}, " if day else ""


def _long_day(day: date | None) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}. " if day else ""
