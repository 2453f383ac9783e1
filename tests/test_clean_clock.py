"""A day that pages show wherever they are fetched is that of rendering; the day of a fresh article
is not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from recurring_site import make_page, make_story

from corpus.cleaning.clean import clean
from corpus.cleaning.site.template import TemplateLearner, Templates
from corpus.intake.intake import clean_pages, take_in
from corpus.store.store import ArticleStore

START = date(2024, 6, 3)
DAY = timedelta(days=1)


def shown(number, day, fetched, *, source="crawl", path="", form="%A, %B %d, %Y"):
    """A page that shows a day below its title."""
    story = make_story(number)
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    body = f"<html><body><h1>{story.title}</h1><p class='meta'>{day.strftime(form)}</p><div>{text}</div></body></html>"
    at = datetime(fetched.year, fetched.month, fetched.day, 12, tzinfo=UTC)
    return replace(make_page(f"{path}{number}", body), fetched_at=at, source=source)


def days(pages):
    """The day of each article, when all pages have taught."""
    learner = TemplateLearner()
    for page in pages:
        learner.add(page)
    templates = learner.templates()
    return [clean(page, template=templates.of(page.url)).published for page in pages]


def test_the_day_of_each_fetch_is_no_day_of_publication():
    pages = [
        shown(number, START + number // 4 * DAY, START + number // 4 * DAY) for number in range(12)
    ]
    assert clean(pages[0]).published == START
    assert days(pages) == [None] * 12


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%m.%d.%Y"])
def test_a_day_in_figures_is_that_of_rendering_too(form):
    at = [START + number // 4 * 14 * DAY for number in range(12)]
    assert (
        days([shown(number, day, day, form=form) for number, day in enumerate(at)]) == [None] * 12
    )


def test_pages_rendered_in_another_zone_show_the_day_before():
    at = [START + number // 4 * 7 * DAY for number in range(12)]
    assert days([shown(number, day - DAY, day) for number, day in enumerate(at)]) == [None] * 12


def test_an_address_says_more_than_a_clock():
    at = [START + number // 4 * DAY for number in range(12)]
    pages = [shown(number, day, day, path=f"{day:%Y/%m/%d}/") for number, day in enumerate(at)]
    assert days(pages) == at


def test_the_news_of_the_day_beside_an_archive_keeps_its_days():
    archive = [shown(number, START - number * 30 * DAY, START) for number in range(2, 8)]
    at = [START + number // 4 * DAY for number in range(12)]
    fresh = [shown(number + 100, day, day) for number, day in enumerate(at)]
    assert days([*archive, *fresh])[6:] == at


def test_one_issue_fetched_over_midnight_keeps_its_day():
    assert (
        days([shown(number, START, START + number // 3 * DAY) for number in range(6)])
        == [START] * 6
    )


def test_the_time_of_a_file_is_no_fetch():
    at = [START + number // 4 * DAY for number in range(12)]
    assert days([shown(number, day, day, source="import") for number, day in enumerate(at)]) == at


def test_what_is_known_of_a_clock_is_kept():
    learner = TemplateLearner()
    for number in range(8):
        learner.add(shown(number, START + number // 4 * DAY, START + number // 4 * DAY))
    templates = learner.templates()
    assert templates.of("https://selm.invalid/1").clocks
    assert Templates.from_json(templates.to_json()) == templates


@pytest.mark.long
def test_pages_of_a_crawl_stay_undated_after_a_later_one(tmp_path):
    later = START + 37 * DAY
    with ArticleStore(tmp_path / "corpus.db") as store:
        take_in(store, [shown(number, START, START) for number in range(25)])
        take_in(store, [shown(number, later, later) for number in range(100, 205)])
        clean_pages(store)
        assert {article.published for article in store.articles()} == {None}


def test_pages_dated_before_the_habit_was_known_are_undated_then(tmp_path):
    with ArticleStore(tmp_path / "corpus.db") as store:
        take_in(store, [shown(number, START, START) for number in range(5)])
        assert {article.published for article in store.articles()} == {START}
        take_in(store, [shown(number, START + DAY, START + DAY) for number in range(10, 15)])
        assert {article.published for article in store.articles()} == {None}
