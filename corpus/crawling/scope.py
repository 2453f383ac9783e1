"""What of a site a crawl asks for: what lists at or below its starts lead to, and what people say.

A start at the home page means the whole site. One below it means the pages at or below it, lists
that they are, and the articles that those lists have as headlines, wherever these lie: many papers
list at /category/editorials/ what they keep at /2024/05/. Menus and boxes beside lead nowhere.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import translate
from typing import Self

from corpus.crawling.discover import FoundLink
from corpus.page.site_tables import Reader
from corpus.page.urls import is_paging, site_of

OUTSIDE = "outside of what the crawl began at"
NOT_INCLUDED = "not among what is included"
_KINDS = ("prefix", "glob", "regex")
_INDEX = re.compile(r"(?:index|default)\.\w+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Addresses of a site, by their paths and parameters, as people write them:
    `glob:/20*/opinion/*`."""

    text: str
    regex: re.Pattern[str] = field(repr=False, compare=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError, with what to write, for what is no pattern."""
        kind, colon, pattern = text.partition(":")
        if not colon or kind not in _KINDS or not pattern:
            raise ValueError(
                f"{text!r} is no pattern: write prefix:/editorials/, glob:/20*/opinion/* or "
                "regex:/story/[0-9]+"
            )
        try:
            source = {"prefix": re.escape(pattern) + ".*", "glob": translate(pattern)}
            return cls(text, re.compile(source.get(kind, pattern), re.DOTALL))
        except re.error as error:
            raise ValueError(f"{text!r} is no regular expression: {error}") from None

    def matches(self, url: str) -> bool:
        """Whether it is the whole of an address, but for its scheme and host."""
        return self.regex.fullmatch(_place(url)) is not None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What people say of a site's addresses: those to ask for (none said: all), and not."""

    include: tuple[Pattern, ...] = ()
    exclude: tuple[Pattern, ...] = ()

    def refusal(self, url: str) -> str | None:
        """Why an address is not asked for, or None."""
        for pattern in self.exclude:
            if pattern.matches(url):
                return f"excluded by {pattern.text}"
        chosen = not self.include or any(pattern.matches(url) for pattern in self.include)
        return None if chosen else NOT_INCLUDED

    def __or__(self, other: Self) -> Self:
        """Both."""
        return replace(
            self, include=self.include + other.include, exclude=self.exclude + other.exclude
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """What the starts of a site mean; None: the whole of it."""

    bases: tuple[str, ...] | None = None

    @classmethod
    def of(cls, bases: Iterable[str | None]) -> Self:
        """That of several starts, each with its `base_of`."""
        known = tuple(bases)
        return cls(None if None in known else tuple(filter(None, known)))

    def widened(self, url: str) -> Self:
        """With a start that is at `url` now, as a redirect says."""
        base = base_of(url)
        if self.bases is None or self.holds(url):
            return self
        return replace(self, bases=None if base is None else (*self.bases, base))

    def holds(self, url: str) -> bool:
        """Whether an address is at or below a start."""
        return self.bases is None or any(_is_below(url, base) for base in self.bases)

    def admits(self, link: FoundLink, on: str, *, is_list: bool) -> bool:
        """Whether a link is followed that stands on this page, a list or not."""
        if link.kind == "sitemap" or self.holds(link.url):
            return True
        if is_list:
            # the name of the paper, which leads to its front page, is no headline of an article
            return link.kind == "page" and link.is_headline and base_of(link.url) is not None
        path = on.partition("?")[0]
        own = link.url.partition("?")[0]
        return own.startswith(f"{path.rstrip('/')}/") or (own == path and is_paging(link.url))


def base_of(start: str) -> str | None:
    """The path, and the parameters, that a start's own pages have in common; None for the whole
    site."""
    path, _, query = _place(start).partition("?")
    folder, _, name = path.rpartition("/")
    if query:
        return f"{path}?{query}"
    base = folder if _INDEX.match(name) else path.rstrip("/")
    return base or None


def _is_below(url: str, base: str) -> bool:
    path, _, query = _place(url).partition("?")
    folder, _, wanted = base.partition("?")
    if wanted:
        return path == folder and set(wanted.split("&")) <= set(query.split("&"))
    return path == folder or path.startswith(f"{folder}/")


def _place(url: str) -> str:
    return url[len(site_of(url)) :] or "/"


def read_patterns(place: str, value: object) -> tuple[Pattern, ...]:
    """The patterns that people wrote. Raises ValueError, with what to write, for what is none."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        example = '"prefix:/editorials/"'
        raise ValueError(f"{place} must be a pattern such as {example}, or a list of them")
    try:
        return tuple(map(Pattern.parse, texts))
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None


READERS: Mapping[str, Reader] = {"include": read_patterns, "exclude": read_patterns}
