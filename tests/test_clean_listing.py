"""Lists in the layouts that papers have had, and articles that stand beside lists: the one is none,
the other stays."""

from datetime import UTC, datetime

import pytest

from corpus.article import Article, Page
from corpus.cleaning.clean import clean
from corpus.errors import NotAnArticle

NAMES = "Sandoy Marstal Ringsted Kolding Aalbek Nyborg Skagen Thisted Viborg Horsens Lemvig Struer".split()
STORIES = [
    (f"/opinion/{number}.html", f"Why the harbour of {name} waits", f"March {number + 1}, 2006",
     f"The council of {name} has put off its vote on the new harbour once more, and nobody in the town is surprised")
    for number, name in enumerate(NAMES)
]  # fmt: skip
LONG = "It has been so in every spring that the oldest of its fishermen can remember, and it will be so again. "
TEXT = (
    "The ferry to Sandoy, which takes an hour where it took half of one when it still burned coal, is no longer sure.",
    "The ferry to Sandoy has been late on every day of this month, and the company says that the sea is to blame.",
    "The sea has been there for some time. What is new is the timetable, which was drawn up by people who own cars.",
    "We ask for little: one boat in the morning, one in the evening, and a bench on the quay for those who wait.",
)


def read(body: str, address: str = "/opinion/archive.html", title: str = "Opinion") -> Article:
    menu = '<div><a href="/">Home</a> <a href="/news">News</a></div>'
    main = f"<h1>{title}</h1><div id=main>{body}</div><p>Copyright The Gazette</p>"
    html = (
        f"<html><head><title>{title} | The Gazette</title></head><body>{menu}{main}</body></html>"
    )
    fetched_at = datetime(2024, 6, 1, tzinfo=UTC)
    return clean(
        Page(f"http://gazette.example{address}", html.encode(), "text/html", "utf-8", fetched_at)
    )


def rows(row: str, count: int = 12) -> str:
    return "".join(
        row.format(url=url, head=head, day=day, said=said, last=name)
        for (url, head, day, said), name in zip(STORIES[:count], NAMES, strict=False)
    )


LAYOUTS = {
    "a link, its day, a break and a teaser": rows(
        '<li><a href="{url}">{head}</a> {day}<br>{said}...</li>'
    ),
    "a link, a dash and a teaser": rows('<p><a href="{url}"><b>{head}</b></a> - {said}.</p>'),
    "a link, a break and a teaser": rows('<p><a href="{url}">{head}</a><br>{said}.</p>'),
    "a headline, and more behind the teaser": rows(
        '<p><b>{head}</b><br>{said}... <a href="{url}">more</a></p>'
    ),
    "more in brackets": rows('<h3>{head}</h3><p>{said}. <a href="{url}">[Read more]</a></p>'),
    "brackets around more": rows('<h3>{head}</h3><p>{said}. [<a href="{url}">mehr</a>]</p>'),
    "a whole paragraph between two links": rows(
        '<h2><a href="{url}">{head}</a></h2><p>{day}</p><p>{said}. '
        + LONG * 2
        + '</p><a href="{url}">Go on</a>'
    ),
    "terms and what is said of them": "<dl>"
    + rows('<dt><a href="{url}">{head}</a> ({day})<dd>{said}.')
    + "</dl>",
    "columnists by name": rows('<div><h3><a href="{url}">Ann {last}</a></h3><p>{said}.</p></div>'),
    "links to the site by its other name": rows(
        '<p><b><a href="https://www.gazette.example{url}">{head}</a></b><br>{said}...</p>'
    ),
    "a day before the link": rows(
        '<div><i>{day}</i> <a href="{url}">{head}</a> <span>{said}...</span></div>'
    ),
}


