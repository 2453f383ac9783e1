"""References to an article, for reference managers: RIS, BibTeX and CSL-JSON, and metadata in its
page for those that read pages.

Each calls it a newspaper article, by its address here; the original stands in a note. A name is
parted as BibTeX does: what stands from the first word of small letters on is the family's, else the
last word; a name that is worded like no person's, or is of a script without capitals, stays whole.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from corpus.article import Article
from corpus.field import FIELDS, ArticleField, texts_of
from corpus.wording.names import is_caseless, looks_like_person
from search.matching.results import Hit
from web.base.address import safe_url

Citable = Article | Hit  # what a reference can be made of
Locate = Callable[[Citable], str]  # the permanent address of an article's page here

_GENERATION = re.compile(r"(?:Jr|Sr)\.?|[IVX]{2,4}", re.IGNORECASE)
_BIBTEX = str.maketrans(
    {
        **{letter: "\\" + letter for letter in "{}%&#$_"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\n": " ",
        "\r": " ",
    }
)


class Name(NamedTuple):
    """An author's name in its parts; of one that is not parted all is the `family`."""

    family: str
    given: str = ""
    generation: str = ""  # Jr., III

    @property
    def inverted(self) -> str:
        """Family, Given, Jr."""
        return ", ".join(filter(None, self))


def name_of(text: str) -> Name:
    """The parts of a name as it stands in a byline."""
    words, generation = text.split(), ""
    if len(words) > 2 and _GENERATION.fullmatch(words[-1]):
        generation = words.pop()
        words[-1] = words[-1].rstrip(",")
    if len(words) < 2 or is_caseless(text) or not looks_like_person(" ".join(words)):
        return Name(text)
    small = (place for place, word in enumerate(words) if place and word[0].islower())
    family = next(small, len(words) - 1)
    return Name(" ".join(words[family:]), " ".join(words[:family]), generation)


def ris(items: Iterable[Citable], *, paper: str, locate: Locate) -> Iterator[str]:
    """RIS records, one a yield."""
    for item in items:
        rows = [
            ("TY", "NEWS"),
            ("TI", item.title),
            *((field.ris, text) for field in FIELDS for text in _ris_texts(item, field)),
            ("T2", paper),
        ]
        if item.published:
            rows += [("PY", str(item.published.year)), ("DA", f"{item.published:%Y/%m/%d}/")]
        rows += [
            ("UR", locate(item)),
            ("N1", _original(item)),
            ("ID", item.id),
        ]
        body = "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in rows if value)
        yield body + "ER  - \r\n\r\n"


def bibtex(items: Iterable[Citable], *, paper: str, locate: Locate) -> Iterator[str]:
    """BibTeX entries, one a yield."""
    for item in items:
        rows = {
            "title": _tex(item.title),
            **{field.bibtex: _tex_list(item, field) for field in FIELDS if field.bibtex},
            "journal": _tex(paper),
            "date": item.published.isoformat() if item.published else "",
            "year": str(item.published.year) if item.published else "",
            "url": _one_line(locate(item)).replace("{", "%7B").replace("}", "%7D"),
            "note": _tex(_original(item)),
            "entrysubtype": "newspaper",
        }
        body = "".join(f"  {name} = {{{value}}},\n" for name, value in rows.items() if value)
        yield f"@article{{{item.id},\n{body}}}\n\n"


def csl_json(items: Iterable[Citable], *, paper: str, locate: Locate) -> Iterator[str]:
    """One array of CSL-JSON, an item a yield."""
    before = "[\n"
    for item in items:
        yield before + json.dumps(csl_item(item, paper=paper, locate=locate), ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def csl_item(item: Citable, *, paper: str, locate: Locate) -> dict[str, Any]:
    """An item of CSL-JSON."""
    day = item.published
    fields: dict[str, Any] = {
        "id": item.id,
        "type": "article-newspaper",
        "title": item.title,
        "author": [_csl_name(name_of(text)) for text in item.byline],
        "container-title": paper,
        "section": item.section,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "abstract": item.standfirst,
        "keyword": ", ".join(item.tags),
        "URL": locate(item),
        "note": _original(item),
    }
    return {name: value for name, value in fields.items() if value}


def meta_tags(article: Article, *, paper: str, rights: str | None = None) -> list[tuple[str, str]]:
    """Names and contents of the elements by which a reference manager knows a page, as a newspaper
    article."""
    day = article.published
    tags = [
        ("z:itemType", "newspaperArticle"),
        ("citation_title", article.title),
        *(("citation_author", name_of(text).inverted) for text in article.byline),
        ("citation_publication_date", f"{day:%Y/%m/%d}" if day else ""),
        ("citation_journal_title", paper),
        ("citation_language", article.language or ""),
        ("DC.rights", rights or ""),
    ]
    return [(name, _one_line(content)) for name, content in tags if content]


def news_article(
    article: Article, *, paper: str, page: str, rights: str | None = None
) -> dict[str, Any]:
    """The article as a `NewsArticle` of schema.org."""
    license_page = safe_url(rights)
    fields: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "author": [_schema_name(text) for text in article.byline],
        "datePublished": article.published.isoformat() if article.published else None,
        "dateModified": article.revised.isoformat() if article.revised else None,
        "articleSection": article.section,
        "keywords": list(article.tags),
        "description": article.standfirst,
        "inLanguage": article.language,
        "publisher": {"@type": "NewsMediaOrganization", "name": paper} if paper else None,
        "license": license_page,
        "copyrightNotice": None if license_page else rights,
        "mainEntityOfPage": page,
        "isBasedOn": safe_url(article.url),
    }
    return {name: value for name, value in fields.items() if value}


def _csl_name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given, "suffix": name.generation}
    return {part: text for part, text in parts.items() if text}


def _schema_name(text: str) -> dict[str, str]:
    is_person = bool(name_of(text).given)
    return {"@type": "Person" if is_person else "Thing", "name": text}


def _original(item: Citable) -> str:
    original = safe_url(item.url)
    return f"Original: {original}" if original else ""


def _one_line(value: str) -> str:
    return re.sub(r"\s+", " ", value).strip()


def _ris_texts(item: Citable, field: ArticleField) -> Iterator[str]:
    """What stands behind the tag of a field; a note says what it is about."""
    for text in texts_of(item, field) if field.ris else ():
        match field.ris:
            case "N1":
                yield f"{field.name}: {text}"
            case "AU":
                yield name_of(text).inverted
            case _:
                yield text


def _tex_list(item: Citable, field: ArticleField) -> str:
    if field.bibtex == "author":
        return " and ".join(_tex_name(name_of(text)) for text in texts_of(item, field))
    texts = [_tex(text) for text in texts_of(item, field)]
    return ", ".join(text.replace(",", ";") for text in texts) if len(texts) > 1 else "".join(texts)


def _tex_name(name: Name) -> str:
    """Family, Jr., Given; braces keep a name whole that is not parted."""
    if not name.given:
        return f"{{{_tex(name.family)}}}"
    return ", ".join(_tex(part) for part in (name.family, name.generation, name.given) if part)


def _tex(value: str) -> str:
    return _one_line(value).translate(_BIBTEX)
