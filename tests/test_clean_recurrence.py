"""What papers print more than once, and what a page copies of another, is text; what recurs around
it is not."""

import pytest
from recurring_site import LIVES, OFFER, make_page, make_story

from corpus.cleaning.clean import clean
from corpus.cleaning.site.rules import SiteRule
from corpus.cleaning.site.template import TemplateLearner
from corpus.page.dates import Order

LAW = make_story(900).paragraphs[0]


def article(number, paragraphs=None, *, box="body", behind=""):
    """A page with its text in one box."""
    text = "".join(
        f"<p>{paragraph}</p>" if not paragraph.startswith("<") else paragraph
        for paragraph in paragraphs or make_story(number).paragraphs
    )
    title = make_story(number).title
    return make_page(
        str(number),
        f"<html><body><h1>{title}</h1><div class='{box}'>{text}</div>{behind}</body></html>",
    )


def quoting(number, quotation, **kept):
    first, *rest = make_story(number).paragraphs
    return article(number, [first, quotation, *rest], **kept)


def kept_in(pages, text):
    """On how many pages a text is part of the article, when all of them have taught."""
    learner = TemplateLearner()
    for page in pages:
        learner.add(page)
    templates = learner.templates()
    return sum(text in clean(page, template=templates.of(page.url)).text for page in pages)


@pytest.mark.parametrize(("quotes", "pages"), [(3, 12), (5, 20), (10, 30)])
def test_what_some_articles_quote_stays(quotes, pages):
    site = [quoting(number, LAW) if number < quotes else article(number) for number in range(pages)]
    assert kept_in(site, LAW) == quotes


@pytest.mark.parametrize("box", ["blockquote", "div class='poem'"])
def test_a_quotation_in_a_box_of_its_own_stays(box):
    quotation = f"<{box}><p>{LAW}</p></{box.split()[0]}>"
    site = [quoting(number, quotation) if number < 3 else article(number) for number in range(50)]
    assert kept_in(site, LAW) == 3


def test_what_a_quarter_of_a_small_site_quotes_stays():
    quotation = f"<blockquote><p>{LAW}</p></blockquote>"
    assert kept_in([quoting(n, quotation) if n < 5 else article(n) for n in range(20)], LAW) == 5


def test_a_short_line_of_a_poem_stays():
    poem = "<div class='poem'>The ferry went,<br>the river stayed,<br>nobody paid.</div>"
    site = [quoting(number, poem) if number < 3 else article(number) for number in range(50)]
    assert kept_in(site, "the river stayed") == 3


def test_a_quotation_that_ends_an_article_stays():
    quotation = f"<blockquote><p>{LAW}</p></blockquote>"
    ends = [article(number, [*make_story(number).paragraphs, quotation]) for number in range(3)]
    assert kept_in([*ends, *(article(number) for number in range(3, 50))], LAW) == 3


def test_a_box_named_after_its_subject_is_a_place_of_texts():
    boxes = ["body tag-water"] * 12 + ["body tag-roads"] * 60
    site = [
        quoting(n, LAW, box=box) if n < 3 else article(n, box=box) for n, box in enumerate(boxes)
    ]
    assert kept_in(site, LAW) == 3


@pytest.mark.parametrize("count", [3, 4, 9])
def test_pages_that_name_their_box_as_another_does_take_nothing_from_it(count):
    victim = make_story(900).paragraphs
    site = [article(900, victim, box="body the-victim"), *(article(number) for number in range(60))]
    for number in range(100, 100 + count):
        stolen = [victim[(number + place) % len(victim)] for place in range(2)]
        site.append(
            article(number, [*make_story(number).paragraphs, *stolen], box="body the-victim")
        )
        behind = "".join(f"<p>{paragraph}</p>" for paragraph in stolen)
        site.append(article(number + 50, behind=f"<div class='body the-victim'>{behind}</div>"))
    learner = TemplateLearner()
    for page in site:
        learner.add(page)
    assert clean(site[0], template=learner.templates().of(site[0].url)).paragraphs == victim


def test_old_paragraphs_behind_new_ones_stay():
    old = make_story(900).paragraphs[:4]
    years = [article(number, [*make_story(number).paragraphs, *old]) for number in range(10)]
    assert [
        kept_in([*years, *(article(number) for number in range(10, 30))], text) for text in old
    ] == [10] * 4


def test_a_life_of_the_writer_below_the_text_goes_though_few_pages_have_it():
    others = [make_story(number).paragraphs for number in range(200, 260)]
    site = [
        article(number, behind=f"<div class='w'><p>{LIVES[0 if number % 9 == 0 else 1]}</p></div>"
                               f"<div class='x'><p>{others[number][0]}</p><p>{others[number][1]}</p></div>")
        for number in range(60)
    ]  # fmt: skip
    assert LIVES[0] in clean(site[0]).text
    assert kept_in(site, LIVES[0]) == 0


def test_an_offer_between_the_paragraphs_of_all_texts_goes():
    boxed = [quoting(number, f"<div class='q7'><p>{OFFER}</p></div>") for number in range(10)]
    assert kept_in(boxed, OFFER) == 0
    assert kept_in([quoting(number, OFFER) for number in range(10)], OFFER) == 0


def test_a_text_that_people_point_at_is_kept_whole():
    site = [quoting(number, OFFER) for number in range(10)]
    learner = TemplateLearner()
    for page in site:
        learner.add(page)
    template = learner.templates().of(site[0].url)
    rules = {"selm.invalid": SiteRule(body=("div.body",))}
    assert OFFER not in clean(site[0], template=template).text
    assert OFFER in clean(site[0], template=template, rules=rules).paragraphs


def test_one_page_has_one_vote_on_the_order_of_day_and_month():
    said = [f"Heard at the lock on 05/{day}/2015." for day in range(13, 28)]
    loud = article(
        90, [f"Read on {13 + count % 15}/05/20{10 + count % 10}." for count in range(500)]
    )
    learner = TemplateLearner()
    for page in [loud, *(quoting(number, line) for number, line in enumerate(said * 2))]:
        learner.add(page)
    assert learner.templates().of(loud.url).order == Order(month_first="/")
