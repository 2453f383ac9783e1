"""The plain words of a question as an author's name."""

from search.matching.index_reader import IndexReader
from search.query.pattern import pattern_of
from search.query.query import And, Field, Node, Query, Word, all_of, in_field, positive_terms
from search.query.rewrite import searchable

LONGEST_NAME = 4  # words
FEWEST = 2  # words: a single one is nearly always a word, as brown, young and rice are


def as_author(query: Query, reader: IndexReader) -> Node | None:
    """The words looked for among authors.

    None when it is not of plain words only, or no author has one of them.
    """
    root = query.root
    words = root.children if isinstance(root, And) else (root,)
    if not all(isinstance(word, Word) for word in words) or len(words) > LONGEST_NAME:
        return None
    known = reader.words_of("author")
    if not any(is_in_names(word, known) for word in words):  # of most questions that is all to know
        return None
    named = in_field("author", all_of(words))
    if named and all(is_in_names(word, known) for word in positive_terms(searchable(named))):
        return named
    return None


def authored(query: Query, reader: IndexReader) -> Node | None:
    """The same where there are so many words that a name is likely meant: FEWEST or more."""
    several = isinstance(query.root, And) and len(query.root.children) >= FEWEST
    return as_author(query, reader) if several else None


def is_in_names(part: Node | None, known: frozenset[str]) -> bool:
    """Whether a word can stand in an author's name."""
    word = part.child if isinstance(part, Field) else part
    if not isinstance(word, Word):
        return True
    phrases = pattern_of(word, stemmed=False).phrases
    return any(all(term.value in known for term in phrase) for phrase in phrases)
