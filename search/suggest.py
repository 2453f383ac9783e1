"""Did you mean: another spelling for words that no article holds."""

from search.evaluate import Translator
from search.generation import Generation
from search.pattern import Slot, pattern_of, within
from search.query import Node, Query, Word, positive_terms, replace_word

SHORTEST = 4   # letters: a shorter word has too many neighbours to guess among
MOST_WORDS = 3  # words corrected in one query


def respell(query: Query, generation: Generation) -> str | None:
    """The query with its unknown words respelt as the corpus spells them; None when nothing is near."""
    root: Node | None = query.root
    if root is None:
        return None
    corrected: str | None = None
    for word in _unknown(root, generation)[:MOST_WORDS]:
        better = _nearest(word, generation.translator, generation)
        if better is not None:
            corrected = replace_word(root, word, better) if corrected is None else corrected.replace(word, better)
    return corrected


def _unknown(root: Node, generation: Generation) -> list[str]:
    words = [leaf.text for leaf in positive_terms(root) if isinstance(leaf, Word)]
    reader = generation.searcher.reader()
    unknown = []
    for word in dict.fromkeys(words):
        slot = pattern_of(Word(word), stemmed=False).single
        stem = pattern_of(Word(word)).single
        if slot and stem and len(slot.value) >= SHORTEST and not reader.doc_frequency("text", stem.value):
            unknown.append(word)
    return unknown


def _nearest(word: str, translator: Translator, generation: Generation) -> str | None:
    slot = pattern_of(Word(word), stemmed=False).single
    if slot is None:
        return None
    form, reader = slot.value, generation.searcher.reader()
    for distance in (1, 2):
        near = translator.expand(Slot("fuzzy", form, distance), "text_exact")
        near = [other for other in near if other.isalpha() and within(form, other, distance)]
        if near:
            return max(near, key=lambda other: (reader.doc_frequency("text_exact", other), other))
    return None
