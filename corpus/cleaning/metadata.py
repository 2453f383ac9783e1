"""What a page's head says of its article: JSON-LD, meta and OpenGraph, microdata, each with where it was said."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import Any

from bs4 import BeautifulSoup, Tag

from corpus.article import DateSource
from corpus.cleaning.dates import read_stamp
from corpus.cleaning.text import tidy, tidy_title

# The names under which each fact is given in a meta element, from certain to doubtful.
TITLE_METAS = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "headline", "parsely-title")
AUTHOR_METAS = (
    "citation_author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
    "article:author_name", "article:author", "author",
)  # fmt: skip
DATE_METAS = (
    "article:published_time", "og:published_time", "parsely-pub-date", "sailthru.date", "datepublished",
    "citation_date", "citation_publication_date", "citation_online_date", "dc.date.issued", "dcterms.issued",
    "dcterms.created",
    "dc.date.created", "dc.date", "dcterms.date", "pubdate", "publishdate", "publish-date", "publish_date", "ptime",
    "article.published", "published-date", "published_time", "date", "originalpublicationdate", "article_date_original",
)  # fmt: skip
SECTION_METAS = ("article:section", "parsely-section", "section", "articlesection")
DESCRIPTION_METAS = ("og:description", "twitter:description", "description")
SITE_METAS = ("og:site_name", "application-name", "dc.publisher")
_ARTICLE_TYPES = re.compile(r"Article|Posting|Report|Review|Recipe|HowTo|OpinionPiece|CreativeWork$")
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
class Metadata:
    """Everything the head says; nothing here was checked against the text."""

    titles: tuple[Said, ...] = ()  # from certain to doubtful
    authors: tuple[str, ...] = ()
    authors_rule: str = "unknown"
    published: date | None = None
    date_source: DateSource = "unknown"
    section: str | None = None
    site: str | None = None
    body: str = ""  # the article's text, where JSON-LD carries it
    description: str = ""  # its first words or a summary
    is_article: bool = False  # it calls itself one


def read_metadata(soup: BeautifulSoup, fetched_at: datetime) -> Metadata:
    """The facts in what `markup.parse_facts` keeps of a page. A date after `fetched_at` was not said."""
    nodes = list(_json_ld(soup))
    articles = [node for node in nodes if _ARTICLE_TYPES.search(_type(node))]
    metas = _metas(soup)
    site = _first(metas, SITE_METAS).value or _publisher(nodes)
    authors, rule = _authors(nodes, articles, metas, soup)
    published, source = _published(articles, metas, soup, fetched_at)
    return Metadata(
        titles=tuple(said for said in _titles(articles, metas, soup) if said.value),
        authors=authors,
        authors_rule=rule,
        published=published,
        date_source=source,
        section=_section(articles, metas),
        site=tidy(site) or None,
        description=tidy(_first(metas, DESCRIPTION_METAS).value),
        is_article=bool(articles) or _first(metas, ("og:type",)).value == "article" or published is not None,
        body=max((_text(node.get("articleBody")) for node in articles), key=len, default=""),
    )


def _titles(articles: list[Node], metas: dict[str, list[str]], soup: BeautifulSoup) -> Iterator[Said]:
    for node in articles:
        yield Said(tidy_title(_text(node.get("headline"))), "json-ld headline")
    for name in TITLE_METAS:
        for value in metas.get(name, ())[:1]:
            yield Said(tidy_title(value), f"meta {name}")
    title = soup.find("title")
    if title is not None:
        yield Said(tidy_title(title.get_text()), "<title>")


def _authors(
    nodes: list[Node], articles: list[Node], metas: dict[str, list[str]], soup: BeautifulSoup
) -> tuple[tuple[str, ...], str]:
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}
    for node in articles + [node for node in nodes if _type(node) in _PAGE_TYPES]:
        names = tuple(_names(node.get("author") or node.get("creator"), by_id))
        if names:
            return names, "json-ld"
    for name in AUTHOR_METAS:
        values = tuple(value for value in metas.get(name, ()) if _is_name(value))
        if name == "citation_author":
            values = tuple(_first_name_first(value) for value in values)
        if values:
            return values, f"meta {name}"
    if "by" in " ".join(metas.get("twitter:label1", ())).lower().split():
        return tuple(metas.get("twitter:data1", ())), "meta twitter:data1"
    for selector, rule in (
        ("[itemprop='author'] [itemprop='name']", "microdata"),
        ("[itemprop='author']", "microdata"),
        ("a[rel='author']", "rel=author"),
    ):
        names = tuple(dict.fromkeys(filter(None, map(_element_text, soup.select(selector)))))
        if names and len(names) <= 8:
            return names, rule
    return (), "unknown"


def _published(
    articles: list[Node], metas: dict[str, list[str]], soup: BeautifulSoup, fetched_at: datetime
) -> tuple[date | None, DateSource]:
    # Not the datePublished of a WebPage: content systems write it for pages that were never published on a day.
    for node in articles:
        for name in ("datePublished", "dateCreated", "uploadDate"):
            day = read_stamp(_text(node.get(name)), fetched_at)
            if day:
                return day, "json-ld"
    for name in DATE_METAS:
        for value in metas.get(name, ())[:1]:
            day = read_stamp(value, fetched_at)
            if day:
                return day, "meta"
    for element in soup.find_all(itemprop="datePublished"):
        value = _attribute(element, "content") or _attribute(element, "datetime") or _element_text(element)
        day = read_stamp(value, fetched_at)
        if day:
            return day, "meta"
    return None, "unknown"


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
        name = next(filter(None, (_attribute(element, key) for key in ("property", "name", "itemprop"))), "")
        content = _attribute(element, "content")
        if name and content.strip():
            found.setdefault(name.strip().lower(), []).append(content.strip())
    return found


def _first(metas: dict[str, list[str]], names: tuple[str, ...]) -> Said:
    return next((Said(metas[name][0], f"meta {name}") for name in names if name in metas), Said())


def _json_ld(soup: BeautifulSoup) -> Iterator[Node]:
    """Every object in the page's JSON-LD, outermost first; what cannot be parsed says nothing."""
    queue: list[Any] = []
    for element in soup.find_all("script"):
        if _attribute(element, "type").partition(";")[0].strip().lower() == "application/ld+json":
            try:
                queue.append(json.loads(element.get_text(), strict=False))
            except (ValueError, RecursionError):
                continue  # broken JSON-LD is common, and the page has other voices
    for count, item in enumerate(queue):
        if count > _MAX_NODES:
            return
        if isinstance(item, dict):
            yield item
            queue.extend(value for value in item.values() if isinstance(value, dict | list))
        elif isinstance(item, list):
            queue.extend(item)


def _type(node: Node) -> str:
    value = node.get("@type")
    return str(value[0] if isinstance(value, list) and value else value or "")


def _names(value: Any, by_id: dict[str, Node]) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = item.get("name") or by_id.get(str(item.get("@id")), {}).get("name")
        yield from (unescape(name) for name in (item if isinstance(item, list) else [item]) if _is_name(name))


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
