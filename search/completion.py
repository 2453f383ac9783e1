"""Complete as you type: words, pairs of words, authors and titles that go on as a question begins.

What is looked through is made from the generation when first asked for, with bounds on its time and
memory, and kept as long as that is open: so it is the same for both kinds of index, for those of
earlier versions too, and is never out of step with its generation. Whatever is offered is looked up
before: what people took down since the generation was built is not in it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import chain, islice, pairwise, zip_longest
from typing import Self

from corpus.field import NAMED
from index.base.stems import stem_of
from search.matching.collect import collect
from search.matching.evaluate import Evaluator
from search.matching.filters import allowed_by
from search.matching.index_reader import IndexReader
from search.matching.results import Completion, CompletionKind, Filters, Request
from search.query.parser import parse
from search.query.query import Exact, Phrase, all_of
from search.query.stopwords import STOP_WORDS
from search.spelling.lines import Lines, forms_of

MOST_TITLES = 50_000   # the newest: more would be waited for
MOST_SAMPLED = 1_000    # articles whose texts are read for pairs of words
MOST_PAIRS = 20_000    # the commonest
LEAST_OFTEN = 3        # times that a pair stands in titles and in the texts that are read
AT_ONCE = 1_000        # articles read together
LONGEST = 100          # characters that are completed
TRIED = 6              # of each kind that are looked up, until enough were found
MOST_OF_A_KIND = 3
TELLING = 3            # letters of a word that says by itself what it may become
COMMONEST = 64         # words with one beginning, stop words among them

BYLINE = next(field for field in NAMED if field.name == "byline")
OPERATORS = re.compile(r'["():=*~|<>]')
IN_AUTHOR = re.compile(r'\s*author:\s*"?([^"():=*~|<>]*)"?\s*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Completions:
    """What can be offered of one generation."""

    titles: list[tuple[str, str]]  # with the article's id before each; newest first
    authors: list[str]             # most articles first
    pairs: list[tuple[str, str]]   # commonest first
    by_title: Lines
    by_author: Lines
    by_pair: Lines

    @classmethod
    def of(cls, reader: IndexReader) -> Self:
        """Read them."""
        docs = reader.everything().docs
        newest = docs[(-reader.days(docs)).argsort(kind="stable")][:MOST_TITLES].tolist()
        titles = [
            (stored.id, stored.title)
            for first in range(0, len(newest), AT_ONCE)
            for stored in reader.page(newest[first : first + AT_ONCE]).stored
        ]
        forms = [forms_of(title) for _, title in titles]
        counts, _ = reader.count_names(BYLINE.column, docs)
        authors = sorted(counts, key=counts.__getitem__, reverse=True)
        pairs = _pairs(chain(forms, _sampled(reader, newest)))
        return cls(
            titles, authors, pairs, Lines(forms), Lines(map(forms_of, authors)), Lines(pairs)
        )

    def complete(self, typed: str, evaluator: Evaluator, most: int) -> tuple[Completion, ...]:
        """The completions of what was typed so far: at most `most`, some of each kind.

        There are none where it has operators, but for `author:`.
        """
        typed = typed[:LONGEST]
        if named := IN_AUTHOR.fullmatch(typed):
            words, start = _parted(named[1])
            return tuple(islice(self._named(words, start, evaluator), most))
        words, start = _parted(typed)
        if not (words or start) or OPERATORS.search(typed):
            return ()
        ways = (
            list(islice(_once(way, typed), MOST_OF_A_KIND))
            for way in (
                self._worded(words, start, evaluator),
                self._named(words, start, evaluator),
                self._titled(words, start, evaluator),
            )
        )
        taken = [each for turn in zip_longest(*ways) for each in turn if each][:most]
        kinds: tuple[CompletionKind, ...] = ("words", "author", "title")
        return tuple(sorted(taken, key=lambda each: kinds.index(each.kind)))

    def _worded(self, words: list[str], start: str, evaluator: Evaluator) -> Iterator[Completion]:
        """The last word as it may go on, and pairs that begin with it, or with the one before, what
        more articles have first; with the number of all that the question finds."""
        *before, last = words or [""]
        pairs = (self.pairs[number] for number in self.by_pair.find(words[-1:], start, TRIED))
        paired = [(*before, *pair) for pair in pairs if pair[0] == last or not words]
        single = [(*words, form) for form in _words(start, evaluator.reader)] if start else []
        if words and (paired or len(start) < TELLING):
            single = []  # the commonest word has nothing to do with those before
        ways = (_counted(single, 1, evaluator), _counted(paired, 2, evaluator))
        for _, way in merge(*ways, key=lambda counted: -counted[0]):
            text = " ".join(way)
            found = collect(evaluator, Request(parse(text), bare=True)).whole
            yield Completion(text, "words", len(found))

    def _named(self, words: list[str], start: str, evaluator: Evaluator) -> Iterator[Completion]:
        for number in self.by_author.find(words, start, TRIED):
            name = self.authors[number]
            written = allowed_by(evaluator, Filters(names=((BYLINE.term, name),)))[BYLINE.term]
            if len(written):
                yield Completion(name, "author", len(written))

    def _titled(self, words: list[str], start: str, evaluator: Evaluator) -> Iterator[Completion]:
        for number in self.by_title.find(words, start, TRIED):
            ident, title = self.titles[number]
            docs = evaluator.reader.term("id", ident, scored=False).docs.tolist()
            if docs and title and evaluator.reader.page(docs).stored[0].title == title:
                yield Completion(title, "title", 1, ident)


def _once(way: Iterator[Completion], typed: str) -> Iterator[Completion]:
    """What differs from what was typed, and from what was offered before."""
    seen = {("words", typed.strip().casefold())}
    for each in way:
        if (each.kind, each.text) not in seen:
            seen.add((each.kind, each.text))
            yield each


def _counted(
    ways: Iterable[tuple[str, ...]], own: int, evaluator: Evaluator
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The ways that stand somewhere, the last `own` words side by side, with how many articles
    have them."""
    for way in ways:
        said = [Exact(form) for form in way[:-own] if form not in STOP_WORDS]
        node = all_of((*said, Phrase(way[-own:])))
        if node and (count := evaluator.count(node)):
            yield count, way


