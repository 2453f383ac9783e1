"""Dates: what is read, what is refused, and the trap of a masthead that shows the day of
rendering."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.article import Article, Page
from corpus.cleaning.clean import clean
from corpus.page.dates import find_days
from corpus.page.stamps import read_day
from corpus.page.url_days import url_day
from tests.examples import examples

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
def test_a_time_zone_never_moves_a_day_and_the_future_is_refused(
    stamp: str, expected: date | None
) -> None:
    assert read_day(stamp, FETCHED_AT) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/2020/03/26/pipes", date(2020, 3, 26)),
        ("https://x.example/2020/mar/26/pipes", date(2020, 3, 26)),
        ("https://x.example/2020/ed-20200326.html", date(2020, 3, 26)),
        ("https://x.example/2020/03/20200326/pipes", date(2020, 3, 26)),
        ("https://x.example/20200326-pipes.html", date(2020, 3, 26)),
        ("https://x.example/20200326/pipes", date(2020, 3, 26)),
        ("https://x.example/article/A2020032609150001", date(2020, 3, 26)),
        ("https://x.example/c/2020-03/26/c_112.htm", date(2020, 3, 26)),
        ("https://x.example/news/26-03-2020-pipes.html", date(2020, 3, 26)),
        ("https://x.example/ed-20200326.html", None),
        ("https://x.example/article/2020032699150001", None),
        ("https://x.example/story/20110512", None),
        ("https://x.example/img19481231x/story.html", None),
        ("https://x.example/2019/story-20110512.html", None),
        ("https://x.example/2020/03/pipes", None),
        ("https://x.example/detail.php?post_id=20200326", None),
        ("https://x.example/2020/13/26/", None),
        ("https://x.example/2020/03/26", date(2020, 3, 26)),
        ("https://x.example/2020/03/26.html#top", date(2020, 3, 26)),
        ("https://x.example/blog/2020-03-26-pipes", date(2020, 3, 26)),
        ("https://x.example/blog/2020-03-26/pipes", date(2020, 3, 26)),
        ("https://x.example/2020/03/26-ways-to-mend-pipes", None),
        ("https://x.example/opinion/remembering-2001-09-11", None),
        ("https://x.example/events/2020-03-26/pipes", None),
        ("https://x.example/uploads/2020/03/26/pipes.html", None),
        ("https://x.example/on-this-day/1945/05/08/", None),
        ("https://x.example/events/2020/ed-20200326.html", None),
    ],
)
def test_an_address_may_carry_the_day(url: str, expected: date | None) -> None:
    assert url_day(url) == expected


names = st.sampled_from(["A. B. Example", "Moh. Karim Sample", "JANE DOE", "Dr. Li Wei", "عبدالله"])
roles = st.sampled_from(
    [
        "Editor in Chief",
        "Editor-in-Chief",
        "Publisher",
        "Founder & Editor",
        "Managing Editor",
        "Chairman",
    ]
)
separators = st.sampled_from([" ", "  ", "\t", " | ", " - ", " — ", ", "])
days = st.dates(date(2008, 1, 1), date(2021, 12, 2))
forms = st.sampled_from(
    [
        "%A, %B %d, %Y",
        "%A, %B %dnd, %Y",
        "%A %d %B %Y",
        "%d.%m.%Y",
        "%B %d,%Y",
        "%a, %d %b %Y",
        "%Y-%m-%d",
    ]
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
    markup = (
        f"<html><title>The Morning Ledger</title><body><table>{body}</table></body></html>"
        if html
        else body
    )
    page = Page(None, markup.encode(), "text/html" if html else "text/plain", None, FETCHED_AT)
    return clean(page)


@examples(150, database=None)
@given(mastheads(), st.booleans(), st.booleans())
@example(["Issue No. 4411 - 01.01.2008 - Editor in Chief: A. B. Example"], False, False)
@example(["January 1, 2008 - Issue No. 4411 - Editor in Chief: A. B. Example"], False, False)
def test_a_masthead_above_the_title_never_gives_the_date(
    masthead: list[str], html: bool, named: bool
) -> None:
    title = f"<b>{TITLE}</b>" if html else TITLE
    paper = ["The Morning Ledger"] if named and not html else []
    article = read([*paper, *masthead, title, TEXT, TEXT], html=html)
    assert (article.title, article.published, article.byline) == (TITLE, None, ())
    assert article.paragraphs == (TEXT, TEXT)


@examples(100, database=None)
@given(mastheads(), days, st.sampled_from(["%B %d,%Y", "%A, %B %d, %Y", "%d %B %Y"]), st.booleans())
def test_the_date_line_below_the_title_is_the_date(
    masthead: list[str], day: date, form: str, html: bool
) -> None:
    title = f"<b>{TITLE}</b>" if html else TITLE
    article = read([*masthead, title, day.strftime(form), TEXT, TEXT], html=html)
    assert (article.title, article.published, article.date_source) == (TITLE, day, "byline")
    assert article.paragraphs == (TEXT, TEXT)


def test_a_paper_with_nothing_but_its_name_and_the_day_gives_no_date() -> None:
    article = read(["The Morning Ledger", "Thursday, December 2nd, 2021", TITLE, TEXT], html=False)
    assert (article.title, article.published) == (TITLE, None)


NAME = "THE SELMAK COURIER"
DAY = "Thursday, March 5, 2020"
SENTENCE = "The pipes must come now."


@pytest.mark.parametrize(
    ("lines", "title", "byline"),
    [
        ([NAME, DAY, TITLE, "By Osman Example"], TITLE, ("Osman Example",)),
        ([NAME, DAY, "Editorial", TITLE, "By Osman Example"], TITLE, ("Osman Example",)),
        ([DAY, NAME, TITLE], TITLE, ()),
        ([f"{NAME} | {DAY}", TITLE, "By Osman Example"], TITLE, ("Osman Example",)),
        (["Selmak Today", DAY, TITLE, "By Osman Example"], TITLE, ("Osman Example",)),
        (
            ["Selmak Today", "The voice of the river", DAY, TITLE, "By Osman Example"],
            TITLE,
            ("Osman Example",),
        ),
        ([NAME, DAY, SENTENCE], SENTENCE, ()),
        (["Selmak Today", DAY, SENTENCE], SENTENCE, ()),
        (
            [NAME, DAY],
            "The city has promised new pipes for the northern districts every spring since…",
            (),
        ),
    ],
)
def test_the_papers_name_and_day_in_plain_text_are_neither_title_nor_date(
    lines: list[str], title: str, byline: tuple[str, ...]
) -> None:
    article = read([*lines, TEXT, TEXT], html=False)
    assert (article.title, article.published, article.byline) == (title, None, byline)
    assert article.paragraphs == (TEXT, TEXT)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ([TITLE, DAY, "By Osman Example"], TITLE),
        ([TITLE, "What a trench is, and what it is not", DAY, "By Osman Example"], TITLE),
        ([TITLE, "By Osman Example", DAY, "What a trench is, and what it is not"], TITLE),
        ([NAME, TITLE, DAY, "By Osman Example"], TITLE),
    ],
)
def test_a_day_below_all_that_could_be_the_title_is_the_date(lines: list[str], title: str) -> None:
    article = read([*lines, TEXT, TEXT], html=False)
    assert (article.title, article.published, article.byline) == (
        title,
        date(2020, 3, 5),
        ("Osman Example",),
    )


@pytest.mark.parametrize("name", ["The Selmak Courier", "Selmak Today"])
@pytest.mark.parametrize(
    "head",
    [
        "<h1>{name}</h1><p>{day}</p><h2>{title}</h2>",
        "<table><tr><td><font size=6>{name}</font><tr><td>{day}<tr><td><font size=4><b>{title}</b></font></table>",
        "<table><tr><td>{name}<tr><td>{day}<tr><td>{title}<tr><td>By Osman Example</table>",
        "<h1>{name}</h1><p>{day}</p><h2>{title}</h2><p>By Osman Example</p>",
    ],
)
def test_a_page_titled_as_its_paper_has_the_title_below_the_day(name: str, head: str) -> None:
    markup = (
        f"<title>{name}</title>{head.format(name=name, day=DAY, title=TITLE)}<p>{TEXT}<p>{TEXT}"
    )
    article = clean(Page(None, markup.encode(), "text/html", None, FETCHED_AT))
    assert (article.title, article.published, article.paragraphs) == (TITLE, None, (TEXT, TEXT))


@pytest.mark.parametrize(
    ("url", "lines"),
    [
        (None, ["The Selmak Courier - Monday, November 22, 2021"]),
        (None, ["The Selmak Courier", "Monday, November 22, 2021"]),
        ("https://www.selmak-today.example/a", ["Selmak Today, November 22, 2021"]),
        ("https://www.selmak-today.example/a", ["Selmak Today", "November 22, 2021"]),
    ],
)
def test_a_dateline_of_the_paper_below_the_title_is_a_masthead(
    url: str | None, lines: list[str]
) -> None:
    markup = f"<h1>{TITLE}</h1>{''.join(f'<div>{line}</div>' for line in lines)}<p>{TEXT}<p>{TEXT}"
    article = clean(Page(url, markup.encode(), "text/html", None, FETCHED_AT))
    assert (article.title, article.published, article.byline) == (TITLE, None, ())
    assert article.paragraphs == (TEXT, TEXT)


OTHER = (
    '{"@type": "NewsArticle", "headline": "Another piece of ours", "datePublished": "2019-05-06"}'
)
DATED = f'{{"@type": "NewsArticle", "headline": "{TITLE}", "datePublished": "2020-03-26"}}'
OWN = f'{{"@type": "NewsArticle", "headline": "{TITLE}"}}'


@pytest.mark.parametrize(
    "head",
    [
        f'<script type="application/ld+json">{{"@type": "WebPage", "mentions": [{OTHER}]}}</script>',
        f'<script type="application/ld+json">[{OWN}, {{"@type": "ItemList", "itemListElement": [{OTHER}]}}]</script>',
        f'<script type="application/ld+json">[{OTHER}, {OWN}]</script>',
        f'<script type="application/ld+json">{{"@graph": [{OTHER}, {OTHER.replace("Another", "A third")}]}}</script>',
        '<div itemprop="comment" itemscope><meta itemprop="datePublished" content="2021-02-03">Yes.</div>',
        '<p itemscope itemtype="https://schema.org/Comment"><time itemprop="datePublished">2021-02-03</time></p>',
        '<div><meta itemprop="datePublished" content="2021-02-03"><meta itemprop="datePublished" content="2021-03-03">',
        '<meta name="date" content="2021-12-02T08:59:00Z">',
        '<meta name="dc.date" content="2021-12-01">',
        f"<title>{TITLE}</title><main><div class=top><time datetime=2021-11-20>Saturday</time></div>",
        f"<title>{TITLE}</title><article><header><time datetime=2021-11-20>Saturday</time></header>",
    ],
)
def test_a_day_of_something_else_is_not_the_date(head: str) -> None:
    markup = f"{head}<h1>{TITLE}</h1><p>{TEXT}<p>{TEXT}"
    article = clean(Page(None, markup.encode(), "text/html", None, FETCHED_AT))
    assert (article.title, article.published) == (TITLE, None)


@pytest.mark.parametrize(
    ("head", "source"),
    [
        (f'<script type="application/ld+json">[{OTHER}, {DATED}]</script>', "json-ld"),
        (
            f'<script type="application/ld+json">{{"@type": "Blog", "blogPost": [{DATED}]}}</script>',
            "json-ld",
        ),
        ('<article itemscope><meta itemprop="datePublished" content="2020-03-26">', "meta"),
        ('<meta name="date" content="2020-03-26">', "meta"),
    ],
)
def test_the_day_said_of_the_article_itself_is_the_date(head: str, source: str) -> None:
    markup = f"<title>{TITLE}</title>{head}<h1>{TITLE}</h1><p>{TEXT}<p>{TEXT}"
    article = clean(Page(None, markup.encode(), "text/html", None, FETCHED_AT))
    assert (article.published, article.date_source) == (date(2020, 3, 26), source)


def test_a_vague_day_that_recurs_is_furniture() -> None:
    markup = f'<meta name="date" content="2020-03-26"><h1>{TITLE}</h1><p>{TEXT}<p>{TEXT}'
    page = Page(None, markup.encode(), "text/html", None, FETCHED_AT)
    assert clean(page, furniture_dates=frozenset({date(2020, 3, 26)})).published is None


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (
            "text/html",
            f'<meta property="article:published_time" content="2012-03-04"><h1>{TITLE}</h1><p>{TEXT}',
        ),
        ("text/plain", f"{TITLE}\nMarch 4, 2012\n{TEXT}"),
        ("application/json", f'{{"title": "{TITLE}", "text": "{TEXT}", "date": "2012-03-04"}}'),
    ],
)
def test_the_time_of_a_file_bounds_no_date(content_type: str, body: str) -> None:
    zeroed = datetime(1970, 1, 1, tzinfo=UTC)
    imported = Page(None, body.encode(), content_type, None, zeroed, "import")
    assert clean(imported).published == date(2012, 3, 4)
    assert clean(Page(None, body.encode(), content_type, None, zeroed)).published is None
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    future = body.replace("2012-03-04", tomorrow.isoformat()).replace(
        "March 4, 2012", f"{tomorrow:%B %d, %Y}"
    )
    assert (
        clean(Page(None, future.encode(), content_type, None, zeroed, "import")).published is None
    )


def test_an_introduction_with_its_day_and_page_belongs_to_the_article() -> None:
    large = "<p><font size=5><b>{}</b></font>"
    markup = (
        f"<title>{TITLE}</title>{large.format('Water is a weekly matter')}<p>March 4, 2012 | Page 13<p>{TEXT}"
        f"{large.format(TITLE)}<p>{TEXT}<p>{TEXT}<p>{TEXT}<p>{TEXT}"
    )
    article = clean(Page(None, markup.encode(), "text/html", None, FETCHED_AT))
    assert (article.title, article.published, article.paragraphs) == (
        TITLE,
        date(2012, 3, 4),
        (TEXT,) * 5,
    )
    rendered = clean(
        Page(None, markup.replace(" | Page 13", "").encode(), "text/html", None, FETCHED_AT)
    )
    assert rendered.published is None


def test_a_future_date_line_is_refused() -> None:
    assert read([TITLE, "December 3, 2021", TEXT], html=False).published is None


@pytest.mark.parametrize(
    "line",
    [
        "Updated March 26, 2020",
        "Last modified: 26 March 2020",
        "March 26, 2020 -- Updated 0203 GMT",
        "March 26, 2020 | Updated: 5:30 pm",
    ],
)
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
        ("March 26, 2020, updated March 28, 2020", date(2020, 3, 26), ()),
        ("March 26, 2020 | Updated 28 March 2020 at 10:15", date(2020, 3, 26), ()),
        ("Published March 26, 2020, updated 5:30 pm", date(2020, 3, 26), ()),
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
    ids=[
        "span",
        "one cell",
        "between two titles",
        "below the title",
        "class date",
        "time in a header",
    ],
)
def test_a_masthead_in_any_markup_gives_no_date(markup: str) -> None:
    article = clean(Page(None, markup.encode(), "text/html", None, FETCHED_AT))
    assert (article.title, article.published, article.date_source, article.paragraphs) == (
        TITLE,
        None,
        "unknown",
        (TEXT, TEXT),
    )
