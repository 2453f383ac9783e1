"""One segment, open for reading: a file of arrays, its sections by name."""

from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.arrays.file.blob import Blob, SortedBlob
from index.arrays.file.fields import CODES, COUNTED, EXACT, NAMES, SKIP, TEXT
from index.arrays.file.file import Array, ArrayFile
from index.arrays.file.packed_ints import PackedInts
from index.arrays.file.ranges import Ints, ranges
from index.base.damage import damaged
from index.base.shingles import SKETCH

FEW = 20_000  # postings that are faster added up than looked up
# of an article whose positions go in 16 bits, with those that a long run would take
MOST_POSITIONS = (1 << 16) - (1 << 10)


class TermEntry(NamedTuple):
    """A word of a field in the dictionary of a segment."""

    term: int
    form_id: int | None  # which of the term's forms it is; None for all of them
    place: int  # of the form, in the order of terms; -1 for a term
    first: int  # where its postings begin, or its term's
    last: int
    begin: int  # where its occurrences begin, or its term's
    end: int
    in_title: bool  # whether those in titles only are meant


class Segment:
    """The arrays of one segment. Terms, forms and articles go by their numbers in it."""

    def __init__(self, path: Path) -> None:
        """Open `path`. Raises FileNotFoundError or IndexDamaged, wherever it is read."""
        file = self.file = ArrayFile(path)
        try:
            self._name_sections(file)
            if self.size != len(file.sections["published"]):
                raise ValueError(self.size)
        except (KeyError, TypeError, ValueError, OverflowError):
            file.close()
            raise damaged(f"{path.name} is not as this program writes it") from None

    def _name_sections(self, file: ArrayFile) -> None:
        self.size = int(file.notes["articles"])
        sections = file.sections
        self.records, self.texts = Blob(file, "records"), Blob(file, "texts")
        # a segment from before a field has none of its names
        self.names = {kind: Blob(file, f"{kind}_names") for kind in NAMES if kind in sections}
        self.terms, self.forms = SortedBlob(file, "terms"), SortedBlob(file, "forms")
        self.docs = sections["docs"]
        # In files, which live on, frequencies are "times", positions "slots", form ids "numbers".
        self.frequencies, self.positions, self.form_ids = (
            PackedInts(file, name) for name in ("times", "slots", "numbers")
        )
        self.postings_at, self.positions_at = sections["postings_at"], sections["slots_at"]
        self.form_ids_at, self.places_at = sections["numbers_at"], sections["places_at"]
        self.skips = sections["skips"]
        self.form_places = sections["form_places"]
        self.form_docs, self.form_frequencies = sections["form_docs"], sections["form_times"]
        self.title_ends = PackedInts(file, "title_slots")
        self.starts, self.sentences = PackedInts(file, "starts"), PackedInts(file, "sentences")
        lists = {"starts": self.starts, "sentences": self.sentences}
        if "sketches" in sections:  # a segment from before them has none
            lists["sketches"] = PackedInts(file, "sketches")
        self._lists = {name: (sections[f"{name}_at"], narrow) for name, narrow in lists.items()}

    def close(self) -> None:
        """Let go of the file; arrays in use stay."""
        self.file.close()

    def article(self, ident: str) -> int:
        """The number of the article with this id, deleted or not: of several the last; -1 when
        there is none."""
        entry = self.entry("id", ident.encode("utf-8", "surrogatepass"))
        return self.docs.at(entry.last - 1) if entry and entry.first < entry.last else -1

    # -- terms

    def entry(self, field: str, text: bytes) -> TermEntry | None:
        """What the dictionary says of a word in any field; None when it has never stood there."""
        if field in EXACT:
            place = self.place_of_form(text)
            return self.entry_of_form(place, field) if place >= 0 else None
        term = self.terms.find(CODES.get(field, TEXT) + text)
        return self.entry_of_term(term, field) if term >= 0 else None

    def entry_of_term(self, term: int, field: str) -> TermEntry:
        """The entry of a term by its number."""
        return TermEntry(
            term,
            None,
            -1,
            *self.postings_at.pair(term),
            *self.positions_at.pair(term),
            field == "title",
        )

    def entry_of_form(self, place: int, field: str) -> TermEntry:
        """The entry of a form by its place."""
        term, number = self.term_of_place(place)
        return TermEntry(
            term,
            number,
            place,
            *self.postings(term),
            *self.positions_at.pair(term),
            field == "title_exact",
        )

    def postings(self, term: int) -> tuple[int, int]:
        """Where the postings of a term begin and end."""
        return self.postings_at.pair(term)

    def indices_of(self, entry: TermEntry, postings: Ints) -> tuple[Ints, Ints]:
        """For some of an entry's postings, ascending and counted from its first, how many
        occurrences each has, and their indices counted from the entry's first."""
        frequencies, begins = self.begins_of(entry, postings)
        return frequencies, ranges(begins, frequencies)

    def begins_of(self, entry: TermEntry, postings: Ints) -> tuple[Ints, Ints]:
        """The same, but only where the occurrences of each begin."""
        every = self.frequencies.read(entry.first, entry.last)
        frequencies = every.take(postings).astype(np.int64)
        if len(every) < max(FEW, SKIP * len(postings)):
            return frequencies, every.cumsum(dtype=np.int64).take(postings) - frequencies
        return frequencies, self._begins_in_file(entry.first + postings) - entry.begin

    def _begins_in_file(self, postings: Ints) -> Ints:
        """Where the occurrences of some postings, ascending by their places in `docs`, begin."""
        steps = postings // SKIP
        first = int(steps[0]) * SKIP
        frequencies = self.frequencies.read(first, int(postings[-1]))
        rest = postings - steps * SKIP
        places: Ints = self.skips.read(int(steps[0]), int(steps[-1]) + 1)[steps - steps[0]].astype(
            np.int64
        )
        some = np.flatnonzero(rest)
        if len(some):
            rest = rest[some]
            before = frequencies[ranges(steps[some] * SKIP - first, rest)]
            places[some] += np.add.reduceat(before, np.cumsum(rest) - rest, dtype=np.int64)
        return places

    def form_ids_of(self, term: int) -> Array | None:
        """For each occurrence of a term of text which of its forms it is; None when it has but
        one."""
        begin, end = self.form_ids_at.pair(term)
        return self.form_ids.read(begin, end) if end > begin else None

    # -- forms

    def place_of_form(self, text: bytes) -> int:
        """The place of a form in the order of terms; -1 when there is none."""
        form = self.forms.find(text)
        return self.form_places.at(form) if form >= 0 else -1

    def forms_of(self, term: int) -> dict[str, int]:
        """The forms of a term of text, and in how many articles each is, deleted ones included."""
        first, last = self.places_at.pair(term)
        numbers = self._forms_by_place[first:last]
        forms = (form.decode("utf-8", "surrogatepass") for form in self.forms.some(numbers))
        return dict(zip(forms, self.form_docs.read(first, last).tolist(), strict=True))

    @cached_property
    def _forms_by_place(self) -> Array:
        """The number of the form at each place."""
        return self.form_places.whole().argsort().astype(np.uint32)

    def terms_of_places(self, places: Ints) -> Ints:
        """The terms of forms, by the forms' places."""
        at = self.places_at.whole()
        return at.searchsorted(places.astype(at.dtype), "right") - 1

    def term_of_place(self, place: int) -> tuple[int, int]:
        """The term of a form by its place, and the form's number in it."""
        at = self.places_at.whole()
        term = int(at.searchsorted(at.dtype.type(place), "right")) - 1
        return term, place - self.places_at.at(term)

    def title_end_at(self, doc: int) -> int:
        """How many positions the title of an article takes."""
        return int(self._title_ends[doc])

    def title_ends_of(self, docs: Ints) -> Array:
        """How many positions the titles of articles take."""
        return self._title_ends[docs]

    @cached_property
    def _title_ends(self) -> Array:
        return self.title_ends.whole()

    def terms_of_forms(self) -> Array:
        """The term of each form."""
        at: Ints = self.places_at.whole().astype(np.int64)
        sizes = at[1:] - at[:-1]
        return np.repeat(np.arange(len(sizes)), sizes)[self.form_places.whole()]

    # -- articles

    @cached_property
    def published(self) -> Array:
        """Days of publication."""
        return self.file.sections["published"].whole()

    def blob(self, name: str) -> Blob:
        """One of articles.BLOBS."""
        blob: Blob = getattr(self, name)
        return blob

    def names_of(self, kind: str, docs: Ints) -> tuple[Array, Array]:
        """The numbers of the names of articles in one of NAMES, one after another, and how many
        each has."""
        if kind not in self.names:
            return np.array([], np.uint32), np.zeros(len(docs), np.int64)
        at = self.file.sections[f"{kind}_at"].whole()
        begins = at[docs].astype(np.int64)
        counts = at[docs + 1].astype(np.int64) - begins
        return self.file.sections[kind].whole()[ranges(begins, counts)], counts

    def starts_at(self, docs: Ints) -> Ints:
        """Where the `starts` of articles begin."""
        return self.file.sections["starts_at"].whole()[docs].astype(np.int64)

    @property
    def steps(self) -> Array:
        """The `starts` of all articles, as differences: 0 at a position left free, and at the
        first of some."""
        return self.file.sections["starts"].whole()

    @cached_property
    def free_positions(self) -> Array:
        """The indices in `starts` of the positions left free, ascending; texts' first positions may
        be among them. The end is one too."""
        steps = self.steps
        places = np.append((steps == 0).nonzero()[0], len(steps))
        return places.astype(np.uint32 if len(steps) < 1 << 32 else np.int64)

    def list_of(self, name: str, doc: int) -> Array:
        """The "starts" of an article as differences, or its "sentences" as in articles.py."""
        at, narrow = self._lists[name]
        return narrow.read(*at.pair(doc))

    def some_lists(self, name: str, docs: Ints) -> list[memoryview]:
        """The same of some articles."""
        section, narrow = self._lists[name]
        return narrow.pieces(docs, section)

    @cached_property
    def wide(self) -> bool:
        """Whether a field of an article, a short one too, has MOST_POSITIONS or more."""
        at = self.file.sections["starts_at"].whole()
        # the terms of short fields come first
        short = self.positions.read(0, self.positions_at.at(self.terms.place(TEXT)))
        return bool(max((at[1:] - at[:-1]).max(initial=0), short.max(initial=0)) >= MOST_POSITIONS)

    def whole_sketches(self) -> tuple[Ints, Array]:
        """The articles that have a whole sketch, see index.base.shingles, and these, a row each."""
        if "sketches" not in self._lists:
            return np.array([], np.int64), np.zeros((0, SKETCH), np.uint32)
        numbers, counts = self.lists_of("sketches", 0, self.size)
        whole = counts == SKETCH
        return whole.nonzero()[0], numbers[np.repeat(whole, counts)].reshape(-1, SKETCH)

    def lists_of(self, name: str, first: int, last: int) -> tuple[Array, Array]:
        """One of articles.LISTS of articles, one after another, and how many each has."""
        section, narrow = self._lists[name]
        at = section.read(first, last + 1).astype(np.int64)
        return narrow.read(int(at[0]), int(at[-1])), np.diff(at)

    def length(self, name: str) -> Array:
        """The lengths of a field, by article: one of articles.LENGTHS."""
        if name in COUNTED and f"{name}_length" not in self.file.sections:
            return np.zeros(self.size, np.uint8)
        return PackedInts(self.file, f"{name}_length").whole()
