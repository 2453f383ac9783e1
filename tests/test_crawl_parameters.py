"""That a parameter names articles is learnt where a site shows it, and nowhere else."""

import json
from uuid import NAMESPACE_URL, uuid5

import pytest
from nightly_paper import paragraphs
from test_corpus_crawl import on_day, served

from corpus.crawling.crawl import run_crawl
from corpus.intake.intake import clean_pages
from corpus.page.parameters import Parameters, heeding
from corpus.store.store import ArticleStore
from tests.shell import backfile

NAMES = ("the council", "the harbour", "the library", "the market", "the railway", "the theatre")
# as a content manager makes its keys, and a server its sessions
KEYS = [uuid5(NAMESPACE_URL, name).hex for name in NAMES]


def headline(name):
    return f"What {name} owes to the town of Selmak"


def story(name):
    return f"<h1>{headline(name)}</h1>" + "".join(f"<p>{said}</p>" for said in paragraphs(name))


def front(links):
    rows = "".join(f"<li><h2><a href='{href}'>{text}</a></h2></li>" for href, text in links)
    return f"<ul>{rows}</ul>"


def paper(name="sid", path="/article"):
    """Six stories at one address but for a parameter that reads as a session's."""
    links = [(f"{path}?{name}={key}", headline(each)) for key, each in zip(KEYS, NAMES, strict=True)]
    stories = {href: story(each) for (href, _), each in zip(links, NAMES, strict=True)}
    return {"/": front(links), path: story("the council"), **stories}


@pytest.fixture
def store(tmp_path):
    with ArticleStore(tmp_path / "corpus.db") as store:
        yield store


def titles(store):
    return sorted(one.title for one in store.articles())


def crawled(store, site, day=0):
    report = run_crawl(store, [site.base], options=on_day(day))
    clean_pages(store, waiting=True)
    return report


def test_pages_that_say_what_their_links_say_are_kept_apart(store):
    with served(paper()) as site:
        report = crawled(store, site)
        assert sorted(map(headline, NAMES)) == titles(store) and "/article" not in site.asked
        assert report.learnt == [
            f"{site.base}: pages that differ in sid alone say what each of their links says, so it "
            'is kept from now on. To undo it: drop_parameters = "sid" in backfile.toml'
        ]
        assert all(f"/article?sid={key}" in site.asked for key in KEYS)
        site.asked.clear()
        assert not crawled(store, site, day=1).learnt and len(site.asked) == len({*site.asked})


def test_it_is_known_to_all_that_read_addresses_later(tmp_path, capsys):
    with served(paper()) as site:
        assert backfile(tmp_path, "crawl", site.base, "--delay", 0) == 0
        assert "pages that differ in sid alone" in capsys.readouterr().out
        backfile(tmp_path, "why", f"{site.base}/article?sid={KEYS[3]}")
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].endswith(KEYS[3]) and "  keeps     sid, as the site shows" in lines
        backfile(tmp_path, "why", f"{site.base}/article?sid={KEYS[3]}", "--json")
        assert json.loads(capsys.readouterr().out)["keeps"] == ["sid"]
        backfile(tmp_path, "clean")
        with ArticleStore(tmp_path / "corpus.db") as store:
            assert set(map(headline, NAMES)) == {*titles(store)}


def test_what_people_say_comes_first(tmp_path, capsys):
    (tmp_path / "backfile.toml").write_text('[site."127.0.0.1"]\ndrop_parameters = "sid"\n')
    with served(paper()) as site:
        backfile(tmp_path, "crawl", site.base, "--delay", 0)
        assert not [path for path in site.asked if "sid=" in path]
        (tmp_path / "backfile.toml").unlink()
        backfile(tmp_path, "crawl", site.base, "--delay", 0, "--refresh-days", 0)
        (tmp_path / "backfile.toml").write_text('[site."127.0.0.1"]\ndrop_parameters = "sid"\n')
        capsys.readouterr()
        backfile(tmp_path, "why", f"{site.base}/article?sid={uuid5(NAMESPACE_URL, 'new').hex}")
        assert capsys.readouterr().out.splitlines()[0] == f"{site.base}/article"


def test_nothing_but_the_address_is_asked_for_where_one_is(tmp_path):
    with served(paper()) as site:
        backfile(tmp_path, "fetch", f"{site.base}/", "--delay", 0)
        assert site.asked == ["/robots.txt", "/"]


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_bound_of_pages_is_kept(store, most):
    with served(paper()) as site:
        run_crawl(store, [site.base], options=on_day(0, max_pages=most))
        assert len(site.asked) == most + 1


def test_one_page_under_many_sessions_is_one_address(store):
    """As of a shop that gives each link its own session, with another text."""
    pages = paper()
    same = {path: story("the council") for path in pages if "sid=" in path}
    with served({**pages, **same}) as site:
        report = crawled(store, site)
        assert titles(store) == [headline("the council")] and not report.learnt
        assert len([path for path in site.asked if "sid=" in path]) <= 3
        site.asked.clear()
        crawled(store, site, day=1)
        assert len([path for path in site.asked if "sid=" in path]) <= 3


def test_a_session_of_its_own_for_each_page_is_one_address(store):
    """The links of one page all carry the session of who asked for it."""
    def front_page(headers, number):
        return (200, {"Content-Type": "text/html"}, front(
            (f"/{name.replace(' ', '-')}?sid={KEYS[number % 6]}", headline(name)) for name in NAMES
        ))  # fmt: skip

    pages = {f"/{name.replace(' ', '-')}": story(name) for name in NAMES}
    with served({"/": front_page, **pages}) as site:
        for day in (0, 1):
            assert not crawled(store, site, day).learnt
        assert not [path for path in site.asked if "sid=" in path]


def test_links_by_which_readers_came_name_no_article(store):
    links = [
        ("/the-council?utm_content=title", headline("the council")),
        ("/the-council?utm_content=teaser", "Nobody in the council was asked before"),
        ("/the-council?utm_content=more", "Read what the council owes to the town"),
    ]
    with served({"/": front(links), "/the-council": story("the council")}) as site:
        assert not crawled(store, site).learnt
        assert titles(store) == [headline("the council")]


def test_what_proves_nothing_hides_nothing(store):
    """A box of links by which readers came, above the stories."""
    pages = paper()
    box = front(
        (f"/the-council?utm_content={way}", f"What {way} says of the council")
        for way in ("the title", "the teaser", "the picture")
    )
    with served({**pages, "/": box + pages["/"], "/the-council": story("the boats")}) as site:
        (line,) = crawled(store, site).learnt
        assert "differ in sid alone" in line and len(titles(store)) == len(NAMES) + 1


def test_pages_that_robots_txt_forbids_or_that_fail_prove_nothing(store):
    pages = paper()
    rules = (200, {"Content-Type": "text/plain"}, "User-agent: *\nDisallow: /*?sid=")
    with served({**pages, "/robots.txt": rules}) as site:
        assert not crawled(store, site).learnt
        assert not [path for path in site.asked if "sid=" in path]
    failing = {path: (503, {}, b"") for path in pages if "sid=" in path}
    with served({**pages, **failing}) as site:
        assert not crawled(store, site).learnt


def test_what_was_learnt_is_one_sites_own(store):
    with served(paper()) as site:
        crawled(store, site)
        place = site.base.removeprefix("http://")
        with heeding({"127.0.0.1": Parameters(drop_parameters=("x",))}), store.heeding_learnt() as heeded:
            assert heeded[place] == Parameters(("sid",), ("x",))
            assert heeded["127.0.0.1"] == Parameters((), ("x",))
