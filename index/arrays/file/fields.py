"""The fields of an array segment: a letter for each that has terms of its own, and those that are
seen through `text`.

`text` holds the stems of the title, counted TITLE_RUNS times, and of the body. With a number of the
form at each occurrence it answers for three more fields: `text_exact`, `title` and `title_exact`.
"""

TEXT = b"t"
SHORT = {"id": b"i", "author": b"a", "section": b"s", "author_name": b"A", "section_name": b"S"}
CODES = {"text": TEXT, **SHORT}
EXACT = ("text_exact", "title_exact")
VIRTUAL = (*EXACT, "title")
# short fields whose lengths are kept
COUNTED = ("author", "section", "author_name", "section_name")
NAMES = ("authors", "sections")  # columns of whole names, for facets
DAYS = "published"  # a column; its terms are seen through it
SKIP = 64  # postings between two notes of how many occurrences came before
