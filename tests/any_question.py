"""Any text and any tree, as hypothesis makes them up, and what a tree is made of."""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from hypothesis import strategies as st

from search.query.parser import MAX_DEPTH, MAX_LENGTH, MAX_PHRASES, MAX_TERMS, MAX_WIDE, NEAR_COUNTS
from search.query.periods import DateRange
from search.query.query import (
    Exact,
    Field,
    Fuzzy,
    Near,
    Node,
    Not,
    Phrase,
    Prefix,
    Word,
    all_of,
    any_of,
    in_field,
    negated,
    to_text,
)
from search.query.tokens import MAX_NEAR

# older years are of another calendar, or said to be ours
recent = st.dates(min_value=date(1500, 1, 1))

TRICKY = ["COVID-19", "U.S.", "don't", "d’état", "9/11", "10:30", "a=b", "x~y", "C++", "#1", "~2"]
TRICKY += ["and", "Not", "near", "AND,"]
PIECES = [
    *TRICKY,
    "a",
    "peace",
    "talbian",
    "صلح",
    "می\u200cخواهد",
    "中国",
    "-",
    "--",
    "−",
    "=",
    "*",
    "~",
    "~1",
    "~9",
]
PIECES += ['"', "“", "”", "«", "(", ")", "((", "|", "&", ":", ".", "'", "/", "//"]
PIECES += [
    "AND",
    "OR",
    "NOT",
    "NEAR/5",
    "NEAR/999",
    "NEAR",
    "NEAR/",
    "&amp;",
    "&amp;amp;quot;",
    "title:",
    "Author:",
    "section:",
    "foo:",
]
PIECES += ["after:", "date:", "before:", "2020", "2020-13", "..", "2014..2016"]
PIECES += ["\0", "\ud800", "\ufffd", "\u200f", "🕊", "\u0301", " ", " ", " ", "\t"]

# each is typed thousands of times
HOSTILE = [
    "(",
    ")",
    '"',
    "a",
    "a ",
    "*",
    "-",
    "~",
    "=",
    "|",
    "a|",
    "-(",
    "(a OR ",
    "a -(b ",
    "a (b|c -(",
]
HOSTILE += [
    "title:",
    "foo:",
    "http://",
    "NOT ",
    "OR ",
    "a NEAR/5 ",
    "a b|c ",
    '"a ',
    "date:..1 ",
    "a~ ",
    "x*",
    "“”",
]
HOSTILE += ["a 1 ", "1 - ", "date:a-", "date:1 - ", "2012–"]
HOSTILE += ["a\0", "\ud800", "صلح "]

letters = st.text("abXY019éصل中-'’./_", min_size=1, max_size=8)
words = st.one_of(
    st.sampled_from(TRICKY),
    letters.filter(lambda text: any(map(str.isalnum, text)) and text[0] != "-"),
)
long = words.filter(lambda text: sum(map(str.isalnum, text)) > 2)
phrases = st.lists(words.filter("~2".__ne__), min_size=1, max_size=4).map(tuple).map(Phrase)
spoken = st.one_of(words.map(Word), words.map(Exact), phrases)
terms = st.one_of(
    spoken,
    long.map(Prefix),
    st.builds(Fuzzy, long, st.integers(1, 2)),
    st.builds(Near, spoken, spoken, st.integers(1, MAX_NEAR)),
)
days = st.builds(
    lambda one, other: DateRange(min(one, other), max(one, other)), recent, recent
)


def groups(nodes: st.SearchStrategy[Node | None]) -> st.SearchStrategy[Node | None]:
    some = st.lists(nodes, min_size=1, max_size=4)
    return st.one_of(some.map(all_of), some.map(any_of), nodes.map(negated))


fields = st.builds(
    in_field,
    st.sampled_from(["title", "author", "section"]),
    st.recursive(terms, groups, max_leaves=6),
)


def sound(node: Node | None) -> bool:
    """Whether a question may be so large."""
    return (
        node is not None
        and not isinstance(node, Not)
        and len(list(nodes_of(node))) <= MAX_TERMS
        and len(to_text(node)) <= MAX_LENGTH
        and wide(node) <= MAX_WIDE
        and phrases_in(node) <= MAX_PHRASES
        and depth(node) <= MAX_DEPTH
    )


trees: st.SearchStrategy[Any] = st.recursive(terms | days | fields, groups, max_leaves=20).filter(
    sound
)
pieces = st.lists(st.sampled_from(PIECES), max_size=40)
texts = st.one_of(st.text(), pieces.map("".join), pieces.map(" ".join))


def nodes_of(node: Node) -> Iterator[tuple[Node, Node | None]]:
    """Each node with its parent, from the top."""
    todo: list[tuple[Node, Node | None]] = [(node, None)]
    while todo:
        node, parent = todo.pop()
        yield node, parent
        children = getattr(node, "children", None) or (
            [node.child] if isinstance(node, Not | Field) else []
        )
        todo.extend((child, node) for child in children)


def wide(node: Node) -> int:
    return sum(isinstance(found, Prefix | Fuzzy) for found, _ in nodes_of(node))


def phrases_in(node: Node) -> int:
    ends = [
        end
        for found, _ in nodes_of(node)
        if isinstance(found, Near)
        for end in (found.left, found.right)
    ]
    every = [*(found for found, _ in nodes_of(node)), *ends]
    several = sum(isinstance(found, Phrase) and len(found.words) > 1 for found in every)
    return several + NEAR_COUNTS * sum(isinstance(found, Near) for found in every)


def depth(node: Node) -> int:
    children = getattr(node, "children", None) or (
        [node.child] if isinstance(node, Not | Field) else []
    )
    return 1 + max(map(depth, children), default=0)


def work(done: Callable[..., object], *given: object) -> int:
    """How many Python and C functions a call of `done` calls."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    previous = sys.getprofile()
    sys.setprofile(count)
    try:
        done(*given)
    finally:
        sys.setprofile(previous)
    return calls
