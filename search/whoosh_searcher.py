"""The embedded searcher: questions answered from the live generation of a Whoosh index."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query as wq

from corpus.errors import IndexMissing, IndexUnusable
from index.generations import Generations
from index.schema import UNDATED
from search.evaluate import Matches, evaluate, filter_query
from search.facets import count_facets
from search.fates import tell_fates
from search.generation import Generation, day_of
from search.parser import parse
from search.pattern import pattern_of
from search.query import Node, Query, Word, any_of
from search.results import Fate, Filters, Hit, Results, Sort, Suggestion
from search.searcher import IndexInfo, Request
from search.similar import similar_query, telling_words, typed_words
from search.snippets import find_snippets, mark_title, snippet_parts
from search.suggest import respell
from search.understand import searchable, softened

NOTHING = Matches(np.array([], dtype=np.int64), np.array([], dtype=np.float64))
OPEN_TRIES = 5  # a generation can be swept away between reading its name and opening it
STREAM_PAGE = 100


class WhooshSearcher:
    """A Searcher over the index folder `path`."""

    def __init__(self, path: Path) -> None:
        """Open the live generation. Raises IndexMissing, IndexOutdated or IndexDamaged."""
        self._generations = Generations(path)
        self._switching = threading.Lock()
        self._seen = self._stamp()
        self._generation = self._open()

    def search(self, request: Request) -> Results:
        """See Searcher."""
        generation = self._current()
        root = searchable(request.query.root)
        full, partial = self._find(generation, root, request)
        order = np.concatenate([rank(generation, full, request.sort), rank(generation, partial, request.sort)])
        begin = (request.page - 1) * request.size
        hits = self._hits(generation, request, full, partial, order[begin : begin + request.size].astype(np.int64))
        return Results(
            query=request.query.text,
            searched_for=tell_fates(request.query, generation),
            repaired=request.query.repaired,
            total=len(full),
            partial=len(partial),
            hits=hits,
            facets=count_facets(generation, full) if request.facets else (),
            suggestion=self._suggest(generation, request, len(full)),
            page=request.page,
            size=request.size,
        )

    def stream(self, request: Request) -> Iterator[Hit]:
        """See Searcher."""
        generation = self._current()
        full, partial = self._find(generation, searchable(request.query.root), request)
        order = np.concatenate([rank(generation, full, request.sort), rank(generation, partial, request.sort)])
        for begin in range(0, len(order), STREAM_PAGE):
            yield from self._hits(
                generation, request, full, partial, order[begin : begin + STREAM_PAGE].astype(np.int64)
            )

    def similar(self, text: str, *, before: date | None = None, exclude: str | None = None, limit: int = 10) -> Results:
        """See Searcher."""
        generation = self._current()
        words = telling_words(text, generation)
        query = similar_query(words)
        if before is not None:
            day_before = date.fromordinal(max(before.toordinal() - 1, 1))
            query = wq.And([query, filter_query(Filters(until=day_before))])
        if exclude is not None:
            query = wq.AndNot(query, wq.Term("id", exclude))
        matches = evaluate(generation.searcher, query)
        order = rank(generation, matches, "relevance")[:limit]
        forms = typed_words(text, words)
        shared = Query(text="", root=any_of(Word(forms[stem]) for stem in words), match="any")
        request = Request(shared, size=limit)
        fates = tuple(Fate(forms[stem], "in the text", "stem") for stem in words)
        hits = self._hits(generation, request, matches, NOTHING, order)
        return Results("", fates, None, len(matches), 0, hits, (), None, 1, limit)

    def info(self) -> IndexInfo:
        """See Searcher."""
        generation = self._current()
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
        for _ in range(OPEN_TRIES):
            try:
                return Generation(self._generations.live())
            except FileNotFoundError:
                continue
        raise IndexMissing("the live generation of the index is gone; the articles are safe", mend="backfile index")

    def _current(self) -> Generation:
        """The live generation. When a new one cannot be opened, the old one goes on answering."""
        stamp = self._stamp()
        if stamp != self._seen and stamp is not None:
            with self._switching:
                if stamp != self._seen:
                    try:
                        self._generation = self._open()
                    except IndexUnusable:
                        return self._generation
                    self._seen = stamp
        return self._generation

    # -- finding

    def _find(self, generation: Generation, root: Node | None, request: Request) -> tuple[Matches, Matches]:
        """The full matches, and the partial ones where the full do not fill a page."""
        asked = filter_query(request.filters)
        if root is None:
            return NOTHING, NOTHING
        soft = softened(root)
        if request.query.match == "any":
            return self._evaluate(generation, soft or root, asked, None), NOTHING
        full = self._evaluate(generation, root, asked, None)
        if soft is None or len(full) >= request.size:
            return full, NOTHING
        return full, self._evaluate(generation, soft, asked, root)

    def _evaluate(
        self, generation: Generation, node: Node, asked: wq.Query | None, denied: Node | None
    ) -> Matches:
        query = generation.translator.translate(node)
        if asked is not None:
            query = wq.And([query, asked])
        if denied is not None:
            query = wq.AndNot(query, generation.translator.translate(denied))
        return evaluate(generation.searcher, query)

    def _suggest(self, generation: Generation, request: Request, total: int) -> Suggestion | None:
        """Another spelling, when it finds more."""
        if total >= request.size:
            return None
        text = respell(request.query, generation)
        if text is None or text == request.query.text:
            return None
        root = searchable(parse(text).root)
        found, _ = self._find(generation, root, replace(request, query=parse(text, match=request.query.match)))
        return Suggestion(text, len(found)) if len(found) > total else None

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
    parts: tuple[Node, ...]       # those that can show in a text; none when no snippets are wanted
    weights: dict[int, float]     # of each part, by its number
    snippets: bool


def asked_of(generation: Generation, root: Node | None, request: Request) -> Asked:
    """What hits that match `root` have to show."""
    parts = snippet_parts(root) if request.snippets else ()
    return Asked(root, parts, weigh_parts(generation, parts), request.snippets)


def show_hit(generation: Generation, asked: Asked, doc: int, day: int, score: float, *, partial: bool) -> Hit:
    """A document as a hit, read from what the generation stores of it."""
    stored = generation.searcher.stored_fields(doc)
    shown = stored["shown"]
    text = "\n\n".join(shown["paragraphs"])
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
        snippets=find_snippets(text, shown["sentences"], asked.parts, asked.weights) if asked.snippets else (),
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


def weigh_parts(generation: Generation, parts: Sequence[Node]) -> dict[int, float]:
    """How much each part of a question says, by its rarity: ln(1 + N/n)."""
    articles = generation.searcher.doc_count_all()
    return {number: log(1 + articles / max(_found(generation, part), 1)) for number, part in enumerate(parts)}


def _found(generation: Generation, part: Node) -> int:
    """About how many articles a part is in: for a plain word what the index notes, deleted ones included."""
    slot = pattern_of(part).single if isinstance(part, Word) else None
    reader = generation.searcher.reader()
    return int(reader.doc_frequency("text", slot.value)) if slot else generation.count(part)
