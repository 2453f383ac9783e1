"""A line that stands above the headlines of a site is the title of none, and its name is no part of
one."""

import pytest
from recurring_site import make_page, make_story

from corpus.cleaning.clean import clean
from corpus.cleaning.site.template import TemplateLearner

SITE = "HARBOUR LEAVES ON LINE"
HEADS = (
    "Eels",
    "The dam",
    "A road in the long rain",
    "No more of it",
    "Yes and no",
    "Who pays the ferry",
)


def cells(number, said, *, banner="The Harbour Leaves", heading=None):
    """A page of old, its headline set smaller than the paper's name."""
    text = "<p>".join(make_story(number).paragraphs)
    return make_page(
        str(number),
        f"<html><head><title>{said}</title></head><body><table><tr><td><font size=6>{banner}</font></td></tr><tr><td>"
        f"<font size=5><b>{heading or HEADS[number]}</b></font><br>By Orla Fenn<br>June 2, 2005<p>{text}</td></tr>"
        f"</table></body></html>",
    )


def read(pages):
    learner = TemplateLearner()
    for page in pages:
        learner.add(page)
    templates = learner.templates()
    return [clean(page, template=templates.of(page.url)) for page in pages]


@pytest.mark.parametrize("said", [SITE, SITE + ": {}", SITE + " - {}", "{} | " + SITE])
def test_the_largest_line_of_all_pages_is_no_title(said):
    pages = [cells(number, said.format(head)) for number, head in enumerate(HEADS)]
    assert [article.title for article in read(pages)] == list(HEADS)


def test_the_name_before_a_colon_goes_where_no_line_repeats_the_headline():
    text = "".join(f"<p>{paragraph}</p>" for paragraph in make_story(1).paragraphs)
    pages = [
        make_page(
            str(number),
            f"<html><head><title>{SITE}: {head}</title></head><body>{text}{number}</body></html>",
        )
        for number, head in enumerate(HEADS)
    ]
    assert [article.title for article in read(pages)] == list(HEADS)


def test_a_story_under_three_addresses_keeps_its_title():
    copies = [cells(0, HEADS[0]), cells(0, HEADS[0]), cells(0, HEADS[0])]
    assert [article.title for article in read(copies)] == [HEADS[0]] * 3


def test_a_writer_whose_name_is_on_every_page_stays_the_author():
    pages = [cells(number, "Orla Fenn", banner="Orla Fenn") for number in range(6)]
    assert [(article.title, article.byline) for article in read(pages)] == [
        (head, ("Orla Fenn",)) for head in HEADS
    ]


def test_a_title_that_all_pages_have_is_kept_where_no_other_is():
    pages = [
        cells(number, "Leaves", banner="", heading="Notes from the Lock") for number in range(6)
    ]
    assert {article.title for article in read(pages)} == {"Notes from the Lock"}


@pytest.mark.parametrize("mark", [": ", " - ", " | "])
def test_a_page_alone_is_titled_by_the_heading_behind_the_papers_name(mark):
    page = cells(1, f"The Selm Gazette{mark}The dam", banner="The Selm Leaves")
    assert clean(page).title == "The dam"
