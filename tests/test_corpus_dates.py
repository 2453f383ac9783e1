"""Dates: what is read, what is refused, and the trap of a masthead that shows the day of rendering."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article, Page
from corpus.cleaning.clean import clean
from corpus.cleaning.dates import find_days, read_stamp, url_day

FETCHED_AT = datetime(2021, 12, 2, 9, tzinfo=UTC)
TITLE = "New Pipes Are Not Yet Water"
TEXT = (
    "The city has promised new pipes for the northern districts every spring since the old ones burst, and every "
    "autumn it has explained, with figures nobody can check, why the money went elsewhere."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 26,2020", date(2020, 3, 26)),
        ("January, 03 2012", date(2012, 1, 3)),
        ("August 09, 2014", date(2014, 8, 9)),
        ("26 March 2020", date(2020, 3, 26)),
        ("26.03.2020", date(2020, 3, 26)),
        ("2020-03-26T09:00+04:30", date(2020, 3, 26)),
        ("Thursday, December 2nd, 2021", date(2021, 12, 2)),
        ("the 2nd of December, 2021", date(2021, 12, 2)),
        ("Sept. 3, 2014", date(2014, 9, 3)),
        ("03/26/2020", date(2020, 3, 26)),
        ("04/04/2015", date(2015, 4, 4)),
    ],
)
def test_a_day_is_read(text: str, expected: date) -> None:
    assert [found.day for found in find_days(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2015",
        "31.02.2020",
        "May 2014",
        "March 26",
        "1.2.3.2015",
        "0700-12-3456",
        "March 45, 2020",
        "2020-13-01",
        "in 2020",
    ],
)
def test_what_is_unclear_is_no_day(text: str) -> None:
    assert find_days(text) == ()


@given(
    st.dates(date(1800, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%B %d,%Y", "%d %B %Y", "%Y-%m-%d", "%B, %d %Y", "%d-%b-%Y", "%A, %B %d, %Y"]),
)
def test_every_day_is_read_in_every_form(day: date, form: str) -> None:
    text = day.strftime(form)
    (found,) = find_days(f"Kabul: {text} | Page 2")
    assert found.day == day


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("2020-03-26T00:30:00+04:30", date(2020, 3, 26)),
        ("2020-03-26T23:59:59-08:00", date(2020, 3, 26)),
        ("20200326", date(2020, 3, 26)),
        ("Thu, 26 Mar 2020 10:00:00 GMT", date(2020, 3, 26)),
        ("2021-12-02T13:00:00+04:30", date(2021, 12, 2)),
        ("2021-12-02T15:00:00+04:30", None),
        ("2021-12-03", None),
        ("1970-01-01T00:00:00Z", None),
        ("2020-03", None),
        ("", None),
        ("2020-03-26 to 2020-03-28", None),
    ],
)
def test_a_time_zone_never_moves_a_day_and_the_future_is_refused(stamp: str, expected: date | None) -> None:
    assert read_stamp(stamp, FETCHED_AT) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/2020/03/26/pipes", date(2020, 3, 26)),
        ("https://x.example/2020/mar/26/pipes", date(2020, 3, 26)),
        ("https://x.example/ed-20200326.html", date(2020, 3, 26)),
        ("https://x.example/2020/03/pipes", None),
        ("https://x.example/detail.php?post_id=20200326", None),
        ("https://x.example/2020/13/26/", None),
    ],
)
def test_an_address_may_carry_the_day(url: str, expected: date | None) -> None:
    assert url_day(url) == expected


names = st.sampled_from(["A. B. Example", "Moh. Karim Sample", "JANE DOE", "Dr. Li Wei", "عبدالله"])
roles = st.sampled_from(
    ["Editor in Chief", "Editor-in-Chief", "Publisher", "Founder & Editor", "Managing Editor", "Chairman"]
)
separators = st.sampled_from([" ", "  ", "\t", " | ", " - ", " — ", ", "])
days = st.dates(date(2008, 1, 1), date(2021, 12, 2))
forms = st.sampled_from(
    ["%A, %B %d, %Y", "%A, %B %dnd, %Y", "%A %d %B %Y", "%d.%m.%Y", "%B %d,%Y", "%a, %d %b %Y", "%Y-%m-%d"]
)
contacts = st.sampled_from(
    ["", "Phone: 0700 123456", "E-mail: desk@ledger.example", "Issue No. 4411", "Year 14, No. 3"]
)


@st.composite
def mastheads(draw: st.DrawFn) -> list[str]:
    """One to three lines in which a paper says who it is and what day it thinks it is."""
    parts = [f"{draw(roles)}: {draw(names)}", draw(days).strftime(draw(forms)), draw(contacts)]
    parts = [part for part in draw(st.permutations(parts)) if part]
    if draw(st.booleans()):
        return parts
    return [draw(separators).join(parts)]


def read(lines: list[str], *, html: bool) -> Article:
    body = "".join(f"<tr><td>{line}</td></tr>" for line in lines) if html else "\n".join(lines)
    markup = f"<html><title>The Morning Ledger</title><body><table>{body}</table></body></html>" if html else body
    page = Page(None, markup.encode(), "text/html" if html else "text/plain", None, FETCHED_AT)
    return clean(page)


@settings(max_examples=150, deadline=None, database=None)
@given(mastheads(), st.booleans(), st.booleans())
def test_a_masthead_above_the_title_never_gives_the_date(masthead: list[str], html: bool, named: bool) -> None:
    title = f"<b>{TITLE}</b>" if html else TITLE
    paper = ["The Morning Ledger"] if named and not html else []
    article = read([*paper, *masthead, title, TEXT, TEXT], html=html)
    assert (article.title, article.published, article.byline) == (TITLE, None, ())
    assert article.paragraphs == (TEXT, TEXT)


@settings(max_examples=100, deadline=None, database=None)
@given(mastheads(), days, st.sampled_from(["%B %d,%Y", "%A, %B %d, %Y", "%d %B %Y"]), st.booleans())
def test_the_date_line_below_the_title_is_the_date(masthead: list[str], day: date, form: str, html: bool) -> None:
    title = f"<b>{TITLE}</b>" if html else TITLE
    article = read([*masthead, title, day.strftime(form), TEXT, TEXT], html=html)
    assert (article.title, article.published, article.date_source) == (TITLE, day, "byline")
    assert article.paragraphs == (TEXT, TEXT)


def test_a_paper_with_nothing_but_its_name_and_the_day_gives_no_date() -> None:
    article = read(["The Morning Ledger", "Thursday, December 2nd, 2021", TITLE, TEXT], html=False)
    assert (article.title, article.published) == (TITLE, None)


def test_a_future_date_line_is_refused() -> None:
    assert read([TITLE, "December 3, 2021", TEXT], html=False).published is None


@pytest.mark.parametrize("line", ["Updated March 26, 2020", "Last modified: 26 March 2020"])
def test_a_day_of_revision_is_not_the_day_of_publication(line: str) -> None:
    assert read([TITLE, line, TEXT], html=False).published is None


@pytest.mark.parametrize(
    ("line", "day", "byline"),
    [
        ("March 1, 2002 | Page 9", date(2002, 3, 1), ()),
        ("By PAT D'AMBER | July 6, 2001 | Pages 13 and 14", date(2001, 7, 6), ("Pat D'Amber",)),
        ("March 26,2020 | By Jane Doe", date(2020, 3, 26), ("Jane Doe",)),
        ("Published on March 26, 2020 at 9:30 am - 5 min read", date(2020, 3, 26), ()),
        ("By Jane Doe, Deputy Editor | 26 March 2020", date(2020, 3, 26), ("Jane Doe",)),
    ],
)
def test_a_line_of_day_and_author(line: str, day: date, byline: tuple[str, ...]) -> None:
    article = read([TITLE, line, TEXT], html=False)
    assert (article.published, article.byline, article.paragraphs) == (day, byline, (TEXT,))


def test_a_day_that_an_event_had_is_not_the_date() -> None:
    assert read([TITLE, "The flood of March 1, 2002", TEXT], html=False).published is None


def test_two_days_below_a_title_are_no_date() -> None:
    assert read([TITLE, "March 1, 2002", "April 1, 2002", TEXT], html=False).published is None


MASTHEAD = "Editor in Chief: A. B. Example Thursday, December 2nd, 2021"


@pytest.mark.parametrize(
    "markup",
    [
        f"<title>The Ledger</title><table><tr><td>{MASTHEAD}<tr><td><span>{TITLE}</span><br><br>"
        f"{TEXT}<br><br>{TEXT}</table>",
        f"<title>The Ledger</title><table><tr><td>{MASTHEAD}<br>{TITLE}<br>{TEXT}<br>{TEXT}</table>",
        f"<title>{TITLE}</title><p>{TITLE}<p>{MASTHEAD}<p>{TITLE}<p>{TEXT}<p>{TEXT}",
        f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{MASTHEAD}<p>{TEXT}<p>{TEXT}",
        f"<title>The Ledger - {TITLE}</title><main><div class=date>Thursday, December 2nd, 2021</div><h1>{TITLE}</h1>"
        f"<p>{TEXT}<p>{TEXT}</main>",
        f"<title>The Ledger - {TITLE}</title><header><time datetime=2021-12-02>Thursday</time></header><h1>{TITLE}</h1>"
        f"<p>{TEXT}<p>{TEXT}",
    ],
    ids=["span", "one cell", "between two titles", "below the title", "class date", "time in a header"],
)
def test_a_masthead_in_any_markup_gives_no_date(markup: str) -> None:
    article = clean(Page(None, markup.encode(), "text/html", None, FETCHED_AT))
    assert (article.title, article.published, article.date_source, article.paragraphs) == (
        TITLE,
        None,
        "unknown",
        (TEXT, TEXT),
    )