def _parted(typed: str) -> tuple[list[str], str]:
    """The words that are typed to their end, and the beginning of one."""
    forms = forms_of(typed)
    if forms and typed[-1:].isalnum():
        return forms[:-1], forms[-1]
    return forms, ""


def _words(start: str, reader: IndexReader) -> list[str]:
    """The commonest words with this beginning; of forms that find the same, the commonest."""
    counts: Counter[str] = Counter()
    for vocabulary in reader.vocabularies("text_exact"):
        counts.update(dict(vocabulary.beginning(start, COMMONEST)))
    found: dict[str, str] = {}
    for form, _ in counts.most_common():
        if form not in STOP_WORDS and not form.endswith("'s"):
            found.setdefault(stem_of(form), form)
    return [*found.values()][:TRIED]


def _sampled(reader: IndexReader, docs: list[int]) -> Iterator[list[str]]:
    """The paragraphs' forms of some articles, evenly chosen."""
    some = docs[:: -(-len(docs) // MOST_SAMPLED)] if docs else []
    for first in range(0, len(some), AT_ONCE):
        page = reader.page(some[first : first + AT_ONCE])
        for number in range(len(page.stored)):
            for paragraph in page.text(number).split("\n\n"):
                yield forms_of(paragraph)


def _pairs(texts: Iterator[list[str]]) -> list[tuple[str, str]]:
    """The commonest pairs of words side by side, neither a stop word."""
    counts: Counter[tuple[str, str]] = Counter(
        pair for forms in texts for pair in pairwise(forms) if STOP_WORDS.isdisjoint(pair)
    )
    return [pair for pair, often in counts.most_common(MOST_PAIRS) if often >= LEAST_OFTEN]
