"""The tree a query means, and its text.

IndexReader
    Word peace   Exact =talks   Phrase "peace talks"   Prefix talk*   Fuzzy talbian~
    Near peace NEAR/5 talks   DateRange after:2020-03

Above them: And, Or, Not, and Field, which narrows what is below it to the title, the authors or the
section.

A tree is in normal form when nothing in it is idle: And and Or have two children or more and none
of their own kind, Not and Field hold no Not, Field no Field and no DateRange, Or no Not, and And at
least one child that is not a Not. So each node finds something, or takes away from something; none
means "everything but". `parse` and the functions here give only normal forms, and for those
`parse(to_text(node)).root == node`.

Texts are as typed: cutting them into words, folding, stemming and leaving out stop words is the
searcher's work, and `Word("COVID-19")` may well be two words to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from corpus.field import TERMS
from search.query.periods import DateRange, range_text

Match = Literal["all", "any"]
FieldName = str  # one of FIELD_NAMES
FIELD_NAMES = ("title", *TERMS)
NoteKind = Literal["literal", "dropped", "cut", "read"]


@dataclass(frozen=True, slots=True)
class Word:
    """Any form of a word."""

    text: str


@dataclass(frozen=True, slots=True)
class Acronym:
    """A name in capitals, without dots: "PM". None is typed; some words are looked for as such."""

    text: str


@dataclass(frozen=True, slots=True)
class Exact:
    """This form of a word and no other."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exactly these words, one after the other; at least one, each with a letter or digit."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so; at least two letters."""

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words at most `distance` letters (1 or 2) off; at least three letters."""

    text: str
    distance: int


@dataclass(frozen=True, slots=True)
class Near:
    """Both, at most `distance` words (at least 1) apart, in either order."""

    left: "Nearby"
    right: "Nearby"
    distance: int


@dataclass(frozen=True, slots=True)
class And:
    """What all children find, without what the Nots among them find."""

    children: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """What any child finds."""

    children: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Alike(Or):
    """What was typed, and after it the other ways in which it is written; an article is scored by
    the first that it has. None is typed."""


