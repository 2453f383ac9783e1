"""A site that moves to another host for good is followed without a hand, and nothing else is."""

import socket
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from nightly_paper import (
    AS_PRINTED,
    MAINTENANCE,
    STORIES,
    let_pass,
    paper,
    paragraphs,
    story,
    texts,
)
from test_corpus_crawl import on_day, served

from corpus.crawling.crawl import run_crawl
from corpus.crawling.scope import Chosen, Pattern
from corpus.crawling.starts import known_starts
from corpus.intake.intake import clean_pages
from corpus.store.calendar import tally
from corpus.store.store import ArticleStore
from tests.shell import backfile


@pytest.fixture
def store(tmp_path):
    with ArticleStore(tmp_path / "corpus.db") as store:
        yield store


class Away:
    """Every address of a site leads to the same one of another."""

    def __init__(self, to, status=301, path=None):
        self.to, self.status, self.path = to, status, path

    def get(self, path, _default=None):
        target = self.to + (path if self.path is None else self.path(path))
        return self.status, {"Location": target}, b""


@contextmanager
def two_hosts(store, pages=None, other=None):
    """A site that was crawled on day 0, and another host."""
    with served(pages or paper()) as old, served(other or paper(), host="127.0.0.2") as new:
        night(store, 0, old)
        yield old, new


def night(store, day, *sites, **options):
    report = run_crawl(
        store, [f"{site.base}/" for site in sites], options=on_day(day, refresh_days=0, **options)
    )
    clean_pages(store, waiting=True)
    return report


def addresses(store):
    return {article.id: article.url for article in store.articles()}


def test_a_site_that_moves_for_good_is_followed_on_the_second_night(store):
    with two_hosts(store) as (old, new):
        before = addresses(store)
        old.pages = Away(new.base)
        report = night(store, 1)
        assert addresses(store) == before and not new.asked
        assert "is not fetched: redirects to" in report.undone[-1]
        report = night(store, 2)
        assert report.moved == {old.base: new.base} and not report.undone
        assert known_starts(store) == [f"{new.base}/"]
        there = {one: url.replace(old.base, new.base) for one, url in before.items()}
        assert addresses(store) == there and texts(store) == AS_PRINTED
        assert {store.article_at(url) for url in before.values()} == set(before)
        assert tally(store).gone == 0
        assert not store.db.execute("SELECT * FROM missing").fetchall()
        asked = len(old.asked)
        report = night(store, 3, old)  # which a person calls it still
        assert known_starts(store) == [f"{new.base}/"]
        assert len(old.asked) == asked and not report.undone and not report.failed


WALL = "To read on, subscribe to the paper: three months for the price of one. Sign in with your name."
WALLED = story(3, [paragraphs(3)[0][:60], WALL])


@pytest.mark.parametrize("odd", [WALLED, story(4, paragraphs(4) * 2)], ids=["walled", "another"])
def test_what_came_odd_before_a_site_moved_is_as_it_is_there(store, odd):
    """The first lines, as before a wall, or another story's text, which may be longer."""
    with two_hosts(store, paper() | {"/3.html": odd}) as (old, new):
        before = addresses(store)
        old.pages = Away(new.base)
        for day in (1, 2, 3):
            night(store, day)
        assert texts(store) == AS_PRINTED and addresses(store).keys() == before.keys()
        assert tally(store).gone == 0


@pytest.mark.parametrize("nights", [1, 40])
def test_it_is_followed_after_however_long_a_time(store, nights):
    with two_hosts(store) as (old, new):
        old.pages = Away(new.base, 308)
        for day in (nights, nights + 1):
            night(store, day)
        assert known_starts(store) == [f"{new.base}/"] and texts(store) == AS_PRINTED


def test_twice_on_one_day_is_no_two_nights(store):
    with two_hosts(store) as (old, new):
        old.pages = Away(new.base)
        for hour in (1, 1.2, 1.4):
            night(store, hour)
        assert known_starts(store) == [f"{old.base}/"]


