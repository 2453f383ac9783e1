"""What is told of an address: where it was found, what came of it, what comes next, and why."""

import json
from datetime import datetime, timedelta

import pytest
from nightly_paper import MAINTENANCE, night, paper, story
from test_corpus_crawl import BEGUN, PROSE, on_day, served

from corpus.crawling.account import account_of
from corpus.crawling.crawl import run_crawl
from corpus.crawling.life import State
from corpus.files.read import read_pages
from corpus.intake.intake import clean_pages, take_in
from corpus.outcome import Code
from tests.shell import backfile

ROBOTS = (200, {"Content-Type": "text/plain"}, "User-agent: *\nDisallow: /private")
PAGES = {
    "/robots.txt": ROBOTS,
    "/": "<h2>Today</h2><ul>"
    + "".join(
        f"<li><a href='{path}'>{name} of a certain length</a></li>"
        for path, name in (
            ("/1.html", "The first story"), ("/private/2.html", "A story for few"),
            ("/paper.pdf", "The whole paper"), ("/gone.html", "A story that is gone"),
            ("/late.html", "A story that is late"), ("/shut.html", "A story behind a wall"),
            ("/old.html", "A story that has moved"),
        )
    )
    + "</ul>",
    "/1.html": story(1),
    "/late.html": (503, {}, b""),
    "/shut.html": (403, {}, b""),
    "/old.html": (301, {"Location": "/new.html"}, b""),
    "/new.html": story(2),
}  # fmt: skip


@pytest.fixture
def site(store):
    with served(dict(PAGES)) as site:
        run_crawl(store, [site.base], options=on_day(0))
        clean_pages(store, waiting=True)
        yield site


def why(store, site, path, day=0, **options):
    return account_of(store, site.base + path, on_day(day, **options))


def lines(capsys, data, url, code=0):
    assert backfile(data, "why", url) == code
    out = capsys.readouterr().out.splitlines()
    return {line[2:11].strip(): line[12:] for line in out[1:]} | {"": out[0]}


def said(moment):
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def test_of_an_article_all_is_told(store, site, tmp_path, capsys):
    (article,) = (one for one in store.articles() if one.url == f"{site.base}/1.html")
    due = store.db.execute("SELECT due_at FROM urls WHERE url = ?", (article.url,)).fetchone()[0]
    assert lines(capsys, tmp_path, f"{site.base}/1.html") == {
        "": f"{site.base}/1.html",
        "known": f"from {site.base}/, 1 link from the start page",
        "asked": f"{said(BEGUN)}: fetched",
        "state": "done, a page",
        # it is no news: the first crawl found it
        "again": f"with the first run from {said(datetime.fromisoformat(due))} on: it came, and "
        "counts as seen 2 times without change, so after 30 nights",
        "page": f"came {said(BEGUN)}: article",
        "article": f"{article.id}  The Story of 1",
        "rules": f"title: {article.provenance.title}, byline: {article.provenance.byline}, "
        f"body: {article.provenance.body}, date: {article.date_source}",
    }


@pytest.mark.parametrize(
    ("path", "state", "code", "again"),
    [
        ("/", "done", "fetched", "with the next run: it came"),
        ("/gone.html", "missing", "status", "with the first run from {} on: "
         "there was no page, so after 1 night"),
        ("/late.html", "failed", "status", "with the first run from {} on: "
         "it did not come, so after 1 night"),
        ("/shut.html", "failed", "status", "with the first run from {} on: "
         "what came could not be read, or shut us out, so after 1 night"),
        ("/private/2.html", "refused", "forbidden", "when robots.txt has changed"),
        ("/paper.pdf", "refused", "unfit-address", "never"),
    ],
)  # fmt: skip
def test_when_it_is_asked_for_again_and_why_then(store, site, path, state, code, again):
    account = why(store, site, path)
    asking = account.asking
    assert (asking.state, asking.outcome.code) == (state, code)
    assert asking.again == again.format(said(BEGUN + timedelta(hours=22)))
    assert account.known and account.start == (path == "/")
    assert account.found_on == (None if path == "/" else f"{site.base}/")
    assert account.article is None


