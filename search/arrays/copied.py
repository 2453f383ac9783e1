"""What of a draft stands in the texts of an array index: see IndexReader.copied.

Compiled code, comparer.c, compares texts where the words of a pair stand as far apart as in the
draft. Without it every document in which they do is read, which takes a hundred times as long.
"""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from index.arrays.file.blob import encoded
from index.arrays.file.ranges import Ints, distinct, found_in
from index.arrays.read.positions import SHIFT, postings_of_entry
from index.arrays.read.segment import Segment
from search.copied.anchors import REACH, Anchors, Pair
from search.copied.letters import fold_table
from search.copied.reading import COLUMNS, NOTHING, read_text

if TYPE_CHECKING:
    from search.arrays.comparer import Word

MADE_FOR = 1  # the version of comparer.c
# steps that a comparison takes at most, many times what 3,200 words take of 200,000 articles:
# one word written a thousand times has a million runs
MOST_COMPARED = 1 << 28

try:
    from search.arrays.comparer import ANY_FORM, UNSURE, VERSION, compare
except ImportError:  # no C compiler was there when Backfile was installed
    COMPILED = False
else:
    COMPILED = VERSION == MADE_FOR  # else it was compiled for another Backfile


def copied_in(segment: Segment, anchors: Anchors) -> Ints:
    """The runs in a segment, as rows; documents as it counts."""
    if COMPILED:
        rows = _compared(segment, anchors)
        read = distinct(rows[rows[:, 4] == UNSURE, 0])
        rows = rows[rows[:, 4] != UNSURE]
    else:
        rows, read = NOTHING, _holding(segment, anchors.pairs)
    texts = segment.texts.some(read)
    return np.concatenate([rows, *(
        read_text(anchors.letters, anchors.windows, text.decode("utf-8", "surrogatepass"), doc)
        for doc, text in zip(read.tolist(), texts, strict=True)
    )])  # fmt: skip


def _compared(segment: Segment, anchors: Anchors) -> Ints:
    forms = {form: number for number, form in enumerate(_forms_of(anchors.pairs))}
    pairs = np.array(
        [(forms[each.left], forms[each.right], *each[2:]) for each in anchors.pairs], np.int64
    )
    if not len(pairs):
        return NOTHING
    sections = segment.file.sections
    texts = sections["texts"].whole(), sections["texts_at"].whole()
    titles = segment.title_ends_of(np.arange(segment.size))
    steps = sections["starts_at"].whole(), titles, segment.steps
    draft = anchors.letters
    codes = np.frombuffer(draft.letters.encode("utf-32-le", "surrogatepass"), np.uint32)
    words = np.array([word[2:] for word in draft.words], np.int64).reshape(-1, 2)
    found = compare(
        (*texts, *steps),
        (codes, np.ascontiguousarray(words[:, 0]), np.ascontiguousarray(words[:, 1])),
        _fold(),
        [_word(segment, form) for form in forms],
        pairs.ravel(),
        (REACH, MOST_COMPARED),
    )
    return np.frombuffer(found, np.int64).reshape(-1, COLUMNS)


@cache
def _fold() -> tuple[Ints, Ints, Ints]:
    table = fold_table()
    letters = "".join(table.several).encode("utf-32-le")
    ends = np.cumsum([0, *map(len, table.several)])
    return np.frombuffer(table.codes, np.uint32), np.frombuffer(letters, np.uint32), ends


def _word(segment: Segment, form: str) -> "Word | None":
    entry = segment.entry("text_exact", encoded(form))
    if entry is None:
        return None
    form_ids = segment.form_ids_of(entry.term)
    number = ANY_FORM if form_ids is None or entry.form_id is None else entry.form_id
    return (
        segment.docs.read(entry.first, entry.last),
        segment.frequencies.read(entry.first, entry.last),
        segment.positions.read(entry.begin, entry.end),
        form_ids,
        number,
    )


def _forms_of(pairs: Iterable[Pair]) -> dict[str, None]:
    return dict.fromkeys(form for pair in pairs for form in (pair.left, pair.right))


def _holding(segment: Segment, pairs: Iterable[Pair]) -> Ints:
    """The documents that hold a pair, ascending."""
    places = {form: _places(segment, form) for form in _forms_of(pairs)}
    docs = [np.array([], np.int64)]
    for pair in pairs:
        left, right = places[pair.left] + pair.apart, places[pair.right]
        for off in range(-REACH, REACH + 1):
            docs.append(right.take(found_in(right, left + off)) >> SHIFT)
    return distinct(np.concatenate(docs))


def _places(segment: Segment, form: str) -> Ints:
    entry = segment.entry("text_exact", encoded(form))
    if entry is None:
        return np.array([], np.int64)
    found = postings_of_entry(segment, entry)
    return (found.of_each() << SHIFT) + found.positions
