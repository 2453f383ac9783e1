"""The embedded searcher: questions answered from the live generation of the index."""

import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.errors import IndexMissing, IndexOutdated, IndexUnusable
from corpus.event import event
from corpus.stamp import stamp_of
from corpus.store.store import ArticleStore
from index.base.days import UNDATED, number_of_day
from index.generations import Generations
from index.manifest import Codec
from search.by_address import article_at, explain_address
from search.changes import MOST_COMPARED, ReprintOf, changes
from search.copied_runs import Copied, CopiedArticle, CopiedRuns, Draft, StockPassage, find_runs
from search.explain import explain
from search.generation import Generation
from search.matching.collect import Collected, collect
from search.matching.doc_set import EMPTY, Docs, DocSet
from search.matching.evaluate import Evaluator
from search.matching.facets import count_facets
from search.matching.filters import allowed_by, within
from search.matching.index_reader import IndexReader
from search.matching.reprints import Groups, Together, age, as_reprints, same_text
from search.matching.results import (
    BARE,
    Completion,
    Explanation,
    Hit,
    IndexInfo,
    Listing,
    PartResults,
    Related,
    Request,
    Results,
    Sort,
)
from search.matching.score_parts import score_parts
from search.matching.thinned import thinned
from search.matching.top_hits import RankedDoc, top_hits
from search.matching.typed import TypedScores, typed_scores
from search.query.query import Query, Word, any_of
from search.related import related_in
from search.relaxations import relaxations
from search.similar import Subject, articles_of_each, ranked
from search.snippets.hits import show
from search.suggest import suggest
from search.thesaurus import ThesaurusFile

log = logging.getLogger(__name__)

OPEN_TRIES = 5  # a generation can be swept away between reading its name and opening it
STREAM_PAGE = 100


