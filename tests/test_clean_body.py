"""The text of an article: what of a page belongs to it, in which order, and what does not."""

from datetime import UTC, datetime

import pytest

from corpus.article import Page
from corpus.cleaning.clean import clean

FIRST = "The council has promised a second bridge for eleven years, and the ferry still leaves twice a day, if it leaves."
SECOND = "Nobody doubts that money is short, but a town that pays for three fountains can pay for the first pier."
THIRD = "What is missing is a date, a name and a sum, and all three could be printed on a single sheet of paper."
FOURTH = "Until then the queue at the landing stage says more about this administration than any of its brochures."
PARAGRAPHS = (FIRST, SECOND, THIRD, FOURTH)
HEADLINE = "A bridge that is always next year's"


def texts(body: str) -> tuple[str, ...]:
    html = f"<html><head><title>{HEADLINE}</title></head><body>{body}</body></html>"
    fetched_at = datetime(2021, 12, 2, 9, tzinfo=UTC)
    page = Page(
        url=None,
        body=html.encode(),
        content_type="text/html",
        charset="utf-8",
        fetched_at=fetched_at,
    )
    return clean(page).paragraphs


def story(*parts: str) -> str:
    """An article of the four paragraphs, with `parts` before the last of them."""
    written = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
    return (
        f"<article><h1>{HEADLINE}</h1>{''.join(written[:3])}{''.join(parts)}{written[3]}</article>"
    )


@pytest.mark.parametrize(
    "part",
    [
        "<figure><img src='pier.jpg'><figcaption>The pier in the spring of last year.</figcaption></figure>",
        "<div class='wp-caption-text caption'>The pier, seen from the town hall in May.</div>",
        "<p>Photo: Harbour Archive</p>",
        "<p>Advertisement</p>",
        "<p>Share this article</p>",
        "<p>Sign up for our morning letter</p>",
        "<p>Comments are closed.</p>",
        "<dl class='article-info'><dd>Category: Harbour</dd><dd>Hits: 12</dd></dl>",
        "<p><em>This article first appeared in the printed edition of the Selmak Courier.</em></p>",
        "<div class='author-box'><p>Amina Rahimi has written for us since she left the harbour board.</p></div>",
        "<div class='disclaimer'><p>The views of writers are their own and bind nobody at this paper.</p></div>",
        "<p>- - - - - - - -</p>",
        "<p>* * *</p>",
        "<p>_____</p>",
        "<p><a href='/ferry'>Read more: how the ferry was bought</a></p>",
        "<p><a href='/ferry'>WHO PAID FOR THE FERRY OF SELMAK?</a></p>",
        "<p>In this issue: <a href='/ferry'>How the ferry was bought</a></p>",
        "<ul><li>Ferry: <a href='/a'>How it was bought</a></li><li>Lost? <a href='/b'>All of the lamps</a></li></ul>",
    ],
)
def test_what_interrupts_a_text_is_left_out_and_the_text_goes_on(part: str) -> None:
    assert texts(story(part)) == PARAGRAPHS


def test_a_span_called_br_parts_what_stands_about_it() -> None:
    parts = "<span class='id-r br'></span>".join(PARAGRAPHS)
    assert texts(f"<h1>{HEADLINE}</h1><div class=article-body>{parts}</div>") == PARAGRAPHS


def test_a_box_of_other_stories_inside_the_text_is_left_out_with_its_summaries() -> None:
    box = "<div><h3>Related stories</h3><p>The ferry was sold again, for the third time.</p></div>"
    written = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
    assert (
        texts(f"<article><h1>{HEADLINE}</h1>{written[0]}{box}{''.join(written[1:])}</article>")
        == PARAGRAPHS
    )


@pytest.mark.parametrize(
    "heading", ["You may also like", "Also in the news", "About the author", "Recommended for you"]
)
def test_a_text_ends_where_the_page_turns_to_other_things(heading: str) -> None:
    cards = (
        "<p>The harbour master resigns, and says in a long letter to the council why he could not stay.</p>"
        * 2
    )
    assert texts(story() + f"<div><h2>{heading}</h2>{cards}</div>") == PARAGRAPHS
    assert (
        texts(story().replace("</article>", f"<h2>{heading}</h2>{cards}</article>")) == PARAGRAPHS
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "You may like it or not.",
        "Subscribers pay.",
        "More is no answer to the stories.",
        "Share the bread, said the mayor.",
    ],
)
def test_a_short_sentence_is_no_heading_over_other_things(sentence: str) -> None:
    assert texts(story(f"<p>{sentence}</p>")) == (*PARAGRAPHS[:3], sentence, FOURTH)


