"""Days on web pages: which of those a page shows, or says to machines, is that of its article."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Page
from corpus.cleaning.clean import clean
from corpus.cleaning.dates import count_orders, find_days, prevailing_order, read_stamp, write_out
from corpus.cleaning.furniture import FurnitureLearner
from corpus.cleaning.template import TemplateLearner, Templates

FETCHED_AT = datetime(2021, 12, 2, 9, tzinfo=UTC)
DAY = date(2020, 3, 26)
TITLE = "New Pipes Are Not Yet Water"
TEXT = (
    "<p>The city has promised new pipes for the northern districts every spring since the old ones burst, and every "
    "autumn it has explained, with figures nobody can check, why the money went elsewhere."
) * 4
STAMP = '<meta property="article:published_time" content="{}">'


def page(markup: str, *, url: str | None = "https://selmak.example/a/1") -> Page:
    return Page(url, f"<title>{TITLE}</title>{markup}".encode(), "text/html", None, FETCHED_AT)


def read(markup: str, *, url: str | None = "https://selmak.example/a/1") -> tuple[date | None, str]:
    article = clean(page(markup, url=url))
    return article.published, article.date_source


@pytest.mark.parametrize(
    "text",
    [
        "26 mars 2020", "26. März 2020", "26. MÄRZ 2020", "26 Marz 2020", "26 de marzo de 2020", "26 de março de 2020",
        "26 marzo 2020", "26 maart 2020", "26 Mart 2020", "26 марта 2020 г.", "۲۶ مارچ ۲۰۲۰", "2020年3月26日",
        "2020 Mar 26", "26th of March 2020",
    ],
)  # fmt: skip
def test_a_day_is_read_in_the_languages_of_papers(text: str) -> None:
    assert [found.day for found in find_days(text)] == [DAY]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1er août 2020", date(2020, 8, 1)), ("12 KASIM 2020", date(2020, 11, 12)), ("3 Auguſt 2020", date(2020, 8, 3))],
)
def test_odd_letters_of_a_month_are_read(text: str, expected: date) -> None:
    assert [found.day for found in find_days(text)] == [expected]


@pytest.mark.parametrize(
    "text", ["In 2020, March 3 was a Tuesday", "20 Marsh 2020", "30 février 2020", "2020年13月26日"]
)
def test_what_no_calendar_or_language_has_is_no_day(text: str) -> None:
    assert find_days(text) == ()


@settings(max_examples=200, deadline=None, database=None)
@given(st.text(st.sampled_from("0123456789 ./-,–年月日 MmAaRrCchHkKIiıſſtéÉäÄмая۲"), max_size=40))
def test_no_letters_fail(text: str) -> None:
    for found in find_days(text, day_first=True):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("stamp", ["1970-01-01", "1969-12-31T16:00:00-08:00", "1899-12-30", "1900-01-01T00:00:00Z"])
def test_the_zeros_of_clocks_and_tables_are_no_days(stamp: str) -> None:
    assert read_stamp(stamp, FETCHED_AT) is None


@pytest.mark.parametrize(
    ("texts", "day_first"),
    [
        (["26/03/2015", "03/04/2015"], True),
        (["03/26/2015", "on 4/13/2016"], False),
        (["03/04/2015"], None),
        (["26/03/2015", "03/26/2015"], None),
        (["32/03/2015"], None),
    ],
)
def test_the_order_of_day_and_month_is_learnt_from_clear_days(texts: list[str], day_first: bool | None) -> None:
    assert prevailing_order(count_orders(texts)) is day_first


def test_one_slip_among_many_does_not_hide_the_order() -> None:
    assert prevailing_order(count_orders(["26/03/2015"] * 30 + ["03/26/2015"])) is True


@pytest.mark.parametrize(
    ("day_first", "expected"),
    [(True, "on 2015-04-03 and May 2"), (False, "on 2015-03-04 and May 2"), (None, "on 03/04/2015 and May 2")],
)
def test_an_unclear_day_is_written_out(day_first: bool | None, expected: str) -> None:
    assert write_out("on 03/04/2015 and May 2", day_first) == expected


@pytest.mark.parametrize(("other", "expected"), [("11/25/2019", date(2020, 3, 4)), ("25/11/2019", date(2020, 4, 3))])
def test_an_unclear_day_below_the_title_is_read_as_the_pages_other_days(other: str, expected: date) -> None:
    below = f"<div class=related><a href=/b>Another piece</a> {other}</div>"
    assert read(f"<h1>{TITLE}</h1><p>03/04/2020</p>{TEXT}{below}") == (expected, "byline")
    assert read(f"<h1>{TITLE}</h1><p>03/04/2020</p>{TEXT}") == (None, "unknown")


def test_the_sites_other_pages_tell_the_order_of_day_and_month() -> None:
    learner = TemplateLearner()
    for number in range(13, 25):
        learner.add(
            page(f"<h1>{TITLE} {number}</h1><p>{number}/11/2019</p>{TEXT}", url=f"https://selmak.example/{number}")
        )
    unclear = page(f"<h1>{TITLE}</h1><p>03/04/2020</p>{TEXT}")
    known = Templates.from_json(learner.templates().to_json()).of(unclear.url)
    assert clean(unclear, template=known).published == date(2020, 4, 3)
    assert clean(unclear).published is None


@pytest.mark.parametrize(
    "above",
    [
        "<p>March 26, 2020 · 8 minutes</p>",
        "<p>26 March 2020 | 3 minute read</p>",
        "<div class='post-hero__date'>March 26, 2020</div>",
        "<header><div class='entry-meta'>Water · March 26, 2020</div></header>",
        "<p>Posted on March 26, 2020</p>",
        "<p>Posted by Jane Doe on Thursday March 26, 2020 @08:00PM</p>",
    ],
)
def test_a_day_above_the_title_counts_where_it_can_only_be_the_articles(above: str) -> None:
    body = f"{above}<h1>{TITLE}</h1>{TEXT}".replace("<header>", "<article><header>").replace("</header>", "")
    assert read(body)[0] == DAY


@pytest.mark.parametrize(
    "above",
    [
        "<p>March 26, 2020</p>",
        "<div class=date>Thursday, March 26, 2020</div>",
        "<div class='masthead'><div class='post-date'>Thursday, March 26, 2020</div></div>",
        "<header><div class='article-date'>Thursday, March 26, 2020</div></header>",
        "<div class='entry-meta'>Updated March 26, 2020</div>",
        "<div class='entry-meta'>Updated</div><div class='entry-date'>March 26, 2020</div>",
        "<div class='entry-meta'>Thursday, December 2, 2021</div>",
        "<p>Published Thursday, March 26, 2020</p>" + "<p>A menu</p>" * 12,
    ],
)
def test_a_day_above_the_title_that_could_be_the_papers_is_not_the_date(above: str) -> None:
    assert read(f"{above}<h1>{TITLE}</h1>{TEXT}") == (None, "unknown")


@pytest.mark.parametrize(
    "end",
    [
        "<p>Published on: 26 March 2020</p>",
        "<p>Posted March 26, 2020</p>",
        "<h4>Published</h4><p>March 26, 2020</p><h4>Reviewed</h4><p>October 8, 2021</p>",
        "<p>This article was originally published on 26 March 2020 and has been updated since.</p>",
        "<p>Publié le 26 mars 2020</p>",
        "<div class='article-footer'>March 26, 2020 By Jane Doe</div>",
    ],
)
def test_a_day_of_publication_may_stand_below_the_text(end: str) -> None:
    assert read(f"<h1>{TITLE}</h1>{TEXT}{end}") == (DAY, "text")


@pytest.mark.parametrize(
    "end",
    [
        "<p>Last updated: 26 March 2020</p>",
        "<p>The report was published on March 26, 2020, and nobody has read it since then.</p>",
        "<p>Published March 26, 2020</p><p>Published March 27, 2020</p>",
        "".join(f"<div class=card><p class=card-date>Published March {day}, 2020</p></div>" for day in (26, 26, 26)),
        "<div class='comment-of-post'>March 26, 2020 By Jane Doe</div>",
        "<p>&copy; 2020</p><p>March 26, 2020</p>",
        "<aside><p>Posted March 26, 2020</p></aside>",
        "<div class='related-story'><a href=/b>Another piece</a><p>Posted March 26, 2020</p></div>",
    ],
)
def test_other_days_below_the_text_are_not_the_date(end: str) -> None:
    assert read(f"<h1>{TITLE}</h1>{TEXT}{end}") == (None, "unknown")


@pytest.mark.parametrize("stamp", ["2021-06-01T09:00:00Z", "2020-03-27T02:30:00+00:00", "2020-03-25T23:30:00-08:00"])
def test_the_day_a_page_shows_wins_over_a_stamp_of_putting_it_on_line_anew_or_elsewhere(stamp: str) -> None:
    head = STAMP.format(stamp)
    assert read(f"{head}<h1>{TITLE}</h1><p>By Jane Doe | March 26, 2020</p>{TEXT}") == (DAY, "byline")


def test_a_later_day_that_a_page_shows_is_one_of_revision() -> None:
    head = STAMP.format("2020-03-26T09:00:00Z")
    assert read(f"{head}<h1>{TITLE}</h1><p>June 1, 2021</p>{TEXT}") == (DAY, "meta")


def test_the_first_of_two_days_is_that_of_publication_where_the_text_ends_with_it() -> None:
    end = "<p>This article was originally published on 26 March 2020.</p>"
    assert read(f"<h1>{TITLE}</h1><p>June 1, 2021</p>{TEXT}{end}") == (DAY, "text")


ARTICLE = f'"@type": "BlogPosting", "headline": "{TITLE}"'


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('"datePublished": "Mar 26, 2020", "dateModified": "Mar 20, 2020"', None),
        ('"datePublished": "Mar 26, 2020", "dateModified": "Mar 26, 2020"', None),
        ('"datePublished": "Mar 26, 2020", "dateModified": "Apr 2, 2020"', DAY),
        ('"datePublished": "Mar 26, 2020"', DAY),
        ('"datePublished": "2020-03-26T09:00", "dateModified": "2020-03-26T09:00"', DAY),
    ],
)
def test_a_day_in_words_that_no_revision_followed_is_the_site_builders(said: str, expected: date | None) -> None:
    head = f'<script type="application/ld+json">{{{ARTICLE}, {said}}}</script>'
    assert read(f"{head}<h1>{TITLE}</h1>{TEXT}")[0] == expected


@pytest.mark.parametrize(
    "name", ["w-published-date", "cxenseparse:publishtime", "citation_publication_date", "date_published"]
)
def test_a_meta_of_any_name_that_says_published_counts(name: str) -> None:
    assert read(f'<meta name="{name}" content="2020 Mar 26"><h1>{TITLE}</h1>{TEXT}') == (DAY, "meta")


@pytest.mark.parametrize("name", ["article:publisher", "article:modified_time", "og:updated_time", "last-updated"])
def test_a_meta_of_something_else_does_not(name: str) -> None:
    assert read(f'<meta name="{name}" content="2020-03-26"><h1>{TITLE}</h1>{TEXT}') == (None, "unknown")


def test_the_day_of_a_web_page_counts_only_where_the_page_shows_it() -> None:
    head = '<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2020-03-26T09:00"}</script>'
    assert read(f"{head}<h1>{TITLE}</h1>{TEXT}")[0] is None
    assert read(f"{head}<h1>{TITLE}</h1><p>Updated on March 26, 2020</p>{TEXT}") == (DAY, "json-ld")
    assert read(f"{head}<h1>{TITLE}</h1><p>Updated on March 28, 2020</p>{TEXT}")[0] is None


def test_a_list_of_events_gives_no_day_of_publication() -> None:
    days = "".join(
        f"<li class=event><div class=when>March {day}, 2020</div><p>A long walk along the new pipes, with a talk on "
        "what a trench is, and what it is not, for all who want to come along and see it.</p></li>"
        for day in range(1, 9)
    )
    assert read(f"<h1>{TITLE}</h1><p>All that is on this spring.</p><ul>{days}</ul>")[0] is None


def test_a_whole_site_is_not_published_on_a_day() -> None:
    head = STAMP.format("2020-03-26T09:00:00Z") + '<meta property="og:type" content="article">'
    assert read(f"{head}<h1>{TITLE}</h1>{TEXT}", url="https://selmak.example/") == (None, "unknown")
    assert read(f"{head}<h1>{TITLE}</h1>{TEXT}", url="https://selmak.example/?p=12") == (DAY, "meta")


def test_the_day_of_fetching_below_many_titles_is_furniture() -> None:
    learner = FurnitureLearner()
    for number in range(25):
        learner.add(
            page(f"<h1>{TITLE} {number}</h1><p>December 2, 2021</p>{TEXT}", url=f"https://selmak.example/{number}")
        )
    assert learner.dates() == {FETCHED_AT.date()}


def test_a_day_at_the_foot_of_most_pages_is_furniture() -> None:
    learner = FurnitureLearner()
    pages = [page(f"<h1>{TITLE} {n}</h1>{TEXT}<p>Posted on March 26, 2020</p>") for n in range(25)]
    for one in pages:
        learner.add(one)
    assert clean(pages[0]).published == DAY
    assert clean(pages[0], furniture_dates=learner.dates()).published is None


def test_a_few_editorials_of_the_day_they_were_fetched_keep_it() -> None:
    learner = FurnitureLearner()
    for number in range(40):
        day = "December 2, 2021" if number < 5 else f"March {1 + number % 28}, 2020"
        learner.add(page(f"<h1>{TITLE} {number}</h1><p>{day}</p>{TEXT}", url=f"https://selmak.example/{number}"))
    assert learner.dates() == frozenset()