@dataclass(frozen=True, slots=True)
class Not:
    """Takes away what the child finds; stands only within an And."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class Field:
    """The child, looked for in one field only."""

    name: FieldName
    child: "Node"


Nearby = Word | Exact | Phrase | Acronym | Or  # what is typed is none of the last two
Term = Word | Exact | Phrase | Prefix | Fuzzy | Near | Acronym
Leaf = Term | DateRange
Node = Leaf | And | Or | Not | Field


@dataclass(frozen=True, slots=True)
class Note:
    """What was not understood as it was typed."""

    text: str        # the part, as typed, shortened where it is long
    sentence: str    # one sentence for people
    # literal: taken as plain words; dropped: left out, in whole or in part; cut: past a limit;
    # read: understood, though it can be read in another way
    kind: NoteKind


@dataclass(frozen=True, slots=True)
class Query:
    """A query, understood."""

    text: str                     # as typed; what no encoding can hold is U+FFFD
    root: Node | None             # None: nothing to look for. Never a Not
    notes: tuple[Note, ...] = ()  # in reading order; empty when all was understood as typed
    # sound syntax that means what was understood; None without notes or without root
    repaired: str | None = None
    match: Match = "all"          # any: the searcher need not ask for all children of an And

    def __str__(self) -> str:
        return "" if self.root is None else to_text(self.root)


def default_distance(text: str) -> int:
    """How many letters `word~` may be off."""
    return 1 if len(text) <= 5 else 2


def to_text(node: Node) -> str:
    """The query in its one canonical form, with parentheses wherever a reader could doubt."""
    match node:
        case Word(text) | Acronym(text):
            return text
        case Exact(text):
            return f"={text}"
        case Phrase(words):
            return f'"{" ".join(words)}"'
        case Prefix(text):
            return f"{text}*"
        case Fuzzy(text, distance):
            return f"{text}~" if distance == default_distance(text) else f"{text}~{distance}"
        case Near(left, right, distance):
            return f"{to_text(left)} NEAR/{distance} {to_text(right)}"
        case DateRange():
            return range_text(node)
        case And(children):
            return " ".join(map(_one, children))
        case Or(children):
            return " OR ".join(map(_one, children))
        case Not(child):
            return f"-{_one(child)}"
        case Field(name, child):
            return f"{name}:{_one(child)}"


def _one(node: Node) -> str:
    return f"({to_text(node)})" if isinstance(node, And | Or | Near) else to_text(node)


def all_of(nodes: Iterable[Node | None]) -> Node | None:
    """Their And in normal form, Nones left out; Not of an Or where all are Nots."""
    children = _flat(And, nodes)
    if len(children) < 2:
        return children[0] if children else None
    denied = [child.child for child in children if isinstance(child, Not)]
    return negated(any_of(denied)) if len(denied) == len(children) else And(tuple(children))


def any_of(nodes: Iterable[Node | None]) -> Node | None:
    """Their Or in normal form, Nones and Nots left out: a Not beside OR would find nearly
    everything."""
    children = [child for child in _flat(Or, nodes) if not isinstance(child, Not)]
    return Or(tuple(children)) if len(children) > 1 else next(iter(children), None)


def negated(node: Node | None) -> Node | None:
    """Its Not in normal form; None for None."""
    if node is None:
        return None
    return node.child if isinstance(node, Not) else Not(node)


def in_field(name: FieldName, node: Node | None) -> Node | None:
    """The node looked for in one field, in normal form; None for None."""
    if node is None:
        return None
    return Not(Field(name, node.child)) if isinstance(node, Not) else Field(name, node)


def _flat(kind: type[And] | type[Or], nodes: Iterable[Node | None]) -> list[Node]:
    flat: list[Node] = []
    for node in nodes:
        if type(node) is kind:  # what is Alike stays together
            flat += node.children
        elif node is not None:
            flat.append(node)
    return flat


def positive_leaves(node: Node | None) -> tuple[Node, ...]:
    """Every leaf that is not under a Not, in order, duplicates too; one in a field comes as
    Field(name, leaf)."""
    match node:
        case None | Not():
            return ()
        case And(children) | Or(children):
            return tuple(leaf for child in children for leaf in positive_leaves(child))
        case Field(name, child):
            return tuple(Field(name, leaf) for leaf in positive_leaves(child))
        case _:
            return (node,)


def positive_terms(node: Node | None) -> tuple[Node, ...]:
    """The positive leaves without the dates: what can be found, and marked, in a text."""
    return tuple(leaf for leaf in positive_leaves(node) if not isinstance(leaf, DateRange))


def without(node: Node, gone: frozenset[Word]) -> Node | None:
    """The node without some words, in normal form; what it denies stays whole."""
    match node:
        case Word():
            return None if node in gone else node
        case And(children):
            return all_of(without(child, gone) for child in children)
        case Or(children):
            return any_of(without(child, gone) for child in children)
        case Field(name, child):
            return in_field(name, without(child, gone))
        case _:
            return node


def in_its_form(node: Node, word: Word) -> Node:
    """The node with this form of a word in the place of any form."""
    match node:
        case Word():
            return Exact(node.text) if node == word else node
        case And(children) | Or(children):
            return replace(node, children=tuple(in_its_form(child, word) for child in children))
        case Field(child=child):
            return replace(node, child=in_its_form(child, word))
        case _:
            return node


def retyped(
    node: Node, retype: Callable[[str, FieldName | None], str], within: FieldName | None = None
) -> Node | None:
    """The tree with the text of each word, exact form and phrase as `retype` gives it.

    What it takes away, prefixes and near spellings stay. `retype` is told the field; of several
    words for one it makes all of them, where one must be one a phrase, and of none nothing.
    """
    match node:
        case Word(text):
            return all_of(map(Word, retype(text, within).split()))
        case Exact() | Phrase():
            return _retyped_end(node, retype, within)
        case Near(left, right, distance):
            first, second = (_retyped_end(end, retype, within) for end in (left, right))
            return Near(first, second, distance)
        case And(children):
            return all_of(retyped(child, retype, within) for child in children)
        case Or(children):
            return any_of(retyped(child, retype, within) for child in children)
        case Field(name, child):
            return in_field(name, retyped(child, retype, name))
        case _:
            return node


def _retyped_end(
    node: Nearby, retype: Callable[[str, FieldName | None], str], within: FieldName | None
) -> Nearby:
    if isinstance(node, Acronym | Or):
        return node
    text = " ".join(node.words) if isinstance(node, Phrase) else node.text
    words = tuple(retype(text, within).split())
    if not isinstance(node, Phrase) and len(words) == 1:
        return replace(node, text=words[0])
    return Phrase(words) if words else node
