"""What is at fault where nothing is found: a part of the question, or a filter."""

from collections.abc import Iterator
from dataclasses import replace

from search.matching.collect import Collected, collect
from search.matching.evaluate import Evaluator
from search.matching.filters import within
from search.matching.results import FILTERS, Relaxation, Request
from search.query.query import (
    And,
    Field,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    all_of,
    any_of,
    in_field,
    positive_leaves,
    to_text,
)
from search.query.rewrite import is_stop_word_leaf, searchable
from search.query.variants import has_variants

MOST_PARTS = 12  # of a question that are left out one by one: each costs as much as the question


def relaxations(
    evaluator: Evaluator, request: Request, found: Collected
) -> tuple[Relaxation, ...]:
    """Each way to find some in full by leaving out one part or one kind of filter; where none does,
    or there are more than MOST_PARTS, by leaving out all that find nothing, or all filters; and by
    taking the words of phrases for words."""
    if len(found.whole):
        return ()
    filters = tuple(_without_filters(request, found))
    parts = tuple(_without_parts(evaluator, request, found))
    return (*parts, *_without_quotes(evaluator, request), *filters)


def _without_filters(request: Request, found: Collected) -> Iterator[Relaxation]:
    typed, some = str(request.query), False
    for kind in found.allowed:
        if total := len(within(found.matched, found.allowed, without=kind)):
            some = True
            yield Relaxation(kind, "filter", typed, total)
    if not some and len(found.allowed) > 1 and len(found.matched):
        yield Relaxation(FILTERS, "filter", typed, len(found.matched))


def _without_parts(
    evaluator: Evaluator, request: Request, found: Collected
) -> Iterator[Relaxation]:
    root = request.query.root
    if not isinstance(root, And):
        return

    def relaxed(left_out: list[Node]) -> Relaxation | None:
        rest = all_of(child for child in root.children if child not in left_out)
        wanted = evaluator.looked_for(rest)
        if rest is None or wanted is None or isinstance(wanted, Not):
            return None
        asked = replace(request, query=replace(request.query, root=rest), bare=True)
        total = len(collect(evaluator, asked).whole)
        without = " ".join(map(to_text, left_out))
        return Relaxation(without, "part", to_text(rest), total) if total else None

    look_for = evaluator.looked_for if has_variants(root) else searchable
    wanted = {part: look_for(part) for part in root.children}
    parts = [part for part in wanted if isinstance(part, Not) or wanted[part] is not None]
    ways = [relaxed([part]) for part in parts] if len(parts) <= MOST_PARTS else []
    if any(ways):
        yield from filter(None, ways)
        return

    def is_nowhere(part: Node) -> bool:
        asked = None if isinstance(part, Not) or is_stop_word_leaf(part) else wanted[part]
        return asked is not None and not len(within(evaluator.evaluate(asked), found.allowed))

    nowhere = [part for part in parts if is_nowhere(part)]
    if nowhere[1 if ways else 0 :] and (way := relaxed(nowhere)):
        yield way


def _without_quotes(evaluator: Evaluator, request: Request) -> Iterator[Relaxation]:
    root = request.query.root
    phrases = [leaf for leaf in positive_leaves(root) if isinstance(_bare(leaf), Phrase)]
    if not phrases or (rest := _loosened(root)) is None:
        return
    asked = replace(request, query=replace(request.query, root=rest), bare=True)
    if total := len(collect(evaluator, asked).whole):
        without = " ".join(map(to_text, dict.fromkeys(phrases)))
        yield Relaxation(without, "phrase", to_text(rest), total)


def _bare(leaf: Node) -> Node:
    return leaf.child if isinstance(leaf, Field) else leaf


def _loosened(node: Node | None) -> Node | None:
    """A tree in which the words of phrases need not stand together; what is denied stays."""
    match node:
        case Phrase(words):
            return all_of(map(Word, words))
        case And(children):
            return all_of(map(_loosened, children))
        case Or(children):
            return any_of(map(_loosened, children))
        case Field(name, child):
            return in_field(name, _loosened(child))
        case _:
            return node
