"""One article at several addresses of a site is there once; two that are alike are there twice."""

import pytest
from nightly_paper import (
    AS_PRINTED,
    RARELY,
    crawled,
    let_pass,
    night,
    paper,
    paragraphs,
    story,
    texts,
)

from corpus.intake.intake import clean_pages
from corpus.outcome import Code


def canonical(name, true):
    """The page of a story that names its true address."""
    return f"<link rel=canonical href='{true}'>{story(name)}"


def dated(name, day=4):
    """The page of a story that prints a day."""
    return story(name).replace("</h1>", f"</h1><time datetime='2011-05-0{day}'>{day} May 2011</time>")


def linking(*paths):
    links = "".join(f"<li><a href='{path}'>The Story of {path.strip('/')[0]}</a></li>" for path in paths)
    return {"/": paper()["/"].replace("</ul>", f"{links}</ul>")}


def addresses(store, site):
    """Those of the articles that are none of the twelve."""
    urls = (article.url.removeprefix(site.base) for article in store.articles())
    return sorted(url for url in urls if url.strip("/") not in AS_PRINTED)


ONE = {
    "a parameter": ("/d.html", story("d"), "/d.html?ref=home", story("d")),
    "two parameters": ("/d.html?id=4", story("d"), "/d.html?id=4&ref=home", story("d")),
    "a slash": ("/d", story("d"), "/d/", story("d")),
    "an index": ("/d/", story("d"), "/d/index.html", story("d")),
    "a true address that nobody asked for": (
        "/d.html?ref=box", canonical("d", "/true.html"),
        "/d.html?ref=home", canonical("d", "/true.html"),
    ),
    "of one day and a name": ("/d/s1/d.html", dated("d"), "/d/s2/d.html", dated("d")),
    "of one day and a number": ("/d.html?rnd=17", dated("d"), "/d.html?rnd=23", dated("d")),
    "one that differs in a line": (
        "/d.html", story("d"), "/d.html?ref=home", story("d") + "<p>Share this with friends.</p>",
    ),
}  # fmt: skip
TWO = {
    "of two sections": ("/a/d.html", story("d"), "/b/d.html", story("d")),
    "of two numbers": ("/d.html?id=4", story("d"), "/d.html?id=5", story("d")),
    "of two days": ("/d/1/d.html", dated("d", 4), "/d/2/d.html", dated("d", 5)),
    "of one day, with other names": ("/d/1.html", dated("d"), "/d/2.html", dated("d")),
    "of one day, and short": (
        "/d/1/d.html", dated("d").partition("<p>")[0] + "<p>No editorial appears today, for it rains.",
        "/d/2/d.html", dated("d").partition("<p>")[0] + "<p>No editorial appears today, for it rains.",
    ),
    "of another text": ("/d.html", story("d"), "/d.html?part=2", story("d", paragraphs("e"))),
    "short, and other words": (
        "/d.html", story("d", ["No editorial appears today, as the editors are on holiday."]),
        "/d.html?day=2", story("d", ["No editorial appears today, as the editors are on strike."]),
    ),
    "that both name the front page": (
        "/d.html", canonical("d", "/"), "/e.html", canonical("d", "/"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ONE.values(), ids=ONE)
def test_an_article_at_two_addresses_is_there_once(store, case):
    first, page, second, other = case
    with crawled(store, paper() | linking(first, second) | {first: page, second: other}) as site:
        assert addresses(store, site) == [first]
        ident = store.article_at(site.base + second)
        assert ident == store.own_article(site.base + first)
        clean_pages(store)
        night(store, site)
        assert addresses(store, site) == [first]
        assert store.outcome(store.standing(site.base + second)).code == Code.VERSION


@pytest.mark.parametrize("case", TWO.values(), ids=TWO)
def test_two_articles_that_are_alike_are_there_twice(store, case):
    first, page, second, other = case
    with crawled(store, paper() | linking(first, second) | {first: page, second: other}) as site:
        night(store, site)
        assert addresses(store, site) == [first, second]


@pytest.mark.parametrize("first", ["new", "gone"])
def test_a_paper_made_anew_without_redirects_has_each_article_once(store, first):
    """Its old addresses are gone; the new ones may be known before or after that is believed."""
    gone = dict.fromkeys((f"/{name}" for name in AS_PRINTED), (404, {}, b""))
    new = {f"/2024/{name}": story(name.partition(".")[0]) for name in AS_PRINTED}
    front = {"/": "".join(f"<li><a href='{path}'>The Story of it</a></li>" for path in new)}
    with crawled(store) as site:
        ids = {article.id for article in store.articles()}
        if first == "new":
            night(store, site, new | front, options=RARELY)
            site.pages |= gone
        else:
            site.pages |= gone
            night(store, site)
            night(store, site)
            site.pages |= new | front
        for _ in range(3):
            night(store, site)
        assert texts(store) == AS_PRINTED and len(ids) == 12
        assert {article.id for article in store.articles()} == ids
        assert all("/2024/" in article.url for article in store.articles())
        assert store.article_at(f"{site.base}/3.html") in ids and store.count_gone() == 0
        let_pass(store, days=9)
        night(store, site)
        assert {article.id for article in store.articles()} == ids


def test_a_version_is_an_article_again_when_the_other_page_says_something_else(store):
    """A page that shows the newest story whole, which has an address of its own."""
    newest, own = "/news", "/news?id=4"
    with crawled(store, paper() | linking(newest, own) | {newest: story("d"), own: story("d")}) as site:
        assert addresses(store, site) == [newest]
        for _ in range(5):
            night(store, site, {newest: story("e")})
        assert addresses(store, site) == [newest, own]
        assert texts(store)["news"] == paragraphs("e") and texts(store)["news?id=4"] == paragraphs("d")
        assert store.article_at(site.base + own) == store.own_article(site.base + own)


@pytest.mark.parametrize("named", ["d", "another"])
def test_what_lists_call_otherwise_is_no_copy(store, named):
    """A server that mixes up its pages answers with one at the address of another."""
    rows = "".join(
        f"<li><a href='/{place}/d.html'>The Story of {name}</a></li>"
        for place, name in zip("1256789", ["d", named, *"56789"], strict=True)
    )
    pages = {"/": f"<ul>{rows}</ul>", "/1/d.html": dated("d"), "/2/d.html": dated("d")}
    pages |= {f"/{place}/d.html": story(place) for place in "56789"}
    with crawled(store, pages) as site:
        own = {(article.url or "").removeprefix(site.base) for article in store.articles()}
        assert "/1/d.html" in own and ("/2/d.html" in own) == (named == "another")