class EmbeddedSearcher:
    """A Searcher over the index folder `path`, of either codec, within this process."""

    def __init__(
        self,
        path: Path,
        corpus: Callable[[], ArticleStore] | None,
        codec: Codec,
        synonyms: Path | None = None,
    ) -> None:
        """Open the live generation. Raises IndexMissing, IndexOutdated or IndexDamaged."""
        self._thesaurus = ThesaurusFile(synonyms) if synonyms else None
        self._generations = Generations(path)
        self._pointer = os.fspath(self._generations.pointer)  # looked at for each question
        self._corpus, self._codec = corpus, codec
        self._switching = threading.Lock()
        self._seen = self._stamp()
        self._generation = self._open()

    def search(self, request: Request) -> Results:
        """See Searcher."""
        generation = self._current()
        additions = self._additions(generation, request)
        with generation as reader:
            evaluator = self._evaluator(reader)
            request = thinned(request, reader)
            request, found, explained = self._collect(evaluator, request)
            begin = (request.page - 1) * request.size
            typed = typed_scores(reader, request.query)
            best = partial(_best, reader, found, request.sort, typed, additions)
            together = Together(reader, found) if request.reprints == "together" else None
            most = begin + request.size
            page = (together.first(best, most) if together else best(most))[begin:]
            facets, histogram = (
                count_facets(reader, found, request.filters) if request.facets else ((), ())
            )
            total = len(found.whole)
            return Results(
                query=request.query.text,
                searched_for=explained,
                repaired=request.query.repaired,
                total=total,
                partial=len(found.partial),
                hits=tuple(_with_reprints(show(evaluator, request, page), page, together)),
                facets=facets,
                suggestion=suggest(evaluator, request, total),
                page=request.page,
                size=request.size,
                histogram=histogram,
                reprints=together.left_out if together else 0,
                score_parts=tuple(
                    score_parts(evaluator, request.query, each)
                    for each in (page if request.explain else ())
                ),
                relaxations=() if request.bare else relaxations(evaluator, request, found),
            )

    def stream(self, request: Request) -> Iterator[Hit]:
        """See Searcher."""
        generation = self._current()
        additions = self._additions(generation, request)
        with generation as reader:
            evaluator = self._evaluator(reader)
            request = thinned(request, reader)
            request, found, _ = self._collect(evaluator, request)
            typed = typed_scores(reader, request.query)
            best = partial(_best, reader, found, request.sort, typed, additions)
            together = Together(reader, found) if request.reprints == "together" else None
            every = together.first(best, None) if together else best(None)
        for begin in range(0, len(every), STREAM_PAGE):
            some = every[begin : begin + STREAM_PAGE]
            with generation:
                hits = [*_with_reprints(show(evaluator, request, some), some, together)]
            yield from self._still_there(hits, generation)

    def _still_there(self, hits: Iterable[Hit], generation: Generation) -> Iterator[Hit]:
        """The hits of a stream, which somebody may read for hours, without those that were removed
        after the generation was: each is looked up when its turn comes."""
        if self._corpus is None:
            yield from hits
            return
        store, known, gone = self._corpus(), 0, frozenset[str]()
        for hit in hits:
            _, newest = store.decision_state()
            if newest > known:
                known = newest
                gone = frozenset(
                    change.id
                    for change in store.decided(generation.manifest.seq)
                    if change.article is None
                )
            if hit.id not in gone:
                left = tuple(each for each in hit.reprints if each.id not in gone)
                yield hit._replace(reprints=left)

    def similar(
        self,
        text: str,
        *,
        before: date | None = None,
        exclude: str | None = None,
        limit: int = 10,
        reprints: Listing = "apart",
    ) -> Results:
        """See Searcher."""
        with self._current() as reader:
            subject = Subject.of(text, reader)
            found = subject.articles(reader)
            if exclude is not None:
                own = reader.term("id", exclude, scored=False)
                found = found - (same_text(reader, exclude) if reprints == "together" else own)
            found = ranked(subject, _before(found, before, reader), reader)
            root = any_of(map(Word, subject.forms.values()))
            query = Query(text="", root=root, match="any")
            request = Request(query, size=limit, reprints=reprints)
            return _on_subject(subject, found, reader, request)[0]

    def similar_in_parts(
        self, text: str, parts: Sequence[str], *, before: date | None = None, limit: int = 5
    ) -> tuple[PartResults, ...]:
        """See Searcher."""
        with self._current() as reader:
            subjects = [Subject.of(each, reader) for each in (text, *parts)]
            whole, *others = (
                _before(found, before, reader) for found in articles_of_each(subjects, reader)
            )
            every = [ranked(subjects[0], whole, reader), *others]
            bare = replace(BARE, size=limit, reprints="together")
            requests = [replace(bare, size=2 * limit), *[bare] * len(others)]
            holding = cache(lambda stem: reader.term("text", stem, scored=False).docs)
            return tuple(
                _of_part(subject, found, reader, request, holding)
                for subject, found, request in zip(subjects, every, requests, strict=True)
            )

    def related(self, article: Article, *, each: int = 5) -> tuple[Related, ...]:
        """See Searcher."""
        with self._current() as reader:
            return tuple(related_in(reader, article, each))

    def copied(
        self,
        paragraphs: Sequence[str],
        *,
        before: date | None = None,
        most: int = 50,
        quote: bool = False,
    ) -> Copied:
        """See Searcher."""
        with self._current() as reader:
            runs = find_runs(Draft(tuple(paragraphs), is_quote=quote), reader)
            docs = np.array([*runs.weights], np.int64)
            days, whole = reader.days(docs), len(runs.holding_all)
            if before is not None:
                kept = is_before(days, before)
                docs, days = docs[kept], days[kept]
                whole = int(is_before(reader.days(runs.holding_all), before).sum())
            some = [
                RankedDoc(doc, float(runs.weights[doc]), day, partial=False)
                for doc, day in zip(docs.tolist(), days.tolist(), strict=True)
            ]
            some.sort(key=lambda each: (-each.score, each.day == UNDATED, each.day, each.doc))
            beside = {} if quote else _said_again(Groups.of(reader), some, runs)
            some = [each for each in some if each.doc not in beside]
            articles = [*_in_full(reader, some[:most], runs, beside)]
            lines = [] if quote else [*runs.stock_lines()]
            held = [RankedDoc(each.doc, 0.0, day, partial=False) for each, day in zip(
                lines, reader.days(np.array([each.doc for each in lines], np.int64)).tolist(),
                strict=True)]  # fmt: skip
            hits = show(Evaluator(reader), BARE, held)
            stock = tuple(
                StockPassage(line.mine, line.articles, hit)
                for line, hit in zip(lines, hits, strict=True)
            )
        return Copied(tuple(articles), len(some), stock, whole)

    def reprints(self, ident: str) -> tuple[ReprintOf, ...]:
        """See Searcher."""
        with self._current() as reader:
            docs = reader.term("id", ident, scored=False).docs.tolist()
            docs += Groups.of(reader).beside(docs[0]) if docs else []
            if len(docs) < 2:
                return ()
            page, days = reader.page(docs), reader.days(np.array(docs, np.int64)).tolist()
            ranks = [
                RankedDoc(doc, 0.0, day, partial=False)
                for doc, day in zip(docs, days, strict=True)
            ]
            hits = list(show(Evaluator(reader), BARE, ranks))
            others = sorted(range(1, len(docs)), key=lambda number: age(hits[number]))
            here, found = page.text(0), [ReprintOf(hits[number], None) for number in others]
            for place, number in enumerate(others[:MOST_COMPARED]):
                found[place] = ReprintOf(hits[number], changes(here, page.text(number)))
        return tuple(found)

    def understand(self, query: Query) -> Query:
        """See Searcher."""
        if query.root is None:
            return query
        with self._current() as reader:
            return replace(query, root=self._evaluator(reader).varied(query.root))

    def troubles(self) -> tuple[str, ...]:
        """See Searcher."""
        thesaurus = self._thesaurus.current() if self._thesaurus else None
        return thesaurus.troubles if thesaurus else ()

    def complete(self, typed: str, *, most: int = 5) -> tuple[Completion, ...]:
        """See Searcher."""
        generation = self._current()
        completions = generation.completions()
        with generation as reader:
            return completions.complete(typed, self._evaluator(reader), most)

    def state(self) -> str:
        """See Searcher."""
        generation = self._current()
        synonyms = stamp_of(self._thesaurus.path) if self._thesaurus else None
        return f"{generation.name} {generation.manifest.built_at} {synonyms}"

    def info(self) -> IndexInfo:
        """See Searcher."""
        generation = self._current()
        days, undated = generation.span()
        manifest = generation.manifest
        return IndexInfo(
            articles=generation.articles,
            first=days[0] if days else None,
            last=days[1] if days else None,
            undated=undated,
            built_at=datetime.fromisoformat(manifest.built_at),
            generation=generation.name,
            codec=manifest.codec,
            seq=manifest.seq,
        )

    def close(self) -> None:
        """See Searcher."""
        self._generation.close()

    def _evaluator(self, reader: IndexReader) -> Evaluator:
        return Evaluator(reader, self._thesaurus.current() if self._thesaurus else None)

    def _additions(self, generation: Generation, request: Request) -> NDArray[np.int64] | None:
        """What the order "added" needs; None for another, and without a corpus."""
        if request.sort != "added" or self._corpus is None:
            return None
        return generation.additions(self._corpus())

    def _collect(
        self, evaluator: Evaluator, request: Request
    ) -> tuple[Request, Collected, tuple[Explanation, ...]]:
        """What is found, and how the question was understood; for an article's address the
        request is one without words."""
        text = request.query.text
        article = article_at(text, self._corpus)
        if article is None:
            found = collect(evaluator, request)
            if request.bare:
                return request, found, ()
            return request, found, explain(request.query, evaluator, found)
        matched = evaluator.reader.term("id", article, scored=False)
        allowed = allowed_by(evaluator, request.filters)
        found = Collected(within(matched, allowed), EMPTY, allowed, matched)
        made = (explain_address(text, len(matched)),)
        return replace(request, query=Query(text, None)), found, made

    # -- generations

    def _stamp(self) -> tuple[int, int] | None:
        try:
            # for every question: a Path takes twice as long
            status = os.stat(self._pointer)  # noqa: PTH116
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino

    def _open(self) -> Generation:
        """The live generation.

        One that was swept away while it was being opened is not damaged: another is live.
        """
        for _ in range(OPEN_TRIES):
            folder = self._generations.live()
            try:
                return Generation.open(folder, self._codec)
            except IndexUnusable:
                if self._generations.live() == folder:
                    raise
        raise IndexMissing("the index changes faster than it can be opened; try again")

    def _current(self) -> Generation:
        """The live generation, with what people decided since it was built.

        A new one that cannot be opened is left alone. Raises IndexOutdated when the index is of
        another corpus, IndexMissing when it is gone, IndexUnusable when it cannot show what people
        decided.
        """
        stamp = self._stamp()
        if stamp is None:
            gone = f"the index in {self._generations.root} is gone"
            message = f"{gone}; the articles are safe in the corpus"
            raise IndexMissing(message, mend="backfile index")
        if stamp != self._seen:
            with self._switching:
                if stamp != self._seen:
                    self._switch()
                    self._seen = stamp
        if self._corpus is None:
            return self._generation
        generation, store = self._generation, self._corpus()
        corpus_id, newest = store.decision_state()
        _check_corpus(generation, corpus_id)
        return generation.as_decided(store, newest)

    def _switch(self) -> None:
        """Answer from the generation that is live now, unless it cannot be opened."""
        old = self._generation
        try:
            self._generation = self._open()
        except IndexUnusable:
            log.error(
                "the new generation cannot be opened; %s still answers",
                old.name,
                exc_info=True,
                extra=event("generation-unusable", generation=old.name),
            )
            if self._corpus is not None:
                _check_corpus(old, self._corpus().corpus_id)
            return
        new = self._generation.name
        log.info(
            "answers come from generation %s instead of %s",
            new, old.name,
            extra=event("generation-opened", generation=new, instead_of=old.name),
        )


