"""The explanation of an answer, its line "Searched for": what became of each part of a query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from index.base.stems import stem_of
from search.matching.authored import authored
from search.matching.collect import Collected
from search.matching.evaluate import Evaluator
from search.matching.filters import Allowed, within
from search.matching.index_reader import MOST_EXPANSIONS
from search.matching.results import Explanation
from search.query.pattern import MAY_BREAK, pattern_of
from search.query.periods import DateRange, range_text
from search.query.query import (
    Acronym,
    And,
    Exact,
    Field,
    FieldName,
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
from search.query.rewrite import is_empty, is_stop_word_leaf, searchable, unshouted
from search.query.variants import has_variants

LEFT_OUT = "too common to say anything: left out"
IN_TITLES = "too common: looked for in titles only"
BY_AUTHOR = "as an author's name: below the articles that have these words"
SIDE_BY_SIDE = "each too common by itself: looked for side by side"

COLLIDES = 5  # times: a form that so many more articles have another one of than itself
SHOWN = 2  # other forms
NAMED = 5  # of the words that a prefix or a near spelling stands for


def explain(query: Query, evaluator: Evaluator, found: Collected) -> tuple[Explanation, ...]:
    """The explanation of each part in the order of the query, then of an author's name, and what
    the parser noted; of parts that are the same, once. Counts are of what the filters allow."""
    explained: list[Explanation] = []
    if query.root:
        plain = unshouted(query.root)
        looked_for = frozenset(positive_terms(evaluator.looked_for(query.root)))
        explainer = _Explainer(
            evaluator, found.allowed, looked_for, plain, plain != query.root, has_variants(plain)
        )
        explained += explainer.explain(plain)
    if len(found.by_author) and (named := authored(query, evaluator.reader)):
        count = len(within(evaluator.evaluate(named), found.allowed))
        name = to_text(named)
        explained.append(Explanation(name, BY_AUTHOR, "field", count, also=(name,)))
    explained += (Explanation(note.text, note.sentence, note.kind) for note in query.notes)
    return tuple(dict.fromkeys(explained))


@dataclass(frozen=True, slots=True)
class _Explainer:
    evaluator: Evaluator
    allowed: Allowed
    looked_for: frozenset[Node]  # what is left of the query when its stop words are left out
    root: Node  # the query, unshouted
    shouted: bool  # typed in capitals throughout
    varied: bool  # whether its words are looked for in other ways, too

    def explain(self, node: Node) -> Iterator[Explanation]:
        match node:
            case And(children=children) if (phrase := self._joined_phrase(children)) is not None:
                text = self._typed(" ".join(phrase.words))
                yield Explanation(text, SIDE_BY_SIDE, "phrase", self._count(phrase))
                rest = (child for child in children if not is_stop_word_leaf(child))
                yield from (explanation for child in rest for explanation in self.explain(child))
            case And(children=children):
                varied = self.evaluator.varied_all(children) if self.varied else children
                for at, child in enumerate(children):
                    if isinstance(child, Word):
                        went = takewhile(lambda each: each is None, varied[at + 1 :])
                        if (asked := varied[at]) is not None:
                            yield self._leaf(child, asked, children[at + 1 : at + 1 + len([*went])])
                    else:
                        yield from self.explain(child)
            case Or(children=children):
                for child in children:
                    yield from self.explain(child)
            case Not(child=child):
                meaning = f"without {to_text(child)}"
                yield Explanation(to_text(node), meaning, "not", self._count(child))
            case Field(name=name, child=child):
                asked = self.evaluator.variants.vary(child, name) if self.varied else child
                also = self._also(child, asked, name)
                meaning = f"in the {name}: {to_text(child)}{_told(also)}"
                yield Explanation(to_text(node), meaning, "field", self._count(node), also=also)
            case DateRange():
                yield Explanation(range_text(node), _period(node), "date", self._count(node))
            case _:
                yield self._leaf(node, self.evaluator.varied(node) if self.varied else node)

    def _leaf(self, node: Node, asked: Node, joined: Sequence[Node] = ()) -> Explanation:
        """`asked` is the leaf with its variants, `joined` the leaves that went with it."""
        text = self._typed(" ".join(map(to_text, (node, *joined))))
        if is_empty(node):
            return Explanation(text, "no word in it", "dropped")
        if is_stop_word_leaf(node):
            alone = Field("title", node) in self.looked_for
            return Explanation(text, IN_TITLES if alone else LEFT_OUT, "stopword")
        count = len(within(self.evaluator.evaluate(asked), self.allowed))
        if count == 0:
            meaning = "in no article"
            if self.allowed and self.evaluator.count(asked):
                meaning += " that the filters allow"
            return Explanation(text, meaning, "unknown", 0)
        also = self._also(node, asked)
        match node:
            case Word() if joined and isinstance(asked, Word):
                whole = asked.text.replace(MAY_BREAK, "")
                meaning = f"side by side, or as one: {whole}"
                return Explanation(text, meaning, "stem", count, also=(whole,))
            case Word():
                return self._word(node, _forms(node, asked) + _told(also), count, also)
            case Exact():
                return Explanation(text, "exactly this form", "exact", count)
            case Phrase():
                meaning = f"exactly these words{_told(also)}"
                return Explanation(text, meaning, "phrase", count, also=also)
            case Near(distance=distance):
                meaning = f"within {distance} words of each other{_told(also)}"
                return Explanation(text, meaning, "near", count, also=also)
            case Prefix(text=start):
                meaning = f"words that begin with {start}"
                return Explanation(text, self._expansion(meaning, node), "prefix", count)
            case Fuzzy(distance=distance):
                meaning = f"spelt alike, up to {distance} letter{'s' * (distance > 1)} off"
                return Explanation(text, self._expansion(meaning, node), "fuzzy", count)
            case _:
                raise AssertionError(node)

    def _word(
        self, word: Word, meaning: str, count: int, also: tuple[str, ...]
    ) -> Explanation:
        """Of a form that few of the articles have that its stem finds, also which they have, and
        the question with that form alone where any has it."""
        text = self._typed(word.text)
        term, reader = pattern_of(word, stemmed=False).single, self.evaluator.reader
        held = reader.doc_frequency("text_exact", term.value) if term else 0
        if term and held * COLLIDES < count:
            others = (form for form, _ in reader.forms_of(stem_of(term.value)).most_common())
            told = (form for form in others if form != term.value and self._is_there(form))
            if named := [*islice(told, SHOWN)]:
                exact = to_text(in_its_form(self.root, word)) if held else None
                meaning = f"{meaning}: mostly {' and '.join(named)}"
                return Explanation(text, meaning, "stem", count, exact, also)
        return Explanation(text, meaning, "stem", count, also=also)

    def _is_there(self, form: str) -> bool:
        """Whether any article has a form that was not taken down: the index counts these, too."""
        reader = self.evaluator.reader
        return not reader.has_deleted or len(reader.term("text_exact", form, scored=False)) > 0

    def _joined_phrase(self, children: tuple[Node, ...]) -> Phrase | None:
        """The phrase that stop words became together, if they did."""
        words = tuple(child.text for child in children if isinstance(child, Word))
        phrase = Phrase(words) if len(words) > 1 else None
        asked = phrase in self.looked_for and phrase not in children
        return phrase if asked else None

    def _typed(self, text: str) -> str:
        return text.upper() if self.shouted else text

    def _also(
        self, node: Node, asked: Node, within: FieldName | None = None
    ) -> tuple[str, ...]:
        """The variants of a leaf that are in any article, for people."""
        if asked == node:
            return ()
        if isinstance(node, Near) and isinstance(asked, Near):
            every = [*_variants(node.left, asked.left), *_variants(node.right, asked.right)]
        else:
            every = [*_variants(node, asked)]
        return tuple(
            (" ".join(each.words) if isinstance(each, Phrase) else to_text(each))
            for each in dict.fromkeys(every)
            if len(self.evaluator.evaluate(each, within))
        )

    def _count(self, node: Node) -> int:
        looked_for = self.evaluator.looked_for(node) if self.varied else searchable(node)
        if not looked_for:
            return 0
        return len(within(self.evaluator.evaluate(looked_for), self.allowed))

    def _expansion(self, meaning: str, node: Prefix | Fuzzy) -> str:
        forms = self.evaluator.reader.expand(pattern_of(node).phrases[0][-1], "text_exact")
        cut = len(forms) >= MOST_EXPANSIONS
        some = [*islice(filter(self._is_there, forms), NAMED + 1)]
        shown = ", ".join(some[:NAMED]) + ("…" if len(some) > NAMED else "")
        return f"{meaning}: {shown}" + f" (the {MOST_EXPANSIONS} commonest only)" * cut


def _told(also: tuple[str, ...]) -> str:
    return f"; also {', '.join(also)}" if also else ""


def _variants(node: Node, asked: Node) -> Iterator[Word | Phrase]:
    """What is asked for besides what was typed."""
    if isinstance(asked, Or) and not isinstance(node, Or):
        for each in asked.children:
            yield from _variants(node, each)
    elif isinstance(node, Phrase) and isinstance(asked, Phrase):
        for way in (" ", ""):
            words = tuple(" ".join(asked.words).replace(MAY_BREAK, way).split())
            if [word.lower() for word in words] != [word.lower() for word in node.words]:
                yield Phrase(words)
    elif isinstance(node, Word) and isinstance(asked, Word | Phrase):
        text = " ".join(asked.words) if isinstance(asked, Phrase) else asked.text
        for way in (" ", "") if MAY_BREAK in text else (" ",):
            said = " ".join(text.replace(MAY_BREAK, way).split())
            if said.lower() != node.text.lower():
                yield Word(said)


def _forms(word: Word, asked: Node) -> str:
    first = asked.children[0] if isinstance(asked, Or) else asked
    if isinstance(first, Acronym):
        return f"the name {first.text}, in capitals"
    pattern = pattern_of(word, stemmed=False)
    term = pattern.single
    if term is None:
        return "these words side by side" + (", or joined" if len(pattern.phrases) > 1 else "")
    if term.value.isupper():
        return f"the name {term.value}, in capitals"
    stem = stem_of(term.value)
    if not term.value.isalpha() or "." in word.text:
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
