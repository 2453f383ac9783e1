"""Articles on their way into a segment: their texts, what is shown of them, where words and
sentences begin."""

import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np

from corpus.article import Article
from corpus.field import FIELDS, NAMED, texts_of
from index.arrays.file.blob import BlobWriter, encoded
from index.arrays.file.fields import COUNTED, DAYS, NAMES
from index.arrays.file.file import Array
from index.arrays.file.file_writer import ArrayFileWriter
from index.arrays.file.packed_ints import PackedIntsWriter
from index.arrays.file.title_runs import length_of_text
from index.arrays.write.token_cache import FormTable
from index.arrays.write.tokens import Tokens, word_codes
from index.base.days import number_of_day
from index.base.fields import Words
from index.base.schema import length_of, plain_words, term_words
from index.base.shingles import sketches_of

Kind = type[np.unsignedinteger[Any]]

# in a record, a list in JSON
SHOWN = ("id", *(field.name for field in FIELDS if field.name != DAYS))
BLOBS = ("records", "texts")
LENGTHS: dict[str, Kind] = {
    "title": np.uint8,
    "body": np.uint16,
    **dict.fromkeys(COUNTED, np.uint8),
}
# of each article several numbers
LISTS: dict[str, Kind] = {"sentences": np.uint16, "starts": np.uint8, "sketches": np.uint32}
ROW = 5  # numbers of a sentence, see _rows


class ArticlesWriter:
    """Writes the articles of a segment in the order of their numbers; the place of Whoosh's
    per-document writer."""

    def __init__(self, file: ArrayFileWriter) -> None:
        self.count = 0
        self._file = file
        self.blobs = {name: BlobWriter(file, name) for name in BLOBS}
        self.lengths = {
            name: PackedIntsWriter(file, f"{name}_length", kind) for name, kind in LENGTHS.items()
        }
        self._title_ends = PackedIntsWriter(file, "title_slots", np.uint8)
        self._lists = {name: PackedIntsWriter(file, name, kind) for name, kind in LISTS.items()}
        self._list_ends = dict.fromkeys((*LISTS, *NAMES), 0)
        self._names: dict[str, dict[bytes, int]] = {name: {} for name in NAMES}
        self._lengths_of_text: list[Array] = []
        self._ends_of_titles: list[Array] = []
        for name in (*LISTS, *NAMES):
            file.append(f"{name}_at", np.zeros(1, np.uint64))
        for name in NAMES:
            file.append(name, np.array([], np.uint32))
        file.append("published", np.array([], np.int32))

    def append(self, articles: Sequence[Article], tokens: Tokens, forms: FormTable) -> None:
        """Add articles; `tokens` are those of their titles and texts in turn, out of `forms`."""
        self.blobs["records"].append(map(_record, articles))
        self.blobs["texts"].append(encoded(article.text) for article in articles)
        made = {"title": tokens.words[::2], "body": tokens.words[1::2]}
        for field in NAMED:
            words = [length_of(_words(term_words(article, field))) for article in articles]
            names = [[encoded(name) for name in texts_of(article, field)] for article in articles]
            made[field.term] = np.array(words, np.int64)
            made[field.whole] = np.array([len(each) for each in names], np.int64)
            self.append_names(field.column, names)
        self.append_lengths(made)
        self.append_title_ends(tokens.ends[::2])
        known, begins = _known(tokens)
        self.append_lists("starts", _steps(known), np.diff(begins[::2]))
        counts = np.array([len(article.sentences) for article in articles])
        self.append_lists("sentences", _rows(articles, counts, known, begins), ROW * counts)
        self.append_lists("sketches", *text_sketches(tokens, forms, len(articles)))
        days = [number_of_day(article.published) for article in articles]
        self.append_dates(np.array(days, np.int32))

    def append_lengths(self, lengths: dict[str, Array]) -> None:
        """Add the lengths, in words, of some articles' fields."""
        for name, values in lengths.items():
            self.lengths[name].append(values)
        self._lengths_of_text.append(length_of_text(lengths["title"], lengths["body"]))
        self.count += len(lengths["title"])

    def append_title_ends(self, positions: Array) -> None:
        """Add how many positions the titles of some articles take."""
        self._title_ends.append(positions)
        self._ends_of_titles.append(positions)

    def append_lists(self, name: str, values: Array, counts: Array) -> None:
        """Add numbers to one of LISTS: for each article `counts` of the values."""
        self._lists[name].append(values)
        self._append_ends(name, counts)

    def append_dates(self, published: Array) -> None:
        """Add days of publication, 20200326 or UNDATED."""
        self._file.append("published", published.astype(np.int32))

    def append_names(self, kind: str, names: Sequence[Sequence[bytes]]) -> None:
        """Add whole names of some articles to one of NAMES."""
        numbers = self.number_names(kind, [name for each in names for name in each])
        self.append_numbers(kind, numbers, np.array([len(each) for each in names], np.int64))

    def number_names(self, kind: str, names: Sequence[bytes]) -> Array:
        """The numbers that stand for names."""
        known = self._names[kind]
        return np.array([known.setdefault(name, len(known)) for name in names], np.uint32)

    def append_numbers(self, kind: str, numbers: Array, counts: Array) -> None:
        """Add names by their numbers: `counts` of them for each of some articles."""
        self._file.append(kind, numbers)
        self._append_ends(kind, counts)

    def finish(self) -> tuple[Array, Array]:
        """Write what is left; returns of every article the length of `text`, and how many positions
        its title takes."""
        for kind, names in self._names.items():
            BlobWriter(self._file, f"{kind}_names").append(names)
        none = np.array([], np.int64)
        return np.concatenate((none, *self._lengths_of_text)), np.concatenate(
            (none, *self._ends_of_titles)
        )

    def _append_ends(self, name: str, counts: Array) -> None:
        self._file.append(
            f"{name}_at", (self._list_ends[name] + np.cumsum(counts)).astype(np.uint64)
        )
        self._list_ends[name] += int(counts.sum())


