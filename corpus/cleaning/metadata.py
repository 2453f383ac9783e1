"""What a page's head says of its article: JSON-LD, meta and OpenGraph, microdata, each with where it was said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from itertools import islice
from typing import Any, Literal

from bs4 import BeautifulSoup, Tag

from corpus.article import DateSource
from corpus.cleaning.dates import read_stamp
from corpus.cleaning.json_ld import Node, read_objects
from corpus.cleaning.markup import MAX_MARKUP, MAX_SAID, MAX_TITLE, OTHER_TYPES
from corpus.cleaning.names import first_name_first
from corpus.cleaning.paper import UNKNOWN, Paper, is_name_of_paper
from corpus.cleaning.text import fold, tidy, tidy_title

# The names under which each fact is given in a meta element, from certain to doubtful.
TITLE_METAS = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "headline", "parsely-title")
AUTHOR_METAS = (
    "citation_author", "citation_authors", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
    "article:author_name", "article:author", "author",
)  # fmt: skip
_LAST_NAME_FIRST = frozenset(("citation_author", "dc.creator", "dcterms.creator"))
# A name no list knows that says the same: "cxenseparse:author", "article.authors"; not "twitter:creator", a handle.
_AUTHOR_NAME = re.compile(
    r"^(?!twitter|.*(?:photo|image|video|web|site|theme|comment)).*(?<![a-z])(?:authors?|bylines?|creator)(?:[\W_]?names?)?$"
)
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
_OTHERS = re.compile(
    r"^(?:comments?|reviews?|citation|mentions|liveBlogUpdate|hasPart|isPartOf|isRelatedTo|itemListElement|relatedLink)$"
)
_PAGE_TYPES = frozenset(("WebPage", "ItemPage", "AboutPage", "CollectionPage", "MedicalWebPage", "FAQPage"))
_AUTHOR_PROPERTY = re.compile(r"\b(?:author|creator)\b")
_NAME_PROPERTY = re.compile(r"\bname\b")
_ADDRESS = re.compile(r"://|^www\.|^@|^[\w-]+(?:\.[\w-]+){2,}")
_MAX_AUTHORS = 100  # of one voice: papers of physics have more, and newspapers a handful
_MAX_BOXES = 100  # elements called author: with more, the page is a list of people
_MAX_PIECES = 40  # of text in one of them
_MAX_AROUND = 60  # elements around one that may say of what it speaks; only those that speak to machines are kept
_DEEPEST_AUTHOR = 3  # roles and lists within one another


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
    found = list(read_objects(soup))
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
        body=max((_text(node.get("articleBody"), MAX_MARKUP) for node in articles), key=len, default=""),
    )


def _own_articles(found: list[tuple[Node, bool]], titles: list[str]) -> list[Node]:
    """The objects that speak of the page's own article.

    It is called as the page is; else it stands where an article of the page's own does, and is the only one there.
    """
    articles = [(node, own, fold(_text(node.get("headline"), MAX_TITLE))) for node, own in found if _is_article(node)]
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
        yield Said(tidy_title(_text(node.get("headline"), MAX_TITLE)), "json-ld headline")
    for name in TITLE_METAS:
        for value in metas.get(name, ())[:1]:
            yield Said(tidy_title(value[:MAX_TITLE]), f"meta {name}")
    title = soup.find("title")
    if title is not None:
        yield Said(tidy_title(title.get_text()), "<title>")


def _credits(
    nodes: list[Node], articles: list[Node], metas: dict[str, list[str]], soup: BeautifulSoup
) -> Iterator[Credit]:
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and _called(node)}
    for node in articles + [node for node in nodes if _type(node) in _PAGE_TYPES]:
        yield from _credits_of(node.get("author") or node.get("creator"), by_id)
    for name in dict.fromkeys((*AUTHOR_METAS, *filter(_AUTHOR_NAME.search, metas))):
        values = tuple(value for value in metas.get(name, ())[:_MAX_AUTHORS] if _is_name(value))
        if name in _LAST_NAME_FIRST:
            values = tuple(first_name_first(value) for value in values)
        yield Credit(values, f"meta {name}")
    for label in (name for name in metas if name.startswith("twitter:label")):
        if "by" in metas[label][0].lower().split():
            data = label.replace("label", "data")
            yield Credit(tuple(metas.get(data, ())[:_MAX_AUTHORS]), f"meta {data}")
    said = soup.find_all(itemprop=_AUTHOR_PROPERTY, limit=_MAX_BOXES)
    boxes = [element for element in said if element.name != "meta"]
    inner = [element for box in boxes for element in box.find_all(itemprop=_NAME_PROPERTY, limit=_MAX_BOXES)]
    links = soup.find_all(("a", "span"), rel="author", limit=_MAX_BOXES)
    for elements, rule in ((inner, "microdata"), (boxes, "microdata"), (links, "rel=author")):
        names = tuple(dict.fromkeys(filter(None, map(_said_by, filter(_is_own, elements)))))
        if len(names) <= 8:
            # "Jane Doe" and, of another link, "More by Jane Doe"
            yield Credit(tuple(one for one in names if not any(n != one and n in one for n in names)), rule)


def _credits_of(value: Any, by_id: dict[str, Node]) -> Iterator[Credit]:
    """The people among the authors of one object, and what else it names."""
    nodes = list(islice(_resolved(value, by_id), _MAX_AUTHORS))
    bodies = [node for node in nodes if isinstance(node, dict) and "Organization" in _type(node)]
    people = [node for node in nodes if not (isinstance(node, dict) and "Organization" in _type(node))]
    typed = all(isinstance(node, dict) and "Person" in str(node.get("@type")) for node in people)
    yield Credit(tuple(_names(people)), "json-ld", "people" if typed else "unknown")
    yield Credit(tuple(_names(bodies)), "json-ld", "bodies")


def _resolved(value: Any, by_id: dict[str, Node], depth: int = 0) -> Iterator[Any]:
    """The authors in a value, those that stand elsewhere in the graph or within a role or a list instead of these."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield by_id.get(item, item)
        elif isinstance(item, dict):
            node = by_id.get(str(item.get("@id")), {}) | item
            held = node.get("@list") or (node.get("author") if _type(node).endswith("Role") else None)
            if held and depth < _DEEPEST_AUTHOR:
                yield from _resolved(held, by_id, depth + 1)
            else:
                yield node