def _best(
    reader: IndexReader,
    found: Collected,
    sort: Sort,
    typed: TypedScores | None,
    additions: NDArray[np.int64] | None,
    most: int | None,
) -> list[RankedDoc]:
    return top_hits(reader, found, sort, typed=typed, most=most, additions=additions)


def _with_reprints(
    hits: Iterable[Hit], ranks: Sequence[RankedDoc], together: Together | None
) -> Iterator[Hit]:
    """The hits with what they stand for."""
    if together is None or not together.left_out:
        yield from hits
        return
    every = together.reprints(rank.doc for rank in ranks)
    for hit, reprints in zip(hits, every, strict=True):
        yield hit._replace(reprints=reprints) if reprints else hit


def is_before(days: NDArray[np.int64], before: date) -> NDArray[np.bool_]:
    """Which days are before one; nobody can say that those are not that are not known."""
    kept: NDArray[np.bool_] = (days == UNDATED) | (days < number_of_day(before))
    return kept


def _before(found: DocSet, before: date | None, reader: IndexReader) -> DocSet:
    """Those published before a day, and those of which nobody can say; None is any day."""
    if before is None:
        return found
    kept = is_before(reader.days(found.docs), before).nonzero()[0]
    return DocSet(found.docs[kept], found.scores[kept])


