"""From what a person typed to a Query: never an error, never a silent nothing, never everything.

From the tightest bond to the loosest:

    -x  NOT x  title:x    stand before one word, phrase or parenthesis
    a NEAR/5 b            two words or phrases
    a AND b
    a OR b, a | b
    a b                   both, as in common search boxes: `a OR b c` is `(a OR b) c`

So `a AND b OR c` is `(a AND b) OR c`, and `a b OR c` is `a (b OR c)`. AND, OR, NOT and NEAR/n count
in capitals only; `title`, `author`, `section`, `after`, `before` and `date` in any case, and a
space may follow the colon.

What makes no sense is taken as plain words where a reader would look for them (`foo:bar`), else
left out (`a AND`); a note says which. Not found by itself: something to leave out (`-x`), alone or
beside OR.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import cast

from search.query.periods import DateRange
from search.query.query import (
    And,
    Exact,
    Field,
    Fuzzy,
    Match,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
    all_of,
    any_of,
    in_field,
    negated,
    to_text,
)
from search.query.tokens import (
    OPERATORS,
    BinaryOperator,
    Lexer,
    Notes,
    Operand,
    Parenthesis,
    PrefixOperator,
)

MAX_LENGTH = 1_000   # characters, single spaces between words; as typed and in canonical form
# phrases, dates and words that something stands before; of others search.matching.thinned keeps as
# many
MAX_TERMS = 64
MAX_PHRASES = 16     # of them with several words: each is looked up place by place
NEAR_COUNTS = 2      # phrases: what a NEAR costs
MAX_WIDE = 4         # of them with * or ~: each stands for up to some hundred words
MAX_DEPTH = 16       # nodes from the root to a leaf
# times: no canonical form is so much longer than what was typed; `a|b c` becomes `(a OR b) c`
MAX_GROWTH = 8

_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffd]")
# unseen, yet they hide a `-`
_DIRECTIONS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# what a page's source or a badly made link writes for a character
_AMPERSAND = re.compile(r"&(?:amp;)+")
_ENTITY = re.compile(r"&(?:quot|apos|lt|gt|nbsp|#0?39|#0?34|#x27);")
_TAKES_PHRASES = f"A search takes {MAX_PHRASES} phrases, or half as many NEARs;"


def parse(text: str, *, match: Match = "all") -> Query:
    """The query that `text` means. Takes any str and never raises.

    The work grows with MAX_LENGTH, not with the text.
    """
    clean, unreadable = _without_entities(text) if "&" in text else text, False
    # neither is true of what the expressions look for
    if not text.isprintable() or "\ufffd" in text:
        text = _SURROGATES.sub("\ufffd", text)
        clean, unreadable = (
            _UNREADABLE.sub(" ", _DIRECTIONS.sub("", _SURROGATES.sub("\ufffd", clean))),
            bool(_UNREADABLE.search(text)),
        )
    clean = " ".join(clean.split())
    if len(clean) <= MAX_LENGTH and not unreadable and (plain := _plain(clean)):
        return Query(text, plain, match=match)
    length = MAX_LENGTH
    while True:
        notes = Notes()
        if unreadable:
            notes.add("dropped", "\ufffd", "Characters that cannot be read were left out.")
        kept = _cut(clean, length, notes)
        root = _Parser(Lexer(kept, notes)).root()
        if (
            root is None
            or len(kept) * MAX_GROWTH <= MAX_LENGTH
            or (size := len(to_text(root))) <= MAX_LENGTH
        ):
            break
        length = len(kept) * MAX_LENGTH // size   # the canonical form must be fit to be typed again
    noted = notes.all()
    return Query(text, root, noted, to_text(root) if root and noted else None, match)


def _without_entities(text: str) -> str:
    """The text with what was pasted out of HTML as the characters that it means."""
    return _ENTITY.sub(lambda found: unescape(found.group()), _AMPERSAND.sub("&", text))


def _plain(text: str) -> Node | None:
    """The tree of words with nothing, AND or OR between them; None for another text.

    It is what the parser gives, only sooner, as nearly every question is such.
    """
    if not text.replace(" ", "").isalnum():
        return None
    words = text.split(" ")
    between: set[str] = set(words[1::2]) if len(words) % 2 else set()
    if between in ({"AND"}, {"OR"}):
        words = words[::2]
    if not OPERATORS.isdisjoint(words):
        return None
    nodes = tuple(map(Word, words))
    if len(nodes) == 1:
        return nodes[0]
    return Or(nodes) if between == {"OR"} else And(nodes)


def _cut(text: str, length: int, notes: Notes) -> str:
    """The whole words among the first `length` characters; part of a word only if it is first."""
    if len(text) <= length:
        return text
    kept = text[: length + 1].rpartition(" ")[0] or text[:length]
    notes.add(
        "cut",
        text[len(kept) :].strip(),
        f"Only the first {len(kept):,} characters are searched for.",
    )
    return kept


_Item = Node | BinaryOperator | None   # None: a part of which nothing is left


@dataclass(slots=True)
class _Group:
    """What stands within one pair of parentheses."""

    before: list[PrefixOperator] = field(default_factory=list)   # stand before the parenthesis
    within_field: bool = False
    items: list[_Item] = field(default_factory=list)
    pending: list[PrefixOperator] = field(default_factory=list)  # stand before the next operand


class _Parser:
    """Builds the tree of a query from its tokens.

    Groups are kept on a list, not on Python's stack: a thousand parentheses are no deeper than one.
    """

    def __init__(self, lexer: Lexer) -> None:
        self._lexer = lexer
        self._notes = lexer.notes
        self._groups = [_Group()]
        self._words = 0  # that nothing stands before; by their rarity it is chosen among them
        self._terms = 0  # all others
        self._phrases = 0
        self._wide = 0

    def root(self) -> Node | None:
        for token in self._lexer.tokens():
            match token:
                case Operand():
                    self._term(token)
                case PrefixOperator():
                    self._stand_before(token)
                case BinaryOperator():
                    self._join(token)
                case Parenthesis("("):
                    group = self._groups[-1]
                    self._groups.append(_Group(group.pending, self._within_field()))
                    group.pending = []
                case Parenthesis():
                    self._close(token)
        while len(self._groups) > 1:
            self._notes.add(
                "dropped", "(", "A parenthesis is never closed; it was read as closed at the end."
            )
            self._pop()
        return self._sound(self._reduce(self._groups[0]))

    def _sound(self, root: Node | None) -> Node | None:
        # a tree of few leaves is never deep: above each but one a node joins it to others, and
        # perhaps a Not that node
        leaves = self._words + self._terms
        if root is not None and 2 * leaves >= MAX_DEPTH and _depth(root) > MAX_DEPTH:
            said = f"Parts nested more than {MAX_DEPTH} deep were left out."
            self._notes.add("cut", "(…)", said)
            root = _shallow(root, MAX_DEPTH)
        if isinstance(root, Not):
            reason = "Nearly every article is without this; add something to look for."
            self._notes.add("dropped", to_text(root), reason)
            return None
        return root

    def _within_field(self) -> bool:
        group = self._groups[-1]
        return group.within_field or any(before.kind == "field" for before in group.pending)

    def _stand_before(self, token: PrefixOperator) -> None:
        if token.kind == "field" and self._within_field():
            self._notes.add(
                "dropped", token.text, f"{token.text} stands within another field and was left out."
            )
        else:
            self._groups[-1].pending.append(token)

    def _term(self, token: Operand) -> None:
        if isinstance(token.node, DateRange) and self._within_field():
            self._notes.add(
                "dropped", token.text, "A date cannot stand within a field and was left out."
            )
            self._operand(None)
        else:
            self._operand(self._counted(token.node, token.text))

    def _is_bare(self) -> bool:
        return not any(group.before or group.pending for group in self._groups)

    def _counted(self, node: Node | None, text: str) -> Node | None:
        if isinstance(node, Word) and self._is_bare():
            self._words += 1
            return node
        self._terms += node is not None
        if self._terms <= MAX_TERMS:
            return node if isinstance(node, Word) else self._affordable(node, text)
        if self._terms == MAX_TERMS + 1 and node is not None:
            reason = (
                f"A search takes {MAX_TERMS} words and phrases; this and what follows was left out."
            )
            self._notes.add("cut", text, reason)
        return None

    def _affordable(self, node: Node | None, text: str) -> Node | None:
        self._wide += isinstance(node, Prefix | Fuzzy)
        self._phrases += isinstance(node, Phrase) and len(node.words) > 1
        if isinstance(node, Prefix | Fuzzy) and self._wide > MAX_WIDE:
            self._notes.add(
                "cut", text, f"A search widens {MAX_WIDE} words; this one was taken as it stands."
            )
            return Word(node.text)
        if isinstance(node, Phrase) and len(node.words) > 1 and self._phrases > MAX_PHRASES:
            reason = f"{_TAKES_PHRASES} this one was left out."
            self._notes.add("cut", text, reason)
            return None
        return node

    def _operand(self, node: Node | None) -> None:
        group = self._groups[-1]
        if group.pending:
            node = self._applied(group.pending, node)
            group.pending = []
        group.items.append(node)

    def _applied(self, before: list[PrefixOperator], node: Node | None) -> Node | None:
        for token in reversed(before):
            match token.kind:
                case "not":
                    node = negated(node)
                case "field":
                    node = in_field(token.name, node)
                case "word":
                    node = all_of((self._counted(_word(token.name), token.text), node))
        return node

    def _settle(self) -> None:
        """What stands before nothing: NOT is left out, a field's name is a word."""
        group = self._groups[-1]
        while group.pending:
            token = group.pending.pop()
            if token.kind == "not":
                self._notes.add(
                    "dropped", token.text, f"Nothing follows {token.text} and it was left out."
                )
                continue
            if token.kind == "field":
                self._notes.add(
                    "literal",
                    token.text,
                    f"Nothing follows {token.text} and it was taken as a word.",
                )
            self._operand(self._counted(_word(token.text[:-1]), token.text))

    def _join(self, token: BinaryOperator) -> None:
        self._settle()
        items = self._groups[-1].items
        if items and not isinstance(items[-1], BinaryOperator):
            items.append(token)
        else:
            self._notes.add(
                "dropped",
                token.text,
                f"Nothing to join stands before {token.text} and it was left out.",
            )

    def _close(self, token: Parenthesis) -> None:
        if len(self._groups) > 1:
            self._pop()
        else:
            self._notes.add(
                "dropped", token.text, "This parenthesis was never opened and was left out."
            )

    def _pop(self) -> None:
        node = self._reduce(self._groups[-1])
        group = self._groups.pop()
        if not group.items:
            self._notes.add("dropped", "()", "There is nothing in these parentheses.")
        self._groups[-1].items.append(self._applied(group.before, node))

    def _reduce(self, group: _Group) -> Node | None:
        self._settle()
        if group.items and isinstance(join := group.items[-1], BinaryOperator):
            self._notes.add(
                "dropped", join.text, f"Nothing to join follows {join.text} and it was left out."
            )
            group.items.pop()
        items = self._nearby(group.items)
        if len(items) == 1:
            return cast(Node | None, items[0])
        # side by side: alternatives, each a list joined by AND
        both: list[list[list[Node | None]]] = []
        kind = None
        for item in items:
            if isinstance(item, BinaryOperator):
                kind = item.kind
                continue
            if kind == "AND":
                both[-1][-1].append(item)
            elif kind == "OR":
                both[-1].append([item])
            else:
                both.append([[item]])
            kind = None
        return _all(
            [self._either([_all(joined) for joined in alternatives]) for alternatives in both]
        )

    def _nearby(self, items: list[_Item]) -> list[_Item]:
        """The items with each NEAR carried out, or turned into AND where it cannot be."""
        done: list[_Item] = []
        near: BinaryOperator | None = None
        for item in items:
            if isinstance(item, BinaryOperator) and item.kind == "NEAR":
                near = item
                continue
            if near is not None:
                left = done.pop()
                done.extend(self._near(left, near, item))
                near = None
            else:
                done.append(item)
        return done

    def _near(self, left: _Item, near: BinaryOperator, right: _Item) -> Iterable[_Item]:
        if isinstance(left, Word | Exact | Phrase) and isinstance(right, Word | Exact | Phrase):
            if self._phrases + NEAR_COUNTS <= MAX_PHRASES:
                self._phrases += NEAR_COUNTS
                return (Near(left, right, near.distance),)
            reason = f"{_TAKES_PHRASES} this one was read as AND."
            self._notes.add("cut", near.text, reason)
            return left, BinaryOperator("AND", near.text), right
        if left is not None and right is not None:
            reason = f"{near.text} joins two words or phrases and was read as AND here."
            self._notes.add("dropped", near.text, reason)
        return left, BinaryOperator("AND", near.text), right

    def _either(self, nodes: list[Node | None]) -> Node | None:
        if len(nodes) < 2:
            return nodes[0]
        for node in nodes:
            if isinstance(node, Not):
                text = to_text(_shallow(node, MAX_DEPTH) or node)
                self._notes.add(
                    "dropped",
                    text,
                    "What is to be left out cannot stand beside OR and was dropped.",
                )
        return any_of(nodes)


def _all(nodes: list[Node | None]) -> Node | None:
    return nodes[0] if len(nodes) == 1 else all_of(nodes)


def _word(name: str) -> Node:
    """A word in its own right, quoted where it would be an operator."""
    return Phrase((name,)) if name in OPERATORS else Word(name)


def _depth(root: Node) -> int:
    deepest, todo = 0, [(root, 1)]
    while todo:
        node, depth = todo.pop()
        deepest = max(deepest, depth)
        match node:
            case And(children) | Or(children):
                todo.extend((child, depth + 1) for child in children)
            case Not(child) | Field(_, child):
                todo.append((child, depth + 1))
            case _:
                continue
    return deepest


def _shallow(node: Node, depth: int) -> Node | None:
    """The node without what lies more than `depth` nodes deep."""
    if depth == 0:
        return None
    match node:
        case And(children):
            return all_of(_shallow(child, depth - 1) for child in children)
        case Or(children):
            return any_of(_shallow(child, depth - 1) for child in children)
        case Not(child):
            return negated(_shallow(child, depth - 1))
        case Field(name, child):
            return in_field(name, _shallow(child, depth - 1))
        case _:
            return node
