"""What a page's head says of its article: JSON-LD, meta and OpenGraph, microdata, each with where
it was said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from corpus.article import DateSource
from corpus.cleaning.head.author_claims import Credit, read_credits
from corpus.cleaning.head.json_ld import (
    PAGE_TYPES,
    Node,
    is_article,
    read_objects,
    text_of,
    type_of,
)
from corpus.cleaning.head.microdata import is_own, said_by, with_property
from corpus.cleaning.head.tags import said_tags
from corpus.page.markup import MAX_MARKUP, MAX_TITLE, Tree
from corpus.page.stamps import Stamp, read_day, read_stamp
from corpus.page.text import fold, tidy, tidy_title
from corpus.wording.publisher import UNKNOWN, Paper, is_name_of_paper

# The names under which each fact is given in a meta element, from certain to doubtful.
_TITLE_METAS = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "headline",
    "parsely-title",
)
# What a name says of a day: "article:published_time", "parsely-pub-date", "w-published-date", not
# "article:publisher".
_PUBLISHED = re.compile(
    r"publ(?!isher)|pub[_-]?da(?:te|y)|issued|release_date|ptime|pdate|^dc.*creat"
)
_VAGUE = re.compile(r"(?<![a-z])date(?:time)?$")  # a day of something, be it of rendering
_CHANGED = re.compile(r"modifi|updat|revis")
_DAY_PROPERTY = re.compile(r"^datePublished$")
_SECTION = re.compile(r"(?<!sub)section$")
_NEXT_SECTION = re.compile(r"_|,(?=\S)")  # "news_news", "Global,Innovation"
_DESCRIPTION_METAS = ("og:description", "twitter:description", "description")
_SITE_METAS = ("og:site_name", "application-name", "dc.publisher")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")  # a <title> is no place for it, and shows it


@dataclass(frozen=True, slots=True)
class Said:
    """One fact and the rule that found it; an empty value was not said."""

    value: str = ""
    rule: str = "unknown"


@dataclass(frozen=True, slots=True)
class Metadata:
    """Everything the head says; nothing here was checked against the text."""

    titles: tuple[Said, ...] = ()  # from certain to doubtful
    credits: tuple[Credit, ...] = ()  # from certain to doubtful
    published: Stamp | None = None
    date_source: DateSource = "unknown"
    # said in the head, of something: of publication, perhaps, if not that of the fetch
    vague_day: date | None = None
    # of a WebPage, where no OpenGraph stands beside: a system that writes both says there when a
    # post was published, and of other pages nothing
    page_day: date | None = None
    updated: date | None = None  # the day of the last change
    section: str | None = None
    tags: tuple[str, ...] = ()  # as one voice lists them
    site: str | None = None
    paper: Paper = UNKNOWN
    body: str = ""  # the article's text, where JSON-LD carries it
    description: str = ""  # its first words or a summary
    is_article: bool = False  # it calls itself one
    is_news: bool = False  # of a paper


def read_metadata(facts: Tree, until: datetime, url: str | None) -> Metadata:
    """The facts in what `markup.parse_facts` keeps of a page. A date after `until` was not said."""
    found = list(read_objects(facts))
    nodes = [node for node, _ in found]
    metas = _metas(facts)
    titled = [said.value for said in _titles([], metas, facts)]
    articles = _own_articles(found, titled)
    site = _first(metas, _SITE_METAS).value or _publisher(nodes)
    published, source = _published(articles, metas, facts, until)
    titles = tuple(said for said in _titles(articles, metas, facts) if said.value)
    return Metadata(
        titles=titles,
        credits=tuple(read_credits(nodes, articles, metas, facts)),
        published=published,
        date_source=source,
        vague_day=_meta_day(metas, _VAGUE, until),
        page_day=None if "og:type" in metas else _page_day(nodes, until),
        updated=_updated(articles, metas, until),
        section=_section(articles, metas),
        tags=said_tags(articles, metas),
        site=tidy(site) or None,
        paper=Paper.of(
            url, (site, *(said.value for said in titles if is_name_of_paper(said.value)))
        ),
        description=tidy(_first(metas, _DESCRIPTION_METAS).value),
        is_news=any("News" in type_of(node) for node in articles),
        is_article=bool(articles)
        or _first(metas, ("og:type",)).value == "article"
        or published is not None,
        body=max(
            (text_of(node.get("articleBody"), MAX_MARKUP) for node in articles), key=len, default=""
        ),
    )


def _own_articles(found: list[tuple[Node, bool]], titles: list[str]) -> list[Node]:
    """The objects that speak of the page's own article.

    It is called as the page is; else it stands where an article of the page's own does, and is the
    only one there.
    """
    articles = [
        (node, own, fold(text_of(node.get("headline"), MAX_TITLE)))
        for node, own in found
        if is_article(node)
    ]
    pages = [fold(title) for title in titles]
    named = next((name for _, own, name in articles if _is_called(name, pages, own=own)), None)
    if named is not None:
        return [node for node, own, name in articles if name == named or (own and not name)]
    names = {name for _, own, name in articles if own and name}
    return [node for node, own, _ in articles if own] if len(names) <= 1 else []


def _is_called(name: str, titles: list[str], *, own: bool) -> bool:
    """Whether an article's name is the page's, or a part of it that is too long for chance."""
    sure = own or len(name.split()) > 3
    return bool(name) and any(name == title or (sure and name in title) for title in titles)


def _titles(
    articles: list[Node], metas: dict[str, list[str]], facts: Tree
) -> Iterator[Said]:
    for node in articles:
        yield Said(tidy_title(text_of(node.get("headline"), MAX_TITLE)), "json-ld headline")
    for name in _TITLE_METAS:
        for value in metas.get(name, ())[:1]:
            yield Said(tidy_title(value[:MAX_TITLE]), f"meta {name}")
    title = facts.findtext(".//title")
    if title is not None:
        yield Said(tidy_title(_MARKUP.sub(" ", title)), "<title>")


def _published(
    articles: list[Node], metas: dict[str, list[str]], facts: Tree, until: datetime
) -> tuple[Stamp | None, DateSource]:
    for node in articles:
        for name in ("datePublished", "dateCreated"):
            stamp = read_stamp(_stamp(node.get(name)), until)
            if stamp and not _is_of_system(node, stamp.day, until):
                return stamp, "json-ld"
    if stamp := next(_meta_stamps(metas, _PUBLISHED, until), None):
        return stamp, "meta"
    elements = filter(is_own, with_property(facts, _DAY_PROPERTY))
    stamps = [read_stamp(said_by(element), until) for element in elements]
    one = len({stamp and stamp.day for stamp in stamps}) == 1
    return (stamps[0], "meta") if one and stamps[0] else (None, "unknown")


def _updated(articles: list[Node], metas: dict[str, list[str]], until: datetime) -> date | None:
    said = (read_day(_stamp(node.get("dateModified")), until) for node in articles)
    return next(filter(None, said), None) or _meta_day(metas, _CHANGED, until)


def _meta_day(metas: dict[str, list[str]], called: re.Pattern[str], until: datetime) -> date | None:
    return next((stamp.day for stamp in _meta_stamps(metas, called, until)), None)


def _meta_stamps(
    metas: dict[str, list[str]], called: re.Pattern[str], until: datetime
) -> Iterator[Stamp]:
    """The stamps in meta elements that are `called` so, and are not of a change if that is not
    asked for."""
    for name, values in metas.items():
        asked = called.search(name) and (called is _CHANGED or not _CHANGED.search(name))
        if asked and (stamp := read_stamp(values[0], until)):
            yield stamp


def _is_of_system(node: Node, day: date, until: datetime) -> bool:
    """Whether a day is that on which a site builder last put the page on line: in words, and not
    before its revision.

    Such a stamp comes from a template, and every new version moves it.
    """
    revised = read_day(_stamp(node.get("dateModified")), until)
    said = _stamp(node.get("datePublished")).strip()
    in_words = said[:1].isalpha() and ":" not in said
    return in_words and revised is not None and day >= revised


def _page_day(nodes: list[Node], until: datetime) -> date | None:
    said = (
        read_day(_stamp(node.get("datePublished")), until)
        for node in nodes
        if type_of(node) in PAGE_TYPES
    )
    return next(filter(None, said), None)


def _stamp(value: Any) -> str:
    """The text of a time, be it typed or said several times."""
    said = value if isinstance(value, list) else [value]
    return " ".join(text_of(one.get("@value") if isinstance(one, dict) else one) for one in said)


def _section(articles: list[Node], metas: dict[str, list[str]]) -> str | None:
    said = (node.get("articleSection") for node in articles)
    told = [text_of(one[0] if isinstance(one, list) and one else one) for one in said]
    told += [values[0] for name, values in metas.items() if _SECTION.search(name)]
    return next(filter(None, (tidy(_NEXT_SECTION.split(one)[0]) for one in told)), None)


def _publisher(nodes: list[Node]) -> str:
    for node in nodes:
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and publisher.get("name"):
            return text_of(publisher["name"])
    return next((text_of(node.get("name")) for node in nodes if type_of(node) == "WebSite"), "")


def _metas(facts: Tree) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in facts.iter("meta"):
        name = next(filter(None, map(element.get, ("property", "name"))), "")
        if not name and is_own(element):
            # read with those that are no <meta>
            name = element.get("itemprop", "").replace("datePublished", "")
        content = element.get("content", "")
        if name and content.strip():
            found.setdefault(name.strip().lower(), []).append(content.strip())
    return found


def _first(metas: dict[str, list[str]], names: tuple[str, ...]) -> Said:
    return next((Said(metas[name][0], f"meta {name}") for name in names if name in metas), Said())
