"""Pages that are no plain story: live blogs, letters, posts of networks, and what papers set
between paragraphs."""

from datetime import UTC, date, datetime

import pytest

from corpus.article import Article, Page
from corpus.cleaning.clean import clean

TITLE = "The lighthouse that was sold twice"
TEXT = (
    "The lighthouse at Sandoy was sold in March to a man from the mainland, and in April to his brother-in-law.",
    "Neither of them has seen it, both have paid for it, and the parish has spent the money on a new organ.",
    "The keeper, who was not asked, goes on lighting the lamp at dusk, because the ships do not read contracts.",
    "A judge will decide in the autumn, and until then the island has two owners, one keeper and no oil for the lamp.",
    "Our advice is simple: give the brothers their money back, sell the organ, and leave the lighthouse to the keeper.",
    "It will be said that this is not how business is done, and that is the best that can be said for it.",
)


def article(body: str, title: str = TITLE, head: str = "") -> Article:
    html = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    fetched_at = datetime(2022, 8, 1, 9, tzinfo=UTC)
    return clean(
        Page(
            url=None,
            body=html.encode(),
            content_type="text/html",
            charset="utf-8",
            fetched_at=fetched_at,
        )
    )


def written(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def story(part: str, at: int = 3) -> str:
    """An article of the six paragraphs with `part` before one of them, or behind the last."""
    return f"<article><h1>{TITLE}</h1>{written(*TEXT[:at])}{part}{written(*TEXT[at:])}</article>"


def inserted(part: str, at: int = 3) -> tuple[str, ...]:
    """What of `part` stands in the text; the rest of the text must be all there, in order."""
    found = article(story(part, at)).paragraphs
    own = len(found) - len(TEXT)
    assert (*found[:at], *found[at + own :]) == TEXT
    return found[at : at + own]


def entry(tag: str, hour: int, *texts: str) -> str:
    clock = f"<time datetime='2022-07-0{1 + hour % 3}T{hour}:30:00Z'>{hour}.30</time>"
    return f"<{tag} class='entry n{hour}'>{clock}<h2>What happened at {hour}</h2>{written(*texts)}</{tag}>"


@pytest.mark.parametrize("tag", ["article", "div", "section"])
@pytest.mark.parametrize("longest", [0, 3])
def test_a_live_blog_is_one_article_however_long_one_of_its_entries_is(
    tag: str, longest: int
) -> None:
    texts = [TEXT * 6 if place == longest else TEXT[place : place + 1] for place in range(4)]
    entries = "".join(entry(tag, 18 - place, *one) for place, one in enumerate(texts))
    found = article(f"<main><h1>{TITLE}</h1><p>1 July 2022</p>{entries}</main>")
    expected = [
        (f"{18 - place}.30", f"What happened at {18 - place}", *one)
        for place, one in enumerate(texts)
    ]
    assert found.paragraphs == tuple(paragraph for one in expected for paragraph in one)
    assert (found.title, found.published) == (TITLE, date(2022, 7, 1))


def test_the_day_of_a_live_blog_is_not_that_of_an_entry() -> None:
    updates = "".join(
        f"<article itemprop='liveBlogUpdate' itemscope itemtype='https://schema.org/BlogPosting'>"
        f"<meta itemprop='datePublished' content='2022-07-0{5 + place}T12:00:00Z'><p>{text}</p></article>"
        for place, text in enumerate(TEXT[:3])
    )
    own = "<meta itemprop='datePublished' content='2022-07-04T08:00:00Z'>"
    kind = "itemscope itemtype='https://schema.org/LiveBlogPosting'"
    assert article(f"<main {kind}><h1>{TITLE}</h1>{own}{updates}</main>").published == date(
        2022, 7, 4
    )


def test_cards_of_other_stories_beside_an_article_are_no_parts_of_it() -> None:
    teaser = "A card of a story that is no part of this page, with a summary of more than a dozen words in it."
    cards = "".join(
        f"<article><h3><a href='/{place}'>Another story of the day {place}</a></h3><p>{teaser}</p></article>"
        for place in range(4)
    )
    own = f"<article><h2>What the keeper says</h2>{written(*TEXT)}</article>"
    found = article(f"<main><h1>{TITLE}</h1>{own}{cards}</main>").paragraphs
    assert found == ("What the keeper says", *TEXT)


LETTERS = (
    ("The lamp must burn", "Ida Lund, Sandoy"),
    ("Sell the organ", "By Per Vang"),
    ("Ask the keeper", "Eva Moe"),
)


def letters(last: str = "", *, opening: str = "") -> Article:
    parts = "".join(
        f"<h3>{heading}</h3>{written(*TEXT[2 * place : 2 * place + 2])}<p>{last if place == 2 and last else signed}</p>"
        for place, (heading, signed) in enumerate(LETTERS)
    )
    return article(f"<h1>Letters to the editor</h1>{opening}{parts}", "Letters to the editor")


@pytest.mark.parametrize("last", ["&mdash; Eva Moe", "Written by Eva Moe"])
def test_the_last_of_several_letters_names_no_author_of_the_page(last: str) -> None:
    found = letters(last)
    assert found.byline == ()
    assert [text for text in found.paragraphs if text in dict(LETTERS)] == list(dict(LETTERS))
    assert {"Ida Lund, Sandoy", "By Per Vang"} <= set(found.paragraphs)


def test_the_first_of_several_reports_keeps_its_signature_as_the_others_do() -> None:
    names = ("Ida Lund", "Per Vang", "Eva Moe")
    parts = "".join(f"<h3>Report of {name}</h3><p>By {name}</p>{written(*TEXT)}" for name in names)
    found = article(f"<h1>{TITLE}</h1>{parts}")
    assert [text for text in found.paragraphs if text.startswith("By ")] == [
        f"By {name}" for name in names
    ]
    assert found.byline == names


def test_the_name_below_the_last_letter_stays_in_the_text_like_those_of_the_others() -> None:
    parts = "".join(
        f"<h3>{heading}</h3>{written(*TEXT[2 * place : 2 * place + 2])}<p>{signed}</p>"
        for place, (heading, signed) in enumerate(
            zip(dict(LETTERS), ("Ida Lund, Sandoy", "By Eva Moe"), strict=False)
        )
    )
    found = article(f"<h1>Letters to the editor</h1>{parts}", "Letters to the editor")
    assert found.paragraphs[-1] == "By Eva Moe"
    assert found.byline == ()


def test_reports_that_are_signed_at_their_ends_name_all_who_signed() -> None:
    names = ("Ida Lund", "Per Vang", "Eva Moe")
    parts = "".join(
        f"<h3>Report of day {place}</h3>{written(*TEXT[2 * place : 2 * place + 2])}<p>By {name}</p>"
        for place, name in enumerate(names)
    )
    assert article(f"<h1>{TITLE}</h1>{parts}").byline == names


@pytest.mark.parametrize(
    "jumps",
    [
        "<p><b>OTHER LETTERS BELOW</b></p>",
        "<p>On this page:</p><p><a href='#b'>Sell the organ</a><br><a href='#c'>Ask the keeper</a></p>",
        "<p>BELOW: <a href='#b'>Sell the organ</a> | <a href='#c'>Ask the keeper</a></p>",
    ],
)
def test_a_list_of_jumps_to_parts_of_the_page_is_no_text(jumps: str) -> None:
    assert letters(opening=jumps).paragraphs == letters().paragraphs


TWEET = """<blockquote class="twitter-tweet"><p>No oil on Sandoy tonight. <a href="https://t.co/q1w2">https://t.co/q1w2</a>
<a href="https://t.co/e3r4">pic.twitter.com/e3r4t5</a></p>&mdash; Sandoy Radio (@sandoyradio)
<a href="https://twitter.com/sandoyradio/status/7?ref_src=x">July 2, 2022</a></blockquote>"""
PHOTO = """<blockquote class="instagram-media"><div><a href="https://www.instagram.com/p/z/"><div>View this post on
Instagram</div></a><p><a href="https://www.instagram.com/p/z/">The lamp at dusk, lit by hand.</a></p><p>A post shared by
<a href="https://www.instagram.com/sr/">Sandoy Radio</a> (@sr) on July 2</p></div></blockquote>"""
TOOT = """<blockquote class="mastodon-embed"><a href="https://m.example/@sr/1"><div>Post by @sr@m.example</div>
<div>View on Mastodon</div></a></blockquote>"""
SKY = """<blockquote class="bluesky-embed"><p>No oil on Sandoy tonight.<br><br><a href="https://b.example/1">[image
or embed]</a></p>&mdash; Sandoy Radio (<a href="https://b.example/">@sr.example</a>) July 2, 2022</blockquote>"""


@pytest.mark.parametrize("at", [3, 6])
@pytest.mark.parametrize("box", ["{}", "<div class='social-embed'>{}</div>", "<figure>{}</figure>"])
@pytest.mark.parametrize(
    ("post", "expected"),
    [
        (TWEET, ("No oil on Sandoy tonight.", "— Sandoy Radio (@sandoyradio) July 2, 2022")),
        (
            PHOTO,
            ("The lamp at dusk, lit by hand.", "A post shared by Sandoy Radio (@sr) on July 2"),
        ),
        (SKY, ("No oil on Sandoy tonight.", "— Sandoy Radio (@sr.example) July 2, 2022")),
        (TOOT, ()),
    ],
)
def test_a_post_stays_with_its_sender_and_without_its_buttons(
    post: str, expected: tuple[str, ...], box: str, at: int
) -> None:
    assert inserted(box.format(post), at) == expected


def test_a_post_behind_the_text_neither_dates_nor_signs_the_article() -> None:
    found = article(story(TWEET, 6))
    assert (found.byline, found.published) == ((), None)


@pytest.mark.parametrize(
    "quotation",
    [
        "<blockquote><p>A lamp is a promise.</p><footer>Ola Rask, keeper</footer></blockquote>",
        "<figure><blockquote>A lamp is a promise.</blockquote><figcaption>Ola Rask, keeper</figcaption></figure>",
        "<blockquote><p>A lamp is a promise.</p><cite>Ola Rask, keeper</cite></blockquote>",
    ],
)
def test_a_quotation_keeps_whom_it_quotes(quotation: str) -> None:
    assert inserted(quotation) == ("A lamp is a promise.", "Ola Rask, keeper")


@pytest.mark.parametrize(
    "part",
    [
        "<p>ALSO READ: <a href='/x'>Organ out of tune</a></p>",
        "<p>Related | <a href='/x'>Organ out of tune</a>, <a href='/y'>Oil runs out</a></p>",
        "<a href='/x'><div><h4>Organ out of tune</h4><p>The parish wants its money back, all of it.</p></div></a>",
        "<div><p>Listen to this article</p><span>6 min</span></div>",
        "<p>0:00 / 6:12</p>",
        "<p>6 min read</p>",
        "<p>2.4K Shares</p>",
        "<ul><li>Facebook</li><li>WhatsApp</li><li>Copy link</li></ul>",
        "<div><h4>The Lamp</h4><p>Ten stories, at dusk.</p><p>By subscribing you agree to our terms.</p></div>",
        "<p>Get the news of the islands straight to your inbox.</p>",
        "<p>You have read your last free article. Subscribe now for the rest.</p>",
        "<p>Already a subscriber? <a href='/in'>Log in</a></p>",
        "<p>This story is only available to subscribers.</p>",
        "<p>We use cookies to count who reads what.</p>",
        "<p>To see this map you must accept marketing cookies.</p>",
        "<p>- Advertisement -</p>",
        "<p>ADVERTISEMENT. Scroll to continue reading.</p>",
        "<p>Sponsored</p>",
        "<p>3 of 14</p>",
        "<p>The lighthouse in spring. (Photo by Ida Lund)</p>",
        "<p>The lighthouse in spring. Photo: Ida Lund/Island Pictures</p>",
        "<p>(Ida Lund/Island Pictures)</p>",
        "<p>Image source, Island Pictures</p>",
        "<p>Ida Lund / Getty Images</p>",
        "<div class='story-image'><img src='l.jpg'><p>The lighthouse in spring, seen from the ferry.</p></div>",
        "<figure><img src='l.jpg'><div>The lighthouse in spring, seen from the ferry.</div></figure>",
        "<p>© Ida Lund, Island Pictures</p>",
        "<p>Follow the Courant on Facebook and Instagram.</p>",
        "<p>Tags: lighthouse, Sandoy</p>",
        "<p>Filed under: Lighthouses, Sandoy</p>",
        "<p>Support independent journalism on the islands.</p>",
        "<p>Spotted a mistake? <a href='/m'>Tell us</a></p>",
        "<div><p>Was this article helpful?</p><span>Yes</span><br><span>No</span></div>",
        "<p>Do you have an opinion on this? Send it to letters@courant.example.</p>",
        "<p>Follow Ida Lund on Bluesky at @ida.example.</p>",
        "<p>Copyright 2022 The Courant. All rights reserved. Nothing may be printed again.</p>",
        "<p>Page 2 of 3</p>",
        "<p>Save this story</p>",
        "<p>Loading...</p>",
    ],
)
@pytest.mark.parametrize("at", [2, 4])
def test_what_a_paper_sets_between_two_paragraphs_is_left_out(part: str, at: int) -> None:
    assert inserted(part, at) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Read it again: the lamp is lit by hand.",
        "Related questions have been put to the parish, and not one was answered.",
        "We use oil, and oil is dear.",
        "To continue reading by lamplight is an art that few on the island still have.",
        "She sent a photo by mail, and then a second one.",
        "The judge said one thing (and the parish/council another).",
        "Support for the keeper is growing.",
        "Facebook",
    ],
)
def test_what_only_sounds_like_furniture_stays(sentence: str) -> None:
    assert inserted(f"<p>{sentence}</p>") == (sentence,)


