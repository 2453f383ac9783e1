"""A question of very many words without those that say least."""

from dataclasses import replace

from search.matching.index_reader import IndexReader
from search.matching.results import Request
from search.query.parser import MAX_TERMS
from search.query.pattern import pattern_of
from search.query.query import Field, Node, Note, Word, positive_leaves, to_text, without
from search.query.rewrite import is_stop_word_leaf

NAMED = 10  # words that are named among those left out


def thinned(request: Request, reader: IndexReader) -> Request:
    """The request for MAX_TERMS words and phrases at most, told by a note; itself where it has no
    more.

    Stop words do not count. Of the words the rarest stay, those of no article go first.
    """
    query = request.query
    if 0 < len(query.text) <= MAX_TERMS:  # of nearly every question that is all to know
        return request
    leaves = [_bare(leaf) for leaf in positive_leaves(query.root)]
    if len(leaves) <= MAX_TERMS or query.root is None:
        return request
    words = {leaf: 0 for leaf in leaves if isinstance(leaf, Word) and not is_stop_word_leaf(leaf)}
    others = sum(not isinstance(leaf, Word) for leaf in leaves)
    most = max(MAX_TERMS - others, 1)
    if len(words) <= most:
        return request
    for word in words:
        words[word] = _articles(word, reader) or reader.size + 1
    gone = sorted(words, key=lambda word: words[word])[most:]
    left = frozenset(gone)
    root = without(query.root, left)
    named = [word.text for word in words if word in left]
    text = " ".join(named[:NAMED]) + " …" * (len(named) > NAMED)
    said = f"A search takes {MAX_TERMS} words and phrases; the commonest words were left out."
    note = Note(text, said, "cut")
    repaired = to_text(root) if root else None
    query = replace(query, root=root, notes=(*query.notes, note), repaired=repaired)
    return replace(request, query=query)


def _bare(leaf: Node) -> Node:
    return leaf.child if isinstance(leaf, Field) else leaf


def _articles(word: Word, reader: IndexReader) -> int:
    """In how many articles a word is; of a compound the rarest part."""
    phrases = pattern_of(word).phrases
    return min(
        (reader.doc_frequency("text", term.value) for phrase in phrases for term in phrase),
        default=0,
    )
