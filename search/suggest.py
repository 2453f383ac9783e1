"""Did you mean: another spelling that finds more, a name for an author's, or a date for one.

Of words that the archive does not hold, or holds in few articles beside the many of another that is
spelt nearly so: such are misspellings that were printed. What is likely to have been meant is for
`search/spelling/` to say; nothing is suggested that does not find more than what was typed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise
from math import log
from operator import attrgetter
from typing import NamedTuple, cast

from corpus.field import TERMS
from index.base.analysis import APOSTROPHES
from index.base.stems import stem_of
from search.matching.authored import is_in_names
from search.matching.collect import collect
from search.matching.evaluate import Evaluator
from search.matching.index_reader import IndexReader
from search.matching.results import Request, Suggestion
from search.query.parser import parse
from search.query.pattern import parts_of
from search.query.periods import DateRange, read_range
from search.query.query import (
    And,
    Exact,
    Field,
    FieldName,
    Near,
    Node,
    Phrase,
    Word,
    all_of,
    in_field,
    positive_terms,
    retyped,
    to_text,
)
from search.query.rewrite import searchable
from search.query.stopwords import STOP_WORDS
from search.query.typed_dates import LONGEST as LONGEST_DATE
from search.spelling.slips import CHEAPEST, NEVER, cost

SHORTEST = 4       # letters: a shorter word has too many neighbours to guess among
LONGEST = 40       # letters: more is no word
ABBREVIATED = 5    # letters: with a dot behind it a shorter word is none that is misspelt: "Sept."
ABBREVIATIONS = frozenset("capt corp dept govt prof sept".split())  # without it, too
MOST_WORDS = 3     # words respelt in one question
MOST_DOUBTS = 6    # words looked at: those in no article first, then the rarest
MARGIN = 0.5       # how much likelier, as a logarithm, another word is than one that is held
MISPRINTS = 33     # times as many articles must hold it: fewer of its misprints get printed
CHOICES = 4        # spellings of a word that are tried beside the others
MOST_BESIDE = 16   # words of a question: of more, each spelling is the likeliest by itself
FEW = 5            # articles: rarer words are looked through only where no other was meant
UNLIKELY = 15.0    # what slips may cost
TWO_WORDS = 5.0    # what it costs to write two words as one
ONE_WORD = 4.0     # or one as two
SHORTEST_PART = 3  # letters of either of the two
LONGEST_NAME = 4   # words

Spelling = tuple[float, str]  # how likely it was meant, as a logarithm; and itself
Where = tuple[str, FieldName | None]  # a word as typed, and the field it is looked for in
Respelt = Mapping[Where, str]


def suggest(evaluator: Evaluator, request: Request, total: int) -> Suggestion | None:
    """Another question that finds more than `total`, or None."""
    root = request.query.root
    if root is None or request.bare:
        return None
    for tree in _guesses(evaluator, request, root, total):
        text = to_text(tree)
        query = parse(text, match=request.query.match)
        if query.root == tree and (count := _count(evaluator, request, tree)) > total:
            return Suggestion(text, count)
    return None


def _guesses(evaluator: Evaluator, request: Request, root: Node, total: int) -> Iterator[Node]:
    named = _as_author(root) if total < request.size else None
    known = named if named is not None and _is_name(named, evaluator) else None
    if not total:
        yield from filter(None, (_as_date(request.query.text), known))
    yield from filter(None, (_respell(evaluator, request, root),))
    if total:
        yield from filter(None, (known,))
    elif named is not None and known is None:
        respelt = _respell(evaluator, request, named)
        if respelt is not None and _is_name(respelt, evaluator):
            yield respelt


def _count(evaluator: Evaluator, request: Request, tree: Node) -> int:
    asked = replace(request, query=replace(request.query, root=tree), bare=True)
    return len(collect(evaluator, asked).whole)


def _as_date(text: str) -> DateRange | None:
    """The days that a question is, typed without `date:` before it."""
    # each has a year; others would load the months' names
    if len(text) > LONGEST_DATE or not any(map(str.isdecimal, text)):
        return None
    try:
        return read_range("date", text).days
    except ValueError:
        return None


# -- spelling


class _Typed(NamedTuple):
    """A word of a question."""

    text: str                 # as typed
    form: str
    within: FieldName | None
    names: str                # the field whose words are its neighbours
    stemmed: bool             # whether any form of it is looked for
    leaf: Node                # what it stands in
    held: int                 # by so many articles, or any form of it where these are many

    @property
    def where(self) -> Where:
        return self.text, self.within

    def is_inflected(self, reader: IndexReader) -> bool:
        """Whether an article holds another form that is found by it."""
        return self.stemmed and reader.doc_frequency("text", stem_of(self.form)) > 0


def _respell(evaluator: Evaluator, request: Request, root: Node) -> Node | None:
    """The tree with misspelt words as they were likely meant; None where there are none."""
    reader = evaluator.reader
    typed = list(_typed(root, reader))
    many = len(typed) > MOST_WORDS and request.query.match == "all"
    if many and _unknown(root, typed, reader) > MOST_WORDS:
        return None  # whatever they become, others of them would still find nothing
    spellings: dict[Where, tuple[Spelling, ...]] = {}
    for word in sorted(typed, key=attrgetter("held"))[:MOST_DOUBTS]:
        if word.held * MISPRINTS > reader.size:
            break  # no other is so much commoner, of these words and of the commoner ones
        if found := _remembered(word, evaluator, CHOICES if len(typed) > 1 else 1):
            spellings[word.where] = found
        if len(spellings) == MOST_WORDS:
            break
    best = {where: found[0][1] for where, found in spellings.items()}
    best |= _joined(root, typed, spellings, reader)
    if not best:
        return None
    tree = _retype(root, best)
    beside = 1 < len(typed) <= MOST_BESIDE
    if beside and (tree is None or _count(evaluator, request, tree) < request.size):
        for where, found in spellings.items():
            if best[where] in (spelling for _, spelling in found):
                best[where] = _fitting(evaluator, request, root, best, where, found)
        tree = _retype(root, best)
    return None if tree == root else tree


def _unknown(root: Node, typed: Iterable[_Typed], reader: IndexReader) -> int:
    """How many of the words that an article must have are in none."""
    wanted = frozenset(root.children) if isinstance(root, And) else ()
    unknown = (word for word in typed if not word.held and word.leaf in wanted)
    return len({word.where for word in unknown if not word.is_inflected(reader)})


def _typed(root: Node, reader: IndexReader) -> Iterator[_Typed]:
    """The words of a question that may be misspelt, in order."""
    for part in positive_terms(root):
        leaf, within = (part.child, part.name) if isinstance(part, Field) else (part, None)
        for end in (leaf.left, leaf.right) if isinstance(leaf, Near) else (leaf,):
            if not isinstance(end, Word | Exact | Phrase):
                continue
            text = " ".join(end.words) if isinstance(end, Phrase) else end.text
            stemmed = isinstance(end, Word) and within not in TERMS
            names = within if within in TERMS else "text_exact"
            for word, form in _doubtful(text):
                held = _held(form, names, reader, stemmed=stemmed)
                yield _Typed(word, form, within, names, stemmed, end, held)


@lru_cache(maxsize=512)
def _doubtful(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text that may be misspelt, as typed, and their forms."""
    return tuple(
        (text[start:stop], form)
        for start, stop, form in _words(text)
        if SHORTEST <= len(form) <= LONGEST
        and form.isalpha()
        and form not in STOP_WORDS
        and form not in ABBREVIATIONS
        and not (text[stop : stop + 1] == "." and len(form) <= ABBREVIATED)
    )


