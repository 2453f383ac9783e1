"""Days on web pages: which of those a page shows, or says to machines, is that of its article."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Page
from corpus.cleaning.clean import clean
from corpus.cleaning.recurring_days import Furniture, FurnitureLearner
from corpus.cleaning.site.template import TemplateLearner, Templates
from corpus.page import solar_hijri
from corpus.page.dates import (
    UNKNOWN_ORDER,
    Order,
    _months,
    count_orders,
    find_days,
    prevailing_order,
    write_out,
)
from corpus.page.stamps import read_day, read_stamp
from tests.examples import examples

FETCHED_AT = datetime(2021, 12, 2, 9, tzinfo=UTC)
DAY = date(2020, 3, 26)
TITLE = "New Pipes Are Not Yet Water"
TEXT = (
    "<p>The city has promised new pipes for the northern districts every spring since the old ones burst, and every "
    "autumn it has explained, with figures nobody can check, why the money went elsewhere."
) * 4
DAY_FIRST, MONTH_FIRST = Order("/"), Order("", "/")
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
        "2020 Mar 26", "26th of March 2020", "26-mar-2020", "26/MAR/2020", "26Mar2020", "26. března 2020",
        "26 marca 2020", "26 martie 2020", "26 березня 2020", "26. maaliskuuta 2020", "26 de mar. de 2020",
        "٢٦ مارس ٢٠٢٠", "۲۶ مارس ۲۰۲۰", "26 मार्च 2020", "２０２０年３月２６日", "2020년 3월 26일", "২৬/০৩/২০২০",
    ],
)  # fmt: skip
def test_a_day_is_read_in_the_languages_of_papers(text: str) -> None:
    assert [found.day for found in find_days(text)] == [DAY]


@pytest.mark.parametrize(
    "text",
    [
        "1399-01-07", "۱۳۹۹/۰۱/۰۷", "۷ حمل ۱۳۹۹", "7 Hamal 1399", "7 Farvardin, 1399", "۷ فروردین ۱۳۹۹",
        "Hamal 7, 1399", "07/01/1399", "۷ وری ۱۳۹۹", "۱۳۹۹-۰۱-۰۷T11:32:06Z",
    ],
)  # fmt: skip
def test_a_day_of_the_solar_hijri_calendar_is_read_as_ours(text: str) -> None:
    assert [found.day for found in find_days(text, order=DAY_FIRST)] == [DAY]


# by the Iranian observatory, the leap years before and between them
NOWRUZ = {
    1300: (1921, 3, 21), 1304: (1925, 3, 21), 1309: (1930, 3, 21), 1354: (1975, 3, 21), 1357: (1978, 3, 21),
    1375: (1996, 3, 20), 1379: (2000, 3, 20), 1380: (2001, 3, 21), 1387: (2008, 3, 20), 1391: (2012, 3, 20),
    1395: (2016, 3, 20), 1399: (2020, 3, 20), 1400: (2021, 3, 21), 1403: (2024, 3, 20), 1404: (2025, 3, 21),
    1408: (2029, 3, 20),
}  # fmt: skip


@pytest.mark.parametrize("year", NOWRUZ)
def test_the_solar_hijri_year_begins_on_nowruz(year: int) -> None:
    assert solar_hijri.to_gregorian(year, 1, 1) == date(*NOWRUZ[year])


def test_every_day_of_the_solar_hijri_calendar_follows_the_one_before() -> None:
    day = solar_hijri.to_gregorian(1300, 1, 1)
    for year in range(1300, 1500):
        for month in range(1, 13):
            last = 31 if month <= 6 else 30 if month < 12 or solar_hijri.is_leap(year) else 29
            for number in range(1, last + 1):
                assert solar_hijri.to_gregorian(year, month, number) == day
                said = f"{number} {solar_hijri.MONTHS[month - 1]} {year}"
                assert solar_hijri.say_solar(day) == said
                day += timedelta(days=1)
            with pytest.raises(ValueError, match="is not a day of"):
                solar_hijri.to_gregorian(year, month, last + 1)
    assert solar_hijri.say_solar(day) == ""
    assert solar_hijri.say_solar(date(1921, 3, 20)) == ""


@pytest.mark.parametrize(
    "text",
    ["26.03.20", "Thu 26.03.20 | 14:07", "03/26/20", "Thu Mar 26 19:20:36 CEST 2020", "the 26th day of March 2020",
     "26 tháng 3 năm 2020", "26 tháng 3, 2020", "26 Tháng Ba, 2020", "2020. 3. 26.", "26. 3. 2020",
     "د ۲۰۲۰ کال د مارچ ۲۶مه"],
)  # fmt: skip
def test_a_day_is_read_in_forms_of_few_papers(text: str) -> None:
    assert [found.day for found in find_days(text)] == [DAY]


@pytest.mark.parametrize(
    "line",
    ["26 مارچ 2020ء", "26 مارس 2020م", "26 марта 2020 года, 12:15", "26 березня 2020 р.",
     "Press release, 26 March 2020", "ANP 26 maart 2020", "Thursday 26 March 2020 10.26am",
     "do 26 maart 2020, 06:00"],
)  # fmt: skip
def test_a_word_that_belongs_to_a_day_does_not_hide_it(line: str) -> None:
    assert read(f"<h1>{TITLE}</h1><p>{line}</p>{TEXT}") == (DAY, "byline")


@pytest.mark.parametrize(
    "said",
    ["data-timestamp=\"1585220400\"", "data-date=\"2020-03-26T11:00:00Z\"", "title=\"2020-03-26T11:00:00Z\""],
)  # fmt: skip
def test_a_moment_that_only_an_attribute_says_is_read(said: str) -> None:
    line = f"<p><abbr class=when {said}>some days ago</abbr></p>"
    assert read(f"<h1>{TITLE}</h1>{line}{TEXT}")[0] == DAY
    assert read(f"<h1>{TITLE}</h1>{TEXT}<abbr itemprop=datePublished {said}>noon</abbr>")[0] == DAY
    assert read(f"<h1>{TITLE}</h1>{line.replace('some', 'Last updated some')}{TEXT}")[0] is None


@pytest.mark.parametrize(
    ("value", "day", "elsewhere"),
    [
        ("1585180800", "2020-03-26", "2020-03-25"), ("/Date(1585180800000)/", "2020-03-26", "2020-03-25"),
        ("1585220400000", "2020-03-26", "2020-03-27"), ("2020-03-26T02:30:00Z", "2020-03-26", "2020-03-25"),
        ("2020-03-26 12:00:00", "2020-03-26", "2020-03-27"), ("2020-03-26T23:30:00-08:00", "2020-03-26", None),
        ("2020-03-26", "2020-03-26", None), ("20200326T093000Z", "2020-03-26", None),
    ],
)  # fmt: skip
def test_a_stamp_of_greenwich_may_be_of_another_day_elsewhere(
    value: str, day: str, elsewhere: str | None
) -> None:
    stamp = read_stamp(value, FETCHED_AT)
    assert stamp is not None
    assert (str(stamp.day), stamp.elsewhere and str(stamp.elsewhere)) == (day, elsewhere)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1er août 2020", date(2020, 8, 1)),
        ("12 KASIM 2020", date(2020, 11, 12)),
        ("3 Auguſt 2020", date(2020, 8, 3)),
    ],
)
def test_odd_letters_of_a_month_are_read(text: str, expected: date) -> None:
    assert [found.day for found in find_days(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "In 2020, March 3 was a Tuesday", "20 Marsh 2020", "30 février 2020", "2020年13月26日", "2 days ago",
        "yesterday", "26 listopada 2020", "26 Mar 20", "26 March 2563", "May 17, 1403",
        "26 marching 2020", "1399-12-31", "30 حوت 1400", "17/05/24", "05/06/24", "version 1.10.12.19",
    ],
)  # fmt: skip
def test_what_no_calendar_or_language_has_is_no_day(text: str) -> None:
    assert find_days(text) == ()


@examples(200, database=None)
@given(st.text(st.sampled_from("0123456789 ./-,–年月日 MmAaRrCchHkKIiıſſtéÉäÄмая۲"), max_size=40))
def test_no_letters_fail(text: str) -> None:
    for found in find_days(text, order=DAY_FIRST):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    "form", ["26 {} 2020", "26.{}.2020", "26{}2020", "{} 26, 2020", "{}. 26,2020", "2020 {} 26"]
)
def test_every_name_of_a_month_is_read_in_every_form(form: str) -> None:
    for name in filter(str.isalpha, _months("months")):
        for written in (name, name.upper()):
            days = [(found.day.year, found.day.day) for found in find_days(form.format(written))]
            assert days == [(2020, 26)], written


ZEROS = [
    "1970-01-01",
    "1969-12-31T16:00:00-08:00",
    "1899-12-30",
    "1900-01-01T00:00:00Z",
    "1753-01-01",
    "1980-01-01",
]


@pytest.mark.parametrize("stamp", ZEROS)
def test_the_zeros_of_clocks_and_tables_are_no_days(stamp: str) -> None:
    assert read_day(stamp, FETCHED_AT) is None
    assert read(f"<h1>{TITLE}</h1><p>By Jane Doe | {stamp[:10]}</p>{TEXT}") == (None, "unknown")


def test_a_day_of_long_before_the_web_is_one_on_which_a_paper_was_printed() -> None:
    assert read(f"<h1>{TITLE}</h1><p>March 26, 1923</p>{TEXT}") == (date(1923, 3, 26), "byline")


@pytest.mark.parametrize(
    ("shown", "expected"), [("December 3, 2021", date(2021, 12, 3)), ("December 4, 2021", None)]
)
def test_what_is_tomorrow_in_the_east_is_not_the_future(shown: str, expected: date | None) -> None:
    evening = FETCHED_AT.replace(hour=20)  # after midnight in Kabul
    one = replace(page(f"<h1>{TITLE}</h1><p>By Jane Doe | {shown}</p>{TEXT}"), fetched_at=evening)
    assert clean(one).published == expected
    assert read_day(shown, evening) == expected
    assert read_day("2021-12-03T00:10:00+00:00", evening) is None  # an instant that is to come


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["26/03/2015", "03/04/2015"], DAY_FIRST),
        (["03/26/2015", "on 4/13/2016"], MONTH_FIRST),
        (["03/04/2015"], UNKNOWN_ORDER),
        (["26/03/2015", "03/26/2015"], UNKNOWN_ORDER),
        (["32/03/2015"], UNKNOWN_ORDER),
        (["03/26/2015", "26.03.2015", "26-03-2015"], Order("-.", "/")),
    ],
)
def test_the_order_of_day_and_month_is_learnt_from_clear_days(
    texts: list[str], order: Order
) -> None:
    assert prevailing_order(count_orders(texts)) == order


def test_one_slip_among_many_does_not_hide_the_order() -> None:
    assert prevailing_order(count_orders(["26/03/2015"] * 30 + ["03/26/2015"])) == DAY_FIRST


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (DAY_FIRST, "on 2015-04-03 and May 2, 2015-02-01"),
        (MONTH_FIRST, "on 2015-03-04 and May 2, 2015-02-01"),
        (Order("", "./"), "on 2015-03-04 and May 2, 2015-01-02"),
        (UNKNOWN_ORDER, "on 03/04/2015 and May 2, 01.02.2015"),
        (MONTH_FIRST.filled(Order("./")), "on 2015-03-04 and May 2, 2015-02-01"),
    ],
)
def test_an_unclear_day_is_written_out_as_days_with_its_separator_are(
    order: Order, expected: str
) -> None:
    assert write_out("on 03/04/2015 and May 2, 01.02.2015", order) == expected


@pytest.mark.parametrize(
    ("other", "expected"), [("11/25/2019", date(2020, 3, 4)), ("25/11/2019", date(2020, 4, 3))]
)
def test_an_unclear_day_below_the_title_is_read_as_the_pages_other_days(
    other: str, expected: date
) -> None:
    below = f"<div class=related><a href=/b>Another piece</a> {other}</div>"
    assert read(f"<h1>{TITLE}</h1><p>03/04/2020</p>{TEXT}{below}") == (expected, "byline")
    assert read(f"<h1>{TITLE}</h1><p>03/04/2020</p>{TEXT}") == (None, "unknown")
    dotted = f"<h1>{TITLE}</h1><p>03.04.2020</p>{TEXT}{below}"
    assert read(dotted) == (date(2020, 4, 3), "byline")


def test_the_sites_other_pages_tell_the_order_of_day_and_month() -> None:
    learner = TemplateLearner()
    for number in range(13, 25):
        learner.add(
            page(
                f"<h1>{TITLE} {number}</h1><p>{number}/11/2019</p>{TEXT}",
                url=f"https://selmak.example/{number}",
            )
        )
    unclear = page(f"<h1>{TITLE}</h1><p>03/04/2020</p>{TEXT}")
    known = Templates.from_json(learner.templates().to_json()).of(unclear.url)
    assert clean(unclear, template=known).published == date(2020, 4, 3)
    assert clean(unclear).published is None


@pytest.mark.parametrize(
    "above",
    [
        "<div class='post-hero__date'>March 26, 2020</div>",
        "<header><div class='entry-meta'>Water · March 26, 2020</div></header>",
        "<p>Posted on March 26, 2020</p>",
        "<p>Posted by Jane Doe on Thursday March 26, 2020 @08:00PM</p>",
    ],
)
def test_a_day_above_the_title_counts_where_it_can_only_be_the_articles(above: str) -> None:
    body = f"{above}<h1>{TITLE}</h1>{TEXT}".replace("<header>", "<article><header>").replace(
        "</header>", ""
    )
    assert read(body)[0] == DAY


@pytest.mark.parametrize(
    "box",
    [
        "<div class=post-date><div>26</div><div>MAR</div><div>2020</div><div>Water</div></div>",
        "<div class=post-date><div>The northern districts</div><div>26</div><div>March 2020</div></div>",
        "<div class=post-date><div>26</div><div>03</div><div>2020</div></div>",
        "<div class=post-date><div>26</div></div><div class=post-date><div>MAR 2020</div></div>",
    ],
)
def test_pieces_that_are_no_day_or_not_alone_in_their_box_are_none(box: str) -> None:
    assert read(f"{box}<h1>{TITLE}</h1>{TEXT}") == (None, "unknown")


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
        "".join(
            f"<div class=card><p class=card-date>Published March {day}, 2020</p></div>"
            for day in (26, 26, 26)
        ),
        "<div class='comment-of-post'>March 26, 2020 By Jane Doe</div>",
        "<aside><p>Posted March 26, 2020</p></aside>",
        "<div class='related-story'><a href=/b>Another piece</a><p>Posted March 26, 2020</p></div>",
    ],
)
def test_other_days_below_the_text_are_not_the_date(end: str) -> None:
    assert read(f"<h1>{TITLE}</h1>{TEXT}{end}") == (None, "unknown")


@pytest.mark.parametrize(
    "stamp", ["2021-06-01T09:00:00Z", "2020-03-27T02:30:00+00:00", "2020-03-25T22:30:00"]
)
def test_the_day_a_page_shows_wins_over_a_stamp_of_putting_it_on_line_anew_or_elsewhere(
    stamp: str,
) -> None:
    head = STAMP.format(stamp)
    assert read(f"{head}<h1>{TITLE}</h1><p>By Jane Doe | March 26, 2020</p>{TEXT}") == (
        DAY,
        "byline",
    )


@pytest.mark.parametrize(
    ("folder", "day", "source"),
    [
        ("2017/7/12", date(2017, 7, 12), "url"),
        ("2020/03/25", DAY, "meta"),  # a night in another time zone
        ("2020/04/02", DAY, "meta"),
    ],
)
def test_an_address_of_long_before_wins_over_a_stamp_of_putting_it_on_line_anew(
    folder: str, day: date, source: str
) -> None:
    head = STAMP.format("2020-03-26T09:00:00+02:00")
    body = f"{head}<h1>{TITLE}</h1>{TEXT}"
    assert read(body, url=f"https://selmak.example/{folder}/pipes") == (day, source)


def test_a_later_day_that_a_page_shows_is_one_of_revision() -> None:
    head = STAMP.format("2020-03-26T09:00:00Z")
    assert read(f"{head}<h1>{TITLE}</h1><p>June 1, 2021</p>{TEXT}") == (DAY, "meta")


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
def test_a_day_in_words_that_no_revision_followed_is_the_site_builders(
    said: str, expected: date | None
) -> None:
    head = f'<script type="application/ld+json">{{{ARTICLE}, {said}}}</script>'
    assert read(f"{head}<h1>{TITLE}</h1>{TEXT}")[0] == expected


PUBLISHED = '"datePublished": "2020-03-26"'


@pytest.mark.parametrize(
    "script",
    [
        f"<!-- {{{ARTICLE}, {PUBLISHED}}} -->",
        f"//<![CDATA[\n{{{ARTICLE}, {PUBLISHED}}}\n//]]>",
        f"{{{ARTICLE}, {PUBLISHED},}}",
        f"[{{{ARTICLE}, {PUBLISHED}}},]",
        f"{{{ARTICLE}, {PUBLISHED}}}}}",
        f'{{"@graph": [{{"@type": "WebPage", "datePublished": "2019-01-01"}}, {{{ARTICLE}, {PUBLISHED}}}]}}',
        f'{{{ARTICLE}, {PUBLISHED}, "comment": [{{"@type": "Comment", "datePublished": "2020-04-01"}}]}}',
        f'{{"@type": "BreadcrumbList", "datePublished": "2019-01-01", "mainEntity": {{{ARTICLE}, {PUBLISHED}}}}}',
        f"{{{ARTICLE.replace('BlogPosting', 'http://schema.org/NewsArticle')}, {PUBLISHED}}}",
        f'{{"@type": ["Thing", "NewsArticle"], "headline": "{TITLE}", {PUBLISHED}}}',
        f'{{{ARTICLE}, "datePublished": ["2020-03-26", "2020-03-26"]}}',
        f'{{{ARTICLE}, "datePublished": {{"@type": "Date", "@value": "2020-03-26"}}}}',
        f'{{{ARTICLE}, "datePublished": 1585220400}}',
    ],
)
def test_json_ld_is_read_as_pages_carry_it(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    assert read(f"{head}<h1>{TITLE}</h1>{TEXT}") == (DAY, "json-ld")


@pytest.mark.parametrize(
    "said",
    [
        '"datePublished": "2020-02-30"',
        '"datePublished": ["2020-03-26", "2020-03-27"]',
        '"datePublished": {"@value": 2020}',
        '"datePublished": "2020-03"',
        '"datePublished": "26 days ago"',
        '"dateModified": "2020-03-26"',
        '"uploadDate": "2020-03-26"',
        f'"related": {{{ARTICLE.replace(TITLE, "Another Piece")}, {PUBLISHED}}}',
        '"datePublished": ' + "[" * 300 + "]" * 300,
    ],
)
def test_json_ld_that_says_no_one_day_of_the_article_gives_none(said: str) -> None:
    head = f'<script type="application/ld+json">{{{ARTICLE}, {said}}}</script>'
    assert read(f"{head}<h1>{TITLE}</h1>{TEXT}") == (None, "unknown")


def test_json_ld_in_a_meta_element_counts() -> None:
    said = f"{{{ARTICLE}, {PUBLISHED}}}".replace('"', "&quot;")
    assert read(f'<meta name="script:ld+json" content="{said}"><h1>{TITLE}</h1>{TEXT}') == (
        DAY,
        "json-ld",
    )


@pytest.mark.parametrize(
    "name",
    ["w-published-date", "cxenseparse:publishtime", "citation_publication_date", "date_published"],
)
def test_a_meta_of_any_name_that_says_published_counts(name: str) -> None:
    assert read(f'<meta name="{name}" content="2020 Mar 26"><h1>{TITLE}</h1>{TEXT}') == (
        DAY,
        "meta",
    )


@pytest.mark.parametrize(
    "name", ["article:publisher", "article:modified_time", "og:updated_time", "last-updated"]
)
def test_a_meta_of_something_else_does_not(name: str) -> None:
    assert read(f'<meta name="{name}" content="2020-03-26"><h1>{TITLE}</h1>{TEXT}') == (
        None,
        "unknown",
    )


@pytest.mark.parametrize("stamp", ["2020-03-25T23:30:00-08:00", "2020-03-25T09:30:00", "2020-03-25"])
def test_a_stamp_that_has_its_place_or_no_hour_is_not_moved_by_the_day_that_is_shown(
    stamp: str,
) -> None:
    head = STAMP.format(stamp)
    shown = f"{head}<h1>{TITLE}</h1><p>By Jane Doe | March 26, 2020</p>{TEXT}"
    assert read(shown) == (date(2020, 3, 25), "meta")


def test_the_day_of_a_web_page_counts_where_no_open_graph_says_more() -> None:
    head = '<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2020-03-26T09:00"}</script>'
    assert read(f"{head}<h1>{TITLE}</h1>{TEXT}") == (DAY, "json-ld")
    graph = '<meta property="og:type" content="article">'
    assert read(f"{graph}{head}<h1>{TITLE}</h1>{TEXT}") == (None, "unknown")
    assert read(f"{head.replace('WebPage', 'CollectionPage')}<h1>{TITLE}</h1>{TEXT}")[0] is None


@pytest.mark.parametrize(
    "above",
    [
        "<p>March 26, 2020</p>",
        "<h3>26.03.2020</h3>",
        "<p>Selmak, March 26, 2020 — Statement</p>",
        "<time datetime=2020-03-26T09:41:00+00:00>26.03.2020</time>",
    ],
)
def test_a_day_above_the_title_counts_in_its_box_where_it_is_far_from_the_fetch(above: str) -> None:
    assert read(f"<article>{above}<h1>{TITLE}</h1>{TEXT}</article>") == (DAY, "byline")
    assert read(f"<p>A menu</p><div>{above}<h1>{TITLE}</h1></div>{TEXT}") == (DAY, "byline")
    menu = "<p>A menu</p>" * 5
    assert read(f"<div>{menu}{above}<h1>{TITLE}</h1>{TEXT}</div>") == (DAY, "byline")
    assert read(f"<div>{menu}{above}<p>Water</p><h1>{TITLE}</h1>{TEXT}</div>")[0] is None
    facts = f"<article><aside><ul><li>Water</li><li>{above}</li></ul></aside>"
    assert read(f"{facts}<h1>{TITLE}</h1>{TEXT}</article>") == (DAY, "byline")
    assert read(f"{above}<article><h1>{TITLE}</h1>{TEXT}</article>") == (None, "unknown")
    fresh = f"<article>{above}<h1>{TITLE}</h1>{TEXT}</article>".replace("26.03.2020", "26.11.2021")
    fresh = fresh.replace("March 26, 2020", "November 26, 2021").replace("2020-03-26", "2021-11-26")
    assert read(fresh) == (None, "unknown")


@pytest.mark.parametrize(
    "line",
    [
        "<figure><img src=a.jpg><figcaption>Photo: Jane Doe | March 26, 2020</figcaption></figure>",
        "<p class=caption>Lens Agency / March 26, 2020</p>",
        "<div class=today>Thursday, March 26, 2020</div>",
        "<p>Listen: The River Hour | March 26, 2020</p>",
        "<p>Podcast | 26 March 2020</p>",
        "<p>Exhibition | Old mill | March 26, 2020</p>",
    ],
)
def test_a_line_on_another_thing_gives_no_day(line: str) -> None:
    assert read(f"<h1>{TITLE}</h1>{line}{TEXT}") == (None, "unknown")


@pytest.mark.parametrize(
    ("label", "day"),
    [
        ("Published", "March 26, 2020"), ("Datum:", "26.03.2020"), ("Mise en ligne le", "26 mars 2020"),
        ("تاریخ انتشار:", "۷ حمل ۱۳۹۹"), ("Дата публикации", "26 марта 2020"), ("Posted on", "26-03-2020"),
    ],
)  # fmt: skip
def test_a_label_may_stand_in_an_element_of_its_own(label: str, day: str) -> None:
    published = f"<h1>{TITLE}</h1><div>{label}</div><div>{day}</div>{TEXT}"
    assert read(published)[0] == DAY
    assert read(published.replace(label, "Event date:"))[0] is None
    assert read(f"<h1>{TITLE}</h1><p>{label} {day}</p>{TEXT}")[0] == DAY


SENTENCE = "the council met again, and again it had nothing to say of the pipes that it had promised."


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>Selmak, 26 March 2020</p>{TEXT}",
        f"<p>New Selmak (Reuters), 26. März 2020</p>{TEXT}",
        f"<p>dpa am 26.03.2020</p>{TEXT}",
        f"<p>Pressemitteilung vom 26.03.2020</p>{TEXT}",
        f"<p>SELMAK, March 26, 2020: {SENTENCE}</p>{TEXT}",
        f"<p>SELMAK (Reuters) 26 March 2020 — {SENTENCE}</p>{TEXT}",
        f"<p>26.3.2020 - {SENTENCE}</p>{TEXT}",
        f"{TEXT}<p>March 26, 2020</p>",
    ],
)
def test_a_day_is_read_behind_its_place_and_at_the_ends_of_the_text(markup: str) -> None:
    assert read(f"<article><h1>{TITLE}</h1>{markup}</article>")[0] == DAY


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>On March 26, 2020, {SENTENCE}</p>{TEXT}",
        f"<p>The bridge fell on March 26, 2020. And now {SENTENCE}</p>{TEXT}",
        f"{TEXT}<p>The bridge, March 26, 2020</p>",
    ],
)
def test_a_day_in_a_sentence_at_the_ends_of_the_text_is_not_one_of_publication(markup: str) -> None:
    assert read(f"<article><h1>{TITLE}</h1>{markup}</article>") == (None, "unknown")


@pytest.mark.parametrize(
    "label", ["Last updated", "Zuletzt aktualisiert am", "Mis à jour le", "آخر تحديث:", "更新"]
)
def test_a_label_of_a_change_in_an_element_of_its_own_gives_no_day_of_publication(label: str) -> None:
    assert read(f"<h1>{TITLE}</h1><div>{label}</div><div>26.03.2020</div>{TEXT}")[0] is None


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", date(2020, 4, 3)), ("en-GB", date(2020, 4, 3)), ("en-US", None), ("en", None), ("", None)],
)
def test_the_language_a_page_declares_tells_the_order_of_figures(
    language: str, expected: date | None
) -> None:
    markup = f"<html lang='{language}'><title>{TITLE}</title><h1>{TITLE}</h1><p>03/04/2020</p>{TEXT}"
    one = replace(page(""), body=markup.encode())
    assert clean(one).published == expected


@pytest.mark.parametrize(
    ("head", "updated"),
    [
        ('<meta property="article:modified_time" content="2020-04-02T10:00:00Z">', date(2020, 4, 2)),
        ('<meta name="last-updated" content="2020-04-02">', date(2020, 4, 2)),
        ('<meta property="article:modified_time" content="2020-03-26T10:00:00Z">', None),
        ('<meta property="article:modified_time" content="2020-03-20T10:00:00Z">', None),
        ("", None),
    ],
)
def test_the_day_of_the_last_change_is_later_than_that_of_publication(
    head: str, updated: date | None
) -> None:
    stamp = STAMP.format("2020-03-26")
    found = clean(page(f"{head}{stamp}<h1>{TITLE}</h1>{TEXT}"))
    assert (found.published, found.updated) == (DAY, updated)
    assert clean(page(f"{head}<h1>{TITLE}</h1>{TEXT}")).published is None


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
    assert read(f"{head}<h1>{TITLE}</h1>{TEXT}", url="https://selmak.example/?p=12") == (
        DAY,
        "meta",
    )


def test_the_day_of_fetching_below_many_titles_is_furniture() -> None:
    learner = FurnitureLearner()
    for number in range(25):
        learner.add(
            page(
                f"<h1>{TITLE} {number}</h1><p>December 2, 2021</p>{TEXT}",
                url=f"https://selmak.example/{number}",
            )
        )
    assert learner.furniture().rendered == {FETCHED_AT.date()}


def test_a_day_at_the_foot_of_most_pages_is_furniture() -> None:
    learner = FurnitureLearner()
    pages = [page(f"<h1>{TITLE} {n}</h1>{TEXT}<p>Posted on March 26, 2020</p>") for n in range(25)]
    for one in pages:
        learner.add(one)
    assert clean(pages[0]).published == DAY
    assert clean(pages[0], furniture_dates=learner.furniture().of(pages[0])).published is None


def test_a_few_editorials_of_the_day_they_were_fetched_keep_it() -> None:
    learner = FurnitureLearner()
    for number in range(40):
        day = "December 2, 2021" if number < 5 else f"March {1 + number % 28}, 2020"
        learner.add(
            page(
                f"<h1>{TITLE} {number}</h1><p>{day}</p>{TEXT}",
                url=f"https://selmak.example/{number}",
            )
        )
    assert learner.furniture() == Furniture()


# Where a page may say when its article was published, with {} for the day: each of the first is
# read by itself.
OWN_PLACES = (
    ("", '<meta property="article:published_time" content="{:%Y-%m-%d}T09:00:00+04:30">', "", ""),
    (
        "",
        '<script type="application/ld+json">{{'
        + ARTICLE
        + ', "datePublished": "{:%Y-%m-%d}"}}</script>',
        "",
        "",
    ),
    ("", "", "<p>By Jane Doe | {}</p>", ""),
    ("", "", "<div class=byline>{}</div>", ""),
    ("", "", '<time datetime="{:%Y-%m-%d}">some time ago</time>', ""),
    ("<div class=post-date>{}</div>", "", "", ""),
    ("<p>Posted on {}</p>", "", "", ""),
    ("", "", "", "<p>This article was originally published on {}.</p>"),
)
MASTHEADS = (
    "", "<p>{}</p>", "<div class=masthead><h2>The Daily Selmak</h2><p>{}</p></div>", "<header><time>{}</time></header>",
    "<table><tr><td>The Daily Selmak</td><td>{}</td></tr></table>", "<div id=clock>{}</div>",
    "<p>Editor in Chief: Zarin Wardak<br>{}</p>",
)  # fmt: skip
ENDS = (
    "", "<div class=related><a href=/b>Another piece</a><p class=date>{}</p></div>", "<p>Last updated: {}</p>",
    "<div class=comments><p>A reader, {}</p><p>Well said.</p></div>", "<footer>&copy; The Daily Selmak, {}</footer>",
    "<ul>" + "<li><a href=/c>One more of these pieces</a> <time>{}</time></li>" * 4 + "</ul>",
)  # fmt: skip
UPDATES = ("", "<p>Updated: {}</p>", "<p>Last modified on {}</p>")
FORMS = (
    "%B %d, %Y", "%A, %B %d, %Y", "%d %B %Y", "%d-%b-%Y", "%B %d,%Y", "%B, %d %Y", "%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y",
)  # fmt: skip
PAST = st.dates(date(1995, 1, 1), date(2021, 11, 1))


@examples(150, database=None)
@given(
    PAST, st.sampled_from((None, *OWN_PLACES)), st.lists(st.sampled_from(FORMS), min_size=4, max_size=4),
    st.lists(PAST, min_size=3, max_size=3), st.sampled_from(MASTHEADS), st.sampled_from(ENDS), st.sampled_from(UPDATES),
)  # fmt: skip
def test_whatever_other_days_a_page_shows_its_date_is_its_own_or_none(
    day: date,
    place: tuple[str, ...] | None,
    forms: list[str],
    others: list[date],
    top: str,
    end: str,
    update: str,
) -> None:
    above, head, below, foot = (
        part.format(day if ":%" in part else format(day, forms[0]))
        for part in place or ("", "", "", "")
    )
    top, end, update = (
        part.replace("{}", format(other, form))
        for part, other, form in zip((top, end, update), others, forms[1:], strict=True)
    )
    body = f"{top}<article>{above}<h1>{TITLE}</h1>{below}{update}{TEXT}{foot}</article>{end}"
    found, source = read(f"{head}{body}")
    assert found in ({day, None} if place else {None}), source


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", OWN_PLACES)
def test_every_place_and_form_is_read_where_nothing_else_is_shown(
    place: tuple[str, ...], form: str
) -> None:
    above, head, below, foot = (
        part.format(DAY if ":%" in part else format(DAY, form)) for part in place
    )
    assert read(f"{head}<article>{above}<h1>{TITLE}</h1>{below}{TEXT}{foot}</article>")[0] == DAY


@pytest.mark.parametrize(
    "line",
    [
        "Mittwoch, 26. März 2020", "26. März 2020, 18:05 Uhr", "jeudi 26 mars 2020", "Le 26 mars 2020 à 14h05",
        "Jueves, 26 de marzo de 2020", "giovedì 26 marzo 2020, ore 14.05", "Donderdag 26 maart 2020 om 14:05 uur",
        "Updated: 29 March 2020 | Published: 26 March 2020 | By Jane Doe",
        "Updated April 2, 2020. Published March 26, 2020",
    ],
)  # fmt: skip
def test_a_day_is_read_among_words_of_clocks_in_other_languages_and_behind_its_revision(
    line: str,
) -> None:
    assert read(f"<h1>{TITLE}</h1><p>{line}</p>{TEXT}") == (DAY, "byline")


MOMENT = '<time{} datetime="2020-03-26">March 26, 2020</time>'
PLAIN = MOMENT.format("")


@pytest.mark.parametrize(
    "below",
    [
        f"<p>The old pipes burst on {PLAIN}, and for three days the northern districts had no water of their own.",
        f"<p>{PLAIN} was the day on which the pipes burst, and for three days the northern districts had no water.",
        f"<p>The pipes burst again on {PLAIN}.",
        f"<p>Last updated {PLAIN}</p>",
        f'<div class="date">Updated {PLAIN}</div>',
        f"<p>Event: {PLAIN}</p>",
        f"<p>{MOMENT.format(' class=updated')}</p>",
        f"<p>{MOMENT.format(' class=entry-modified')}</p>",
        f"<p>{MOMENT.format(' itemprop=dateModified')}</p>",
        "<p>Originally published in The Other Ledger, March 26, 2020</p>",
    ],
)
def test_a_day_in_the_text_or_of_a_revision_is_not_that_of_publication(below: str) -> None:
    assert read(f"<h1>{TITLE}</h1>{below}{TEXT}") == (None, "unknown")


@pytest.mark.parametrize(
    "below",
    [
        f"<p>{PLAIN}</p>",
        f"<p>By Jane Doe, City Desk {PLAIN}</p>",
        MOMENT.format(' class="entry-date published updated"'),
        f"Published on {PLAIN}, updated <time>March 29, 2020</time>",
        f"<p>{MOMENT.format(' class=published')} <time class=modified datetime=2020-03-29>March 29, 2020</time></p>",
    ],
)  # fmt: skip
def test_a_day_beside_the_title_in_an_element_of_time_is_that_of_publication(below: str) -> None:
    assert read(f"<h1>{TITLE}</h1>{below}{TEXT}") == (DAY, "time-element")


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("March 25, 2020", (DAY, "url")),  # the day before it was in print
        ("May 5, 2020", (DAY, "url")),
    ],
)
def test_the_day_of_the_address_wins_over_one_beside_the_title(
    shown: str, expected: tuple[date, str]
) -> None:
    markup = f"<h1>{TITLE}</h1><p>{shown}</p>{TEXT}"
    assert read(markup, url="https://selmak.example/2020/03/26/pipes") == expected
    assert read(markup, url="https://selmak.example/uploads/2020/03/26/pipes")[1] == "byline"


def test_the_author_beside_a_day_of_revision_is_read() -> None:
    moment = MOMENT.format(" class=updated")
    found = clean(page(f"<h1>{TITLE}</h1><p>By Jane Doe {moment}</p>{TEXT}"))
    assert (found.byline, found.published) == (("Jane Doe",), None)


@pytest.mark.parametrize(
    "line",
    [
        "March 26, 2020, 4 p.m.", "March 26, 2020 4 PM", "Mar. 26, 2020 5 AM PT", "Thurs., March 26, 2020, noon",
        "March 26, 2020, midnight", "Thursday, Mar 26 2020 @ 11:20", "26. März 2020, 16 Uhr", "26 maart 2020 om 16 uur",
        "26 marzo 2020, alle 16", "March 26, 2020 at 4 o'clock", "Published at 4 a.m. on March 26, 2020",
    ],
)  # fmt: skip
def test_a_day_is_read_beside_its_hour(line: str) -> None:
    assert read(f"<h1>{TITLE}</h1><p>{line}</p>{TEXT}") == (DAY, "byline")


@pytest.mark.parametrize(
    "line",
    [
        "Editorial, March 26, 2020", "EDITORIAL: March 26, 2020", "Opinion, Thursday, March 26, 2020",
        "Our View, March 26, 2020", "Filed under Opinion on March 26, 2020", "Filed under: River News, March 26, 2020",
        "Publishing Date: March 26, 2020", "Publish date: March 26, 2020", "Print date: March 26, 2020",
    ],
)  # fmt: skip
def test_a_day_is_read_behind_its_section_or_label(line: str) -> None:
    article = clean(page(f"<h1>{TITLE}</h1><p>{line}</p>{TEXT}"))
    assert (article.published, article.byline) == (DAY, ())
    assert not any("March 26" in paragraph for paragraph in article.paragraphs)


@pytest.mark.parametrize(
    "below",
    [
        "<p>Event date: March 26, 2020</p>",
        "<p>Event Date: March 26, 2020</p>",
        "<p class=post-date>Closing date: March 26, 2020</p>",
        f"<p>Event date: {PLAIN}</p>",
        "<p>Dear Editor,</p><p>March 26, 2020</p>",
        "<p>Dear Sir or Madam:</p><p>March 26, 2020</p>",
        "<p>Sirs,</p><p>March 26, 2020</p>",
    ],
)
def test_a_day_of_an_event_or_of_a_letter_is_not_that_of_publication(below: str) -> None:
    assert read(f"<h1>{TITLE}</h1>{below}{TEXT}") == (None, "unknown")


def test_what_stands_behind_the_articles_element_says_nothing_of_it() -> None:
    posted = "<p>Posted by admin on March 26, 2020</p>"
    assert read(f"<article><h1>{TITLE}</h1>{TEXT}</article>{posted}") == (None, "unknown")
    assert read(f"<article><h1>{TITLE}</h1>{TEXT}{posted}</article>") == (DAY, "text")
    assert read(f"<article><h1>{TITLE}</h1></article>{TEXT}{posted}") == (DAY, "text")


@pytest.mark.parametrize(
    "below",
    [
        "<div class=info>26.03.2020 Kategorie: Wasser, Stadt</div>",
        "<p>Wasser, 26.03.20</p>",
        "<p>Stand: 26.03.2020 11:05 Uhr</p>",
        "<p>Gespeichert von rasos am 26. März 2020 - 18:55</p>",
        "<p><time datetime=2020-04-03T10:18:46Z>Publié le 26 mars 2020</time></p>",
    ],
)
def test_a_day_that_readers_see_below_the_title_is_that_of_publication(below: str) -> None:
    assert read(f"<h1>{TITLE}</h1>{below}{TEXT}")[0] == DAY


@pytest.mark.parametrize(
    "box",
    [
        "<blockquote>Published by The City on March 26, 2020</blockquote>",
        "<div class=related><p>Posted on March 26, 2020</p></div>",
        "<div class=footer-info>Posted on March 26, 2020</div>",
    ],
)
def test_a_day_in_a_box_of_others_is_not_the_articles(box: str) -> None:
    assert read(f"<h1>{TITLE}</h1>{TEXT}{box}")[0] is None


def test_a_link_to_a_host_in_brackets_breaks_no_page() -> None:
    assert read(f"<a href='https://[privacy]'>Privacy</a><h1>{TITLE}</h1><p>March 26, 2020</p>{TEXT}")[0] == DAY
