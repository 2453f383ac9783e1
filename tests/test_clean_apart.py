"""What stands among, around and instead of an article's paragraphs, in any language."""

import json
from datetime import UTC, datetime

import pytest

from corpus.article import Page
from corpus.cleaning.clean import clean
from corpus.errors import NotAnArticle
from corpus.languages.tables import LANGUAGES

HEADLINE = "The Ferry Must Sail"
PARAGRAPHS = tuple(
    f"The harbour board met in {month} and put off the question of the ferry once more, although "
    f"the boat was paid for twice, and number {number} of its letters says so in plain words."
    for number, month in enumerate(("March", "April", "June", "July", "August", "October"))
)
FETCHED_AT = datetime(2024, 5, 20, tzinfo=UTC)


def written(*paragraphs, attributes=""):
    return "".join(f"<p{attributes}>{paragraph}</p>" for paragraph in paragraphs)


def read(body, head=""):
    """The standfirst and the paragraphs of a page."""
    markup = f"<html><head><title>{HEADLINE}</title>{head}</head><body>{body}</body></html>"
    url = "https://ledger.invalid/opinion/ferry"
    page = Page(url, markup.encode(), "text/html", "utf-8", FETCHED_AT)
    article = clean(page)
    return tuple(filter(None, (article.standfirst, *article.paragraphs)))


def with_part(part, at=3):
    """The text with `part` among its paragraphs."""
    before, behind = written(*PARAGRAPHS[:at]), written(*PARAGRAPHS[at:])
    return read(f"<article><h1>{HEADLINE}</h1><div>{before}{part}{behind}</div></article>")


def saying(kind):
    """A line that says so, in each language that has such lines."""
    return [
        pytest.param(words.example, id=f"{kind}-{code}")
        for code, language in sorted(LANGUAGES.items())
        if (words := getattr(language, kind)).forms
    ]


@pytest.mark.parametrize("label", saying("more"))
def test_a_label_and_a_link_to_another_story_are_left_out(label):
    label = label.partition(":")[0]
    assert with_part(f"<div><p>{label}:</p><h3><a href='/x'>The quay</a></h3></div>") == PARAGRAPHS


@pytest.mark.parametrize("label", saying("related"))
def test_a_text_ends_with_the_label_above_other_stories(label):
    cards = "<div><h3><a href='/x'>The quay</a></h3><p>Ten years of letters, and no boat.</p></div>"
    assert with_part(f"<h2>{label}</h2>{cards * 2}", at=6) == PARAGRAPHS


@pytest.mark.parametrize("kind", ["requests", "consent"])
def test_what_asks_something_of_readers_is_left_out_with_its_box(kind):
    phrases = {
        code: next((form for form in getattr(language, kind).forms if " " in form), None)
        for code, language in LANGUAGES.items()
    }
    for code, phrase in phrases.items():
        box = f"<section><h4>{phrase}</h4><ul><li>Every day but Sunday</li></ul></section>"
        assert phrase is None or with_part(box) == PARAGRAPHS, code


@pytest.mark.parametrize("credit", saying("credits"))
def test_who_took_a_picture_is_left_out(credit):
    assert with_part(f"<p>{credit}</p>") == PARAGRAPHS


@pytest.mark.parametrize(
    "caption",
    [
        "Workers at the quay on Monday. (Jane Doe/Island Pictures)",
        "The quay, seen from the town hall © The Ledger",
        "The quay in May. Foto: Jane Doe",
    ],
)
def test_a_caption_that_names_its_source_is_left_out(caption):
    assert with_part(f"<p>{caption}</p>") == PARAGRAPHS


@pytest.mark.parametrize("words", ["Response", "Our story", "Comment", "Read next", "Mehr"])
def test_a_subhead_is_one_however_it_is_worded_where_the_text_goes_on(words):
    assert with_part(f"<h2>{words}</h2>") == (*PARAGRAPHS[:3], words, *PARAGRAPHS[3:])


@pytest.mark.parametrize("name", ["ad", "promo", "subscription", "comment", "paywall"])
def test_a_paragraph_called_after_furniture_is_one(name):
    part = written(
        "It is the seventh letter, and nobody has answered it in all of these ten years."
    )
    called = part.replace("<p>", f"<p class='paragraph {name}'>")
    assert with_part(called)[3:4] == (part[3:-4],)


def test_text_behind_a_wall_for_search_engines_is_text():
    teaser, rest = written(PARAGRAPHS[0]), written(*PARAGRAPHS[1:])
    body = f"<article><h1>{HEADLINE}</h1><div class='free'>{teaser}</div><div class='paywall'>{rest}</div></article>"
    assert read(body) == PARAGRAPHS


