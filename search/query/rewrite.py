"""What of a query is looked for.

Stop words are left out unless nothing else is left, parts without words always.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from operator import is_

from search.query.pattern import MAY_BREAK, parts_of, pattern_of
from search.query.periods import DateRange
from search.query.query import (
    And,
    Exact,
    Field,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    all_of,
    any_of,
    in_field,
    negated,
    positive_terms,
)
from search.query.stopwords import AFFIXES, STOP_WORDS

_INITIAL = re.compile(r"[A-Z]\.")


@lru_cache(maxsize=64)
def searchable(root: Node | None) -> Node | None:
    """The tree that is looked for; None when nothing in it can be."""
    if root is None:
        return None
    root = unshouted(root)
    lean = _pruned(root, keep_stop_words=False)
    if lean is root and not isinstance(root, Not):
        return root
    whole = _pruned(root, keep_stop_words=True)
    if (
        lean is not None
        and not isinstance(lean, Not)
        and (positive_terms(lean) or not positive_terms(whole))
    ):
        return lean
    return None if whole is None or isinstance(whole, Not) else _of_stop_words(whole)


@lru_cache(maxsize=512)
def is_stop_word_leaf(node: Node) -> bool:
    """Whether a leaf is a stop word. "US" and "WHO" are names, not words, "A." is an initial."""
    if not isinstance(node, Word) or _INITIAL.fullmatch(node.text):
        return False
    term = pattern_of(node, stemmed=False).single
    return term is not None and term.value in STOP_WORDS


@lru_cache(maxsize=64)
def unshouted(node: Node) -> Node:
    """The tree with its words in small letters, where there are several and all are in capitals:
    they say nothing then."""
    words = [word for text in _texts(node) for word in text.split() if word.lower() != word.upper()]
    return _lowered(node) if len(words) > 1 and all(map(str.isupper, words)) else node


def _texts(node: Node) -> Iterator[str]:
    match node:
        case And(children=children) | Or(children=children):
            for child in children:
                yield from _texts(child)
        case Not(child=child) | Field(child=child):
            yield from _texts(child)
        case Near(left=left, right=right):
            yield from _texts(left)
            yield from _texts(right)
        case Phrase(words=words):
            yield from words
        case DateRange():
            return
        case _:
            yield node.text


def _lowered(node: Node) -> Node:
    match node:
        case And(children=children) | Or(children=children):
            return replace(node, children=tuple(map(_lowered, children)))
        case Not(child=child) | Field(child=child):
            return replace(node, child=_lowered(child))
        case Word(text=text) | Exact(text=text):
            return node if _INITIAL.fullmatch(text) else replace(node, text=text.lower())
        case _:
            return node


def is_empty(node: Node) -> bool:
    """Whether a leaf holds no word that could be looked for."""
    match node:
        case Near(left=left, right=right):
            return is_empty(left) or is_empty(right)
        case And() | Or() | Not() | Field() | DateRange():
            return False
        case _:
            return not pattern_of(node).phrases


def _pruned(node: Node, *, keep_stop_words: bool) -> Node | None:
    """What is left of a node: the node itself where that is everything."""
    match node:
        case And(children=children) | Or(children=children):
            left = [_pruned(child, keep_stop_words=keep_stop_words) for child in children]
            if all(map(is_, left, children)):
                return node
            return all_of(left) if isinstance(node, And) else any_of(left)
        case Not(child=child):
            kept = _pruned(child, keep_stop_words=True)
            return node if kept is child else negated(kept)
        case Field(name=name, child=child):
            kept = _pruned(child, keep_stop_words=keep_stop_words)
            return node if kept is child else in_field(name, kept)
        case _:
            idle = not keep_stop_words and is_stop_word_leaf(node)
            return None if idle or is_empty(node) else node


def _of_stop_words(node: Node) -> Node:
    """A question of stop words alone: several become a phrase, one is looked for in titles.

    Each by itself is in nearly every article: that would not be an answer.
    """
    match node:
        case And(children=children):
            words = tuple(child.text for child in children if isinstance(child, Word))
            rest = tuple(_of_stop_words(child) for child in children if not isinstance(child, Word))
            if not words:
                return And(rest)
            either = Phrase(words) if len(words) > 1 else Field("title", Word(words[0]))
            return And((either, *rest)) if rest else either
        case Or(children=children):
            return replace(node, children=tuple(map(_of_stop_words, children)))
        case Word():
            return Field("title", node)
        case _:
            return node


@lru_cache(maxsize=64)
def partly(root: Node | None) -> Node | None:
    """The tree that any of the typed words satisfies, as they were typed: who is content with some
    of the words needs no other ways of writing them (nDCG@10 on four collections .520, with them
    .488). Of one word it is that; None when nothing can be looked for."""
    looked_for = searchable(root)
    return looked_for and (softened(looked_for) or looked_for)


@lru_cache(maxsize=64)
def softened(root: Node) -> Node | None:
    """The tree that any of the words satisfies, what narrows it kept; None for one word only.

    The parts of a compound count by themselves then: "heart-rate" says something of an article with
    heart and rates far apart (nDCG@10 on cranfield .388, with compounds kept whole .376).
    """
    children = root.children if isinstance(root, And) else (root,)
    words = [child for child in children if _carries_meaning(child)]
    either = any_of(part for word in words for part in _parts(word))
    if not isinstance(either, Or) or either == root:
        return None
    rest = tuple(child for child in children if child not in words)
    return And((either, *rest)) if rest else either


def _carries_meaning(node: Node) -> bool:
    narrowing = isinstance(node, Not) or (isinstance(node, Field) and node.name != "title")
    return not narrowing and bool(positive_terms(node))


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Or(children=children):
            return tuple(part for child in children for part in _parts(child))
        case Word(text=text):
            parts = parts_of(text)
            if len(parts) < 2 or MAY_BREAK in text:  # two words for one that was typed
                return (node,)
            telling = [
                Word(text[part.start : part.end]) for part in parts if part.form not in AFFIXES
            ]
            return tuple(word for word in telling if not is_stop_word_leaf(word)) or (node,)
        case _:
            return (node,)