def test_what_is_said_of_the_next_time_comes_true(store, site):
    """Day after day, whatever came: an address is asked for in the first run that was named."""
    paths = ["/", "/1.html", "/gone.html", "/late.html", "/shut.html", "/old.html"]
    waited = set()
    for day in range(1, 40):
        due = {path: why(store, site, path, day).asking.due_at for path in paths}
        site.asked.clear()
        run_crawl(store, options=on_day(day))
        for path in paths:
            assert (path in site.asked) == (due[path] <= BEGUN + timedelta(day)), (day, path)
            asking = why(store, site, path, day).asking
            nights = (asking.due_at - BEGUN - timedelta(day)) / timedelta(1)
            if path in site.asked and nights > 0:
                told = int(asking.again.partition(" so after ")[2].split()[0])
                assert told * 0.875 - 0.1 <= nights <= told
                waited.add(told)
    assert waited >= {2, 4, 8, 16, 30}


def test_how_often_it_failed_is_told(store, site, tmp_path, capsys):
    for day in (1, 3):
        run_crawl(store, options=on_day(day))
    told = lines(capsys, tmp_path, f"{site.base}/late.html")
    assert told["failed"] == "3 times in a row"
    assert told["asked"] == f"{said(BEGUN + timedelta(3))}: 503 Service Unavailable"
    assert "it did not come, 3 times in a row, so after 2 nights" in told["again"]


def test_what_was_not_asked_for_is_not_said_to_be(store, site, tmp_path, capsys):
    told = lines(capsys, tmp_path, f"{site.base}/private/2.html")
    assert told["asked"] == f"{said(BEGUN)}: not asked for: robots.txt forbids it"
    told = lines(capsys, tmp_path, f"{site.base}/paper.pdf")
    assert told["asked"] == "not asked for: no page by its name (.pdf)"


def test_what_is_refused_now_is_told_beside_what_came(store, site):
    assert why(store, site, "/private/2.html").refused == "robots.txt forbids it"
    assert why(store, site, "/paper.pdf").refused == "no page by its name (.pdf)"
    assert why(store, site, "/1.html").refused is None
    assert "further from the start" in why(store, site, "/1.html", max_depth=0).refused


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ("/nowhere.html", None),
        ("/private/9.html", "robots.txt forbids it"),
        ("/a/b/a/b/a/b", "path repeats itself"),
        ("/film.mp4", "no page by its name (.mp4)"),
    ],
)
def test_of_one_that_is_not_known_whether_it_would_be_asked_for(
    store, site, path, refused, tmp_path, capsys
):
    account = why(store, site, path)
    assert (account.known, account.asking, account.refused) == (False, None, refused)
    told = lines(capsys, tmp_path, site.base + path)
    assert told["known"] == "no: no page that was read leads there"
    if refused:
        assert told["refused"] == f"it would be: {refused}"
    else:
        assert told["allowed"] == "a page that led there would have it asked for"
        assert "refused" not in told


def test_of_another_site_that_no_crawl_begins_there(store, site):
    account = account_of(store, "http://other.invalid/a.html")
    assert account.refused == "no crawl begins at http://other.invalid"
    assert not account.known and not account.robots_known


def test_of_a_site_that_was_forgotten_nothing_is_asked_again(store, site, tmp_path):
    assert backfile(tmp_path, "forget", site.base) == 0
    account = why(store, site, "/1.html")
    assert account.asking.again == f"never, for no crawl begins at {site.base}"


def test_an_old_address_leads_to_the_article(store, site, tmp_path, capsys):
    site.pages["/1.html"] = (301, {"Location": "/one.html"}, b"")
    site.pages["/one.html"] = story(1)
    (before,) = (one for one in store.articles() if one.url == f"{site.base}/1.html")
    run_crawl(store, options=on_day(1, refresh_days=0))
    clean_pages(store, waiting=True)
    told = lines(capsys, tmp_path, f"{site.base}/1.html")
    assert told["article"] == f"{before.id}  The Story of 1, now at {site.base}/one.html"
    assert told["asked"].endswith(f": redirects to {site.base}/one.html")
    assert why(store, site, "/one.html").found_on == f"{site.base}/1.html"


