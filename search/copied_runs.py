"""Runs: every passage that a draft and the archive have in common, word for word.

A run is eight or more words in a row that are the same (search.copied.letters), or seven that are a
whole sentence. What many texts hold is a stock line, not a quotation of any of them; an article and
its reprints are one text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from corpus.article import Span
from index.arrays.file.ranges import Ints
from search.copied.anchors import WINDOW, Anchors
from search.copied.letters import Letters
from search.copied.reading import NOTHING
from search.matching.index_reader import IndexReader
from search.matching.reprints import Groups
from search.matching.results import Hit

SAME_WORDS = 8  # in a row: so many in both texts are not an accident
STOCK = 6  # texts: what stands in so many is said by none of them
OWN_WORDS = 4  # of a run that fewer texts hold, and the whole is no stock line
OWN_SHARE = 8  # words of a run for each of them that a shorter one may have besides
COMMON = 0.05  # of all articles: a word that is in fewer tells something
FEW_ARTICLES = 15  # that are few in the smallest archive, too
SENTENCE_END = re.compile(r"[.!?؟۔…][\"'”’»)]*\s+|\n+")
FEWEST_AT_EDGE = 3  # words of a run before a paragraph's end on both sides, or behind it
SHORTEST_HALF = 3  # words of half a quotation
AT_ONCE = 3  # sentences that may be one: not every full stop ends one
_CHUNK = re.compile(r"\S+")


class Place(NamedTuple):
    """Some characters of a paragraph; paragraphs are counted from 0."""

    paragraph: int
    start: int
    end: int


class Piece(NamedTuple):
    """What of a run stands in one paragraph on both sides."""

    mine: Place
    theirs: Place


class Run(NamedTuple):
    """Words in a row that a draft and an article share."""

    words: int  # as white space parts them in the draft
    pieces: tuple[Piece, ...]
    articles: int  # that hold it, or most of it
    is_stock: bool  # whether these are many texts
    tells: bool  # whether it is a whole sentence, or has a word that few articles have


class StockLine(NamedTuple):
    """What of a draft stands in many documents."""

    mine: tuple[Place, ...]
    articles: int
    doc: int  # one of them


class CopiedArticle(NamedTuple):
    """An article with what it shares with a draft word for word."""

    hit: Hit
    paragraphs: tuple[str, ...]  # of its text, behind what leads it
    runs: tuple[Run, ...]  # in the draft's order


class StockPassage(NamedTuple):
    """A stock line of a draft, and one of the articles that hold it."""

    mine: tuple[Place, ...]  # one in each paragraph
    articles: int
    hit: Hit


class Copied(NamedTuple):
    """What an archive holds of a draft word for word."""

    articles: tuple[CopiedArticle, ...]  # those that share most first; none for a stock line alone
    total: int  # articles, those that are left out among them
    stock: tuple[StockPassage, ...]  # in the draft's order
    whole: int = 0  # articles that hold all of it, those that are left out among them


@dataclass(frozen=True)
class Draft:
    """The paragraphs of a draft, as they are looked for."""

    paragraphs: tuple[str, ...]
    is_quote: bool = False  # whether it is looked for as a whole, however short, or by its halves

    @cached_property
    def letters(self) -> Letters:
        """Those of the whole."""
        return Letters("\n\n".join(self.paragraphs))

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The words of each sentence, from and to."""
        return [*_sentences(self.letters)]

    @cached_property
    def windows(self) -> list[tuple[int, int]]:
        """What is looked for: every WINDOW words, and sentences that have fewer without their
        dashes."""
        size = len(self.letters.words)
        halves: list[tuple[int, int]] = []
        if self.is_quote and 2 * SHORTEST_HALF <= size < 2 * WINDOW:  # a word in the middle differs
            halves = [(0, size // 2), (size // 2, size)]
        if self.is_quote and size <= WINDOW:
            return [(0, size), *halves] if size > 1 else []
        spans = [
            (begin, end)
            for at, (begin, _) in enumerate(self.sentences)
            for _, end in self.sentences[at : at + AT_ONCE]
        ]
        short = [(a, b) for a, b in spans if b - a < WINDOW <= self.count(a, b)]
        every = ((at, at + WINDOW) for at in range(size - WINDOW + 1))
        return [*every, *dict.fromkeys((*halves, *short))]

    @cached_property
    def paragraph_ends(self) -> list[int]:
        """How many words stand before each paragraph's end."""
        ends = accumulate(len(paragraph) + 2 for paragraph in self.paragraphs)
        begins = [word.start for word in self.letters.words]
        return [bisect_left(begins, end) for end in ends]

    def count(self, begin: int, end: int) -> int:
        """How many words white space parts, from one word to another."""
        words = self.letters.words
        start = self.letters.text.rfind(" ", 0, words[begin].start) + 1
        start = max(start, self.letters.text.rfind("\n", 0, words[begin].start) + 1)
        following = _CHUNK.match(self.letters.text, words[end - 1].end)
        stop = following.end() if following else words[end - 1].end
        return len(self.letters.text[start:stop].split())

    def holds_sentence(self, first: int, last: int) -> bool:
        """Whether some words hold a whole sentence, or several, long enough to count."""
        found = _within(self.sentences, first, last)
        return found is not None and self.count(*found) >= SAME_WORDS - 1

    def place(self, begin: int, end: int) -> Place:
        """The place of some words of one paragraph."""
        words = self.letters.words
        return place_of(self.paragraphs, words[begin].start, words[end - 1].end)

    def length(self, place: Place) -> int:
        """How many words a place has."""
        return len(self.paragraphs[place.paragraph][place.start : place.end].split())

    def places(self, begin: int, end: int) -> Iterator[Place]:
        """The places of some words, one in each paragraph."""
        bounds = {begin, end, *(at for at in self.paragraph_ends if begin < at < end)}
        for first, last in pairwise(sorted(bounds)):
            yield self.place(first, last)


def _sentences(letters: Letters) -> Iterator[tuple[int, int]]:
    """The words of each sentence, from and to, as marks and line ends part them."""
    begins = [word.start for word in letters.words]
    ends = (match.end() for match in SENTENCE_END.finditer(letters.text))
    edges = np.searchsorted(begins, [0, *ends, len(letters.text)]).tolist()
    for begin, end in pairwise(edges):
        if begin < end:
            yield begin, end


def place_of(paragraphs: Sequence[str], start: int, end: int) -> Place:
    """The place of some characters of the paragraphs joined by blank lines, cut at the end of the
    one in which they begin."""
    starts = [0, *accumulate(len(paragraph) + 2 for paragraph in paragraphs)]
    number = max(bisect_right(starts, start) - 1, 0)
    begin = starts[number]
    return Place(number, start - begin, min(end - begin, len(paragraphs[number])))


@dataclass(frozen=True)
class CopiedRuns:
    """The runs of a draft in one archive."""

    draft: Draft
    rows: Ints  # see search.copied.reading, ascending
    covering: NDArray[np.int64]  # of each word of the draft how many articles hold a run with it
    texts: NDArray[np.int64]  # the same of texts
    telling: NDArray[np.bool_]  # of each word of the draft whether few articles have it

    @cached_property
    def docs(self) -> Ints:
        """The documents that hold any, ascending."""
        return cast(Ints, np.unique(self.rows[:, 0]))

    @cached_property
    def holding_all(self) -> Ints:
        """The documents that hold the whole draft in one run, ascending."""
        first, last = self.rows[:, 1], self.rows[:, 2]
        all_of_it = (first == 0) & (last == len(self.draft.letters.words))
        return cast(Ints, np.unique(self.rows[all_of_it, 0]))

    def is_stock(self, first: int, last: int) -> bool:
        """Whether some words of the draft are a stock line; a quotation is asked for as it is."""
        if self.draft.is_quote:
            return False
        own = int((self.texts[first:last] < STOCK).sum())
        return own < min(OWN_WORDS, (last - first) // OWN_SHARE + 1)

    @cached_property
    def weights(self) -> dict[int, int]:
        """The documents that hold more than stock lines, and how many words these are."""
        stretches, which = np.unique(self.rows[:, 1:3], axis=0, return_inverse=True)
        own = [
            0 if self.is_stock(first, last) else last - first
            for first, last in stretches.tolist()
        ]
        weights: dict[int, int] = {}
        for doc, number in zip(self.rows[:, 0].tolist(), which.ravel().tolist(), strict=True):
            if own[number]:
                weights[doc] = max(weights.get(doc, 0), own[number])
        return weights

    def words_of(self, doc: int) -> NDArray[np.bool_]:
        """Which words of the draft stand in runs of a document."""
        begin, end = self.rows[:, 0].searchsorted((doc, doc + 1)).tolist()
        there = np.zeros(len(self.covering), bool)
        for first, last in self.rows[begin:end, 1:3].tolist():
            there[first:last] = True
        return there

    def in_document(self, doc: int, text: str) -> list[Run]:
        """The runs of a document, in the draft's order; `text` is its text."""
        theirs, data = Letters(text), text.encode("utf-8", "surrogatepass")
        begin, end = self.rows[:, 0].searchsorted((doc, doc + 1)).tolist()
        paragraphs = text.split("\n\n")
        words = theirs.words
        sentences = [(words[a].first, words[b - 1].last) for a, b in _sentences(theirs)]
        found = []
        for _, first, last, start, _ in _longest(self.rows[begin:end].tolist()):
            at = theirs.places[len(data[:start].decode("utf-8", "surrogatepass"))]
            apart = at - self.draft.letters.words[first].first
            whole = self.draft.holds_sentence(first, last) or _holds_sentence(
                theirs, at, self.draft.letters.words[last - 1].last + apart, sentences
            )
            most = max(self.draft.count(first, last), last - first)
            enough = most >= SAME_WORDS or (whole and most >= SAME_WORDS - 1)
            if enough or self.draft.is_quote:
                found.append(self._run(theirs, paragraphs, (first, last), apart, whole=whole))
        return found

    def _run(
        self,
        theirs: Letters,
        paragraphs: Sequence[str],
        run: tuple[int, int],
        apart: int,
        *,
        whole: bool,
    ) -> Run:
        first, last = run
        pieces = [*_pieces(self.draft, theirs, paragraphs, run, apart)]
        for edge, inner in ((0, 1), (-1, -2)):  # "The" begins many paragraphs
            while (
                len(pieces) > 1
                and self.draft.length(pieces[edge].mine) < FEWEST_AT_EDGE
                and pieces[edge].mine.paragraph != pieces[inner].mine.paragraph
                and pieces[edge].theirs.paragraph != pieces[inner].theirs.paragraph
            ):
                del pieces[edge]
        return Run(
            sum(self.draft.length(piece.mine) for piece in pieces),
            tuple(pieces),
            int(np.median(self.covering[first:last])),
            self.is_stock(first, last),
            whole or bool(self.telling[first:last].any()),
        )

    def stock_lines(self) -> Iterator[StockLine]:
        """The stock lines of the draft, in its order."""
        many = np.concatenate(([False], self.texts >= STOCK, [False]))
        edges = np.flatnonzero(many[1:] != many[:-1]).reshape(-1, 2)
        for first, last in edges.tolist():
            if last - first >= WINDOW:
                holding = (self.rows[:, 1] < last) & (self.rows[:, 2] > first)
                articles = int(np.median(self.covering[first:last]))
                mine = tuple(self.draft.places(first, last))
                yield StockLine(mine, articles, int(self.rows[holding, 0][0]))


def find_runs(draft: Draft, reader: IndexReader) -> CopiedRuns:
    """Every run of a draft in an index."""

    def count(form: str) -> int:
        known = cast("int | None", reader.memory.words.get(("copied", form)))
        if known is None:
            known = reader.doc_frequency("text_exact", form)
            reader.memory.words.put(("copied", form), known)
        return known

    anchors = Anchors(draft.letters, draft.windows, count)
    rows = reader.copied(anchors) if draft.windows else NOTHING
    most = max(FEW_ARTICLES, COMMON * reader.size)
    few = np.array([often <= most for often in anchors.often], bool)
    docs, size = Groups.of(reader).first_of(rows[:, 0]), len(draft.letters.words)
    texts = np.column_stack((docs, rows[:, 1:]))[np.lexsort((rows[:, 1], docs))]
    return CopiedRuns(draft, rows, _covering(rows, size), _covering(texts, size), few)


def _covering(rows: Ints, words: int) -> Ints:
    """Of each word of the draft how many documents hold a run with it."""
    docs, first, last = rows[:, 0] * (words + 1), rows[:, 1], rows[:, 2]
    # rows ascend: what runs of the same document have covered before is not counted again
    covered = np.maximum.accumulate(docs + last)
    begin = np.maximum(first, np.concatenate(([0], covered[:-1]))[: len(rows)] - docs)
    some = begin < last
    changes = np.bincount(begin[some], minlength=words + 1) - np.bincount(
        last[some], minlength=words + 1
    )
    return np.cumsum(changes)[:words]


def _longest(rows: Sequence[Sequence[int]]) -> Iterator[Sequence[int]]:
    """The rows of a document in the draft's order, without those within another's words."""
    reached = 0
    for row in sorted(rows, key=lambda row: (row[1], -row[2])):
        if row[2] > reached:
            reached = row[2]
            yield row


def _pieces(
    draft: Draft, theirs: Letters, paragraphs: Sequence[str], run: tuple[int, int], apart: int
) -> Iterator[Piece]:
    """A run, parted where a paragraph ends on either side."""
    words = draft.letters.words
    begin = run[0]
    for end in range(run[0] + 1, run[1] + 1):
        at = words[end - 1].last + apart
        if not theirs.ends_at(at):
            continue  # a compound is one word there
        parted = end == run[1] or (
            theirs.begins_at(words[end].first + apart)
            and (
                "\n\n" in draft.letters.text[words[end - 1].end : words[end].start]
                or "\n\n" in theirs.between(at, words[end].first + apart)
            )
        )
        if parted:
            start, stop = theirs.characters(words[begin].first + apart, at)
            yield Piece(draft.place(begin, end), place_of(paragraphs, start, stop))
            begin = end


def _holds_sentence(
    theirs: Letters, first: int, last: int, sentences: Sequence[Span]
) -> bool:
    """Whether letters of an article hold a whole sentence, or several, long enough to count."""
    found = _within(sentences, first, last)
    if found is None:
        return False
    return len(theirs.text[slice(*theirs.characters(*found))].split()) >= SAME_WORDS - 1


def _within(spans: Sequence[Span], first: int, last: int) -> Span | None:
    """From the first span to the last that are whole between two bounds."""
    begin = bisect_left(spans, first, key=itemgetter(0))
    end = bisect_right(spans, last, key=itemgetter(1)) - 1
    return (spans[begin][0], spans[end][1]) if begin <= end else None
