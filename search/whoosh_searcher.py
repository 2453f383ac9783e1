"""The embedded searcher: questions answered from the live generation of a Whoosh index."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexMissing, IndexOutdated, IndexUnusable
from corpus.store import ArticleStore
from index.generations import Generations
from index.schema import UNDATED
from search.evaluate import NOTHING, Matches
from search.facets import count_facets
from search.fates import tell_fates
from search.generation import Generation, day_of
from search.narrow import narrow
from search.parser import parse
from search.pattern import Finder, pattern_of
from search.proof import has_choices, proved
from search.query import Node, Query, Word, any_of, positive_terms
from search.results import Fate, Hit, Results, Sort, Suggestion
from search.searcher import IndexInfo, Request
from search.similar import close_ones, similar_to, telling_words
from search.snippets import find_snippets, mark_title, snippet_parts
from search.suggest import as_author, respell
from search.understand import searchable, softened

OPEN_TRIES = 5  # a generation can be swept away between reading its name and opening it
STREAM_PAGE = 100


class WhooshSearcher:
    """A Searcher over the index folder `path`."""

    def __init__(self, path: Path, corpus: Callable[[], ArticleStore] | None) -> None:
        """Open the live generation. Raises IndexMissing, IndexOutdated or IndexDamaged."""
        self._generations = Generations(path)
        self._corpus = corpus
        self._switching = threading.Lock()
        self._seen = self._stamp()
        self._generation = self._open()

    def search(self, request: Request) -> Results:
        """See Searcher."""
        generation, removed = self._current()
        with generation.reading():
            full, partial = self._find(generation, request, removed)
            order = self._order(generation, request, full, partial)
            begin = (request.page - 1) * request.size
            return Results(
                query=request.query.text,
                searched_for=tell_fates(request.query, generation, removed),
                repaired=request.query.repaired,
                total=len(full),
                partial=len(partial),
                hits=self._hits(generation, request, full, partial, order[begin : begin + request.size]),
                facets=count_facets(generation, full) if request.facets else (),
                suggestion=self._suggest(generation, request, len(full), removed),
                page=request.page,
                size=request.size,
            )

    def stream(self, request: Request) -> Iterator[Hit]:
        """See Searcher."""
        generation, removed = self._current()
        with generation.reading():
            full, partial = self._find(generation, request, removed)
            order = self._order(generation, request, full, partial)
        for begin in range(0, len(order), STREAM_PAGE):
            with generation.reading():
                hits = self._hits(generation, request, full, partial, order[begin : begin + STREAM_PAGE])
            yield from hits

    def similar(self, text: str, *, before: date | None = None, exclude: str | None = None, limit: int = 10) -> Results:
        """See Searcher."""
        generation, removed = self._current()
        with generation.reading():
            telling = telling_words(text, generation)
            matches = close_ones(similar_to(telling, generation), telling)
            matches = matches - generation.hidden(removed | ({exclude} if exclude else set()))
            if before is not None:
                day_before = date.fromordinal(max(before.toordinal() - 1, 1))
                matches = matches & generation.evaluator.published(None, day_before)
            order = rank(generation, matches, "relevance")[:limit]
            words = [telling.forms[stem] for stem in telling.times]
            request = Request(Query(text="", root=any_of(map(Word, words)), match="any"), size=limit)
            fates = tuple(Fate(word, "in the text", "stem") for word in words)
            hits = self._hits(generation, request, matches, NOTHING, order)
        return Results("", fates, None, len(matches), 0, hits, (), None, 1, limit)

    def info(self) -> IndexInfo:
        """See Searcher."""
        generation, _ = self._current()
        with generation.reading():
            days, undated = generation.days()
        manifest = generation.manifest
        return IndexInfo(
            articles=manifest.articles,
            first=days[0] if days else None,
            last=days[1] if days else None,
            undated=undated,
            built_at=datetime.fromisoformat(manifest.built_at),
            generation=generation.name,
            seq=manifest.seq,
        )

    def close(self) -> None:
        """See Searcher."""
        self._generation.close()

    # -- generations

    def _stamp(self) -> tuple[int, int] | None:
        try:
            status = self._generations.pointer.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino

    def _open(self) -> Generation:
        """The live generation. One that was swept away while it was being opened is no damage: another is live."""
        for _ in range(OPEN_TRIES):
            folder = self._generations.live()
            try:
                return Generation(folder)
            except IndexUnusable:
                if self._generations.live() == folder:
                    raise
        raise IndexMissing("the index changes faster than it can be opened; try again")

    def _current(self) -> tuple[Generation, frozenset[str]]:
        """The live generation, and ids that no answer may show. A new one that cannot be opened is left alone.

        Raises IndexOutdated when the index is of another corpus, IndexMissing when it is gone.
        """
        stamp = self._stamp()
        if stamp is None:
            message = f"the index in {self._generations.root} is gone; the articles are safe in the corpus"
            raise IndexMissing(message, mend="backfile index")
        if stamp != self._seen:
            with self._switching:
                if stamp != self._seen:
                    try:
                        self._generation = self._open()
                    except IndexUnusable:
                        self._check_corpus(self._generation)
                    self._seen = stamp
        return self._generation, self._check_corpus(self._generation)

    def _check_corpus(self, generation: Generation) -> frozenset[str]:
        if self._corpus is None:
            return frozenset()
        store = self._corpus()
        if store.corpus_id != generation.manifest.corpus_id:
            raise IndexOutdated(
                "the index was made from another corpus than the one that is here (restored, or replaced?)",
                mend="backfile index --rebuild",
            )
        return store.removed_ids()

    # -- finding

    def _find(self, generation: Generation, request: Request, removed: frozenset[str]) -> tuple[Matches, Matches]:
        """The full matches, and the partial ones where the full do not fill a page."""
        evaluator, hidden = generation.evaluator, generation.hidden(removed)
        root = searchable(request.query.root)
        if root is None:
            asked = request.filters and request.query.root is None and not request.query.notes
            return (narrow(evaluator, generation.everything(), request.filters) - hidden if asked else NOTHING), NOTHING
        soft = softened(root)
        if request.query.match == "any":
            return narrow(evaluator, evaluator.evaluate(soft or root), request.filters) - hidden, NOTHING
        full = narrow(evaluator, evaluator.evaluate(root), request.filters) - hidden
        if soft is None or len(full) >= request.size:
            return full, NOTHING
        return full, narrow(evaluator, evaluator.evaluate(soft), request.filters) - hidden - full

    def _order(
        self, generation: Generation, request: Request, full: Matches, partial: Matches
    ) -> NDArray[np.int64]:
        return np.concatenate([rank(generation, full, request.sort), rank(generation, partial, request.sort)])

    def _suggest(
        self, generation: Generation, request: Request, total: int, removed: frozenset[str]
    ) -> Suggestion | None:
        """Another question, when it finds more: another spelling, or the same words as an author's name."""
        if total >= request.size:
            return None
        for text in (respell(request.query, generation), as_author(request.query)):
            if text is not None and text != request.query.text:
                better = replace(request, query=parse(text, match=request.query.match))
                found, _ = self._find(generation, better, removed)
                if len(found) > total:
                    return Suggestion(text, len(found))
        return None

    # -- showing

    def _hits(
        self, generation: Generation, request: Request, full: Matches, partial: Matches, docs: NDArray[np.int64]
    ) -> tuple[Hit, ...]:
        scores: dict[int, float] = dict(zip(full.docs.tolist(), full.scores.tolist(), strict=True))
        partly: dict[int, float] = dict(zip(partial.docs.tolist(), partial.scores.tolist(), strict=True))
        root = searchable(request.query.root)
        soft = (softened(root) if root else None) or root
        wholly = asked_of(generation, soft if request.query.match == "any" else root, request)
        partially = asked_of(generation, soft, request) if partly else wholly
        days = generation.published(docs).tolist()
        return tuple(
            show_hit(generation, partially, doc, day, partly[doc], partial=True)
            if doc in partly
            else show_hit(generation, wholly, doc, day, scores[doc], partial=False)
            for doc, day in zip(docs.tolist(), days, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What was looked for in the articles of one answer: what is marked in them, and shown of them."""

    root: Node | None
    parts: dict[Node, float]      # those that can show in a text, and their weights; none when no snippets are wanted
    snippets: bool


def asked_of(generation: Generation, root: Node | None, request: Request) -> Asked:
    """What hits that match `root` have to show."""
    parts = snippet_parts(root) if request.snippets else ()
    return Asked(root, weigh_parts(generation, parts), request.snippets)


def show_hit(generation: Generation, asked: Asked, doc: int, day: int, score: float, *, partial: bool) -> Hit:
    """A document as a hit, read from what the generation stores of it."""
    stored = generation.searcher.stored_fields(doc)
    shown = stored["shown"]
    text = "\n\n".join(shown["paragraphs"])
    if asked.root is not None and has_choices(asked.root):
        root = proved(asked.root, Finder(shown["title"]), Finder(text))
        true = frozenset(positive_terms(root))
        asked = replace(asked, root=root, parts={part: n for part, n in asked.parts.items() if part in true})
    return Hit(
        id=stored["id"],
        url=shown["url"],
        title=shown["title"],
        title_spans=mark_title(shown["title"], asked.root),
        published=None if day == UNDATED else day_of(day),
        date_source=shown["date_source"],
        byline=tuple(shown["byline"]),
        section=shown["section"],
        score=score,
        snippets=find_snippets(text, shown["sentences"], asked.parts) if asked.snippets else (),
        partial=partial,
    )


def rank(generation: Generation, matches: Matches, sort: Sort) -> NDArray[np.int64]:
    """The documents in order: the newest first among equals, undated ones always last."""
    days = generation.published(matches.docs)
    undated = days == UNDATED
    keys: tuple[NDArray[Any], ...]
    match sort:
        case "relevance":
            keys = (matches.docs, -days, -np.round(matches.scores, 9))
        case "newest":
            keys = (matches.docs, -matches.scores, -days)
        case "oldest":
            keys = (matches.docs, -matches.scores, days, undated)
    return matches.docs[np.lexsort(keys)]


def weigh_parts(generation: Generation, parts: Sequence[Node]) -> dict[Node, float]:
    """How much each part of a question says, by its rarity: ln(1 + N/n)."""
    articles = generation.searcher.doc_count_all()
    return {part: log(1 + articles / max(_found(generation, part), 1)) for part in parts}


def _found(generation: Generation, part: Node) -> int:
    """About how many articles a part is in: for a plain word what the index notes, deleted ones included."""
    slot = pattern_of(part).single if isinstance(part, Word) else None
    reader = generation.searcher.reader()
    return int(reader.doc_frequency("text", slot.value)) if slot else generation.count(part)
