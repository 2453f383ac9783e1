"""The line "Searched for": what became of each part of a query."""

from collections.abc import Iterator
from dataclasses import dataclass

from index.base.stems import stem_of
from search.matching.doc_set import DocSet
from search.matching.evaluate import Evaluator
from search.matching.index_reader import MOST_EXPANSIONS
from search.matching.results import Fate
from search.query.pattern import pattern_of
from search.query.periods import DateRange, range_text
from search.query.query import (
    And,
    Exact,
    Field,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
    positive_terms,
    to_text,
)
from search.query.rewrite import is_empty, is_idle, searchable

IDLE = "too common to say anything: left out"
SAYING = "each too common by itself: looked for side by side"


def tell_fates(query: Query, evaluator: Evaluator, hidden: DocSet) -> tuple[Fate, ...]:
    """The fate of each part in the order of the query, then what the parser noted. Hidden documents
    do not count."""
    told = (
        list(_Teller(evaluator, hidden, searchable(query.root)).tell(query.root))
        if query.root
        else []
    )
    told.extend(Fate(note.text, note.sentence, note.kind) for note in query.notes)
    return tuple(told)


@dataclass(frozen=True, slots=True)
class _Teller:
    evaluator: Evaluator
    hidden: DocSet
    looked_for: Node | None  # what is left of the query when its idle words are left out

    def tell(self, node: Node) -> Iterator[Fate]:
        match node:
            case And(children=children) if (saying := self._saying(children)) is not None:
                yield Fate(" ".join(saying.words), SAYING, "phrase", self._count(saying))
                rest = (child for child in children if not is_idle(child))
                yield from (fate for child in rest for fate in self.tell(child))
            case And(children=children) | Or(children=children):
                for child in children:
                    yield from self.tell(child)
            case Not(child=child):
                yield Fate(to_text(node), f"without {to_text(child)}", "not", self._count(child))
            case Field(name=name, child=child):
                yield Fate(
                    to_text(node), f"in the {name}: {to_text(child)}", "field", self._count(node)
                )
            case DateRange():
                yield Fate(range_text(node), _period(node), "date", self._count(node))
            case _:
                yield self._leaf(node)

    def _leaf(self, node: Node) -> Fate:
        text = to_text(node)
        if is_empty(node):
            return Fate(text, "no word in it", "dropped")
        if is_idle(node):
            alone = Field("title", node) in positive_terms(self.looked_for)
            return Fate(
                text, "too common: looked for in titles only" if alone else IDLE, "stopword"
            )
        count = self.evaluator.count(node, self.hidden)
        if count == 0:
            return Fate(text, "in no article", "unknown", 0)
        match node:
            case Word(text=word):
                return Fate(text, _forms(word), "stem", count)
            case Exact():
                return Fate(text, "exactly this form", "exact", count)
            case Phrase():
                return Fate(text, "exactly these words", "phrase", count)
            case Near(distance=distance):
                return Fate(text, f"within {distance} words of each other", "near", count)
            case Prefix(text=start):
                return Fate(
                    text, self._expansion(f"words that begin with {start}", node), "prefix", count
                )
            case Fuzzy(distance=distance):
                meaning = f"spelt alike, up to {distance} letter{'s' * (distance > 1)} off"
                return Fate(text, self._expansion(meaning, node), "fuzzy", count)
            case _:
                raise AssertionError(node)

    def _saying(self, children: tuple[Node, ...]) -> Phrase | None:
        """The phrase that idle words became together, if they did."""
        words = tuple(child.text for child in children if isinstance(child, Word))
        phrase = Phrase(words) if len(words) > 1 else None
        return (
            phrase if phrase in positive_terms(self.looked_for) and phrase not in children else None
        )

    def _count(self, node: Node) -> int:
        looked_for = searchable(node)
        return self.evaluator.count(looked_for, self.hidden) if looked_for else 0

    def _expansion(self, meaning: str, node: Prefix | Fuzzy) -> str:
        forms = self.evaluator.reader.expand(pattern_of(node).runs[0][-1], "text_exact")
        cut = len(forms) >= MOST_EXPANSIONS
        shown = ", ".join(forms[:5]) + ("…" if len(forms) > 5 else "")
        return f"{meaning}: {shown}" + f" (the {MOST_EXPANSIONS} commonest only)" * cut


def _forms(word: str) -> str:
    pattern = pattern_of(Word(word), stemmed=False)
    slot = pattern.single
    if slot is None:
        return "these words side by side" + (", or joined" if len(pattern.runs) > 1 else "")
    stem = stem_of(slot.value)
    if not slot.value.isalpha() or "." in word:
        return f"{slot.value}, any spelling"
    return f"any form of {slot.value}" + f", stem {stem}" * (stem != slot.value)


def _period(days: DateRange) -> str:
    match days:
        case DateRange(since=None, until=until):
            return f"published until {until}"
        case DateRange(since=since, until=None):
            return f"published from {since} on"
        case _:
            return f"published from {days.since} to {days.until}"