def _held(form: str, names: str, reader: IndexReader, *, stemmed: bool) -> int:
    if stemmed:  # that is known already
        found = reader.doc_frequency("text", stem_of(form))
        if found * MISPRINTS > reader.size:
            return found
    return reader.doc_frequency(names, form)


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word begins and ends, and its form: both without a possessive's ending."""
    for token in parts_of(text):
        possessive = text[token.end - 2 : token.end - 1] in APOSTROPHES and token.end > 2
        yield token.start, token.end - 2 * possessive, token.form


def _remembered(word: _Typed, evaluator: Evaluator, most: int) -> tuple[Spelling, ...]:
    memory = evaluator.reader.memory.words
    key = "spellings", word.form, word.within, word.stemmed, most
    known = memory.get(key)
    if known is None:
        known = tuple(_spellings(word, evaluator, most))
        memory.put(key, known)
    return cast(tuple[Spelling, ...], known)


def _spellings(word: _Typed, evaluator: Evaluator, most: int) -> list[Spelling]:
    """What was likely meant by a word, likeliest first; none where that is the word itself."""
    reader, held = evaluator.reader, word.held
    if held:
        found = _near(word, 1, held * MISPRINTS, reader, most)
        kept = bool(found) and found[0][1] in STOP_WORDS  # rather a name than one of these
        return [] if kept else [each for each in found if each[0] > log(held) + MARGIN]
    found = _near(word, 2, FEW, reader, most)
    rarer = log(FEW) - (found[0][0] if found else -NEVER)  # what slips in a rarer word may cost
    if rarer > CHEAPEST:
        rare = _near(word, min(2, int(min(rarer, UNLIKELY) / CHEAPEST)), 1, reader, most)
        found = nlargest(most, {*found, *rare})
    if word.is_inflected(reader):
        return [each for each in found if each[0] > 0]
    if word.within in TERMS:
        return found
    return nlargest(most, [*found, *_parted(word, evaluator)])