NOT_THE_SITE = {
    "a page for sale": {"/": "<h1>This domain may be for sale</h1>"},
    "one story for all": {f"/{n}.html": story(0) for n in STORIES} | {"/": story(0)},
    "maintenance": {f"/{n}.html": MAINTENANCE for n in STORIES} | {"/": MAINTENANCE},
    "other stories": paper() | {f"/{n}.html": story(f"other {n}") for n in STORIES},
    "nothing": {"/": "<p>Hello</p>"},
    "forbidden": paper() | {"/robots.txt": "User-agent: *\nDisallow: /\n"},
}


@pytest.mark.parametrize("other", NOT_THE_SITE)
def test_a_host_that_has_other_texts_is_never_followed(store, other):
    with two_hosts(store, other=NOT_THE_SITE[other]) as (old, new):
        before = addresses(store)
        old.pages = Away(new.base)
        for day in range(1, 8):
            report = night(store, day)
            mend = f"backfile crawl {new.base}/, then backfile forget {old.base}/"
            assert report.undone[-1].endswith(mend) and not report.moved
        assert addresses(store) == before and texts(store) == AS_PRINTED
        assert tally(store).gone == 0 and known_starts(store) == [f"{old.base}/"]


@pytest.mark.parametrize(
    "away",
    [{"status": 302}, {"status": 307}, {"path": lambda path: "/"}],
    ids=["302", "307", "to one page"],
)
def test_a_domain_that_was_parked_or_leads_there_for_a_while_is_never_followed(store, away):
    everything = "".join(f"<h2>{n}</h2>{story(n)}" for n in STORIES)
    with two_hosts(store, other=paper() | {"/": everything}) as (old, new):
        old.pages = Away(new.base, **away)
        for day in range(1, 8):
            assert not night(store, day).moved
        assert known_starts(store) == [f"{old.base}/"] and texts(store) == AS_PRINTED


def test_a_start_that_leads_away_alone_moves_no_site(store):
    with two_hosts(store) as (old, new):
        old.pages["/"] = (301, {"Location": f"{new.base}/"}, b"")
        for day in range(1, 5):
            assert not night(store, day).moved
        assert known_starts(store) == [f"{old.base}/"] and texts(store) == AS_PRINTED


def test_one_start_of_two_that_leads_away_moves_no_site(store):
    with two_hosts(store, paper() | {"/section": "<p>Nothing yet</p>"}) as (old, new):
        run_crawl(store, [f"{old.base}/section"], options=on_day(0))
        pages = dict(old.pages)
        old.pages = Away(new.base)
        section = old.pages.get
        old.pages.get = lambda path, default=None: (
            pages[path] if path == "/section" else section(path)
        )
        for day in range(1, 5):
            assert not night(store, day).moved
        assert len(known_starts(store)) == 2


def test_a_corpus_of_one_article_is_not_moved_by_it(store):
    with two_hosts(store, paper((1,)), paper((1,))) as (old, new):
        old.pages = Away(new.base)
        for day in range(1, 5):
            assert not night(store, day).moved


def test_addresses_that_change_with_the_move_are_followed_by_their_redirects(store):
    def slug(path):
        return path if path in ("/", "/robots.txt") else f"/story{path.removesuffix('.html')}"

    other = {slug(path): page for path, page in paper().items()}
    with two_hosts(store, other=other | {"/": "<p>No list yet</p>"}) as (old, new):
        before = addresses(store)
        old.pages = Away(new.base, path=slug)
        for day in range(1, 4):
            night(store, day)
        assert addresses(store) == {
            one: new.base + slug(url.removeprefix(old.base)) for one, url in before.items()
        }
        assert tally(store).gone == 0


