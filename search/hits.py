"""Hits: documents as they are shown, with their best passages and what is marked in them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from math import log

import numpy as np

from corpus.article import Span
from index.schema import UNDATED
from search.evaluate import Evaluator
from search.generation import day_of
from search.look import looks_of
from search.order import Ranked
from search.page import Page, Stands, find
from search.pattern import pattern_of
from search.proof import has_choices, proved
from search.query import Node, Word, positive_terms
from search.results import Hit, Snippet
from search.searcher import Request
from search.snippets import Part, mark, show_passages, snippet_parts
from search.understand import searchable, softened


def show(evaluator: Evaluator, request: Request, ranks: Sequence[Ranked]) -> Iterator[Hit]:
    """The documents as hits. Those that match in part are the last."""
    root = searchable(request.query.root)
    soft = (softened(root) if root else None) or root
    whole = [each for each in ranks if not each.partial]
    yield from _show(evaluator, request, whole, soft if request.query.match == "any" else root)
    yield from _show(evaluator, request, ranks[len(whole) :], soft)


def _show(evaluator: Evaluator, request: Request, ranks: Sequence[Ranked], root: Node | None) -> Iterator[Hit]:
    """Documents in which the same was looked for."""
    if not ranks:
        return
    docs = [each.doc for each in ranks]
    page = evaluator.leaves.page(docs)
    roots = _true_roots(evaluator, docs, root) if root and has_choices(root) else None
    titles = _mark_titles(page, None if request.bare else root, roots)
    snippets: list[tuple[Snippet, ...]] = [()] * len(docs)
    if request.snippets:
        true = [frozenset(positive_terms(each)) for each in roots] if roots else ()
        snippets = show_passages(page, weigh_parts(evaluator, snippet_parts(root)), true=true)
    days = evaluator.leaves.days(np.array(docs, dtype=np.int64)).tolist()
    for each, card, day, spans, passages in zip(ranks, page.cards, days, titles, snippets, strict=True):
        yield Hit(
            id=card.id,
            url=card.url,
            title=card.title,
            title_spans=spans,
            published=None if day == UNDATED else day_of(day),
            date_source=card.date_source,
            byline=tuple(card.byline),
            section=card.section,
            score=each.score,
            snippets=passages,
            partial=each.partial,
        )


def _true_roots(evaluator: Evaluator, docs: Sequence[int], root: Node) -> list[Node | None]:
    """For each document what was looked for, less the alternatives that are not true of it."""
    return [proved(root, partial(_holds, evaluator, doc)) for doc in docs]


def _holds(evaluator: Evaluator, doc: int, leaf: Node) -> bool:
    return evaluator.holds(leaf, doc)


def _mark_titles(page: Page, root: Node | None, roots: Sequence[Node | None] | None) -> list[tuple[Span, ...]]:
    if root is None:
        return [()] * len(page.cards)
    if roots is None:
        found = _in_titles(page, root)
        return [mark(found, number) for number in range(len(page.cards))]
    return [mark(_in_titles(page, each), number) if each else () for number, each in enumerate(roots)]


def _in_titles(page: Page, root: Node) -> list[Stands]:
    return find(page, looks_of(root, "title"), "title")


def weigh_parts(evaluator: Evaluator, nodes: Iterable[Node]) -> list[Part]:
    """How much each part of a question says, by its rarity: ln(1 + N/n)."""
    articles = evaluator.leaves.size
    return [Part(node, log(1 + articles / max(_found(evaluator, node), 1))) for node in dict.fromkeys(nodes)]


def _found(evaluator: Evaluator, part: Node) -> int:
    """About how many articles a part is in: for a plain word what the index notes, deleted ones included."""
    slot = pattern_of(part).single if isinstance(part, Word) else None
    return evaluator.leaves.doc_frequency("text", slot.value) if slot else len(evaluator.evaluate(part))
