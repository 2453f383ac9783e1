"""Articles on the subject of another, in words and as JSON, one for page, terminal and programs."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from corpus.article import Article
from search.matching.results import Related, When
from web.base.formats import hit_object

HEADINGS: dict[When, str] = {
    "older": "Older",
    "newer": "Of the same day, or newer",
    "unknown": "Undated",
}
NO_DAY = "Older and newer: the day of this one is not known"
NONE = "None has enough words in common with it."


def by_time(
    article: Article, related: Iterable[Related]
) -> Iterator[tuple[str, tuple[Related, ...]]]:
    """Those of each kind, below what they are called."""
    for when, some in groupby(related, key=lambda each: each.when):
        undated = article.published is None
        yield NO_DAY if undated else HEADINGS[when], tuple(some)


def related_objects(
    related: Iterable[Related], *, base_url: str
) -> list[dict[str, Any]]:
    """`similar` of `/a/<id>.json` and of `backfile similar --json`."""
    return [
        hit_object(each.hit, base_url=base_url) | {"when": each.when, "shared": list(each.shared)}
        for each in related
    ]
