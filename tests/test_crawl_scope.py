"""What of a site is asked for: below a start, what its lists lead to, and what people choose."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from corpus.crawling.crawl import run_crawl
from corpus.crawling.discover import FoundLink
from corpus.crawling.scope import Chosen, Pattern, Scope, base_of, read_patterns
from corpus.store.store import ArticleStore
from tests.old_corpus import UNDO_12
from tests.shell import backfile
from tests.test_corpus_crawl import PROSE, QUICK, served

MENU = "<nav><a href='/'>The front page</a> <a href='/sports/'>All of our sports</a></nav>"
BESIDE = "<div class='sidebar'><a href='/shop/mug'>A mug of the paper</a></div>"


def asked(site):
    return sorted({*site.asked} - {"/robots.txt"})


def only(*include, exclude=()):
    return replace(
        QUICK, only=Chosen(read_patterns("i", list(include)), read_patterns("e", list(exclude)))
    )


def blog():
    """Lists at /editorials/, their articles elsewhere, beside sports and a shop."""
    rows = "".join(
        f"<li><h2><a href='/2024/05/story-{n}'>The headline of story {n}</a></h2></li>"
        for n in range(6)
    )
    older = "<li><h2><a href='/2024/04/old'>The headline of an old story</a></h2></li>"
    return {
        "/": MENU + PROSE + "<a href='/editorials/'>Editorials</a>",
        "/editorials/": f"{MENU}<ul>{rows}</ul>{BESIDE}<a href='/editorials/page/2/'>Older</a>",
        "/editorials/page/2/": f"{MENU}<ul>{older}</ul>{BESIDE}",
        "/sports/": f"{MENU}<a href='/2024/05/match'>The match of the day was long</a>",
        "/shop/mug": PROSE,
        "/2024/05/match": PROSE,
        "/2024/04/old": f"{MENU}{PROSE}<p>So ends the old one.</p>{BESIDE}",
        "/2024/05/story-0?page=2": PROSE,
        **{
            f"/2024/05/story-{n}": f"{MENU}{PROSE}<p>So ends story {n} of them.</p>{BESIDE}"
            "<p>Most read: <a href='/2024/05/match'>The match of the day was long</a></p>"
            f"<a href='/2024/05/story-{n}?page=2'>2</a>"
            for n in range(6)
        },
    }


STORIES = [f"/2024/05/story-{n}" for n in range(6)]


def test_a_start_in_a_folder_means_its_lists_and_the_articles_they_lead_to(store):
    with served(blog()) as site:
        run_crawl(store, [f"{site.base}/editorials/"], options=QUICK)
        pages = [path for path in asked(site) if "?page=" not in path]
        assert pages == ["/2024/04/old", *STORIES, "/editorials/", "/editorials/page/2/"]
        assert "/2024/05/story-0?page=2" in site.asked  # a later page of an article
        site.asked.clear()
        run_crawl(store, options=QUICK)
        assert "/sports/" not in site.asked


def test_a_start_at_the_home_page_means_the_whole_site(store):
    with served(blog()) as site:
        run_crawl(store, [site.base], options=QUICK)
        assert {"/sports/", "/2024/05/match"} <= {*site.asked}


@pytest.mark.parametrize(
    "masthead",
    [
        "<header><a href='/'>The Lindmouth Lantern</a></header>",
        "<div class='logo'><a href='/index.html'>The Lindmouth Lantern</a></div>",
        "<h1><a href='{base}'>The Lindmouth Lantern</a></h1>",
    ],
)
def test_the_name_of_the_paper_leads_nowhere(store, masthead):
    pages = {path: masthead + page for path, page in blog().items()}
    pages["/index.html"] = pages["/"]
    with served(pages) as site:
        named = {path: page.replace("{base}", site.base) for path, page in pages.items()}
        site.pages.update(named)
        run_crawl(store, [f"{site.base}/editorials/"], options=QUICK)
        found = [path for path in asked(site) if "?page=" not in path]
        assert found == ["/2024/04/old", *STORIES, "/editorials/", "/editorials/page/2/"]


def test_a_list_of_one_script_leads_to_the_articles_of_another(store):
    rows = "".join(
        f"<li><a href='/detail.php?id={n}'>Headline of story {n}</a></li>" for n in range(6)
    )
    pages = {
        "/editorial.php": f"<ul>{rows}</ul><a href='/editorial.php?pageNum=1'>Next</a>",
        "/editorial.php?pageNum=1": "<a href='/detail.php?id=9'>Headline of story 9</a>"
        "<div id=menu><a href='/sports.php'>All of our sports</a></div>",
        "/sports.php": PROSE,
        **{f"/detail.php?id={n}": PROSE + "<a href='/detail.php?id=77'>Headline of another</a>"
           for n in (*range(6), 9, 77)},
    }  # fmt: skip
    with served(pages) as site:
        run_crawl(store, [f"{site.base}/editorial.php"], options=QUICK)
        found = [f"/detail.php?id={n}" for n in (*range(6), 9)]
        assert asked(site) == [*found, "/editorial.php", "/editorial.php?pageNum=1"]


def test_a_start_that_redirects_stands_for_where_it_leads(store):
    pages = blog()
    moved = {path.replace("/editorials/", "/opinion/"): page for path, page in pages.items()}
    moved["/opinion/"] = moved["/opinion/"].replace("/editorials/", "/opinion/")
    moved["/editorials/"] = (302, {"Location": "/opinion/"}, b"")
    with served(moved) as site:
        run_crawl(store, [f"{site.base}/editorials/"], options=QUICK)
        assert {"/opinion/page/2/", "/2024/04/old", *STORIES} <= {*site.asked}
        assert "/sports/" not in site.asked


def test_a_corpus_crawled_before_keeps_the_whole_site(tmp_path):
    path = tmp_path / "corpus.db"
    with served(blog()) as site:
        with ArticleStore(path) as store:
            run_crawl(store, [f"{site.base}/editorials/"], options=QUICK)
        with closing(sqlite3.connect(path)) as db:
            db.executescript(
                "ALTER TABLE starts DROP COLUMN base; ALTER TABLE urls DROP COLUMN turn_at; "
                f"ALTER TABLE urls DROP COLUMN found_on; {UNDO_12} PRAGMA user_version = 10"
            )
        site.pages["/editorials/"] += "<a href='/sports/'>x</a>"
        with ArticleStore(path) as store:
            run_crawl(store, options=QUICK)
        assert {"/sports/", "/2024/05/match"} <= {*site.asked}


@pytest.mark.parametrize(
    ("start", "base"),
    [
        ("http://p.test/", None), ("http://p.test/index.html", None), ("http://p.test/a/", "/a"),
        ("http://p.test/a", "/a"), ("http://p.test/a/index.php", "/a"),
        ("http://p.test/a.php", "/a.php"), ("http://p.test/index.php?s=ed", "/index.php?s=ed"),
    ],
)  # fmt: skip
def test_what_a_start_stands_for(start, base):
    assert base_of(start) == base


def test_what_lies_at_or_below_a_start():
    scope = Scope(("/a", "/index.php?s=ed"))
    inside = ["/a", "/a/", "/a/b", "/a?x=1", "/index.php?s=ed", "/index.php?s=ed&page=2"]
    outside = ["/", "/ab", "/b/a", "/index.php", "/index.php?s=sport"]
    assert [path for path in inside + outside if scope.holds(f"http://p.test{path}")] == inside
    assert not scope.admits(FoundLink("http://p.test/b"), "http://p.test/a", is_list=True)


# -- what people choose


def test_what_is_excluded_is_not_asked_for_and_is_when_it_no_longer_is(store):
    with served(blog()) as site:
        report = run_crawl(
            store, [site.base], options=only(exclude=["prefix:/shop/", "glob:*/match"])
        )
        assert not {"/shop/mug", "/2024/05/match"} & {*site.asked}
        assert report.refused["excluded by prefix:/shop/"] == 1
        run_crawl(store, options=QUICK)
        assert {"/shop/mug", "/2024/05/match"} <= {*site.asked}


def test_what_is_included_alone_is_asked_for(store):
    with served(blog()) as site:
        run_crawl(store, [f"{site.base}/editorials/"], options=only("regex:/2024/05/story-[0-2]"))
        assert asked(site) == [*STORIES[:3], "/editorials/"]


def test_what_was_queued_before_it_was_excluded_is_not_asked_for(store):
    with served(blog()) as site:
        run_crawl(store, [site.base], options=replace(QUICK, max_pages=1))
        run_crawl(store, options=only(exclude=["prefix:/sports/"]))
        assert "/sports/" not in site.asked


def test_the_file_chooses_for_a_site_and_a_dry_run_says_why(tmp_path, capsys):
    with served(blog()) as site:
        (tmp_path / "backfile.toml").write_text(
            'delay = 0\n[site."127.0.0.1"]\nexclude = ["prefix:/shop/", "prefix:/sports/"]\n'
        )
        assert backfile(tmp_path, "crawl", site.base) == 0
        assert not {"/shop/mug", "/sports/"} & {*site.asked}
        capsys.readouterr()
        assert backfile(tmp_path, "crawl", "--dry-run") == 0
        told = capsys.readouterr().out.splitlines()
        assert f"{site.base}/" in told
        assert f"  not {site.base}/sports/ (excluded by prefix:/sports/)" in told


@pytest.mark.parametrize("text", ["/editorials/", "path:/x", "regex:(", "glob:", ""])
def test_what_is_no_pattern_is_told_with_what_to_write(tmp_path, capsys, text):
    with pytest.raises(ValueError, match=r"pattern|regular expression"):
        Pattern.parse(text)
    assert backfile(tmp_path, "crawl", "http://127.0.0.1:1/", "--include", text) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("backfile: --include: ")


def test_who_cannot_be_reached_is_told_to_name_an_address(tmp_path, capsys):
    with served(blog()) as site:
        backfile(tmp_path, "crawl", site.base, "--delay", 0, "--max-pages", 1)
        captured = capsys.readouterr()
        assert "cannot tell who crawls them" in captured.err
        assert "user_agent" not in captured.out
        (tmp_path / "backfile.toml").write_text('user_agent = "Backfile/0.1 (+http://p.test/)"')
        backfile(tmp_path, "crawl", "--delay", 0, "--max-pages", 1)
        assert "who crawls" not in capsys.readouterr().err
        assert site.agents == {"Backfile/0.1", "Backfile/0.1 (+http://p.test/)"}
