"""A page is decoded and parsed once in a pass, however many ask for it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from nightly_paper import paragraphs

from corpus.article import Page
from corpus.cleaning.clean import clean
from corpus.cleaning.site.rules import SiteRule
from corpus.errors import PageRefused
from corpus.intake.intake import clean_pages, take_in
from corpus.page import parsed_page
from corpus.page.parsed_page import parsed
from corpus.store.store import ArticleStore

NOW = datetime(2021, 3, 4, 12, tzinfo=UTC)
PROSE = "The mayor of {0} opened the bridge of {0}, and the ferry stayed where it had been. "


def page(number, more=""):
    place = f"Selm{chr(97 + number)}"
    markup = (
        f"<html><head><title>The Bridge at {place}</title></head><body><div><p>March 4, 2021</p></div>"
        f"<h1>The Bridge at {place}</h1><p>By Ada Novi</p><p>{PROSE.format(place)}{' '.join(paragraphs(place))}</p>{more}"
        "</body></html>"
    )
    return Page(f"https://p.test/{number}.html", markup.encode(), "text/html", None, NOW)


@pytest.fixture
def counted(monkeypatch):
    """How often each text was decoded and parsed; nothing is remembered from other tests."""
    parsed_page._kept.clear()
    done = Counter()
    for name in ("decode", "parse", "parse_facts", "read_blocks"):
        real = getattr(parsed_page, name)

        def count(what, *rest, name=name, real=real):
            done[name] += 1
            return real(what, *rest)

        monkeypatch.setattr(parsed_page, name, count)
    return done


def test_an_import_decodes_and_parses_each_page_once(tmp_path, counted):
    pages = [page(number, "<a href='?page=2'>Next page</a>") for number in range(12)]
    with ArticleStore(tmp_path / "corpus.db") as store:
        assert take_in(store, pages).articles == 12
    assert {name: counted[name] for name in ("decode", "parse", "parse_facts", "read_blocks")} == (
        {"decode": 12, "parse": 12, "parse_facts": 12, "read_blocks": 12}
    )


def test_a_pass_over_more_pages_than_are_remembered(tmp_path, counted, monkeypatch):
    """Each pass parses once: the one that learns, and the one that cleans. The one that looks for
    further pages decodes."""
    monkeypatch.setattr(parsed_page, "_MOST_KEPT", 1)
    with ArticleStore(tmp_path / "corpus.db") as store:
        take_in(store, map(page, range(12)))
        counted.clear()
        clean_pages(store)
    assert counted["parse"] <= 2 * 12 and counted["decode"] <= 3 * 12


def test_only_so_much_is_remembered(monkeypatch):
    parsed_page._kept.clear()
    first = parsed(page(1))
    assert parsed(page(1)) is first and parsed(replace(page(1), fetched_at=NOW)) is first
    assert parsed(page(2)) is not first
    monkeypatch.setattr(parsed_page, "_MOST_KEPT", 3 * len(page(10).body))
    for number in range(10, 20):
        parsed(page(number))
    assert len(parsed_page._kept) == 3 and parsed(page(1)) is not first


def test_what_takes_elements_out_leaves_the_page_as_it_is():
    odd = '<aside class="box">The weather stays as it was.</aside>'
    whole = clean(page(5, odd))
    rules = {"p.test": SiteRule(remove=("h1", ".box"))}
    assert clean(page(5, odd), rules=rules) != whole
    assert clean(page(5, odd)) == whole
    assert parsed(page(5, odd)).root.find(".//h1") is not None


def test_what_is_refused_is_refused_each_time():
    hostile = replace(page(1), body=b"<html><body>" + b"<i>" * 2_000 + b"</body>")
    for ask in ("root", "blocks", "facts"):
        with pytest.raises(PageRefused):
            getattr(parsed(hostile), ask)
