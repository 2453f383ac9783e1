"""Hits: documents as they are shown, with their best passages and what is marked in them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from math import log
from operator import attrgetter

from corpus.article import Span
from index.base.days import UNDATED, day_of
from search.matching.evaluate import Evaluator
from search.matching.result_page import STORED, QueryPart, ResultPage, StoredFields
from search.matching.results import Hit, Request, Snippet
from search.matching.top_hits import RankedDoc
from search.query.highlight_patterns import highlight_patterns
from search.query.pattern import pattern_of
from search.query.query import Node, Word, positive_terms
from search.query.rewrite import partly
from search.snippets.passage_choice import merged
from search.snippets.snippets import show_passages, snippet_parts
from search.snippets.true_branches import has_choices, true_branches

# what a hit says; each question makes ten hits, so that their fields go by place
_SAID = tuple(field for field in STORED if field.on_hits)
_NAMES = tuple(at for at, field in enumerate(_SAID) if field.kind in ("names", "labels"))
_DAYS = tuple(at for at, field in enumerate(_SAID) if field.kind == "day")
_read = attrgetter(*(field.name for field in _SAID))


def show(evaluator: Evaluator, request: Request, ranks: Sequence[RankedDoc]) -> Iterator[Hit]:
    """The documents as hits. Those that match in part are the last."""
    root = soft = evaluator.looked_for(request.query.root)
    if root and (request.query.match == "any" or (ranks and ranks[-1].partial)):
        soft = partly(request.query.root) or root
    whole = soft if request.query.match == "any" else root
    for (in_part, by_author), some in groupby(ranks, attrgetter("partial", "by_author")):
        # a name in a byline proves nothing of the words in the text: none is marked
        sought = None if by_author else soft if in_part else whole
        yield from _show(evaluator, request, [*some], sought)


def _show(
    evaluator: Evaluator, request: Request, ranks: Sequence[RankedDoc], root: Node | None
) -> list[Hit]:
    """Documents in which the same was looked for."""
    if not ranks:
        return []
    docs = [each.doc for each in ranks]
    page = evaluator.reader.page(docs)
    titles: list[tuple[Span, ...]] = [()] * len(docs)
    snippets: list[tuple[Snippet, ...]] = [()] * len(docs)
    if root and (request.snippets or not request.bare):
        roots = _true_roots(evaluator, docs, root) if has_choices(root) else None
        if not request.bare:
            titles = _mark_titles(page, root, roots)
        if request.snippets:
            true = [frozenset(positive_terms(each)) for each in roots] if roots else ()
            snippets = show_passages(page, weigh_parts(evaluator, snippet_parts(root)), true=true)
    elif request.snippets:
        snippets = show_passages(page, ())
    return [_hit(*each) for each in zip(ranks, page.stored, titles, snippets, strict=True)]


def _hit(
    ranked: RankedDoc,
    stored: StoredFields,
    title_spans: tuple[Span, ...],
    snippets: tuple[Snippet, ...],
) -> Hit:
    said = [*_read(stored)]
    for place in _NAMES:
        said[place] = tuple(said[place])
    for place in _DAYS:
        if isinstance(said[place], str):  # a record of an array index is JSON
            said[place] = date.fromisoformat(said[place])
    published = None if ranked.day == UNDATED else day_of(ranked.day)
    return Hit(
        stored.id, published, title_spans, ranked.score, snippets, ranked.partial, *said
    )


def _true_roots(evaluator: Evaluator, docs: Sequence[int], root: Node) -> list[Node | None]:
    """For each document what was looked for, less the alternatives that are not true of it."""
    return [true_branches(root, partial(_holds, evaluator, doc)) for doc in docs]


def _holds(evaluator: Evaluator, doc: int, leaf: Node) -> bool:
    return evaluator.holds(leaf, doc)


def _mark_titles(
    page: ResultPage, root: Node, roots: Sequence[Node | None] | None
) -> list[tuple[Span, ...]]:
    if roots is None:
        return [merged(spans) for spans in _in_titles(page, root)]
    return [
        merged(_in_titles(page, each)[number]) if each else () for number, each in enumerate(roots)
    ]


def _in_titles(page: ResultPage, root: Node) -> Sequence[Sequence[Span]]:
    return page.in_titles(highlight_patterns(root, "title"))


def weigh_parts(evaluator: Evaluator, nodes: Iterable[Node]) -> list[QueryPart]:
    """How much each part of a question says, by its rarity: ln(1 + N/n)."""
    articles = evaluator.reader.size
    return [
        QueryPart(node, log(1 + articles / max(_found(evaluator, node), 1)))
        for node in dict.fromkeys(nodes)
    ]


def _found(evaluator: Evaluator, part: Node) -> int:
    """About how many articles a part is in: for a plain word what the index notes, deleted ones
    included."""
    term = pattern_of(part).single if isinstance(part, Word) else None
    return (
        evaluator.reader.doc_frequency("text", term.value)
        if term
        else len(evaluator.evaluate(part))
    )
