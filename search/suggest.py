"""Did you mean: another spelling for words that no article holds, or a name for an author's."""

from search.matching.authored import as_author
from search.matching.index_reader import IndexReader
from search.query.pattern import PatternTerm, pattern_of, within_edits
from search.query.query import Node, Query, Word, positive_terms, replace_word, to_text

SHORTEST = 4   # letters: a shorter word has too many neighbours to guess among
MOST_WORDS = 3  # words corrected in one query


def respell(query: Query, reader: IndexReader) -> str | None:
    """The query with its unknown words respelt as the corpus spells them.

    None when no such word has a near spelling there.
    """
    root: Node | None = query.root
    if root is None:
        return None
    corrected: str | None = None
    for word in _unknown(root, reader)[:MOST_WORDS]:
        better = _nearest(word, reader)
        if better is not None:
            corrected = (
                replace_word(root, word, better)
                if corrected is None
                else corrected.replace(word, better)
            )
    return corrected


def _unknown(root: Node, reader: IndexReader) -> list[str]:
    words = [leaf.text for leaf in positive_terms(root) if isinstance(leaf, Word)]
    unknown = []
    for word in dict.fromkeys(words):
        term = pattern_of(Word(word), stemmed=False).single
        stem = pattern_of(Word(word)).single
        if term is None or stem is None or len(term.value) < SHORTEST:
            continue
        if not reader.doc_frequency("text", stem.value):
            unknown.append(word)
    return unknown


def _nearest(word: str, reader: IndexReader) -> str | None:
    term = pattern_of(Word(word), stemmed=False).single
    if term is None:
        return None
    form = term.value
    for distance in (1, 2):
        near = reader.expand(PatternTerm("fuzzy", form, distance), "text_exact")
        near = [other for other in near if other.isalpha() and within_edits(form, other, distance)]
        if near:
            return max(near, key=lambda other: (reader.doc_frequency("text_exact", other), other))
    return None


def name_author(query: Query, reader: IndexReader) -> str | None:
    """The words of the query as an author's name; None where they cannot be one."""
    named = as_author(query, reader)
    return to_text(named) if named else None