@pytest.mark.parametrize(
    "heading", ["Comments from the pier", "Photo: a trade in the dark", "Video by lamplight"]
)
def test_a_heading_inside_the_text_stays(heading: str) -> None:
    assert inserted(f"<h2>{heading}</h2>") == (heading,)


@pytest.mark.parametrize("heading", ["Editors' picks", "Most read this week", "Keep reading"])
def test_a_heading_over_other_stories_ends_the_text(heading: str) -> None:
    assert (
        inserted(
            f"<h3>{heading}</h3><p>The organ of Sandoy is out of tune, and so is the choir.</p>", 6
        )
        == ()
    )


def test_a_text_ends_with_no_heading_over_what_was_left_out() -> None:
    assert inserted("<h3>One thing more</h3><p>Sign up for our newsletter</p>", 6) == ()


def test_an_item_of_a_list_is_no_credit() -> None:
    items = ("Photo: two rolls of film", "Video: none")
    assert inserted(f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>") == items


def test_a_note_on_the_author_goes_and_one_on_whom_the_article_is_about_stays() -> None:
    note = "Ida Lund is the island correspondent of this paper."
    signed = story(f"<p>{note}</p>", 6).replace("</h1>", "</h1><p>By Ida Lund</p>")
    assert article(signed).paragraphs == TEXT
    about = story(f"<p>{note}</p>", 6).replace(f"<h1>{TITLE}</h1>", "<h1>Ida Lund</h1>")
    assert article(about, "Ida Lund").paragraphs == (*TEXT, note)


@pytest.mark.parametrize("tag", ["<b>{}</b>", "<font size='5'>{}</font>"])
def test_a_bold_or_large_line_between_single_breaks_is_a_heading_of_its_own(tag: str) -> None:
    heading = tag.format("What the keeper says")
    body = f"<div>{TEXT[0]}<br>{heading}<br>{TEXT[1]}<br><br>{TEXT[2]}<br><br>{TEXT[3]}</div>"
    assert article(f"<h1>{TITLE}</h1>{body}").paragraphs == (
        TEXT[0],
        "What the keeper says",
        *TEXT[1:4],
    )


def test_bold_words_on_a_line_that_is_only_broken_part_nothing() -> None:
    body = (
        f"<div>The lighthouse of <br><b>Sandoy</b><br> burns.<br><br>{'<br><br>'.join(TEXT)}</div>"
    )
    assert article(f"<h1>{TITLE}</h1>{body}").paragraphs == (
        "The lighthouse of Sandoy burns.",
        *TEXT,
    )


@pytest.mark.parametrize("alt", ["X", "f", "Lamp"])
def test_the_name_of_a_picture_is_no_letter(alt: str) -> None:
    assert inserted(f"<p><img src='x.png' alt='{alt}'> Our lamp is on a rock.</p>") == (
        "Our lamp is on a rock.",
    )


@pytest.mark.parametrize(
    ("label", "expected"),
    [("ROUND THE ISLANDS", TITLE), ("OBITUARY: OLA RASK", "OBITUARY: OLA RASK")],
)
def test_a_small_label_that_is_the_title_of_the_page_names_a_column(
    label: str, expected: str
) -> None:
    head = f"<p><font size='2'><b>{label}</b></font><br><font size='5'><b>{TITLE}</b></font></p>"
    found = article(f"{head}<p>July 4, 2022 | Page 3</p>{written(*TEXT)}", label)
    assert found.title == expected


def test_a_label_that_the_site_itself_calls_the_title_stays_one() -> None:
    head = f"<p><font size='2'><b>ROUND THE ISLANDS</b></font><br><font size='5'><b>{TITLE}</b></font></p>"
    said = "<meta property='og:title' content='Round the islands'>"
    assert (
        article(f"{head}{written(*TEXT)}", "ROUND THE ISLANDS", said).title == "ROUND THE ISLANDS"
    )
