"""Pages made to exhaust their reader cost no more than twice an ordinary page and 300 MB, or are
refused, and no page whatever breaks the cleaner."""

import json
import re
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Page
from corpus.cleaning.clean import clean
from corpus.cleaning.record import article_to_record
from corpus.cleaning.site.rule_tables import read_rules
from corpus.cleaning.site.template import TemplateLearner
from corpus.errors import PageRefused
from tests import hostile_pages

UNREAD = ("hostile", "too large")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
RULES = read_rules(
    {"ledger.example": {"body": ["article", "#x"], "title": "h1", "byline": ".a", "date": "time"}}
)


STRANGE = ("a data address of 9 MB", "200,000 comments", "json-ld in depth")
SOME = [*hostile_pages.READ][::4]  # `make check` judges all, read in every way
HEAVY = ("json-ld in breadth", "broken utf-8", "no spaces at all", "addresses of data", "names")


def tell(*arguments):
    """What became of each page, read in a process of its own."""
    command = [sys.executable, hostile_pages.__file__, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {(line["name"], line["way"]): line for line in map(json.loads, done.stdout.splitlines())}


def check(page):
    assert page["outcome"].startswith(("read", "refused: "))
    assert page["mb"] < hostile_pages.MB
    assert page["dear"] <= hostile_pages.DEAR
    assert page["growth"] <= hostile_pages.GROWTH


@pytest.fixture(scope="module")
def some():
    return tell("--judge", *SOME)


@pytest.fixture(scope="module")
def whole():
    return tell("--whole", *hostile_pages.UNREAD, *STRANGE, *HEAVY)


@pytest.fixture(scope="module")
def all_in_all_ways():
    return tell("--ways")


@pytest.fixture(scope="module")
def all_whole():
    return tell("--whole", *hostile_pages.READ)


@pytest.mark.parametrize("name", SOME)
def test_a_hostile_page_costs_no_more_than_an_ordinary_one_and_grows_with_its_size(name, some):
    check(some[name, "outcome"])


@pytest.mark.long
@pytest.mark.parametrize("way", hostile_pages.WAYS)
@pytest.mark.parametrize("name", hostile_pages.READ)
def test_so_does_each_however_it_is_read(name, way, all_in_all_ways):
    check(all_in_all_ways[name, way])


@pytest.mark.long
@pytest.mark.parametrize("name", hostile_pages.READ)
def test_the_whole_of_it_is_read_in_bounded_memory(name, all_whole):
    page = all_whole[name, "outcome"]
    assert page["outcome"].startswith(("read", "refused: "))
    assert page["mb"] < hostile_pages.MB


@pytest.mark.parametrize("name", hostile_pages.UNREAD)
def test_the_worst_are_refused_before_a_tree_is_built(name, whole):
    page = whole[name, "outcome"]
    assert any(word in page["outcome"] for word in UNREAD)
    assert page["mb"] < 50


@pytest.mark.parametrize("name", [*STRANGE, *HEAVY])
def test_what_is_only_strange_or_heavy_is_read_in_bounded_memory(name, whole):
    page = whole[name, "outcome"]
    assert page["outcome"] == "read"
    assert page["mb"] < hostile_pages.MB


PIECES = st.sampled_from([
    *"<p> </p> <div> </div> <article> </article> <h1> </h1> <br> <table> <tr> <td> </table> <b> </a> <time>".split(),
    *"<title> </title> <script> </script> <!-- --> <![CDATA[ <? <! </ < > &amp; &#xD800; &#0; &#x110000;".split(),
    *"&nosuch; \" ' = <li> <ul> <template> <svg> <noscript> <select> <frameset> <body> <head> 31/31/2020".split(),
    *("سلام", "日本", "|", "©"),
    *("<div id=x>", "<a href=x>", "<a href=http://[x>", "<p class=related>", "<p hidden>"),
    *("<p class=a>By Jane Doe</p>", "<time datetime=2020-13-01>", "<meta name=author content=A>", "March 1, 2020"),
    *("By Jane Doe", "<html lang=xx->"),
    *("<base href=//>", "\x00", "\x85", "\u200c", "\u0301", "\ud800", "\ufffe", "\u2028", "\x1b"),
    "<script type=application/ld+json>",
    '{"@type":"Article","headline":["x"],"datePublished":{"x":1}}',
    '{"@graph":[{"@type":["NewsArticle"],"author":{"name":{}},"articleBody":3}]}',
])  # fmt: skip


@settings(max_examples=150, deadline=None, database=None)
@given(
    st.lists(PIECES | st.text(max_size=30) | st.just(hostile_pages.WORDS * 2), max_size=40),
    st.sampled_from(["text/html", "text/html", "text/html", "text/plain", "application/json"]),
    st.sampled_from([None, "utf-8", "utf-16", "cp1252", "shift_jis", "utf-7", "nonsense\0"]),
    st.booleans(),
)
def test_no_page_whatever_breaks_the_cleaner(pieces, content_type, charset, ruled):
    body = "".join(pieces).encode("utf-8", "surrogatepass")
    page = Page(
        "https://ledger.example/a", body, content_type, charset, datetime(2021, 12, 2, tzinfo=UTC)
    )
    learner = TemplateLearner()
    try:
        learner.add(page)
        article = clean(
            page, rules=RULES if ruled else {}, template=learner.templates().of(page.url)
        )
    except PageRefused as refusal:
        assert str(refusal) and "\n" not in str(refusal)
        return
    assert article.title and all(article.paragraphs)
    said = (
        article.title,
        *article.paragraphs,
        *article.byline,
        article.section or "",
        article.language or "",
    )
    assert all(unicodedata.is_normalized("NFC", text) and not CONTROL.search(text) for text in said)
    json.dumps(article_to_record(article), ensure_ascii=False).encode("utf-8")
