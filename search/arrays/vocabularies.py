"""The vocabularies of an array index: made of a segment when first asked for, kept with it, and
with what is the same segment in the next generation."""

from collections.abc import Iterable
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np

from index.arrays.file.fields import CODES
from index.arrays.read.segment import Segment
from search.spelling.vocabulary import Vocabulary

_making = Lock()
_kept: WeakKeyDictionary[Segment, dict[str, Vocabulary]] = WeakKeyDictionary()


def vocabulary_of(segment: Segment, field: str) -> Vocabulary:
    """The words of a field of CODES, or of `text_exact`, in one segment, deleted documents too."""
    with _making:
        known = _kept.setdefault(segment, {})
        if field not in known:
            known[field] = _made(segment, field)
        return known[field]


def adopt(segments: Iterable[Segment]) -> None:
    """Let segments just opened have what others of the same content have, those of the generation
    before: after a switch, threads that ask would wait for all of it to be made anew."""
    with _making:
        known = {segment.file.seal: vocabularies for segment, vocabularies in _kept.items()}
        for segment in segments:
            if segment.file.seal in known:
                _kept[segment] = known[segment.file.seal]


def _made(segment: Segment, field: str) -> Vocabulary:
    code = CODES.get(field, b"")
    if code:
        first, last = segment.terms.beginning_with(code)
        words = segment.terms.strings(first, last)
        text = b"".join(word[len(code) :] for word in words)
        docs = np.diff(segment.postings_at.read(first, last + 1)).astype(np.int64)
        sizes = np.array([len(word) - len(code) for word in words], np.int64)
    else:
        joined, sizes = segment.forms.run(0, len(segment.forms))
        text = joined.tobytes()
        docs = segment.form_docs.whole()[segment.form_places.whole()].astype(np.int64)
    letters = np.cumsum(np.frombuffer(text, np.uint8) & 0xC0 != 0x80)  # up to each byte
    ends = np.append(0, letters)[np.append(0, np.cumsum(sizes))]
    return Vocabulary(text.decode("utf-8", "surrogatepass"), ends[1:] - ends[:-1], docs)