def test_an_address_is_known_however_it_is_written(store):
    with store.transaction() as db:
        db.execute(
            "INSERT INTO urls (url, host, state) "
            "VALUES ('https://www.paper.invalid/a', 'https://www.paper.invalid', 'queued')"
        )
    for written in ("http://paper.invalid/a", "https://PAPER.invalid:443/b/../a#top"):
        assert account_of(store, written).url == "https://www.paper.invalid/a"


def test_what_is_held_missing_or_gone_is_told(store):
    with served(paper()) as site:
        night(store, site)
        ill = {"/3.html": MAINTENANCE, "/4.html": (404, {}, b"")}
        night(store, site, ill)
        held, missing = (account_of(store, f"{site.base}/{n}.html") for n in (3, 4))
        assert held.held and len(held.held.days) == 1 and not held.held.kept
        assert held.asking.again == "with the next run: its new answer does not stand yet"
        assert missing.missing_since and not missing.gone
        assert missing.asking.again == "with the next run: its site said once that there is no page"
        assert held.article.title == "The Story of 3"
        night(store, site, ill)
        gone = account_of(store, f"{site.base}/4.html")
        assert gone.gone and "2 times in a row" in gone.asking.again


def test_what_people_took_down_is_told(store, site, tmp_path, capsys):
    (article,) = (one for one in store.articles() if one.url == f"{site.base}/1.html")
    store.remove(article.id, "An error")
    assert lines(capsys, tmp_path, f"{site.base}/1.html")["removed"] == "An error"


def test_what_came_out_of_a_file_is_known_from_it(store, tmp_path, capsys):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.html").write_text(f"<title>A story</title><h1>A story</h1>{PROSE}")
    pages = read_pages([tmp_path / "files"], base_url="http://paper.invalid/")
    take_in(store, pages)
    told = lines(capsys, tmp_path, "http://paper.invalid/a.html")
    assert told["known"].startswith("from the file ") and told["known"].endswith("a.html")
    assert "asked" not in told and told["page"].endswith(": article")


def test_a_queued_address_waits_for_its_turn(store, site):
    site.pages["/"] = "<a href='/next.html'>A story that is next, and waits</a>"
    run_crawl(store, options=on_day(1, max_pages=1))
    asking = why(store, site, "/next.html", 1).asking
    assert (asking.state, asking.outcome, asking.turn_at) == (State.QUEUED, None, None)
    assert asking.again == "when its turn comes"


def test_a_site_that_asks_to_be_left_alone_is_told(store, site):
    site.pages["/"] = (503, {"Retry-After": "72000"}, b"")
    run_crawl(store, options=on_day(1))
    asking = why(store, site, "/", 1).asking
    until = said(BEGUN + timedelta(days=1, hours=20))
    assert (
        asking.again == f"when its turn comes, after 1 try of 3, not before {until}, "
        "as its site asks"
    )


def test_for_programs(store, site, tmp_path, capsys):
    assert backfile(tmp_path, "why", f"{site.base}/old.html", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["asking"]["outcome"] == {
        "code": Code.MOVED,
        "words": f"redirects to {site.base}/new.html",
        "status": 301,
        "url": f"{site.base}/new.html",
        "part": None,
    }
    assert told["asking"]["turn_at"] == BEGUN.isoformat()
    assert backfile(tmp_path, "why", f"{site.base}/new.html", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["page"]["outcome"]["code"] == Code.ARTICLE and told["article"]["rules"]["title"]


@pytest.mark.parametrize("written", ["a harbour", "mailto:a@b.invalid", "http://me:pw@p.invalid/"])
def test_what_is_no_web_address_is_one_line(store, tmp_path, written, capsys):
    assert backfile(tmp_path, "why", written) == 1
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1 and "pw" not in captured.err


def test_the_network_is_not_asked(store, site, tmp_path):
    site.asked.clear()
    assert backfile(tmp_path, "why", f"{site.base}/1.html") == 0
    assert backfile(tmp_path, "why", f"{site.base}/nowhere") == 0
    assert site.asked == []
