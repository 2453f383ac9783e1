"""Servers that are at odds with conditional requests: no site ends by what they answer to them."""

import pytest
from nightly_paper import paragraphs, story
from test_corpus_crawl import on_day, prose, state

from corpus.crawling.crawl import run_crawl
from corpus.crawling.life import WHOLE
from corpus.intake.intake import clean_pages
from tests.served_site import served

FIRST = '<a href="/1">The headline of the first story</a>'
SECOND = FIRST + '<a href="/2">The headline of the second story</a>'
HTML = {"Content-Type": "text/html"}
TAG = {"ETag": '"1"'}


def paper(told, to_conditions):
    """A front page and two stories with these headers; what they answer where it is asked whether
    they have changed."""

    def page(body):
        def answer(headers, count):
            if headers["If-None-Match"] or headers["If-Modified-Since"]:
                return to_conditions
            return 200, HTML | told, body() if callable(body) else body

        return answer

    news = [FIRST]
    stories = {f"/{number}": page(f"<h1>Story {number}</h1>{prose(number)}") for number in (1, 2)}
    return {"/": page(lambda: news[-1]), **stories}, news


@pytest.mark.parametrize(
    "told",
    [{"ETag": '"always"'}, {"Last-Modified": "Mon, 01 Jan 2018 00:00:00 GMT"}],
    ids=["etag", "last-modified"],
)
def test_a_page_that_is_always_unchanged_is_asked_for_whole_at_times(store, told):
    pages, news = paper(told, (304, {}, b""))
    with served(pages) as site:
        run_crawl(store, [site.base], options=on_day(0))
        news.append(SECOND)
        reports = [run_crawl(store, options=on_day(day)) for day in range(1, WHOLE + 1)]
        assert state(store, site, "/2")[0] == "done"
        assert "/" in site.asked and [report.undone for report in reports] == [[]] * WHOLE
        whole = [day for day, report in enumerate(reports, 1) if report.fetched]
        # the second, with the news, and the second after that; all others cost no body
        assert whole == [2, 4]


@pytest.mark.parametrize(
    "answer",
    [(200, HTML, b""), (412, {}, b""), (500, {}, b""), (400, {}, b""), (200, HTML, b" ")],
    ids=["empty", "412", "500", "400", "blank"],
)
def test_what_fails_by_a_condition_comes_without_one(store, answer):
    pages, news = paper({"ETag": '"1"'}, answer)
    with served(pages) as site:
        run_crawl(store, [site.base], options=on_day(0))
        news.append(SECOND)
        for day in (1, 2):
            report = run_crawl(store, options=on_day(day))
        assert state(store, site, "/2")[0] == "done" and not report.undone


def test_a_few_lines_that_bear_the_name_of_all_are_asked_for_whole(store):
    """As before a wall: the second night is well, and the site says that nothing has changed."""
    pages = [story(1, [paragraphs(1)[0], "To read on, subscribe."]), story(1)]

    def answer(headers, count):
        return (304, {}, b"") if headers["If-None-Match"] else (200, HTML | TAG, pages[day])

    with served({"/": FIRST, "/1": answer}) as site:
        for day in range(2):
            run_crawl(store, [site.base], options=on_day(40 * day))
            clean_pages(store, waiting=True)
        (article,) = store.articles()
        assert list(article.paragraphs) == paragraphs(1)


def test_an_etag_that_cannot_be_sent_back_ends_no_site(store):
    pages, news = paper({"ETag": '"\x01"'}, (500, {}, b""))
    with served(pages) as site:
        run_crawl(store, [site.base], options=on_day(0))
        news.append(SECOND)
        report = run_crawl(store, options=on_day(1))
        assert not report.undone and state(store, site, "/2")[0] == "done"
