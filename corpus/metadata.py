"""What a page's head says of its article: JSON-LD, meta and OpenGraph, microdata, each with where it was said."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import Any

from corpus.article import DateSource
from corpus.dates import read_stamp
from corpus.markup import Tree
from corpus.text import tidy, tidy_title

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
    language: str | None = None
    body: str = ""  # the article's text, where JSON-LD carries it
    description: str = ""  # its first words or a summary
    is_article: bool = False  # it calls itself one


def read_metadata(root: Tree, fetched_at: datetime) -> Metadata:
    """The facts of a page's head. A date after `fetched_at` was not said."""
    nodes = list(_json_ld(root))
    articles = [node for node in nodes if _ARTICLE_TYPES.search(_type(node))]
    metas = _metas(root)
    site = _first(metas, SITE_METAS).value or _publisher(nodes)
    authors, rule = _authors(nodes, articles, metas, root)
    published, source = _published(articles, metas, root, fetched_at)
    return Metadata(
        titles=tuple(said for said in _titles(articles, metas, root) if said.value),
        authors=authors,
        authors_rule=rule,
        published=published,
        date_source=source,
        section=_section(articles, metas),
        site=tidy(site) or None,
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or None,
        description=tidy(_first(metas, DESCRIPTION_METAS).value),
        is_article=bool(articles) or _first(metas, ("og:type",)).value == "article" or published is not None,
        body=max((_text(node.get("articleBody")) for node in articles), key=len, default=""),
    )


def _titles(articles: list[Node], metas: dict[str, list[str]], root: Tree) -> Iterator[Said]:
    for node in articles:
        yield Said(tidy_title(_text(node.get("headline"))), "json-ld headline")
    for name in TITLE_METAS:
        for value in metas.get(name, ())[:1]:
            yield Said(tidy_title(value), f"meta {name}")
    for element in root.iterfind(".//head/title"):
        yield Said(tidy_title("".join(element.itertext())), "<title>")


def _authors(
    nodes: list[Node], articles: list[Node], metas: dict[str, list[str]], root: Tree
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
    for xpath, rule in (
        (".//*[@itemprop='author']//*[@itemprop='name']", "microdata"),
        (".//*[@itemprop='author']", "microdata"),
        (".//a[@rel='author']", "rel=author"),
    ):
        names = tuple(dict.fromkeys(filter(None, (_element_text(element) for element in root.iterfind(xpath)))))
        if names and len(names) <= 8:
            return names, rule
    return (), "unknown"


def _published(
    articles: list[Node], metas: dict[str, list[str]], root: Tree, fetched_at: datetime
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
    for element in root.iterfind(".//*[@itemprop='datePublished']"):
        value = element.get("content") or element.get("datetime") or _element_text(element)
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


def _metas(root: Tree) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), []).append(content.strip())
    return found


def _first(metas: dict[str, list[str]], names: tuple[str, ...]) -> Said:
    return next((Said(metas[name][0], f"meta {name}") for name in names if name in metas), Said())


def _json_ld(root: Tree) -> Iterator[Node]:
    """Every object in the page's JSON-LD, outermost first; what cannot be parsed says nothing."""
    queue: list[Any] = []
    for element in root.iter("script"):
        if (element.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json":
            try:
                queue.append(json.loads(element.text or "", strict=False))
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


def _element_text(element: Tree) -> str:
    return tidy("".join(element.itertext()))[:200]
