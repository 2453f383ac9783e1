"""What was published on a subject: the articles whose words are those of a text.

See index.base.ranking for how texts are held against each other.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from index.base.analysis import APOSTROPHES, is_mark, tokenize
from index.base.ranking import damped, rarity
from index.base.schema import TITLE_RUNS
from index.base.stems import stem_of
from search.matching.doc_set import DocSet
from search.matching.index_reader import IndexReader
from search.query.stopwords import STOP_WORDS

MOST_WORDS = 40       # the words that weigh most, by which people are told what was looked for
LONGEST = 50_000      # characters of a text that are read
SHORTEST_WORD = 2

# The cosine from which on an article is about the same. Of 486 drafts and 2,711 news articles it
# keeps 998 of 1,000 that are on the same event, 27 of 1,000 on anything else.
SAME_SUBJECT = 0.06

# articles that the vector of a text is moved towards; 3 and 10 measure .001 and .007 less
NEAREST = 5
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
        forms: dict[str, str] = {}
        written: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for token in tokenize(text[:LONGEST]):
            if says_something(token.form):
                stem = stem_of(token.form)
                counts[stem] += 1
                if stem not in forms:
                    word = text[token.start : token.end]
                    forms[stem], written[stem] = token.form, _POSSESSIVE.sub("", word)
        vector = _vector(counts, reader)
        known = {stem: vector[stem] for stem in vector if reader.doc_frequency("text", stem)}
        heaviest = sorted(known, key=lambda stem: (-known[stem], stem))
        return cls(
            known,
            {stem: forms[stem] for stem in heaviest[:MOST_WORDS]},
            {stem: written[stem] for stem in heaviest},
        )

    def articles(self, reader: IndexReader) -> DocSet:
        """The documents that are about the same."""
        found = reader.cosines(self.vector)
        close = found.scores >= SAME_SUBJECT
        return DocSet(found.docs[close], found.scores[close])

    def moved(self, found: DocSet, reader: IndexReader) -> Vector:
        """Its vector, moved towards the nearest of what was found."""
        order = np.lexsort((found.docs, -found.scores))[:NEAREST]
        near = found.docs[order].tolist()
        vector = dict(self.vector)
        for counts in _counted(near, reader):
            for stem, weight in _vector(counts, reader).items():
                vector[stem] = vector.get(stem, 0.0) + weight / len(near)
        return vector


def ranked(subject: Subject, found: DocSet, reader: IndexReader) -> DocSet:
    """Documents that are about the same as a text, scored by how near they are to it and to what
    is nearest to it."""
    if not len(found):
        return found
    scored = reader.cosines(subject.moved(found, reader))
    return DocSet(found.docs, scored.scores[scored.docs.searchsorted(found.docs)])


def says_something(form: str) -> bool:
    """Whether a form counts as a word of a text: no stop word, no mark beside another form."""
    return form not in STOP_WORDS and len(form) >= SHORTEST_WORD and not is_mark(form)


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
        counts: Counter[str] = Counter()
        for text, times in ((stored.title, TITLE_RUNS), (page.text(number), 1)):
            for token in tokenize(text):
                if says_something(token.form):
                    counts[stem_of(token.form)] += times
        yield counts
