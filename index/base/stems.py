"""Snowball's English stems of forms, for those who index and those who ask alike; irregular forms
and other spellings are led back to one first (index/base/word_families.py).

The algorithm is Whoosh's own copy in pure Python. NLTK's gives the same stem for each of 151,000
forms of news, and takes 0.6 s to import, more than a whole search from the shell may take."""

from collections.abc import Callable
from functools import cache, lru_cache

from whoosh.lang.snowball.english import EnglishStemmer

from index.base.analysis import is_mark
from index.base.word_families import lead_of

# Every suffix that the algorithm takes away or changes ends in one of these.
CHANGED = frozenset("'cdegilmnrsty")


@cache
def _snowball() -> Callable[[str], str]:
    stem: Callable[[str], str] = EnglishStemmer().stem
    return stem


@lru_cache(maxsize=1 << 14)
def stem_of(form: str) -> str:
    """The stem of a form. Marks, and forms that are not plain English letters, are their own."""
    if not form.isascii() or is_mark(form):
        return form
    lead = lead_of(form)
    return _snowball()(lead) if lead[-1:] in CHANGED else lead