@pytest.mark.parametrize("address", ["/opinion/archive.html", "/opinion/index.php?page=2"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_list_is_no_article_in_whatever_layout(layout: str, address: str) -> None:
    with pytest.raises(NotAnArticle, match="list of linked headlines"):
        read(LAYOUTS[layout], address)


BESIDE = {
    "headlines": "<ul>" + rows('<li><a href="{url}">{head}</a></li>', 10) + "</ul>",
    "headlines with their days": "<ul>"
    + rows('<li><a href="{url}">{head}</a> {day}</li>', 10)
    + "</ul>",
    "three cards": rows('<div><h3><a href="{url}">{head}</a></h3><p>{said}.</p></div>', 3),
    "four teasers": rows('<p><a href="{url}">{head}</a> - {said}.</p>', 4),
    "three teasers with more behind them": rows('<p>{said}. <a href="{url}">Read more</a></p>', 3),
}


@pytest.mark.parametrize("beside", BESIDE)
def test_a_short_article_is_not_lost_for_the_list_below_it(beside: str) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    found = read(f"{text}{BESIDE[beside]}", "/opinion/ferry.html", "The ferry to Sandoy")
    assert found.paragraphs[: len(TEXT)] == TEXT


def test_a_short_article_is_not_lost_for_the_headlines_above_it() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    found = read(f"{BESIDE['headlines']}{text}", "/opinion/ferry.html", "The ferry to Sandoy")
    assert found.paragraphs == TEXT


def test_links_within_prose_and_to_places_of_the_page_itself_make_no_list() -> None:
    within = [
        f'<h3><a href="/opinion/ferry.html#{n}">{name}</a></h3>'
        f'<p>In 2006 <a href="/opinion/{n}.html">the council of the town</a> of {name} put off its vote once more. '
        f'What it said then may be read <a href="/minutes/{n}.html">here</a></p>'
        for n, name in enumerate(NAMES[:6])
    ]
    assert (
        "put off its vote"
        in read("".join(within), "/opinion/ferry.html", "Six towns and six votes").text
    )


ARTICLES = {
    "letters, each with its own address": rows(
        '<h3><a href="{url}">{head}</a></h3><p>{said}. ' + LONG * 3 + "</p>", 7
    ),
    "three editorials of the year": rows(
        '<h2><a href="{url}">{head}</a></h2><p>{said}. ' + LONG * 3 + "</p>", 3
    ),
    "the dead of the week": rows(
        '<h3><a href="{url}">Ann {last}</a></h3><p>{said}. ' + LONG + "</p>", 6
    ),
    "reasons": rows(
        "<h3>Because of {last}</h3><p>{said}. " + LONG + '<a href="{url}">Read more</a></p>'
    ),
    "numbered reasons": rows('<h3>7. {last}</h3><p>{said}. <a href="{url}">Read more</a></p>'),
    "paragraphs with more behind them": rows('<p>{said}. <a href="{url}">more</a></p>', 4),
    "paragraphs with the full story behind them": rows(
        '<p>{said}: <a href="{url}">the full story</a>.</p>', 6
    ),
    "paragraphs that begin with a link and run on": rows(
        '<p><a href="{url}">The old quay</a> waits, for {said}.</p>'
    ),
    "paragraphs that begin with a link": rows(
        '<p><a href="{url}">The old quay.</a> {said}. ' + LONG + "</p>", 8
    ),
    "a timeline": f"<p>{LONG * 3}</p>" + rows('<p>{day}: <a href="{url}">{head}</a> {said}.</p>'),
    "endorsements": rows(
        '<p><b><a href="{url}">The town of {last}</a></b>: {said}. ' + LONG + "</p>", 8
    ),
    "answers that begin with a link": rows(
        '<p><b>What of {last}?</b></p><p><a href="{url}">The old quay</a> {said}.</p>'
    ),
}


@pytest.mark.parametrize("shape", ARTICLES)
def test_an_article_with_a_link_to_each_of_its_parts_is_no_list(shape: str) -> None:
    found = read(ARTICLES[shape], "/opinion/quay.html", "The old quay")
    assert found.text.count("put off its vote") == ARTICLES[shape].count("put off its vote")
