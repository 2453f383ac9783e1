"""The administrator's file of synonyms: in force with the next question, and no reason to stop."""

import logging
import os

import pytest

from index.base.analysis import tokenize
from search.thesaurus import ThesaurusFile, read_thesaurus


def others(thesaurus, name):
    return thesaurus.others([token.form for token in tokenize(name)])


def test_each_name_of_a_group_leads_to_the_others():
    thesaurus = read_thesaurus("9/11, Sept. 11 # the day\n\n# none\nKabul,Kabol, کابل\n", "s.txt")
    assert thesaurus.troubles == ()
    assert others(thesaurus, "Sept 11") == ("9/11",)
    assert others(thesaurus, "kabol") == ("Kabul", "کابل")
    assert others(thesaurus, "11") == ()


def test_names_of_two_groups_have_the_others_of_both():
    thesaurus = read_thesaurus("road, street\nstreet, lane\n", "s.txt")
    assert others(thesaurus, "streets") == ("road", "lane")


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("lonely", "a group has two names or more, parted by commas"),
        ("road, roads, !", "a group has two names or more, parted by commas"),
        (", ".join(f"name{n}" for n in range(21)), "a group has 20 names at most"),
        ("a, one two three four five six seven eight nine", "a name has 8 words at most"),
    ],
)
def test_a_wrong_line_is_named_and_the_others_count(line, wrong):
    thesaurus = read_thesaurus(f"road, street\n{line}\n", "s.txt")
    (said,) = thesaurus.troubles
    assert said.startswith(f"s.txt, line 2: {wrong}") and said.endswith("the line is left out")
    assert others(thesaurus, "road") == ("street",)


def test_what_changes_in_the_file_is_in_force_at_once(tmp_path, caplog):
    file = ThesaurusFile(tmp_path / "s.txt")
    assert file.current() is None
    file.path.write_text("road, street\n")
    first = file.current()
    assert others(first, "road") == ("street",) and file.current() is first
    file.path.write_text("road, lane\nx\n")
    os.utime(file.path, ns=(0, 0))
    with caplog.at_level(logging.WARNING):
        assert others(file.current(), "road") == ("lane",)
    assert [record.getMessage() for record in caplog.records] == [*file.current().troubles]
    file.path.unlink()
    assert file.current() is None


def test_a_file_that_is_no_text_is_told_by_its_line(tmp_path):
    file = ThesaurusFile(tmp_path / "s.txt")
    file.path.write_bytes("road, street\nKab\xf6l, Kabul\n".encode("latin-1"))
    assert file.current().troubles == (
        "s.txt, line 2: it is not text in UTF-8; nothing in it is in force",
    )


def test_what_is_no_file_is_told_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "s.txt")  # nothing would ever come out of it
    (trouble,) = ThesaurusFile(tmp_path / "s.txt").current().troubles
    assert trouble == "s.txt: it is no file; nothing in it is in force"
