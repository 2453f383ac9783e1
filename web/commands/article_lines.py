"""An article as lines of a terminal, and as the object of `backfile extract --json`."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from textwrap import shorten
from typing import Any

from corpus.article import Article
from corpus.cleaning.body.discarded import Leaving
from corpus.cleaning.site.rules import Miss
from web.commands.terminal import plain

_SHOWN = 90  # characters of a text that was left out
_WANTED = {
    "body": "text",
    "title": "a title",
    "byline": "a person's name",
    "date": "a day that can be told for sure",
}


def article_lines(article: Article, *, explain: bool = False) -> Iterator[str]:
    """Title, a line on each field, and the text."""
    yield plain(article.title)
    yield plain(f"  by      {', '.join(article.byline) or 'nobody named'}")
    yield f"  date    {article.published or 'undated'} ({article.date_source})"
    if article.updated:
        yield f"  updated {article.updated}"
    if article.section:
        yield plain(f"  section {article.section}")
    if article.tags:
        yield plain(f"  tags    {', '.join(article.tags)}")
    yield plain(f"  address {article.url or 'none'}")
    if explain:
        rules = asdict(article.provenance) | {"date": article.date_source}
        yield plain("  rules   " + ", ".join(f"{name}: {rule}" for name, rule in rules.items()))
    yield ""
    for paragraph in filter(None, (article.standfirst, *article.paragraphs)):
        yield plain(paragraph)
        yield ""


def left_out_lines(left_out: Iterable[Leaving]) -> Iterator[str]:
    """What was left out and why, a line each; a long text is cut."""
    for leaving in left_out:
        yield plain(
            f"  left out: {shorten(leaving.text, _SHOWN, placeholder=' …')} ({leaving.reason})"
        )


def missed_lines(missed: Iterable[Miss], article: Article) -> Iterator[str]:
    """A line on each selector of a site's rule that found nothing of its kind."""
    for miss in missed:
        said = "found nothing"
        if miss.said is not None:
            text = shorten(miss.said, _SHOWN, placeholder=" …")
            said = f'found "{text}", which is not {_WANTED[miss.field]}'
        undated = miss.unsure and article.published is None
        so = ", so the article has none" if undated else ""
        yield plain(f"  rule {miss.field}: {miss.selector!r} {said}{so}")


def extract_object(article: Article, path: str | None) -> dict[str, Any]:
    """What the cleaner found, in JSON's own types."""
    return {
        "path": path,
        "url": article.url,
        "title": article.title,
        "byline": list(article.byline),
        "published": article.published.isoformat() if article.published else None,
        "date_source": article.date_source,
        "language": article.language,
        "paragraphs": list(article.paragraphs),
        "text": article.text,
        "updated": article.updated.isoformat() if article.updated else None,
        "section": article.section,
        "tags": list(article.tags),
        "standfirst": article.standfirst,
    }
