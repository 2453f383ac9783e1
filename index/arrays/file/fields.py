"""The fields of an array segment: a letter for each that has terms of its own, and those that are
seen through `text`.

`text` holds the stems of the title, counted TITLE_RUNS times, and of the body. With a number of the
form at each occurrence it answers for three more fields: `text_exact`, `title` and `title_exact`.
"""

from corpus.field import NAMED


def _codes() -> dict[str, bytes]:
    """For each field with a term the first of its letters that is free, as a capital of its whole
    names."""
    letters = "ti"
    for field in NAMED:
        letters += next(letter for letter in field.term if letter not in letters)
    return {
        name: letter.encode()
        for field, small in zip(NAMED, letters[2:], strict=True)
        for name, letter in ((field.term, small), (field.whole, small.upper()))
    }


TEXT = b"t"
SHORT = {"id": b"i", **_codes()}
CODES = {"text": TEXT, **SHORT}
EXACT = ("text_exact", "title_exact")
VIRTUAL = (*EXACT, "title")
# short fields whose lengths are kept
COUNTED = tuple(name for name in SHORT if name != "id")
NAMES = tuple(field.column for field in NAMED)  # columns of whole names, for facets
DAYS = "published"  # a column; its terms are seen through it
SKIP = 64  # postings between two notes of how many occurrences came before
