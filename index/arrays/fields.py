"""The fields of an array segment: a letter for each that has terms of its own, and those that are seen through `text`.

`text` holds the stems of the title, counted TITLE_RUNS times, and of the body. With a number of the form at each
occurrence it answers for three more fields: `text_exact`, `title` and `title_exact`.
"""

TEXT = b"t"
SHORT = {"id": b"i", "author": b"a", "section": b"s", "author_name": b"A", "section_name": b"S"}
CODES = {"text": TEXT, **SHORT}
EXACT = ("text_exact", "title_exact")
VIRTUAL = (*EXACT, "title")
COUNTED = ("author", "section", "author_name", "section_name")  # short fields whose lengths are kept
NAMES = ("authors", "sections")  # columns of whole names, for facets
COMMON = 4096  # a word of text in so many documents has bounds for its scores: fewer are scored as fast
BOUND_STEPS = 255  # a bound is what is left of tfn/(tfn + 1) in so many steps, rounded up
SKIP = 64      # postings between two notes of how many occurrences came before
