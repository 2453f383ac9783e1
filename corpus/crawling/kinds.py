"""What an address is taken for: what its links make expect, and what its page proves to be."""

from corpus.crawling.discover import LinkKind
from corpus.crawling.life import Sort
from corpus.crawling.link_row import Kind

_SORTS = {"start": Sort.START, "feed": Sort.START, "list": Sort.LIST, "sitemap": Sort.LIST}


def sort_of(kind: Kind, *, had: bool) -> Sort:
    """The rhythm of an address of which a page was `had`, or never."""
    return _SORTS.get(kind) or (Sort.PAGE if had else Sort.UNSEEN)


def settled_kind(
    expected: Kind, read: LinkKind | None, *, changed: bool, has_article: bool
) -> Kind:
    """What a page is: what its links made expect, or what it proved to be when it was `read`.

    A list that has changed stays one: it may have one long text today. So does the page of an
    article, which one odd answer makes no list, until that is gone.
    """
    if read is None or expected not in ("page", "list"):
        return expected
    stays = changed and (expected == "list" or has_article)
    return expected if stays else read