@pytest.mark.parametrize(
    "rest",
    [
        "<div style='display:none'>{}</div>",
        "<div hidden>{}</div>",
        "<template>{}</template>",
        "<noscript>{}</noscript>",
    ],
)
def test_the_rest_of_a_text_that_is_shown_later_is_read(rest):
    body = written(*PARAGRAPHS[:2]) + rest.format(written(*PARAGRAPHS[2:]))
    assert read(f"<article><h1>{HEADLINE}</h1><div>{body}</div></article>") == PARAGRAPHS


def test_a_hidden_box_elsewhere_is_not():
    box = f"<div class='dialog' hidden>{written(*PARAGRAPHS[:2])}</div>"
    article = f"<article><h1>{HEADLINE}</h1><div>{written(*PARAGRAPHS)}</div></article>"
    assert read(article + box) == PARAGRAPHS


@pytest.mark.parametrize(
    "said",
    [
        {"props": {"text": list(PARAGRAPHS)}},
        {"props": {"html": written(*PARAGRAPHS)}},
    ],
)
def test_a_text_that_a_script_would_fill_in_is_read_from_it(said):
    script = f"<script id=data type=application/json>{json.dumps(said)}</script>"
    assert read(f"<h1>{HEADLINE}</h1><div id=root></div>{script}") == PARAGRAPHS


def test_a_fuller_text_in_the_pages_data_is_the_text():
    said = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": "\n\n".join(PARAGRAPHS)}
    head = f"<script type='application/ld+json'>{json.dumps(said)}</script>"
    shown = f"<article><h1>{HEADLINE}</h1><div>{written(*PARAGRAPHS[:2])}</div></article>"
    assert read(shown, head) == PARAGRAPHS


def test_a_dialog_on_cookies_may_be_longer_than_the_text():
    dialog = written(*("When you visit us, cookies are stored on your machine. " * 4,) * 9)
    article = f"<article><h1>{HEADLINE}</h1><div>{written(*PARAGRAPHS)}</div></article>"
    assert read(f"{article}<div id='layer'><div>{dialog}</div></div>") == PARAGRAPHS


@pytest.mark.parametrize("at", [1, 5])
def test_a_text_in_boxes_one_behind_the_other_is_whole(at):
    boxes = [
        f"<div class='row'><div class='text'>{written(*part)}</div><div class='rail'><p>Advertisement</p></div></div>"
        for part in (PARAGRAPHS[:at], PARAGRAPHS[at:])
    ]
    assert read(f"<main><h1>{HEADLINE}</h1>{''.join(boxes)}</main>") == PARAGRAPHS


def test_a_long_list_of_links_in_a_texts_box_does_not_make_one_paragraph_the_text():
    links = "".join(f"<a href='/n{n}'>Another story about the quay, {n}</a><br>" for n in range(30))
    assert with_part(f"<div>{links}</div>") == PARAGRAPHS


def test_a_sentence_that_is_a_link_is_text_and_a_headline_that_is_one_is_not():
    sentence = "Who will pay the widows of the ferry now?"
    assert with_part(f"<p><a href='/q'>{sentence}</a></p>")[3] == sentence
    assert with_part("<p><a href='/q'>The widows of the ferry</a></p>") == PARAGRAPHS


def test_a_quotation_drawn_out_of_the_text_stands_there_once():
    assert with_part(f"<blockquote><p>{PARAGRAPHS[4]}</p></blockquote>") == PARAGRAPHS


def test_an_element_left_open_swallows_nothing():
    broken = "<header><button><div>Menu</button></header>"
    article = f"<article><h1>{HEADLINE}</h1>{written(*PARAGRAPHS)}</article>"
    assert read(broken + article) == PARAGRAPHS


def test_markup_in_a_script_is_not_counted_as_hostile():
    script = "<script>document.write('" + "<b" * 200_001 + "')</script>"
    assert with_part(script) == PARAGRAPHS


def test_a_page_of_frames_has_the_text_that_stands_beside_them():
    page = f"<frameset><frame src=a.html><noframes><h1>{HEADLINE}</h1>{written(*PARAGRAPHS)}</noframes></frameset>"
    assert read(page) == PARAGRAPHS


@pytest.mark.parametrize(
    "row",
    [
        "<h3>Story {0} of the quay</h3><p>The board met, and put it off again for {0} days.</p><a href='/s{0}'>Read more</a>",
        "<a href='/s{0}'><img src=x></a><h3>Story {0} of the quay</h3><p>The board met for {0} days.</p>",
    ],
)
def test_headlines_that_do_not_link_make_a_list_too(row):
    rows = "".join(f"<div class='post'>{row.format(number)}</div>" for number in range(6))
    with pytest.raises(NotAnArticle, match="list"):
        read(f"<main><h1>Opinion</h1>{rows}</main>")