def _published(
    articles: list[Node], metas: dict[str, list[str]], soup: BeautifulSoup, until: datetime
) -> tuple[date | None, DateSource]:
    for node in articles:
        for name in ("datePublished", "dateCreated"):
            day = read_stamp(_stamp(node.get(name)), until)
            if day and not _is_of_system(node, day, until):
                return day, "json-ld"
    for name in (*DATE_METAS, *filter(_DATE_NAME.search, metas)):
        for value in metas.get(name, ())[:1]:
            day = read_stamp(value, until)
            if day:
                return day, "meta"
    elements = filter(_is_own, soup.find_all(itemprop="datePublished", limit=_MAX_BOXES))
    days = {read_stamp(_said_by(element), until) for element in elements}
    return (days.pop(), "meta") if len(days) == 1 and None not in days else (None, "unknown")


def _is_of_system(node: Node, day: date, until: datetime) -> bool:
    """Whether a day is that on which a site builder last put the page on line: in words, and not before its revision.

    Such a stamp comes from a template, and every new version moves it.
    """
    revised = read_stamp(_stamp(node.get("dateModified")), until)
    in_words = _stamp(node.get("datePublished")).strip()[:1].isalpha()
    return in_words and revised is not None and day >= revised


def _page_day(nodes: list[Node], until: datetime) -> date | None:
    said = (read_stamp(_stamp(node.get("datePublished")), until) for node in nodes if _type(node) in _PAGE_TYPES)
    return next(filter(None, said), None)


def _stamp(value: Any) -> str:
    """The text of a time, be it typed or said several times."""
    said = value if isinstance(value, list) else [value]
    return " ".join(_text(one.get("@value") if isinstance(one, dict) else one) for one in said)


def _said_by(element: Tag) -> str:
    return _attribute(element, "content") or _attribute(element, "datetime") or _element_text(element)


def _is_own(element: Tag) -> bool:
    """Whether an element of microdata speaks of the page's article: not of a comment or of another article on it."""
    return not any(
        _OTHERS.search(_attribute(scope, "itemprop")) or OTHER_TYPES.search(_attribute(scope, "itemtype"))
        for scope in islice(element.parents, _MAX_AROUND)
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


def _type(node: Node) -> str:
    value = node.get("@type") or ""
    kinds = [str(kind).rpartition("/")[2] for kind in (value if isinstance(value, list) else [value])]
    return next(filter(_ARTICLE_TYPES.search, kinds), "".join(kinds[:1]))


def _names(items: list[Any]) -> Iterator[str]:
    for item in items:
        name: Any = _called(item) if isinstance(item, dict) else item
        parts = name[:_MAX_AUTHORS] if isinstance(name, list) else [name]
        yield from (unescape(text) for part in parts if _is_name(text := _cut(part)))


def _called(node: Node) -> Any:
    """The name of an object, be it in one piece, in two or with its language."""
    name = node.get("name") or f"{_text(node.get('givenName'))} {_text(node.get('familyName'))}".strip()
    return name.get("@value") if isinstance(name, dict) else name


def _cut(value: Any) -> Any:
    """A string no longer than one a person could have meant; anything else as it is."""
    return value[:MAX_TITLE] if isinstance(value, str) else value


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not _ADDRESS.search(value)


def _text(value: Any, most: int = MAX_SAID) -> str:
    """A string of JSON-LD, where many sites leave entities of HTML, cut behind `most`; empty for anything else."""
    return unescape(value[:most]) if isinstance(value, str) else ""


def _element_text(element: Tag) -> str:
    return tidy("".join(piece[:MAX_TITLE] for piece in islice(element.strings, _MAX_PIECES)))[:200]


def _attribute(element: Tag, name: str) -> str:
    """The value of an attribute, empty where there is none; of several words as they stand."""
    value = element.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)