def test_links_back_to_the_top_between_several_reports_end_none_of_them() -> None:
    reports = [f"<p><b>Report {n}</b></p><p>{text}</p>" for n, text in enumerate(PARAGRAPHS)]
    back = "<p><a href='#top'>Back to top</a></p>"
    found = texts(f"<p>OTHER STORIES BELOW</p><h1>{HEADLINE}</h1>" + back.join(reports) + back)
    assert found == tuple(
        part for n, text in enumerate(PARAGRAPHS) for part in (f"Report {n}", text)
    )


def test_a_line_of_asterisks_parts_two_paragraphs_that_only_single_breaks_would_join() -> None:
    body = f"<h1>{HEADLINE}</h1><div>{FIRST[:-1]}<br>* * *<br>{SECOND}<br><br>{THIRD}<br><br>{FOURTH}</div>"
    assert texts(body) == (FIRST[:-1], *PARAGRAPHS[1:])


@pytest.mark.parametrize(
    "begin",
    [
        "<p><font size='6'>T</font>he council",
        "<p><font size='6'>T</font> he council",
        "<p><span class='dropcap'>T</span>\nhe council",
        "<table><tr><td>T</td><td><p>he council",
        "<p class='initial'>T</p><p>he council",
    ],
)
def test_a_drop_capital_is_joined_to_its_word(begin: str) -> None:
    rest = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[1:])
    assert (
        texts(f"<h1>{HEADLINE}</h1>{begin}{FIRST.removeprefix('The council')}</p>{rest}")
        == PARAGRAPHS
    )


@pytest.mark.parametrize(
    "begin", ["<font size='5'>A bunch of grouches</font>", "<font size='5'>A</font> town awaits"]
)
def test_a_letter_that_is_a_word_stays_one(begin: str) -> None:
    found = texts(story(f"<p>{begin}</p>"))
    assert found[3] in ("A bunch of grouches", "A town awaits")


def test_an_introduction_in_a_box_of_its_own_is_kept() -> None:
    rest = f"<div class='article-body'>{''.join(f'<p>{paragraph}</p>' for paragraph in PARAGRAPHS * 3)}</div>"
    opening = (FOURTH.replace("Until then", "Every spring"), THIRD.replace("missing", "wanted"))
    boxed = "".join(f"<p>{paragraph}</p>" for paragraph in opening)
    assert texts(f"<h1>{HEADLINE}</h1><div>{boxed}</div><hr>{rest}") == (*opening, *PARAGRAPHS * 3)
    assert texts(f"<h1>{HEADLINE}</h1><div><p>{opening[0]}</p></div><hr>{rest}") == (
        opening[0],
        *PARAGRAPHS * 3,
    )


def test_lines_before_a_heading_that_repeats_the_title_stay_in_a_box_called_the_article() -> None:
    body = f"<div class='post-body'><p>{FIRST}</p><h2>{HEADLINE}</h2><p>{SECOND}</p><p>{THIRD}</p><p>{FOURTH}</p></div>"
    assert texts(body) == PARAGRAPHS


def test_a_linked_item_stays_in_a_list_of_which_others_are_not_links_and_a_list_of_links_goes() -> (
    None
):
    mixed = "<ul><li>The pier at the mill</li><li><a href='/pier'>The old pier in the east</a></li></ul>"
    links = "<ul><li><a href='/a'>Ferry sold again</a></li><li><a href='/b'>Ferry found again</a></li></ul>"
    items = ("The pier at the mill", "The old pier in the east")
    assert texts(story(mixed)) == (*PARAGRAPHS[:3], *items, FOURTH)
    assert texts(story(links)) == PARAGRAPHS


def test_a_box_called_a_menu_that_holds_the_text_is_no_menu() -> None:
    written = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
    body = f"<main><h1>{HEADLINE}</h1>{written[0]}<div id='menu-of-ideas'>{''.join(written[1:])}</div></main>"
    assert texts(body) == PARAGRAPHS


