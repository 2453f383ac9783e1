"""The line "Searched for": what became of each part of a query."""

from collections.abc import Iterator

from index.stems import light_stem
from search.evaluate import MOST_EXPANSIONS
from search.generation import Generation
from search.pattern import Slot, pattern_of
from search.periods import DateRange, range_text
from search.query import (
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
from search.results import Fate
from search.understand import is_empty, is_idle, searchable


def tell_fates(query: Query, generation: Generation) -> tuple[Fate, ...]:
    """The fate of each part in the order of the query, then what the parser noted."""
    told = list(_of(query.root, generation, searchable(query.root))) if query.root else []
    told.extend(Fate(note.text, note.sentence, note.kind) for note in query.notes)
    return tuple(told)


def _of(node: Node, generation: Generation, looked_for: Node | None, field: str = "") -> Iterator[Fate]:
    match node:
        case And(children=children) | Or(children=children):
            for child in children:
                yield from _of(child, generation, looked_for, field)
        case Not(child=child):
            yield Fate(to_text(node), f"without {to_text(child)}", "not", _count(child, generation))
        case Field(name=name, child=child):
            yield Fate(to_text(node), f"in the {name}: {to_text(child)}", "field", _count(node, generation))
        case DateRange():
            yield Fate(range_text(node), _period(node), "date", _count(node, generation))
        case _:
            yield _of_leaf(node, generation, looked_for)


def _of_leaf(node: Node, generation: Generation, looked_for: Node | None) -> Fate:
    text = to_text(node)
    if is_empty(node):
        return Fate(text, "no word in it", "dropped")
    if is_idle(node):
        return Fate(text, _idle_meaning(node, looked_for), "stopword")
    count = _count(node, generation)
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
            return Fate(text, _expansion(f"words that begin with {start}", node, generation), "prefix", count)
        case Fuzzy(distance=distance):
            meaning = f"spelt alike, up to {distance} letter{'s' * (distance > 1)} off"
            return Fate(text, _expansion(meaning, node, generation), "fuzzy", count)
        case _:
            raise AssertionError(node)


def _forms(word: str) -> str:
    pattern = pattern_of(Word(word), stemmed=False)
    slot = pattern.single
    if slot is None:
        return "these words side by side" + (", or joined" if len(pattern.runs) > 1 else "")
    stem = light_stem(slot.value)
    if not slot.value.isalpha() or "." in word:
        return f"{slot.value}, any spelling"
    return f"any form of {slot.value}" + f" ({stem}…)" * (stem != slot.value)


def _expansion(meaning: str, node: Prefix | Fuzzy, generation: Generation) -> str:
    slot: Slot = pattern_of(node).runs[0][-1]
    forms = generation.translator.expand(slot, "text_exact")
    cut = len(forms) >= MOST_EXPANSIONS
    shown = ", ".join(forms[:5]) + ("…" if len(forms) > 5 else "")
    return f"{meaning}: {shown}" + f" (the {MOST_EXPANSIONS} commonest only)" * cut


def _idle_meaning(leaf: Node, looked_for: Node | None) -> str:
    used = positive_terms(looked_for)
    if Field("title", leaf) in used:
        return "too common: looked for in titles only"
    if any(isinstance(term, Phrase) and isinstance(leaf, Word) and leaf.text in term.words for term in used):
        return "too common by itself: looked for side by side with the others"
    return "too common to say anything: left out"


def _count(node: Node, generation: Generation) -> int:
    looked_for = searchable(node)
    return generation.count(looked_for) if looked_for else 0


def _period(days: DateRange) -> str:
    match days:
        case DateRange(since=None, until=until):
            return f"published until {until}"
        case DateRange(since=since, until=None):
            return f"published from {since} on"
        case _:
            return f"published from {days.since} to {days.until}"
