"""What a page's head says of its article: JSON-LD, meta and OpenGraph, microdata, each with where it was said."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import Any, Literal

from bs4 import BeautifulSoup, Tag

from corpus.article import DateSource
from corpus.cleaning.dates import read_stamp
from corpus.cleaning.markup import OTHER_TYPES
from corpus.cleaning.paper import UNKNOWN, Paper, is_name_of_paper
from corpus.cleaning.text import fold, tidy, tidy_title

# The names under which each fact is given in a meta element, from certain to doubtful.
TITLE_METAS = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "headline", "parsely-title")
AUTHOR_METAS = (
    "citation_author", "citation_authors", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
    "article:author_name", "article:author", "author",
)  # fmt: skip
DATE_METAS = (
    "article:published_time", "og:published_time", "parsely-pub-date", "sailthru.date", "datepublished",
    "citation_date", "citation_publication_date", "citation_online_date", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "pubdate", "publishdate", "publish-date", "publish_date", "ptime",
    "article.published", "published-date", "published_time", "originalpublicationdate", "article_date_original",
)  # fmt: skip
# A name no list knows that says the same: "cxenseparse:publishtime", "w-published-date"; not "article:publisher".
_DATE_NAME = re.compile(r"publ(?:ish|ication)[a-z]*[\W_]?(?:date|time|on)|(?:date|time)[\W_]?publ")
VAGUE_DATE_METAS = ("dc.date", "dcterms.date", "date")  # a day of something, be it of rendering
SECTION_METAS = ("article:section", "parsely-section", "section", "articlesection")
DESCRIPTION_METAS = ("og:description", "twitter:description", "description")
SITE_METAS = ("og:site_name", "application-name", "dc.publisher")
_ARTICLE_TYPES = re.compile(r"Article|Posting|Report|Review|Recipe|HowTo|OpinionPiece|CreativeWork$")
# Where an object of JSON-LD holds the page's own article; what it mentions, lists or is commented by stands elsewhere.
_OWN_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
_OTHERS = re.compile(
    r"^(?:comments?|reviews?|citation|mentions|hasPart|isPartOf|isRelatedTo|itemListElement|relatedLink)$"
)
_PAGE_TYPES = frozenset(("WebPage", "ItemPage", "AboutPage", "CollectionPage", "MedicalWebPage", "FAQPage"))
Node = dict[str, Any]  # an object of JSON-LD
_ADDRESS = re.compile(r"://|^www\.|^@|^[\w-]+(?:\.[\w-]+){2,}")
_MAX_NODES = 5000


@dataclass(frozen=True, slots=True)
class Said:
    """One fact and the rule that found it; an empty value was not said."""

    value: str = ""
    rule: str = "unknown"


@dataclass(frozen=True, slots=True)
class Credit:
    """The authors that one voice of the head names."""

    names: tuple[str, ...]
    rule: str
    kind: Literal["people", "bodies", "unknown"] = "unknown"  # what JSON-LD says they are


@dataclass(frozen=True, slots=True)
class Metadata:
    """Everything the head says; nothing here was checked against the text."""

    titles: tuple[Said, ...] = ()  # from certain to doubtful
    credits: tuple[Credit, ...] = ()  # from certain to doubtful
    published: date | None = None
    date_source: DateSource = "unknown"
    vague_day: date | None = None  # said in the head, of something: of publication, perhaps, if not that of the fetch
    page_day: date | None = None  # of a WebPage: content systems write it for pages that were never published on a day
    section: str | None = None
    site: str | None = None
    paper: Paper = UNKNOWN
    body: str = ""  # the article's text, where JSON-LD carries it
    description: str = ""  # its first words or a summary
    is_article: bool = False  # it calls itself one


def read_metadata(soup: BeautifulSoup, until: datetime, url: str | None) -> Metadata:
    """The facts in what `markup.parse_facts` keeps of a page. A date after `until` was not said."""
    found = list(_json_ld(soup))
    nodes = [node for node, _ in found]
    metas = _metas(soup)
    articles = _own_articles(found, [said.value for said in _titles([], metas, soup)])
    site = _first(metas, SITE_METAS).value or _publisher(nodes)
    published, source = _published(articles, metas, soup, until)
    titles = tuple(said for said in _titles(articles, metas, soup) if said.value)
    return Metadata(
        titles=titles,
        credits=tuple(_credits(nodes, articles, metas, soup)),
        published=published,
        date_source=source,
        vague_day=read_stamp(_first(metas, VAGUE_DATE_METAS).value, until),
        page_day=_page_day(nodes, until),
        section=_section(articles, metas),
        site=tidy(site) or None,
        paper=Paper.of(url, (site, *(said.value for said in titles if is_name_of_paper(said.value)))),
        description=tidy(_first(metas, DESCRIPTION_METAS).value),
        is_article=bool(articles) or _first(metas, ("og:type",)).value == "article" or published is not None,
        body=max((_text(node.get("articleBody")) for node in articles), key=len, default=""),
    )


def _own_articles(found: list[tuple[Node, bool]], titles: list[str]) -> list[Node]:
    """The objects that speak of the page's own article.

    It is called as the page is; else it stands where an article of the page's own does, and is the only one there.
    """
    articles = [(node, own, fold(_text(node.get("headline")))) for node, own in found if _is_article(node)]
    pages = [fold(title) for title in titles]
    named = next((name for _, own, name in articles if _is_called(name, pages, own=own)), None)
    if named is not None:
        return [node for node, own, name in articles if name == named or (own and not name)]
    placed = [(node, name) for node, own, name in articles if own]
    return [node for node, _ in placed] if len({name for _, name in placed if name}) <= 1 else []


def _is_called(name: str, titles: list[str], *, own: bool) -> bool:
    """Whether an article's name is the page's, or a part of it that is too long for chance."""
    sure = own or len(name.split()) > 3
    return bool(name) and any(name == title or (sure and name in title) for title in titles)


def _is_article(node: Node) -> bool:
    return bool(_ARTICLE_TYPES.search(_type(node)))


def _titles(articles: list[Node], metas: dict[str, list[str]], soup: BeautifulSoup) -> Iterator[Said]:
    for node in articles:
        yield Said(tidy_title(_text(node.get("headline"))), "json-ld headline")
    for name in TITLE_METAS:
        for value in metas.get(name, ())[:1]:
            yield Said(tidy_title(value), f"meta {name}")
    title = soup.find("title")
    if title is not None:
        yield Said(tidy_title(title.get_text()), "<title>")


def _credits(
    nodes: list[Node], articles: list[Node], metas: dict[str, list[str]], soup: BeautifulSoup
) -> Iterator[Credit]:
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}
    for node in articles + [node for node in nodes if _type(node) in _PAGE_TYPES]:
        yield from _credits_of(node.get("author") or node.get("creator"), by_id)
    for name in AUTHOR_METAS:
        values = tuple(value for value in metas.get(name, ()) if _is_name(value))
        if name == "citation_author":
            values = tuple(_first_name_first(value) for value in values)
        yield Credit(values, f"meta {name}")
    for label in (name for name in metas if name.startswith("twitter:label")):
        if "by" in metas[label][0].lower().split():
            data = label.replace("label", "data")
            yield Credit(tuple(metas.get(data, ())), f"meta {data}")
    boxes = soup.find_all(itemprop="author")
    inner = [element for box in boxes for element in box.find_all(itemprop="name")]
    links = soup.find_all("a", rel="author")
    for elements, rule in ((inner, "microdata"), (boxes, "microdata"), (links, "rel=author")):
        names = tuple(dict.fromkeys(filter(None, map(_element_text, filter(_is_own, elements)))))
        if len(names) <= 8:
            # "Jane Doe" and, of another link, "More by Jane Doe"
            yield Credit(tuple(one for one in names if not any(n != one and n in one for n in names)), rule)


def _credits_of(value: Any, by_id: dict[str, Node]) -> Iterator[Credit]:
    """The people among the authors of one object, and what else it names."""
    items = value if isinstance(value, list) else [value]
    nodes = [by_id.get(str(item.get("@id")), {}) | item if isinstance(item, dict) else item for item in items]
    bodies = [node for node in nodes if isinstance(node, dict) and "Organization" in _type(node)]
    people = [node for node in nodes if node not in bodies]
    typed = all(isinstance(node, dict) and _type(node) == "Person" for node in people)
    yield Credit(tuple(_names(people)), "json-ld", "people" if typed else "unknown")
    yield Credit(tuple(_names(bodies)), "json-ld", "bodies")


def _published(
    articles: list[Node], metas: dict[str, list[str]], soup: BeautifulSoup, until: datetime
) -> tuple[date | None, DateSource]:
    for node in articles:
        for name in ("datePublished", "dateCreated"):
            day = read_stamp(_text(node.get(name)), until)
            if day and not _is_of_system(node, day, until):
                return day, "json-ld"
    for name in (*DATE_METAS, *filter(_DATE_NAME.search, metas)):
        for value in metas.get(name, ())[:1]:
            day = read_stamp(value, until)
            if day:
                return day, "meta"
    elements = filter(_is_own, soup.find_all(itemprop="datePublished"))
    days = {read_stamp(_said_by(element), until) for element in elements}
    return (days.pop(), "meta") if len(days) == 1 and None not in days else (None, "unknown")


def _is_of_system(node: Node, day: date, until: datetime) -> bool:
    """Whether a day is that on which a site builder last put the page on line: in words, and not before its revision.

    Such a stamp comes from a template, and every new version moves it.
    """
    revised = read_stamp(_text(node.get("dateModified")), until)
    in_words = _text(node.get("datePublished")).strip()[:1].isalpha()
    return in_words and revised is not None and day >= revised


def _page_day(nodes: list[Node], until: datetime) -> date | None:
    said = (read_stamp(_text(node.get("datePublished")), until) for node in nodes if _type(node) in _PAGE_TYPES)
    return next(filter(None, said), None)


def _said_by(element: Tag) -> str:
    return _attribute(element, "content") or _attribute(element, "datetime") or _element_text(element)


def _is_own(element: Tag) -> bool:
    """Whether an element of microdata speaks of the page's article: not of a comment or of another article on it."""
    return not any(
        _OTHERS.search(_attribute(scope, "itemprop")) or OTHER_TYPES.search(_attribute(scope, "itemtype"))
        for scope in element.parents
    )