def test_a_story_in_pictures_keeps_its_captions() -> None:
    pictures = "".join(
        f"<figure><img src='a.jpg'><figcaption>{text}</figcaption></figure>" for text in PARAGRAPHS
    )
    assert texts(f"<article><h1>{HEADLINE}</h1>{pictures}</article>") == PARAGRAPHS


def test_paragraphs_quotations_lists_and_headings_stay_in_order() -> None:
    inside = "<h2>What the ferry costs</h2><blockquote>Nobody asked us.</blockquote><ol><li>Fuel, every day.</li></ol>"
    expected = (
        *PARAGRAPHS[:3],
        "What the ferry costs",
        "Nobody asked us.",
        "Fuel, every day.",
        FOURTH,
    )
    assert texts(story(inside)) == expected


def test_a_late_box_of_other_stories_ends_no_text_that_goes_on_behind_it() -> None:
    box = "<div><h3>Related stories</h3><p>The ferry was sold again, for the third time.</p></div>"
    written = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS * 2]
    body = (
        f"<article><h1>{HEADLINE}</h1>{''.join(written[:5])}{box}{''.join(written[5:])}</article>"
    )
    assert texts(body) == PARAGRAPHS * 2


def test_a_page_whose_header_ends_as_a_page_of_its_own_is_read_to_its_end() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert texts(f"<p>Menu</p></body></html><div><h1>{HEADLINE}</h1>{text}</div>") == PARAGRAPHS


@pytest.mark.parametrize(
    "line",
    [
        "Photo by Osman Keld",
        "Advertisement",
        "Related: <a href='/ferry'>how the ferry was bought</a>",
        "<a href='/ferry'>Read more: how the ferry was bought</a>",
    ],
)
def test_a_paragraph_after_a_line_that_is_left_out_begins_anew(line: str) -> None:
    head = f"<h1>{HEADLINE}</h1><p>{FIRST}"
    assert (
        texts(
            f"<article>{head}</p><p>{line}<br>{SECOND}</p><p>{THIRD}</p><p>{FOURTH}</p></article>"
        )
        == PARAGRAPHS
    )
    assert (
        texts(f"<div>{head}<br><br>{line}<br>{SECOND}<br><br>{THIRD}<br><br>{FOURTH}</p></div>")
        == PARAGRAPHS
    )


def test_a_sentence_goes_on_behind_a_line_that_is_left_out() -> None:
    half, rest = SECOND.split(", ")
    broken = f"<p>{half},<br>Photo by Osman Keld<br>{rest}</p>"
    body = (
        f"<article><h1>{HEADLINE}</h1><p>{FIRST}</p>{broken}<p>{THIRD}</p><p>{FOURTH}</p></article>"
    )
    assert texts(body) == PARAGRAPHS


@pytest.mark.parametrize(
    "bar",
    [
        "Page 1 of 3<br><b>1</b> | <a href='b'>2</a> | <a href='c'>3</a> <a href='b'>Next &gt;</a>",
        "1, <a href='b'>2</a>, <a href='c'>3</a>",
        "Pages: [1] <a href='b'>[2]</a>",
    ],
)
def test_a_bar_that_turns_pages_is_no_text(bar: str) -> None:
    written = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert (
        texts(f"<table><tr><td><h1>{HEADLINE}</h1>{written}<p>{bar}</p></td></tr></table>")
        == PARAGRAPHS
    )
    assert texts(f"<article><h1>{HEADLINE}</h1>{written[:-4]}<br>{bar}</p></article>") == PARAGRAPHS
    lines = "<br><br>".join(PARAGRAPHS)
    assert (
        texts(f"<h1>{HEADLINE}</h1><table><tr><td>{lines}<br>{bar}</td></tr></table>") == PARAGRAPHS
    )


def test_a_linked_number_in_a_cell_of_its_own_is_text() -> None:
    cells = "<tr><td>Boats sold</td><td>3 (<a href='/ferry'>1</a>)</td></tr>"
    assert "Boats sold | 3 (1)" in texts(
        story(f"<table>{cells}<tr><td>Boats bought</td><td>0</td></tr></table>")
    )


def test_numbers_that_lead_nowhere_are_text() -> None:
    assert "1, 2, 3" in texts(story("<p>1, 2, 3</p>"))
