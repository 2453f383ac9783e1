"""Snowball's English stems of forms, for those who index and those who ask alike.

The algorithm is Whoosh's own copy in pure Python. NLTK's gives the same stem for each of 151,000
forms of news, and takes 0.6 s to import, more than a whole search from the shell may take."""

from collections.abc import Callable
from functools import cache, lru_cache

from whoosh.lang.snowball.english import EnglishStemmer

# Every suffix that the algorithm takes away or changes ends in one of these.
CHANGED = frozenset("'cdegilmnrsty")


@cache
def _snowball() -> Callable[[str], str]:
    stem: Callable[[str], str] = EnglishStemmer().stem
    return stem


@lru_cache(maxsize=1 << 14)
def stem_of(form: str) -> str:
    """The stem of a form. Forms that are not plain English letters are their own stems."""
    return _snowball()(form) if form.isascii() and form[-1:] in CHANGED else form
