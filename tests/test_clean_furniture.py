"""A day in the mastheads of many pages is the day of rendering; that of an issue is the day of its
articles."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from recurring_site import make_story

from corpus.article import Hint, Page
from corpus.cleaning.clean import clean
from corpus.cleaning.recurring_days import Furniture, FurnitureLearner
from corpus.intake.intake import take_in
from corpus.store.store import ArticleStore

START = date(2012, 1, 9)
LONG_AFTER = date(2021, 12, 2)
DAY = timedelta(days=1)


def printed(
    number: int, day: date, fetched: date, *, top: date | None = None, line: str = "{}",
    source: Literal["crawl", "import", "warc"] = "crawl", url: str = "/a/{}", foot: str = "",
) -> Page:  # fmt: skip
    """A page with a day above its title, and in a line below it."""
    story = make_story(number)
    above = f"<div>{top:%A, %B %d, %Y}</div>" if top else ""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    below = f"<p>{line.format(f'{day:%B} {day.day}, {day.year}')}</p>" if line else ""
    markup = f"<title>{story.title}</title>{above}<h1>{story.title}</h1>{below}{text}{foot}"
    at = datetime(fetched.year, fetched.month, fetched.day, 12, tzinfo=UTC)
    return Page(
        f"https://selm-courier.invalid{url.format(number)}",
        markup.encode(),
        "text/html",
        None,
        at,
        source,
    )


def learn(pages: list[Page]) -> Furniture:
    learner = FurnitureLearner()
    for page in pages:
        learner.add(page)
    return learner.furniture()


def dated(pages: list[Page]) -> list[date | None]:
    """The day of each article, when all pages have taught."""
    furniture = learn(pages)
    return [clean(page, furniture_dates=furniture.of(page)).published for page in pages]


def test_the_day_of_an_issue_above_its_articles_is_no_furniture():
    days = [START + number // 10 * 7 * DAY for number in range(60)]
    pages = [printed(number, day, LONG_AFTER, top=day) for number, day in enumerate(days)]
    assert dated(pages) == days


def test_the_day_on_which_a_whole_site_was_put_on_line_is_furniture():
    pages = [printed(number, START, LONG_AFTER, top=START) for number in range(8)]
    assert learn(pages) == Furniture(everywhere=frozenset({START}))
    assert dated(pages) == [None] * 8


def test_the_day_of_the_fetch_is_furniture_for_the_pages_fetched_then():
    nights = [START + number // 6 * DAY for number in range(60)]
    pages = [
        printed(number, night - 2 * DAY, night, top=night) for number, night in enumerate(nights)
    ]
    assert learn(pages) == Furniture(rendered=frozenset(nights))
    assert dated(pages) == [night - 2 * DAY for night in nights]
    fresh = [printed(number, night, night, top=night) for number, night in enumerate(nights)]
    assert dated(fresh) == [None] * 60


def test_the_days_of_copied_files_are_furniture_on_few_pages():
    days = [START + number // 10 * 7 * DAY for number in range(60)]
    pages = [
        printed(number, day, LONG_AFTER, top=day, source="import")
        for number, day in enumerate(days)
    ]
    assert dated(pages) == [None] * 60
    crawled = learn([printed(number, START, START, top=START) for number in range(8)])
    assert crawled.of(pages[0]) == {START}


def test_only_what_an_address_says_is_not_rendered_with_the_page():
    furniture = frozenset({START})
    silent = printed(1, START, LONG_AFTER, line="")
    assert clean(silent, hint=Hint(None, START)).date_source == "listing-page"
    # of the list's masthead
    assert clean(silent, hint=Hint(None, START), furniture_dates=furniture).published is None
    addressed = printed(1, START, LONG_AFTER, url="/2012/01/09/{}")
    assert clean(addressed, furniture_dates=furniture).date_source == "url"
    assert clean(printed(1, START, LONG_AFTER), furniture_dates=furniture).published is None


def test_later_pages_of_a_text_do_not_vote(tmp_path: Path):
    def bar(page: int) -> str:
        links = (
            f"<a href='/a/0?page={one}'>{one}</a>" if one > 1 else "<a href='/a/0'>1</a>"
            for one in range(1, 9)
        )
        return f"<p>Page: {' '.join(f'<b>{one}</b>' if one == page else link for one, link in enumerate(links, 1))}</p>"

    title = f"<title>{make_story(0).title}</title>"
    paged = [printed(0, START, LONG_AFTER, top=START, foot=bar(1))]
    for page in range(2, 9):
        url = "/a/{}?page=" + str(page)
        later = printed(
            page, START, LONG_AFTER, top=START, line="", foot=bar(page), url=url.replace("{}", "0")
        )
        body = later.body.decode().replace(make_story(page).title, make_story(0).title)
        paged.append(Page(later.url, body.encode(), "text/html", None, later.fetched_at))
        assert title in body
    others = [
        printed(20 + one, START + 7 * one * DAY, LONG_AFTER, top=START + 7 * one * DAY)
        for one in range(1, 5)
    ]
    with ArticleStore(tmp_path / "corpus.db") as store:
        take_in(store, [*paged, *others])
        found = {article.url: article.published for article in store.articles()}
    assert found == {
        page.url: START + 7 * one * DAY for one, page in enumerate([paged[0], *others])
    }


@pytest.mark.parametrize(
    "line",
    ["The Selm Courier, {}", "Selm Courier · {}", "Vol. 12 No. 4, {}", "{} | Vol. 12, No. 4"],
)
def test_a_day_beside_the_papers_name_is_the_articles_where_no_masthead_would_show_it(line: str):
    old = printed(1, START, LONG_AFTER, line=line)
    assert clean(old).published == START
    for fetched in (START, START + 60 * DAY):
        assert clean(printed(1, START, fetched, line=line)).published is None
    assert clean(printed(1, START, LONG_AFTER, line=line, source="import")).published is None
    dead = [printed(number, START, LONG_AFTER, line=line) for number in range(8)]
    assert dated(dead) == [None] * 8
    days = [START + number * 7 * DAY for number in range(8)]
    assert (
        dated([printed(number, day, LONG_AFTER, line=line) for number, day in enumerate(days)])
        == days
    )
