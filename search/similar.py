"""What was published on a subject: the key terms of a text become a question."""

from collections import Counter
from dataclasses import dataclass

from index.base.analysis import is_mark, tokenize
from index.base.ranking import term_score
from index.base.stems import stem_of
from search.matching.doc_set import DocSet, union
from search.matching.index_reader import IndexReader
from search.query.stopwords import STOP_WORDS

MOST_WORDS = 40       # the words that weigh most; more add time, not quality
LONGEST = 50_000      # characters of a text that are read
SHORTEST_WORD = 2

# Of the score that a copy of the text would have, an article must reach this part to be about the
# same. On 81 drafts against 2,711 news articles, SAME_SUBJECT keeps 98.6 of 100 articles on the
# same event, 0.5 of 100 on anything else.
SAME_SUBJECT = 0.12


@dataclass(frozen=True, slots=True)
class KeyTerms:
    """The terms that tell a text apart, those that no article holds among them."""

    # of each stem that the corpus holds how often it stands in the text, heaviest first
    frequencies: dict[str, float]
    forms: dict[str, str]     # the form that each stem first has in the text
    own_score: float          # about what a copy of the text would score


def key_terms(text: str, reader: IndexReader) -> KeyTerms:
    """The terms of `text` that weigh most in the index of `reader`, MOST_WORDS at most."""
    forms: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for token in tokenize(text[:LONGEST]):
        if says_something(token.form):
            stem = stem_of(token.form)
            counts[stem] += 1
            forms.setdefault(stem, token.form)
    length = reader.average_length("text")
    known = {stem: reader.doc_frequency("text", stem) for stem in counts}
    weights: dict[str, float] = {}
    for stem, frequency in counts.items():
        score = term_score(
            articles=reader.size,
            with_word=max(known[stem], 1),
            frequency=max(reader.frequency("text", stem), 1) if known[stem] else 1,
            average_length=length,
        )
        weights[stem] = frequency * score(frequency, max(counts.total(), 1))
    heaviest = sorted(weights, key=lambda stem: (-weights[stem], stem))[:MOST_WORDS]
    known_terms = {stem: float(counts[stem]) for stem in heaviest if known[stem]}
    return KeyTerms(known_terms, forms, sum(weights[stem] for stem in heaviest))


def says_something(form: str) -> bool:
    """Whether a form counts as a word of a text: no stop word, no mark beside another form."""
    return form not in STOP_WORDS and len(form) >= SHORTEST_WORD and not is_mark(form)


def similar_to(terms: KeyTerms, reader: IndexReader) -> DocSet:
    """Every document with any of the terms, scored by them all."""
    weighted = terms.frequencies.items()
    return union(reader.term("text", stem).boosted(often) for stem, often in weighted)


def same_subject(found: DocSet, terms: KeyTerms) -> DocSet:
    """The documents that are about the same."""
    close = found.scores >= SAME_SUBJECT * terms.own_score
    return DocSet(found.docs[close], found.scores[close])
