"""The plain words of a question as an author's name."""

from search.matching.index_reader import IndexReader
from search.query.pattern import pattern_of
from search.query.query import And, Field, Node, Query, Word, all_of, in_field, positive_terms
from search.query.rewrite import searchable

LONGEST_NAME = 4  # words
FEWEST = 2  # words: a single one is nearly always a word, as brown, young and rice are


def authored(query: Query, reader: IndexReader) -> Node | None:
    """The words looked for among authors, without stop words where those are in no name.

    None when it is not of FEWEST to LONGEST_NAME plain words only, or no author has one of them.
    """
    root = query.root
    words = root.children if isinstance(root, And) else ()
    if not FEWEST <= len(words) <= LONGEST_NAME:
        return None
    if not all(isinstance(word, Word) for word in words):
        return None
    known = reader.words_of("author")
    if not any(is_in_names(word, known) for word in words):  # of most questions that is all to know
        return None
    whole = in_field("author", all_of(words))
    for named in (whole, searchable(whole)):
        parts = positive_terms(named)
        if len(parts) >= FEWEST and all(is_in_names(part, known) for part in parts):
            return named
    return None


def is_in_names(part: Node | None, known: frozenset[str]) -> bool:
    """Whether a word can stand in an author's name."""
    word = part.child if isinstance(part, Field) else part
    if not isinstance(word, Word):
        return True
    phrases = pattern_of(word, stemmed=False).phrases
    return any(all(term.value in known for term in phrase) for phrase in phrases)