def _near(word: _Typed, distance: int, docs: int, reader: IndexReader, most: int) -> list[Spelling]:
    """Words spelt nearly so that `docs` articles hold, or more, likeliest first."""
    counts: Counter[tuple[str, int]] = Counter()
    for vocabulary in (parts := reader.vocabularies(word.names)):
        # what `docs` articles hold, so many of one part do
        for near in vocabulary.near(word.form, distance, docs=-(-docs // len(parts))):
            counts[near.text, near.steps] += near.docs
    stem = stem_of(word.form) if word.stemmed else None
    best: list[Spelling] = []
    for (other, steps), count in counts.most_common():
        bar = best[-1][0] if len(best) == most else -NEVER
        if log(count) - CHEAPEST <= bar:
            break
        idle = not steps or not other.isalpha() or (steps > 1 and other in STOP_WORDS)
        if idle or log(count) - steps * CHEAPEST <= bar:
            continue
        slips = cost(other, word.form)
        if slips <= UNLIKELY and log(count) - slips > bar and stem_of(other) != stem:
            best = nlargest(most, [*best, (log(count) - slips, other)])
    return best


def _parted(word: _Typed, evaluator: Evaluator) -> list[Spelling]:
    """The word as two that stand side by side."""
    form, reader = word.form, evaluator.reader
    pairs = []
    for at in range(SHORTEST_PART, len(form) - SHORTEST_PART + 1):
        counts = [reader.doc_frequency(word.names, part) for part in (form[:at], form[at:])]
        pairs.append((min(counts), form[:at], form[at:]))
    found = []
    for fewest, *parts in nlargest(2, pairs):
        phrase: Node | None = Phrase(tuple(parts)) if fewest else None
        if word.within and phrase:
            phrase = in_field(word.within, phrase)
        if phrase and (count := evaluator.count(phrase)):
            found.append((log(count) - TWO_WORDS, " ".join(parts)))
    return found


def _joined(
    root: Node,
    typed: list[_Typed],
    spellings: Mapping[Where, tuple[Spelling, ...]],
    reader: IndexReader,
) -> dict[Where, str]:
    """Two words side by side, one of them in no article, as the one that they are together."""
    joined: dict[Where, str] = {}
    for left, right in pairwise(typed):
        if left.held and right.held:
            continue
        beside = left.leaf is right.leaf or (
            isinstance(root, And) and isinstance(left.leaf, Word) and isinstance(right.leaf, Word)
        )
        if not beside or left.within != right.within:
            continue
        count = reader.doc_frequency(left.names, left.form + right.form)
        others = [spellings[each.where][0][0] for each in (left, right) if each.where in spellings]
        if count and log(count) - ONE_WORD > max(others, default=-UNLIKELY):
            joined |= {left.where: left.form + right.form, right.where: ""}
    return joined


def _fitting(
    evaluator: Evaluator,
    request: Request,
    root: Node,
    best: Respelt,
    where: Where,
    found: Iterable[Spelling],
) -> str:
    """The spelling of a word that goes best with the others of the question."""
    vocabulary = "text_exact" if where[1] not in TERMS else where[1]
    fitting: list[Spelling] = []
    for likely, spelling in found:
        tree = _retype(root, {**best, where: spelling})
        count = _count(evaluator, request, tree) if tree is not None else 0
        alone = evaluator.reader.doc_frequency(vocabulary, spelling) or 1
        if count:
            fitting.append((likely - log(alone) + log(count), spelling))
    return max(fitting)[1] if fitting else best[where]


def _retype(root: Node, respelt: Respelt) -> Node | None:
    def retype(text: str, within: FieldName | None) -> str:
        parts, done = [], 0
        for start, stop, _ in _words(text):
            typed = text[start:stop]
            if (typed, within) in respelt:
                parts += [text[done:start], _in_case(typed, respelt[typed, within])]
                done = stop
        return "".join((*parts, text[done:]))

    return retyped(root, retype)


def _in_case(typed: str, spelling: str) -> str:
    """A spelling with the capitals of what was typed."""
    if len(typed) > 1 and typed.isupper():
        return spelling.upper()
    return spelling[:1].upper() + spelling[1:] if typed[:1].isupper() else spelling


# -- authors


def _as_author(root: Node) -> Node | None:
    """The words of a question as an author's name; None when it is not of plain words only."""
    words = root.children if isinstance(root, And) else (root,)
    if not all(isinstance(word, Word) for word in words) or len(words) > LONGEST_NAME:
        return None
    return in_field("author", all_of(words))


def _is_name(named: Node, evaluator: Evaluator) -> bool:
    """Whether all the words that are looked for are in names of authors."""
    parts = positive_terms(searchable(named))
    known = evaluator.reader.words_of("author")
    return all(is_in_names(word, known) for word in parts)
