"""What was published on a subject: the articles whose words are those of a text.

See index.base.ranking for how texts are held against each other.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.base.analysis import APOSTROPHES, JOINERS, TOKEN, fold, is_mark, tokenize
from index.base.ranking import damped, rarity
from index.base.schema import TITLE_RUNS
from index.base.stems import stem_of
from search.matching.doc_set import DocSet
from search.matching.index_reader import IndexReader
from search.query.stopwords import NAMELESS, STOP_WORDS

MOST_WORDS = 40       # the words that weigh most, by which people are told what was looked for
LONGEST = 50_000      # characters of a text that are read
SHORTEST_WORD = 2

# The cosine from which on an article is about the same. Of 486 drafts and 2,711 news articles it
# keeps 998 of 1,000 that are on the same event, 27 of 1,000 on anything else.
SAME_SUBJECT = 0.06

# articles that the vector of a text is moved towards; 3 and 10 measure .001 and .007 less
NEAREST = 5
_JOINER = re.compile(f"[{re.escape(''.join(sorted(JOINERS)))}]")
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}][sS]\Z")

Vector = dict[str, float]  # by stem


@dataclass(frozen=True, slots=True)
class Subject:
    """What tells a text apart."""

    vector: Vector           # of its stems that the corpus holds, of length 1 with the others
    forms: dict[str, str]    # of the heaviest of these, heaviest first: as each stands first
    written: dict[str, str]  # of all of these, heaviest first: the same as people wrote it

    @classmethod
    def of(cls, text: str, reader: IndexReader) -> "Subject":
        """The subject of a text, as the index of `reader` has it."""
        words = words_in(text[:LONGEST])
        counts, written = Counter(map(stem_said, words)), written_as(words)
        del counts[""]
        vector = _vector(counts, reader)
        known = {stem: vector[stem] for stem in vector if reader.doc_frequency("text", stem)}
        heaviest = sorted(known, key=lambda stem: (-known[stem], stem))
        return cls(
            known,
            {stem: form_of(written[stem]) for stem in heaviest[:MOST_WORDS]},
            {stem: _POSSESSIVE.sub("", written[stem]) for stem in heaviest},
        )

    def articles(self, reader: IndexReader) -> DocSet:
        """The documents that are about the same."""
        return _close(*reader.cosines([self.vector]))

    def moved(self, found: DocSet, reader: IndexReader) -> Vector:
        """Its vector, moved towards the nearest of what was found."""
        order = np.lexsort((found.docs, -found.scores))[:NEAREST]
        near = found.docs[order].tolist()
        vector = dict(self.vector)
        for counts in _counted(near, reader):
            for stem, weight in _vector(counts, reader).items():
                vector[stem] = vector.get(stem, 0.0) + weight / len(near)
        return vector


def articles_of_each(subjects: Sequence[Subject], reader: IndexReader) -> list[DocSet]:
    """The documents that are about the same as each of the subjects."""
    return [*map(_close, reader.cosines([subject.vector for subject in subjects]))]


def _close(found: DocSet) -> DocSet:
    close = found.scores >= SAME_SUBJECT
    return DocSet(found.docs[close], found.scores[close])


def ranked(subject: Subject, found: DocSet, reader: IndexReader) -> DocSet:
    """Documents that are about the same as a text, scored by how near they are to it and to what
    is nearest to it."""
    if not len(found):
        return found
    (scored,) = reader.cosines([subject.moved(found, reader)])
    return DocSet(found.docs, scored.scores[scored.docs.searchsorted(found.docs)])


def says_something(form: str) -> bool:
    """Whether a form counts as a word of a text: no stop word, no mark beside another form."""
    return form not in STOP_WORDS and len(form) >= SHORTEST_WORD and not is_mark(form)


def names_something(word: str) -> bool:
    """Whether a word of `words_in` tells people what a text is about."""
    return form_of(word) not in NAMELESS


def words_in(text: str) -> list[str]:
    """The words of a text as they stand there, and then its compounds."""
    words: list[str] = TOKEN.findall(text)
    if _JOINER.search(text):
        for chunk in filter(_JOINER.search, text.split()):
            spans = ((token.start, token.end) for token in tokenize(chunk))
            words += (chunk[start:end] for start, end in spans if _JOINER.search(chunk, start, end))
    return words


def written_as(words: Iterable[str]) -> dict[str, str]:
    """The stems of those words that say something, each with the first of its words."""
    written: dict[str, str] = {}
    for word in words:
        written.setdefault(stem_said(word), word)
    written.pop("", None)
    return written


def stems_in(text: str) -> frozenset[str]:
    """The stems of the words of a text that say something."""
    return frozenset(map(stem_said, words_in(text))) - {""}


@lru_cache(maxsize=1 << 15)
def stem_said(word: str) -> str:
    """The stem of a word of `words_in`; nothing of one that says nothing."""
    return any_stem(word) if says_something(form_of(word)) else ""


@lru_cache(maxsize=1 << 15)
def any_stem(word: str) -> str:
    """The stem of a word of `words_in`."""
    return stem_of(form_of(word))


def form_of(word: str) -> str:
    """The form of a word of `words_in`: that of a compound is those of its parts together."""
    return "".join(map(fold, TOKEN.findall(word))) if _JOINER.search(word) else fold(word)


def _vector(counts: Counter[str], reader: IndexReader) -> Vector:
    """The vector of a text with so many of each stem, of length 1."""
    stems = list(counts)
    with_word = np.array([reader.doc_frequency("text", stem) for stem in stems], np.int64)
    weights = damped(np.array(list(counts.values()))) * rarity(reader.size, with_word)
    weights /= np.linalg.norm(weights) or 1.0
    return dict(zip(stems, weights.tolist(), strict=True))


def _counted(docs: list[int], reader: IndexReader) -> Iterable[Counter[str]]:
    """How often each stem stands in documents, as the index has them."""
    page = reader.page(docs)
    for number, stored in enumerate(page.stored):
        counts = Counter(map(stem_said, words_in(page.text(number))))
        for stem in map(stem_said, words_in(stored.title)):
            counts[stem] += TITLE_RUNS
        del counts[""]
        yield counts