def _section(articles: list[Node], metas: dict[str, list[str]]) -> str | None:
    for node in articles:
        value = node.get("articleSection")
        section = tidy(_text(value[0] if isinstance(value, list) and value else value))
        if section:
            return section
    return tidy(_first(metas, SECTION_METAS).value) or None


def _publisher(nodes: list[Node]) -> str:
    for node in nodes:
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and publisher.get("name"):
            return _text(publisher["name"])
    return next((_text(node.get("name")) for node in nodes if _type(node) == "WebSite"), "")


def _metas(soup: BeautifulSoup) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in soup.find_all("meta"):
        name = next(filter(None, (_attribute(element, key) for key in ("property", "name"))), "")
        if not name and _is_own(element):
            name = _attribute(element, "itemprop").replace("datePublished", "")  # read with those that are no <meta>
        content = _attribute(element, "content")
        if name and content.strip():
            found.setdefault(name.strip().lower(), []).append(content.strip())
    return found


def _first(metas: dict[str, list[str]], names: tuple[str, ...]) -> Said:
    return next((Said(metas[name][0], f"meta {name}") for name in names if name in metas), Said())


def _json_ld(soup: BeautifulSoup) -> Iterator[tuple[Node, bool]]:
    """Every object in the page's JSON-LD, outermost first, and whether it stands where the page's own article does.

    What cannot be parsed says nothing.
    """
    queue: list[tuple[Any, bool]] = []
    for element in soup.find_all("script"):
        if _attribute(element, "type").partition(";")[0].strip().lower() == "application/ld+json":
            try:
                queue.append((json.loads(element.get_text(), strict=False), True))
            except (ValueError, RecursionError):
                continue  # broken JSON-LD is common, and the page has other voices
    for count, (item, own) in enumerate(queue):
        if count > _MAX_NODES:
            return
        if isinstance(item, dict):
            yield item, own
            parts = [(key, part) for key, part in item.items() if isinstance(part, dict | list)]
            queue.extend((part, own and key in _OWN_KEYS) for key, part in parts)
        elif isinstance(item, list):
            queue.extend((part, own) for part in item)


def _type(node: Node) -> str:
    value = node.get("@type")
    return str(value[0] if isinstance(value, list) and value else value or "")


def _names(items: list[Any]) -> Iterator[str]:
    for item in items:
        name: Any = item.get("name") if isinstance(item, dict) else item
        yield from (unescape(text) for text in (name if isinstance(name, list) else [name]) if _is_name(text))


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not _ADDRESS.search(value)


def _first_name_first(name: str) -> str:
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name


def _text(value: Any) -> str:
    """A string of JSON-LD, where many sites leave entities of HTML; empty for anything else."""
    return unescape(value) if isinstance(value, str) else ""


def _element_text(element: Tag) -> str:
    return tidy(element.get_text())[:200]


def _attribute(element: Tag, name: str) -> str:
    """The value of an attribute, empty where there is none; of several words as they stand."""
    value = element.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)