def test_what_the_new_host_lists_no_more_is_found_by_its_old_address(store):
    few = paper() | {"/": "<ul><li><a href='/1.html'>The Story of 1</a></li></ul>"}
    with two_hosts(store, other=few) as (old, new):
        before = addresses(store)
        old.pages = Away(new.base)
        for day in range(1, 4):
            night(store, day)
        assert all(url.startswith(new.base) for url in addresses(store).values())
        assert addresses(store).keys() == before.keys()


def test_the_old_host_may_come_to_its_end_before_all_was_asked_for(store):
    few = paper() | {"/": "<ul><li><a href='/1.html'>The Story of 1</a></li></ul>"}
    with served(few, host="127.0.0.2") as new:
        with served(paper()) as old:
            night(store, 0, old)
            before = addresses(store)
            old.pages = Away(new.base)
            for day in (1, 2):
                night(store, day)
        for day in range(3, 8):
            report = night(store, day)
        assert not report.undone and not report.failed
        assert all(url.startswith(new.base) for url in addresses(store).values())
        assert addresses(store).keys() == before.keys() and texts(store) == AS_PRINTED


def test_what_the_new_host_does_not_have_is_gone(store):
    with two_hosts(store, other=paper(range(9))) as (old, new):
        old.pages = Away(new.base)
        for day in range(1, 6):
            night(store, day)
        assert known_starts(store) == [f"{new.base}/"]
        gone = [url for url in addresses(store).values() if store.gone(url)]
        assert sorted(gone) == [f"{old.base}/{n}.html" for n in (10, 11, 9)]
        assert texts(store) == AS_PRINTED


def test_what_the_new_host_lists_by_another_path_is_there_once(store):
    pages = paper()
    for n in range(3):
        pages[f"/{n}.html"] = 302, {"Location": "/"}, b""
        pages[f"/new/{n}.html"] = story(n)
        pages["/"] = pages["/"].replace(f"'/{n}.html'", f"'/new/{n}.html'")
    with two_hosts(store, other=pages) as (old, new):
        before = addresses(store)
        old.pages = Away(new.base)
        for day in range(1, 7):
            night(store, day)
        assert texts(store) == AS_PRINTED and tally(store).gone == 0
        assert addresses(store).keys() == before.keys()


def test_it_may_move_on_and_back(store):
    with two_hosts(store) as (old, new):
        before, own = addresses(store), old.pages
        old.pages = Away(new.base)
        for day in (1, 2, 3):
            night(store, day)
        old.pages, new.pages = own, Away(old.base)
        for day in (4, 5, 6):
            night(store, day)
        assert known_starts(store) == [f"{old.base}/"]
        assert addresses(store) == before and texts(store) == AS_PRINTED
        old.pages["/1.html"] = story(1) + "<p>One more line.</p>"
        night(store, 7)
        assert texts(store)["1.html"][-1] == "One more line."


def test_one_that_a_person_had_crawled_at_both_is_one(store):
    with two_hosts(store) as (old, new):
        before = addresses(store)
        old.pages = Away(new.base)
        night(store, 1, new)
        for day in (2, 3, 4):
            night(store, day)
        assert known_starts(store) == [f"{new.base}/"]
        assert addresses(store).keys() == before.keys() and texts(store) == AS_PRINTED


@pytest.mark.parametrize("nonsense", [story(3, paragraphs("wall", 2)), story(4, paragraphs(9))])
def test_an_article_whose_first_answer_was_odd_goes_along_with_its_own_text(store, nonsense):
    with two_hosts(store, paper() | {"/3.html": nonsense}) as (old, new):
        before = addresses(store)
        old.pages["/3.html"] = story(3)
        night(store, 1)
        assert texts(store)["3.html"] != paragraphs(3)  # held: it came once
        old.pages = Away(new.base)
        for day in (2, 3, 4):
            night(store, day)
        assert addresses(store).keys() == before.keys() and texts(store) == AS_PRINTED


