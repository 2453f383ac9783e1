"""The lexicon of a generation: what variants of a question ask of its words, looked up once."""

from typing import cast

from index.base.stems import stem_of
from search.matching.index_reader import Fields, IndexReader
from search.query.pattern import PhrasePattern, pattern_of
from search.query.query import FieldName, Phrase


class ReaderLexicon:
    """A search.query.variants.Lexicon that asks an index reader."""

    def __init__(self, reader: IndexReader, fields: dict[FieldName | None, Fields]) -> None:
        """`fields` says for each field of questions where its stems and its forms are."""
        self._reader, self._fields = reader, fields
        self.articles = reader.size

    def count(self, form: str, within: FieldName | None, *, exact: bool) -> int:
        """See Lexicon."""
        stems, forms = self._fields[within]
        field, term = (forms, form) if exact or stems == forms else (stems, stem_of(form))
        return self._reader.doc_frequency(field, term)

    def follow(self, words: Phrase, within: FieldName | None) -> bool:
        """See Lexicon."""
        fields = self._fields[within]
        known = self._reader.memory.words.get((fields, words.words))
        if known is None:
            known = any(self._stands(phrase, within) for phrase in pattern_of(words).phrases)
            self._reader.memory.words.put((fields, words.words), known)
        return cast(bool, known)

    def _stands(self, phrase: PhrasePattern, within: FieldName | None) -> bool:
        held = all(self.count(term.value, within, exact=True) for term in phrase)
        return held and len(self._reader.phrase(phrase, self._fields[within])) > 0
