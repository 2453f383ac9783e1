"""Here is a site or a folder, give me clean articles: crawled, read, cleaned, kept, corrected.

`import corpus` loads what all four packages speak of and no more; the store is in
`corpus.store.store`, what takes pages in is in `corpus.intake.intake`.
"""

import logging

from corpus.article import Article, DateSource, Hint, Page, Provenance, Span, article_id
from corpus.errors import (
    BackfileError,
    Busy,
    FetchError,
    IndexUnusable,
    NotAnArticle,
    PageRefused,
    StoreError,
    UnknownArticle,
)

__all__ = [
    "Article",
    "BackfileError",
    "Busy",
    "DateSource",
    "FetchError",
    "Hint",
    "IndexUnusable",
    "NotAnArticle",
    "Page",
    "PageRefused",
    "Provenance",
    "Span",
    "StoreError",
    "UnknownArticle",
    "article_id",
]

logging.getLogger(__name__).addHandler(logging.NullHandler())  # whoever runs it lets it speak
