"""What stands within quotation marks, in whatever marks people write."""

import pytest

from search.quoted_parts import quoted_parts


def parts(text):
    return [text[start:end] for start, end in quoted_parts(text)]


@pytest.mark.parametrize("text", [
    'He said "water is free" and left.', "He said “water is free” and left.",
    "He said „water is free“ and left.", "He said „water is free” and left.",
    "He said ”water is free” and left.", "He said «water is free» and left.",
    "He said »water is free« and left.", "He said ‘water is free’ and left.",
    "He said ‚water is free‘ and left.", "He said 'water is free' and left.",
    "He said ‹water is free› and left.",
])  # fmt: skip
def test_each_kind_of_marks(text):
    assert parts(text) == ["water is free"]


@pytest.mark.parametrize(("text", "found"), [
    ("The town's wells, the pupils' coats and the clerk's desk.", []),
    ("The town’s wells, the pupils’ coats and the clerk’s desk.", []),
    ("‘It isn’t the pupils’ fault’, she said, ‘nor the town’s’.",
     ["It isn’t the pupils’ fault", "nor the town’s"]),
    ("'It isn't the pupils' fault', she said, 'nor the town's'.",
     ["It isn't the pupils' fault", "nor the town's"]),
    ("Rock ’n’ roll in the ’90s", []), ("A board of 6' by 4'", []),
    ("“He said ‘no’ to us”, “or so”", ["He said ‘no’ to us", "or so"]),
    ("“A quotation that goes on below", ["A quotation that goes on below"]),
    ('A board of 6" is not a quotation', []),
    ("او نوشت: «آب حق مردم است» و رفت.", ["آب حق مردم است"]),
    ("", []), ("“”", []), ('""', []), ('" "', []), ("“ a ”", ["a"]),
    ('He wrote “water is free" and left.', ["water is free"]),
    ('He wrote „water is free" and left, “or so”.', ["water is free", "or so"]),
    ("A board of 6” and “water is free”.", ["water is free"]),
    ('A board of 6" is long. He said "water is free" and left.', ["water is free"]),
    ("They said 5” and 6” are ”water is free”.", ["water is free"]),
])  # fmt: skip
def test_apostrophes_are_no_marks_and_what_is_within_is_one(text, found):
    assert parts(text) == found


@pytest.mark.parametrize("mark", "\"'“”„«»‘’‚‹")
@pytest.mark.parametrize("more", ["", "s ", " a", "a ", "a"])
def test_a_draft_of_marks_alone_comes_to_an_end(mark, more):
    text = (mark + more) * (100_000 // len(mark + more))
    assert all(0 < start < end <= len(text) for start, end in quoted_parts(text))
