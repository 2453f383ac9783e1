"""Snowball stems of forms: by NLTK where articles are indexed, by a light twin where questions are asked.

NLTK takes 0.6 s to import, more than a whole search from the shell may take. Whoosh carries the same algorithm in pure
Python. The indexer runs both on every form it meets and notes each form on which they differ (on 151,000 forms of news:
none); the notes travel with the generation, so that both sides agree on every form of the corpus.
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from whoosh.lang.snowball.english import EnglishStemmer as LightStemmer

# Every suffix that the algorithm takes away or changes ends in one of these.
CHANGED = frozenset("'cdegilmnrsty")


@cache
def _light() -> Callable[[str], str]:
    stem: Callable[[str], str] = LightStemmer().stem
    return stem


@lru_cache(maxsize=1 << 16)
def light_stem(form: str) -> str:
    """The stem of a form, without NLTK. Forms that are not plain English letters are their own stems."""
    return _light()(form) if _stemmable(form) else form


class IndexStemmer:
    """Stems every form once, by NLTK, and remembers where the light twin differs."""

    def __init__(self, exceptions: Mapping[str, str]) -> None:
        """`exceptions` are those already noted for this index; they are kept."""
        from nltk.stem.snowball import EnglishStemmer

        self._stem: Callable[[str], str] = EnglishStemmer().stem
        self._known: dict[str, str] = dict(exceptions)
        self.exceptions: dict[str, str] = dict(exceptions)

    def stem(self, form: str) -> str:
        """The stem of a form."""
        known = self._known.get(form)
        if known is None:
            known = self._stem(form) if _stemmable(form) else form
            self._known[form] = known
            if _stemmable(form) and known != _light()(form):
                self.exceptions[form] = known
        return known


def _stemmable(form: str) -> bool:
    return form.isascii() and form[-1:] in CHANGED