def _of_part(
    subject: Subject,
    found: DocSet,
    reader: IndexReader,
    request: Request,
    holding: Callable[[str], Docs],
) -> PartResults:
    """The same, with the words that each has; `holding` gives the documents that hold a stem."""
    results, docs = _on_subject(subject, found, reader, request)
    held: list[set[str]] = [set() for _ in docs]
    for stem, form in subject.forms.items():
        among = holding(stem)
        if len(among):
            here = among.take(among.searchsorted(docs), mode="clip") == docs
            for number in here.nonzero()[0].tolist():
                held[number].add(form)
    return PartResults(results, tuple(map(frozenset, held)))


def _on_subject(
    subject: Subject, found: DocSet, reader: IndexReader, request: Request
) -> tuple[Results, list[int]]:
    """The first documents of those that are on a subject."""
    explanations = tuple(
        Explanation(form, "in the text", "stem", reader.doc_frequency("text", stem))
        for stem, form in subject.forms.items()
    )
    collected = Collected(found, EMPTY, {}, found)
    together = Together(reader, collected) if request.reprints == "together" else None
    best = partial(_best, reader, collected, "relevance", None, None)
    page = together.first(best, request.size) if together else best(request.size)
    hits = tuple(_with_reprints(show(Evaluator(reader), request, page), page, together))
    results = Results(
        "", explanations, None, len(found), 0, hits, (), None, 1, request.size,
        reprints=together.left_out if together else 0,
    )  # fmt: skip
    return results, [each.doc for each in page]


def _said_again(
    groups: Groups, ranks: Iterable[RankedDoc], runs: CopiedRuns
) -> dict[int, int]:
    """The documents that hold nothing of a draft which a reprint of theirs before them does not,
    each with that one."""
    beside: dict[int, int] = {}
    before: dict[int, list[int]] = {}  # of each group those that stand for themselves
    for doc in (rank.doc for rank in ranks):
        if doc not in groups.group:
            continue
        same, words = before.setdefault(groups.group[doc], []), runs.words_of(doc)
        other = next((each for each in same if not (words & ~runs.words_of(each)).any()), None)
        if other is None:
            same.append(doc)
        else:
            beside[doc] = other
    return beside


def _in_full(
    reader: IndexReader, ranks: Sequence[RankedDoc], runs: CopiedRuns, beside: Mapping[int, int]
) -> Iterator[CopiedArticle]:
    """Documents with their runs, but those of which no run is long enough; `beside` are those that
    others stand for."""
    if not ranks:
        return
    page = reader.page([each.doc for each in ranks])
    named = as_reprints(reader, [*beside])
    for number, (rank, hit) in enumerate(
        zip(ranks, show(Evaluator(reader), BARE, ranks), strict=True)
    ):
        text = page.text(number)
        found = runs.in_document(rank.doc, text)
        if any(not run.is_stock for run in found):
            same = sorted((named[doc] for doc in beside if beside[doc] == rank.doc), key=age)
            hit = hit._replace(reprints=tuple(same))
            yield CopiedArticle(hit, tuple(text.split("\n\n")), tuple(found))


def _check_corpus(generation: Generation, corpus_id: str) -> None:
    if corpus_id != generation.manifest.corpus_id:
        raise IndexOutdated(
            "the index was made from another corpus than the one that is here "
            "(restored, or replaced?)",
            mend="backfile index --rebuild",
        )