def test_scope_and_what_people_say_of_the_site_go_along(store):
    pages = paper() | {"/editorials/": paper()["/"], "/editorials/sport.html": story("sport")}
    pages["/editorials/"] += "<li><a href='/editorials/sport.html'>The Story of sport</a></li>"
    said = Chosen(exclude=(Pattern.parse("glob:*sport*"),))
    with served(pages) as old, served(pages, host="127.0.0.2") as new:
        chosen = {old.base.removeprefix("http://"): said}
        run_crawl(store, [f"{old.base}/editorials/"], options=on_day(0, chosen=chosen))
        clean_pages(store, waiting=True)
        old.pages = Away(new.base)
        for day in (1, 2, 3):
            night(store, day, chosen=chosen)
        assert known_starts(store) == [f"{new.base}/editorials/"]
        assert "/editorials/sport.html" not in new.asked and "/" not in new.asked
        assert texts(store) == AS_PRINTED


def test_links_by_the_old_name_are_links_of_the_site(store):
    with two_hosts(store) as (old, new):
        old.pages = Away(new.base)
        for day in (1, 2):
            night(store, day)
        new.pages["/"] += f"<li><a href='{old.base}/fresh.html'>The Story of fresh</a></li>"
        new.pages["/fresh.html"] = story("fresh")
        night(store, 3)
        assert texts(store)["fresh.html"] == paragraphs("fresh")


def test_by_another_scheme_or_name_it_is_followed_too(store, monkeypatch):
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: resolve("127.0.0.1", *rest, **more)
    )
    with served(paper()) as site:
        port = site.base.rpartition(":")[2]
        bare, www = f"http://paper.test:{port}", f"http://www.paper.test:{port}"
        pages = dict(site.pages)
        named = replace_base(site, bare)
        night(store, 0, named)
        before = addresses(store)

        def answer(path, headers):
            site.asked.append(path)
            if headers["Host"].startswith("www."):
                page = pages.get(path, "")
                return page if isinstance(page, tuple) else (200, HTML, page.encode())
            return 301, {"Location": www + path}, b""

        site.answer = answer
        report = night(store, 1)
        assert not report.undone and addresses(store) == before
        assert night(store, 2).moved == {bare: www}
        night(store, 3)
        assert known_starts(store) == [f"{www}/"] and texts(store) == AS_PRINTED
        assert addresses(store) == {one: url.replace(bare, www) for one, url in before.items()}


HTML = {"Content-Type": "text/html"}


def replace_base(site, base):
    class Named:
        pass

    named = Named()
    named.base = base
    return named


def test_the_run_says_what_was_followed_and_what_of_the_file_names_the_old_host(tmp_path, capsys):
    with served(paper()) as old, served(paper(), host="127.0.0.2") as new:
        name = old.base.removeprefix("http://")
        assert backfile(tmp_path, "crawl", f"{old.base}/", "--delay", "0") == 0
        (tmp_path / "backfile.toml").write_text(f'[site."{name}"]\ndrop_parameters = "ref"\n')
        old.pages = Away(new.base)
        assert backfile(tmp_path, "crawl", "--delay", "0") == 1
        with ArticleStore(tmp_path / "corpus.db") as store:
            let_pass(store, days=1)
            key = f"leads to: {old.base}"
            site, since = store.meta(key).split()
            earlier = datetime.fromisoformat(since) - timedelta(days=1)
            store.set_meta(key, f"{site} {earlier.isoformat()}")
        capsys.readouterr()
        assert backfile(tmp_path, "crawl", "--delay", "0") == 0
        told = capsys.readouterr().out
        assert f"{old.base} has moved to {new.base} for good: it is crawled there from now" in told
        assert f'[site."{name}"]: call it [site."{new.base.removeprefix("http://")}"]' in told
        assert backfile(tmp_path, "why", f"{old.base}/1.html") == 0
        assert f"never: its site has moved to {new.base}" in capsys.readouterr().out
