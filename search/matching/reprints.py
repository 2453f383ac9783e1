"""Reprints among what was found: which documents are one text, and which of each text stands for
the others."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Self

import numpy as np

from index.base.days import UNDATED, day_of
from search.matching.collect import Collected
from search.matching.doc_set import Docs, DocSet, shared, unscored
from search.matching.index_reader import IndexReader
from search.matching.results import Hit, Reprint
from search.matching.top_hits import RankedDoc

KEY = "reprints"  # in the memory of a generation
SOME = 10  # documents more than twice a page that are ranked, where any on it are reprints


class Groups:
    """The documents of an index by the text that they are."""

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        """`pairs` are documents that are reprints of each other; whose reprint is a reprint of a
        third is of its group."""
        self.group: dict[int, int] = {}  # of each document that has any, the first of its group
        members: dict[int, list[int]] = {}
        for pair in pairs:
            one, other = sorted(self.group.setdefault(doc, doc) for doc in pair)
            for doc in pair:
                members.setdefault(self.group[doc], [doc])
            if one != other:
                members[one] += members[other]
                self.group.update(dict.fromkeys(members.pop(other), one))
        self.members = {group: sorted(docs) for group, docs in members.items()}
        self.docs: Docs = np.array(sorted(self.group), np.int64)
        numbers = {group: number for number, group in enumerate(self.members)}
        # of each of these documents the number of its group
        self.numbers = np.array([numbers[self.group[doc]] for doc in self.docs.tolist()], np.int64)

    @classmethod
    def of(cls, reader: IndexReader) -> Self:
        """Those of an index, made once for a generation."""
        known = reader.memory.words.get(KEY)
        if not isinstance(known, cls):
            named = {ident for pair in reader.reprints for ident in pair}
            docs = {ident: reader.term("id", ident, scored=False).docs.tolist() for ident in named}
            known = cls((docs[a][0], docs[b][0]) for a, b in reader.reprints if docs[a] and docs[b])
            reader.memory.words.put(KEY, known)
        return known

    def first_of(self, docs: Docs) -> Docs:
        """Of each document the first of its group, or itself."""
        first = docs.copy()
        if len(self.docs):
            at = self.docs.searchsorted(docs)
            grouped = self.docs.take(at, mode="clip") == docs
            first[grouped] = np.array([*self.members], np.int64)[self.numbers[at[grouped]]]
        return first

    def beside(self, doc: int) -> list[int]:
        """The other documents of the group of one."""
        return [other for other in self.members.get(self.group.get(doc, doc), ()) if other != doc]


def same_text(reader: IndexReader, ident: str) -> DocSet:
    """The document of the article with an id, and its reprints."""
    docs = reader.term("id", ident, scored=False).docs.tolist()
    beside = (each for doc in docs for each in Groups.of(reader).beside(doc))
    return unscored(np.array(sorted({*docs, *beside}), np.int64))


class Together:
    """What a request found, each text once: by the document that comes first in its order."""

    def __init__(self, reader: IndexReader, found: Collected) -> None:
        self._reader, self._groups = reader, Groups.of(reader)
        self._found = np.zeros(len(self._groups.docs), np.bool_)  # which of the documents of groups
        for some in (found.full, found.by_author, found.partial):
            if len(some) and len(self._found):
                self._found |= shared(self._groups.docs, some.docs)
        groups = np.count_nonzero(np.bincount(self._groups.numbers[self._found]))
        # documents that others stand for
        self.left_out = int(np.count_nonzero(self._found) - groups)

    def first(
        self, best: Callable[[int | None], list[RankedDoc]], most: int | None
    ) -> list[RankedDoc]:
        """The first `most` documents, each text once; `best` gives so many of all, in order."""
        ranks = best(most)
        if not self.left_out:
            return ranks
        asked = most
        while True:
            kept = [*self._once(ranks)]
            if most is None or asked is None or len(kept) >= most or len(ranks) < asked:
                return kept[:most]
            asked = 2 * asked + SOME
            ranks = best(asked)

    def _once(self, ranks: Iterable[RankedDoc]) -> Iterable[RankedDoc]:
        seen: set[int] = set()
        for rank in ranks:
            group = self._groups.group.get(rank.doc)
            if group is None or group not in seen:
                yield rank
            if group is not None:
                seen.add(group)

    def reprints(self, docs: Iterable[int]) -> list[tuple[Reprint, ...]]:
        """What of the same text was found besides each document, the oldest first."""
        beside = [self._beside(doc) if doc in self._groups.group else [] for doc in docs]
        if not any(beside):
            return [()] * len(beside)
        shown = as_reprints(self._reader, [doc for some in beside for doc in some])
        return [tuple(sorted((shown[doc] for doc in some), key=age)) for some in beside]

    def _beside(self, doc: int) -> list[int]:
        there = self._groups.docs[self._found]
        return [other for other in self._groups.beside(doc) if other in there]


def as_reprints(reader: IndexReader, docs: Sequence[int]) -> Mapping[int, Reprint]:
    """Documents as they are named beside others."""
    if not docs:
        return {}
    days = reader.days(np.array(docs, np.int64)).tolist()
    return {
        doc: Reprint(stored.id, stored.title, None if day == UNDATED else day_of(day))
        for doc, day, stored in zip(docs, days, reader.page(docs).stored, strict=True)
    }


def age(article: Reprint | Hit) -> tuple[bool, str, str]:
    """What is greater, the later an article was published; undated ones come last."""
    return article.published is None, str(article.published), article.id