def short_terms(article: Article) -> dict[str, Words]:
    """The terms of the short fields, and their positions."""
    made: dict[str, Words] = {"id": [(article.id, 0)]}
    for field in NAMED:
        made[field.term] = _words(term_words(article, field))
        names = texts_of(article, field)
        made[field.whole] = [(name, place) for place, name in enumerate(names)]
    return made


@lru_cache(maxsize=1 << 12)
def _words(text: str) -> Words:
    return plain_words(text)


def _record(article: Article) -> bytes:
    told = [getattr(article, name) for name in SHOWN]
    return encoded(json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str))


def text_sketches(tokens: Tokens, forms: FormTable, articles: int) -> tuple[Array, Array]:
    """The sketches of the texts, see index.base.shingles, and how many numbers each has."""
    words, text = word_codes(tokens, forms)
    of_texts = text & 1 > 0
    return sketches_of(words[of_texts], text[of_texts] >> 1, articles)


def _known(tokens: Tokens) -> tuple[Array, Array]:
    """For each position of the titles and texts, in turn, the number of its text and where it
    begins there, in one number; and where the positions of each text begin.

    A position left free has the number of the word before.
    """
    positions = tokens.ends.copy()
    positions[::2] += 1  # one is left free between a title and its text
    begins = np.concatenate(([0], np.cumsum(positions)))
    known = np.zeros(int(begins[-1]), np.int64)
    known[begins[tokens.text] + tokens.position] = (tokens.text << 32) + tokens.start
    return np.maximum.accumulate(known), begins


def _steps(known: Array) -> Array:
    """How far positions begin from the ones before; in its text for a first one, 0 for one left
    free."""
    fresh = np.diff(known >> 32, prepend=0) > 0
    return np.where(fresh, known & 0xFFFFFFFF, np.diff(known, prepend=0))


def _rows(articles: Sequence[Article], counts: Array, known: Array, begins: Array) -> Array:
    """ROW numbers of each sentence: where it begins and ends, its first position, where that
    begins, and its paragraph.

    Positions are counted from the title's first; sentences behind the last word have the position
    behind it, which begins at their end.
    """
    bounds = np.fromiter(
        chain.from_iterable(chain.from_iterable(a.sentences for a in articles)), np.int64
    )
    article = np.repeat(np.arange(len(articles)), counts)
    heads = np.searchsorted(known, (2 * article + 1 << 32) + bounds[::2])
    ends = begins[2 * article + 2]
    at = np.where(
        heads < ends, np.append(known, 0)[np.minimum(heads, ends)] & 0xFFFFFFFF, bounds[1::2]
    )
    heads = np.minimum(heads, ends) - begins[2 * article]
    return np.column_stack(
        (bounds[::2], bounds[1::2], heads, at, _paragraphs(articles, article, bounds[::2]))
    ).ravel()


def _paragraphs(articles: Sequence[Article], article: Array, starts: Array) -> Array:
    """The paragraph of each sentence, counted from 0 in its article."""
    counts = np.array([len(each.paragraphs) for each in articles])
    lengths = np.fromiter(
        (len(text) + 2 for each in articles for text in each.paragraphs), np.int64
    )
    ends, first = lengths.cumsum(), counts.cumsum() - counts
    before = np.append(0, ends)[first]  # characters of the articles before
    paragraphs: Array = ends.searchsorted(before[article] + starts, "right") - first[article]
    return paragraphs
