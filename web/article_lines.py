"""An article as lines of a terminal, and as the object of `backfile extract --json`."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from corpus.article import Article
from web.terminal import plain


def article_lines(article: Article, *, explain: bool = False) -> Iterator[str]:
    """Title, a line on each field, and the text."""
    yield plain(article.title)
    yield plain(f"  by      {', '.join(article.byline) or 'nobody named'}")
    yield f"  date    {article.published or 'undated'} ({article.date_source})"
    if article.section:
        yield plain(f"  section {article.section}")
    yield plain(f"  address {article.url or 'none'}")
    if explain:
        yield plain("  rules   " + ", ".join(f"{name}: {rule}" for name, rule in asdict(article.provenance).items()))
    yield ""
    for paragraph in article.paragraphs:
        yield plain(paragraph)
        yield ""


def extract_object(article: Article, origin: str | None, *, explain: bool = False) -> dict[str, Any]:
    """What the cleaner found, in JSON's own types."""
    found: dict[str, Any] = {
        "file": origin,
        "url": article.url,
        "title": article.title,
        "byline": list(article.byline),
        "section": article.section,
        "published": article.published.isoformat() if article.published else None,
        "date_source": article.date_source,
        "language": article.language,
        "paragraphs": list(article.paragraphs),
        "text": article.text,
    }
    return found | ({"provenance": asdict(article.provenance)} if explain else {})
