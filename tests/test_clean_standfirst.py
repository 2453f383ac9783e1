"""The standfirst and the tags of a page."""

import json
from datetime import UTC, datetime

import pytest

from corpus.article import Article, Page
from corpus.cleaning.clean import clean

PARAGRAPH = (
    "The harbour board met on Tuesday to hear why the ferry that was paid for two years ago has not sailed once, and "
    "went home without an answer."
)
TEXT = f"<div class=article-body>{f'<p>{PARAGRAPH}</p>' * 4}</div>"
SUMMARY = "A boat that was paid for twice still lies at the quay, and nobody says why."


def article(body: str, head: str = "") -> Article:
    markup = (
        f"<html><head><title>The Ferry Must Sail</title>{head}</head><body>{body}</body></html>"
    )
    at = datetime(2021, 12, 2, tzinfo=UTC)
    return clean(Page("https://selmak.example/a/ferry", markup.encode(), "text/html", "utf-8", at))


TITLE = "<h1>The Ferry Must Sail</h1>"


@pytest.mark.parametrize(
    "body",
    [
        f"<header>{TITLE}<p class=standfirst>{SUMMARY}</p><p>By Jane Doe</p></header>{TEXT}",
        f"{TITLE}<div class='article__intro'><p>{SUMMARY}</p></div><p>By Jane Doe</p>{TEXT}",
        f"{TITLE}<div class=article-body><p class=lead>{SUMMARY}</p>{f'<p>{PARAGRAPH}</p>' * 4}</div>",
        f"{TITLE}<h2 class=epigraph>{SUMMARY}</h2>{TEXT}",
        f"{TITLE}<p class=article-dek>{SUMMARY}</p>{TEXT}",
        f"<header>{TITLE}<h2>{SUMMARY}</h2><p>By Jane Doe | May 4, 2013</p></header>{TEXT}",
    ],
)
def test_a_summary_below_the_title_is_the_standfirst_and_not_in_the_text(body: str) -> None:
    found = article(body)
    assert (found.standfirst, found.paragraphs) == (SUMMARY, (PARAGRAPH,) * 4)


def test_what_describes_the_page_and_stands_above_its_text_is_the_standfirst() -> None:
    head = f'<meta property="og:description" content="{SUMMARY}">'
    assert article(f"<div>{TITLE}<p>{SUMMARY}</p></div>{TEXT}", head).standfirst == SUMMARY


def test_a_first_paragraph_that_a_description_was_cut_from_is_text() -> None:
    head = f'<meta property="og:description" content="{PARAGRAPH[:80]}">'
    found = article(f"{TITLE}{TEXT}", head)
    assert (found.standfirst, found.paragraphs[0]) == (None, PARAGRAPH)


def test_a_text_that_would_be_nothing_without_its_lead_has_no_standfirst() -> None:
    found = article(f"{TITLE}<div class=lead><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></div>")
    assert (found.standfirst, len(found.paragraphs)) == (None, 2)


LD = {"@type": "NewsArticle", "headline": "The Ferry Must Sail", "articleSection": "Harbour"}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (LD | {"keywords": "ferry, Harbour, Ferry, quay"}, ("ferry", "quay")),
        (LD | {"keywords": ["ferry", "Selmak Courier"]}, ("ferry",)),
        (LD | {"keywords": ["Rates, fees", "ferry"]}, ("Rates, fees", "ferry")),
        (
            LD | {"keywords": [f"tag {number}" for number in range(40)]},
            tuple(f"tag {number}" for number in range(15)),
        ),
        (
            LD | {"keywords": "editors_pick, sections/harbour, source:wire, NLP Category: Quay,"
            "26157981-b4f7-4929-adc1-e860c6f03636, selmak.com, Ferry: The Film"},
            ("Ferry: The Film",),
        ),
    ],
)
def test_tags_are_the_keywords_of_the_head(
    head: dict[str, object], expected: tuple[str, ...]
) -> None:
    data = f'<script type="application/ld+json">{json.dumps(head)}</script>'
    home = '<a href="/">Selmak Courier</a>'
    assert article(f"{home}{TITLE}{TEXT}", data).tags == expected


def test_links_called_tags_are_tags_where_the_head_lists_none() -> None:
    links = '<p><a rel="tag" href="/t/ferry">#ferry</a> <a rel="tag" href="/t/quay">quay</a></p>'
    assert article(f"{TITLE}{TEXT}{links}").tags == ("ferry", "quay")
    assert article(f"<article>{TITLE}{TEXT}<nav>{links}</nav></article>").tags == ("ferry", "quay")
    other = links.replace("ferry", "fire")
    aside = f"<nav>{other}</nav>{TITLE}{TEXT}{links}<aside>{other}</aside>"
    assert article(aside).tags == ("ferry", "quay")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta name="prism.section" content="harbour">', "harbour"),
        ('<meta name="page.section" content="news_quay">', "news"),
        ('<meta property="article:section" content="Harbour,Quay">', "Harbour"),
        ('<meta property="article:section" content="Harbour, Quay">', "Harbour, Quay"),
        ('<meta property="article:subsection" content="Quay">', None),
    ],
)
def test_the_section_is_the_first_that_the_head_names(head: str, expected: str | None) -> None:
    assert article(f"{TITLE}{TEXT}", head).section == expected
