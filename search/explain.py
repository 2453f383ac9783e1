"""The explanation of an answer, its line "Searched for": what became of each part of a query."""

from collections.abc import Iterator
from dataclasses import dataclass

from index.base.stems import stem_of
from search.matching.authored import authored
from search.matching.collect import Found
from search.matching.evaluate import Evaluator
from search.matching.index_reader import MOST_EXPANSIONS
from search.matching.results import Explanation
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
    in_its_form,
    positive_terms,
    to_text,
)
from search.query.rewrite import is_empty, is_stop_word_leaf, searchable

LEFT_OUT = "too common to say anything: left out"
IN_TITLES = "too common: looked for in titles only"
BY_AUTHOR = "as an author's name: below the articles that have these words"
SIDE_BY_SIDE = "each too common by itself: looked for side by side"

COLLIDES = 5  # times: a form that so many more articles have another one of than itself
SHOWN = 2  # other forms


def explain(query: Query, evaluator: Evaluator, found: Found) -> tuple[Explanation, ...]:
    """The explanation of each part in the order of the query, then of an author's name, and what
    the parser noted."""
    explained: list[Explanation] = []
    if query.root:
        explained += _Explainer(evaluator, searchable(query.root), query.root).explain(query.root)
    if len(found.by_author) and (named := authored(query, evaluator.reader)):
        count = evaluator.count(named)
        explained.append(Explanation(to_text(named), BY_AUTHOR, "field", count))
    explained += (Explanation(note.text, note.sentence, note.kind) for note in query.notes)
    return tuple(explained)


@dataclass(frozen=True, slots=True)
class _Explainer:
    evaluator: Evaluator
    looked_for: Node | None  # what is left of the query when its stop words are left out
    root: Node  # the query

    def explain(self, node: Node) -> Iterator[Explanation]:
        match node:
            case And(children=children) if (phrase := self._joined_phrase(children)) is not None:
                text = " ".join(phrase.words)
                yield Explanation(text, SIDE_BY_SIDE, "phrase", self._count(phrase))
                rest = (child for child in children if not is_stop_word_leaf(child))
                yield from (explanation for child in rest for explanation in self.explain(child))
            case And(children=children) | Or(children=children):
                for child in children:
                    yield from self.explain(child)
            case Not(child=child):
                meaning = f"without {to_text(child)}"
                yield Explanation(to_text(node), meaning, "not", self._count(child))
            case Field(name=name, child=child):
                meaning = f"in the {name}: {to_text(child)}"
                yield Explanation(to_text(node), meaning, "field", self._count(node))
            case DateRange():
                yield Explanation(range_text(node), _period(node), "date", self._count(node))
            case _:
                yield self._leaf(node)

    def _leaf(self, node: Node) -> Explanation:
        text = to_text(node)
        if is_empty(node):
            return Explanation(text, "no word in it", "dropped")
        if is_stop_word_leaf(node):
            alone = Field("title", node) in positive_terms(self.looked_for)
            return Explanation(text, IN_TITLES if alone else LEFT_OUT, "stopword")
        count = self.evaluator.count(node)
        if count == 0:
            return Explanation(text, "in no article", "unknown", 0)
        match node:
            case Word():
                return self._word(node, count)
            case Exact():
                return Explanation(text, "exactly this form", "exact", count)
            case Phrase():
                return Explanation(text, "exactly these words", "phrase", count)
            case Near(distance=distance):
                return Explanation(text, f"within {distance} words of each other", "near", count)
            case Prefix(text=start):
                meaning = f"words that begin with {start}"
                return Explanation(text, self._expansion(meaning, node), "prefix", count)
            case Fuzzy(distance=distance):
                meaning = f"spelt alike, up to {distance} letter{'s' * (distance > 1)} off"
                return Explanation(text, self._expansion(meaning, node), "fuzzy", count)
            case _:
                raise AssertionError(node)

    def _word(self, word: Word, count: int) -> Explanation:
        """Of a form that few of the articles have that its stem finds, also which they have, and
        the question with that form alone."""
        meaning, term = _forms(word.text), pattern_of(word, stemmed=False).single
        reader = self.evaluator.reader
        if term and reader.doc_frequency("text_exact", term.value) * COLLIDES < count:
            stem = stem_of(term.value)
            others = [form for form, _ in reader.forms_of(stem).most_common(SHOWN + 1)]
            named = [form for form in others if form != term.value][:SHOWN]
            exact = to_text(in_its_form(self.root, word))
            meaning = f"{meaning}: mostly {' and '.join(named)}"
            return Explanation(word.text, meaning, "stem", count, exact)
        return Explanation(word.text, meaning, "stem", count)

    def _joined_phrase(self, children: tuple[Node, ...]) -> Phrase | None:
        """The phrase that stop words became together, if they did."""
        words = tuple(child.text for child in children if isinstance(child, Word))
        phrase = Phrase(words) if len(words) > 1 else None
        asked = phrase in positive_terms(self.looked_for) and phrase not in children
        return phrase if asked else None

    def _count(self, node: Node) -> int:
        looked_for = searchable(node)
        return self.evaluator.count(looked_for) if looked_for else 0

    def _expansion(self, meaning: str, node: Prefix | Fuzzy) -> str:
        forms = self.evaluator.reader.expand(pattern_of(node).phrases[0][-1], "text_exact")
        cut = len(forms) >= MOST_EXPANSIONS
        shown = ", ".join(forms[:5]) + ("…" if len(forms) > 5 else "")
        return f"{meaning}: {shown}" + f" (the {MOST_EXPANSIONS} commonest only)" * cut


def _forms(word: str) -> str:
    pattern = pattern_of(Word(word), stemmed=False)
    term = pattern.single
    if term is None:
        return "these words side by side" + (", or joined" if len(pattern.phrases) > 1 else "")
    stem = stem_of(term.value)
    if not term.value.isalpha() or "." in word:
        return f"{term.value}, any spelling"
    return f"any form of {term.value}" + f", stem {stem}" * (stem != term.value)


def _period(days: DateRange) -> str:
    match days:
        case DateRange(since=None, until=until):
            return f"published until {until}"
        case DateRange(since=since, until=None):
            return f"published from {since} on"
        case _:
            return f"published from {days.since} to {days.until}"
