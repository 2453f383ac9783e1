"""What we have published on this: the words that tell a text apart become a question."""

from collections import Counter

from whoosh import query as wq

from index.analysis import fold, tokenize
from index.stems import light_stem
from search.generation import Generation
from search.ranking import term_score
from search.stopwords import STOP_WORDS

MOST_WORDS = 40       # the words that weigh most; more add time, not quality
LONGEST = 50_000      # characters of a text that are read
SHORTEST_WORD = 2


def telling_words(text: str, generation: Generation) -> dict[str, float]:
    """Stems of the words that tell `text` apart, heaviest first, with how often each stands in it."""
    counts = Counter(
        light_stem(token.form)
        for token in tokenize(text[:LONGEST])
        if token.form not in STOP_WORDS and len(token.form) >= SHORTEST_WORD
    )
    searcher = generation.searcher
    articles, length = searcher.doc_count_all(), searcher.avg_field_length("text") or 1
    weights: dict[str, float] = {}
    for stem, times in counts.items():
        found = searcher.doc_frequency("text", stem)
        if found:
            score = term_score(
                articles=articles, with_word=found, times=searcher.frequency("text", stem), average_length=length
            )
            weights[stem] = times * score(1, length)
    heaviest = sorted(weights, key=lambda stem: (-weights[stem], stem))[:MOST_WORDS]
    return {stem: float(counts[stem]) for stem in heaviest}


def similar_query(words: dict[str, float]) -> wq.Query:
    """The Whoosh query for such words; nothing for none."""
    return wq.Or([wq.Term("text", stem, boost=times) for stem, times in words.items()]) if words else wq.NullQuery


def typed_words(text: str, stems: dict[str, float]) -> dict[str, str]:
    """For each stem the form it first has in `text`."""
    forms: dict[str, str] = {}
    for token in tokenize(text[:LONGEST]):
        stem = light_stem(token.form)
        if stem in stems:
            forms.setdefault(stem, fold(text[token.start : token.end]))
    return forms
