"""A new answer of a site that would take an article away, or change most of it, does not stand."""

import json
import os
import signal
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from nightly_paper import (
    AS_PRINTED,
    CHALLENGE,
    EMPTY,
    MAINTENANCE,
    NIGHTLY,
    PAYWALL,
    RARELY,
    STORIES,
    crawled,
    let_pass,
    night,
    nights,
    paper,
    paragraphs,
    story,
    texts,
)

from corpus.article import Page
from corpus.cleaning.site.rules import SiteRule
from corpus.crawling.crawl import run_crawl
from corpus.intake.intake import clean_pages, take_in
from corpus.outcome import Code
from corpus.pagination.same_text import keeps_most
from corpus.store.calendar import tally
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from tests.served_site import served
from tests.shell import backfile

EVERYWHERE = [f"/{number}.html" for number in STORIES]


def held(store):
    return [answer.url.rpartition("/")[2] for answer in store.held.open()]


NONSENSE = {
    "a paywall": PAYWALL,
    "an empty page": EMPTY,
    "a script challenge": CHALLENGE,
    "a maintenance page": MAINTENANCE,
}


@pytest.mark.parametrize("page", NONSENSE.values(), ids=NONSENSE)
def test_no_article_is_replaced_by_nonsense(store, page):
    with crawled(store) as site:
        seq = store.seq
        _, done = night(store, site, dict.fromkeys(EVERYWHERE, page))
        assert texts(store) == AS_PRINTED
        assert (done.held, len(held(store)), done.changed, store.seq) == (12, 12, 0, seq)
        assert done.refused == [] and tally(store).pages_waiting == 0
        clean_pages(store)  # by whatever cleans: update, index, a newer cleaner
        assert texts(store) == AS_PRINTED and len(held(store)) == 12


@pytest.mark.parametrize("page", NONSENSE.values(), ids=NONSENSE)
def test_what_is_held_is_dropped_when_the_site_answers_well_again(store, page):
    with crawled(store) as site:
        night(store, site, dict.fromkeys(EVERYWHERE, page))
        _, done = night(store, site, paper())
        assert (held(store), done.held, done.changed) == ([], 0, 0)
        assert texts(store) == AS_PRINTED
        clean_pages(store)
        assert texts(store) == AS_PRINTED


@pytest.mark.parametrize("page", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_on_a_whole_site_is_never_believed(store, page):
    with crawled(store) as site:
        done = nights(store, site, 9, lambda _: dict.fromkeys(EVERYWHERE, page))
        assert texts(store) == AS_PRINTED and done.held == 12


def test_nor_is_a_wall_behind_the_first_lines_of_each(store):
    walled = {f"/{n}.html": story(n, [paragraphs(n)[0], PAYWALL * 3]) for n in STORIES}
    with crawled(store) as site:
        assert nights(store, site, 4, lambda _: walled).held == 12
        nights(store, site, 5, lambda _: walled)
        assert texts(store) == AS_PRINTED and held(store) == []  # there is nothing to decide


def test_the_first_lines_of_an_article_never_take_its_place(store):
    """A paper that shows its older articles to subscribers alone is well in all else."""
    walled = {f"/{n}.html": story(n, [paragraphs(n)[0], PAYWALL]) for n in (3, 4)}
    with crawled(store, paper(range(40))) as site:
        before = texts(store)
        assert nights(store, site, 4, lambda _: walled).held == 2
        done = nights(store, site, 4, lambda _: walled)
        assert (texts(store), held(store), done.held) == (before, [], 0)
        other = {"/3.html": story(3, [paragraphs(3)[1], PAYWALL])}
        assert night(store, site, other)[1].held == 1  # it says something else
        night(store, site, {"/3.html": story(3, [*paragraphs(3), "It is read to its end."])})
        assert texts(store)["3.html"][-1] == "It is read to its end." and held(store) == []


def test_what_is_held_is_asked_for_again_where_articles_are_not(store):
    with crawled(store) as site:
        night(store, site, {"/3.html": MAINTENANCE, **rewritten(4)})
        site.asked.clear()
        night(store, site, {"/3.html": story(3)}, options=RARELY)
        assert sorted({*site.asked} - {"/robots.txt"}) == ["/", "/3.html", "/4.html"]
        assert held(store) == ["4.html"]
        for _ in range(3):
            night(store, site, options=RARELY)
        assert texts(store)["4.html"] == paragraphs("4, rewritten")
        site.asked.clear()
        night(store, site, options=RARELY)
        assert {*site.asked} - {"/robots.txt"} == {"/"}


def test_a_correction_is_taken_at_once(store):
    text = paragraphs(3)
    mended = [
        text[0].replace("The", "This", 1),
        *text[1:3],
        "A line that was forgotten.",
        *text[4:],
    ]
    with crawled(store) as site:
        _, done = night(store, site, {"/3.html": story(3, mended)})
        assert texts(store)["3.html"] == mended
        assert (done.changed, done.held, held(store)) == (1, 0, [])


def test_a_word_is_mended_in_an_article_of_one_paragraph(store):
    (line,) = paragraphs("short", 1)
    short = paper() | {"/3.html": story(3, [line])}
    with crawled(store, short) as site:
        night(store, site, {"/3.html": story(3, [line.replace(" nobody ", " no-one ")])})
        assert "no-one" in texts(store)["3.html"][0]


def rewritten(number):
    return {f"/{number}.html": story(number, paragraphs(f"{number}, rewritten"))}


def test_a_text_that_comes_on_five_days_is_taken(store, caplog):
    caplog.set_level("INFO")
    with crawled(store) as site:
        nights(store, site, 4, lambda _: rewritten(3))
        assert texts(store) == AS_PRINTED and held(store) == ["3.html"]
        _, done = night(store, site)
        assert texts(store)["3.html"] == paragraphs("3, rewritten")
        assert (held(store), done.held) == ([], 0)
        assert any("3.html that was held is taken" in one.message for one in caplog.records)


def test_it_may_be_another_page_to_the_byte_each_day(store):
    def with_the_time(night):
        page = rewritten(3)["/3.html"]
        return {"/3.html": f"{page}<!-- rendered in {night} ms -->"}

    with crawled(store) as site:
        nights(store, site, 4, with_the_time)
        assert texts(store) == AS_PRINTED
        night(store, site, with_the_time(4))
        assert texts(store)["3.html"] == paragraphs("3, rewritten")


def test_days_with_another_text_do_not_count(store):
    with crawled(store) as site:
        nights(store, site, 8, lambda night: {"/3.html": story(3, paragraphs(f"night {night}"))})
        assert texts(store) == AS_PRINTED
        nights(store, site, 4, lambda _: rewritten(3))
        assert texts(store) == AS_PRINTED and held(store) == ["3.html"]


def test_asked_twice_a_day_is_one_day(store):
    with crawled(store) as site:
        night(store, site, rewritten(3))
        for _ in range(6):
            run_crawl(store, [f"{site.base}/"], options=NIGHTLY)
            clean_pages(store, waiting=True)
        assert texts(store) == AS_PRINTED
        (answer,) = store.held.open()
        assert len(answer.days) <= 2  # a test may run at midnight


def test_a_good_answer_between_begins_the_days_anew(store):
    with crawled(store) as site:
        nights(store, site, 4, lambda _: rewritten(3))
        night(store, site, paper())
        nights(store, site, 4, lambda _: rewritten(3))
        assert texts(store) == AS_PRINTED and held(store) == ["3.html"]


def test_what_is_not_modified_counts_as_the_same_answer(store):
    """The site would say by 304 that its maintenance page is as it was; so it is asked in full."""

    def answer(page):
        def by_condition(headers, count):
            if headers["If-None-Match"] == '"v"':
                return 304, {}, b""
            return 200, {"Content-Type": "text/html", "ETag": '"v"'}, page

        return by_condition

    with crawled(store) as site:
        for _ in range(4):
            night(store, site, {"/3.html": answer(rewritten(3)["/3.html"])})
            run_crawl(store, [f"{site.base}/"], options=NIGHTLY)  # twice a day, if need be
            clean_pages(store, waiting=True)
        assert texts(store) == AS_PRINTED
        night(store, site)
        assert texts(store)["3.html"] == paragraphs("3, rewritten")
        # it stands, and is asked for by condition again, but for each fifth time
        assert [night(store, site)[0].not_modified for _ in range(4)].count(1) >= 2


def test_another_mind_of_the_cleaner_over_the_same_answer_is_not_held(store):
    with crawled(store) as site:
        host = site.base.partition("//")[2]
        rules = {host: SiteRule(body=("h1 + p",))}
        assert clean_pages(store, rules=rules).held == 0
        assert texts(store)["3.html"] == paragraphs(3)[:1]
        assert held(store) == []


def test_only_answers_of_articles_are_held(store):
    pages = paper() | {
        "/": paper()["/"] + "<a href='/more'>Older stories</a>",
        "/more": paper(["x"])["/"],
    }
    with crawled(store, pages) as site:
        _, done = night(store, site, {"/more": EMPTY})
        assert done.held == 0 and held(store) == []
        assert store.held.all() == []


def test_the_days_that_pass_while_nothing_is_cleaned_lose_no_article(store):
    with crawled(store) as site:
        for page in (MAINTENANCE, PAYWALL, MAINTENANCE + "<p>Soon.</p>"):
            site.pages |= dict.fromkeys(EVERYWHERE, page)
            let_pass(store, days=1)
            run_crawl(store, [f"{site.base}/"], options=NIGHTLY)
        clean_pages(store, waiting=True)
        assert texts(store) == AS_PRINTED and len(held(store)) == 12


def test_a_good_answer_that_nobody_cleaned_is_not_lost_before_a_bad_one(store):
    """Two crawls without a cleaning: the article stays as it was, and nothing bad comes in."""
    with crawled(store) as site:
        site.pages |= rewritten(3)
        run_crawl(store, [f"{site.base}/"], options=NIGHTLY)
        site.pages["/3.html"] = EMPTY
        run_crawl(store, [f"{site.base}/"], options=NIGHTLY)
        clean_pages(store, waiting=True)
        assert texts(store) == AS_PRINTED and held(store) == ["3.html"]


def test_nor_is_one_before_the_first_cleaning(store):
    with served(paper()) as site:
        run_crawl(store, [f"{site.base}/"], options=NIGHTLY)
        site.pages |= dict.fromkeys(EVERYWHERE, MAINTENANCE)
        run_crawl(store, [f"{site.base}/"], options=NIGHTLY)
        clean_pages(store, waiting=True)
        assert texts(store) == AS_PRINTED and len(held(store)) == 12


def test_a_paper_that_was_ill_when_it_was_first_crawled_is_read_when_it_is_well(store):
    with served(paper() | dict.fromkeys(EVERYWHERE, MAINTENANCE)) as site:
        _, done = night(store, site)
        assert texts(store) == {} and done.held == len(held(store)) == 12
        clean_pages(store)
        assert texts(store) == {} and len(held(store)) == 12
        _, done = night(store, site, {"/4.html": story(4)}, options=RARELY)
        assert texts(store).keys() == {"4.html"} and done.held == 11
        _, done = night(store, site, paper(), options=RARELY)
        assert texts(store) == AS_PRINTED and done.held == 0 and held(store) == []


def test_people_may_take_what_is_held_where_there_is_no_article(tmp_path, capsys):
    with served(paper() | dict.fromkeys(EVERYWHERE, MAINTENANCE)) as site:
        with ArticleStore(tmp_path / "corpus.db") as store:
            night(store, site)
        assert backfile(tmp_path, "clean") == 1  # it is said once that the site is ill
        capsys.readouterr()
        assert backfile(tmp_path, "review") == 0
        assert capsys.readouterr().out.count("(no article yet)") == 12
        assert backfile(tmp_path, "review", f"{site.base}/3.html", "--accept") == 0
        with ArticleStore(tmp_path / "corpus.db") as store:
            assert texts(store).keys() == {"3.html"} and len(held(store)) == 11


LISTS = ("/older.html", "/feed.xml", "/map.xml")
LISTED = {
    "/": paper()["/"]
    + "<link rel=alternate type=application/rss+xml href=/feed.xml><a href=/older.html>Older</a>",
    "/robots.txt": (200, {}, b"Sitemap: /map.xml"),
    "/older.html": paper([f"old/{number}" for number in STORIES])["/"],
    "/feed.xml": (200, {"Content-Type": "text/xml"}, b"<rss version='2.0'><channel/></rss>"),
    "/map.xml": (200, {"Content-Type": "text/xml"}, b"<urlset/>"),
}


def kinds(store):
    rows = store.db.execute("SELECT url, kind FROM urls").fetchall()
    return {f"/{url.split('/', 3)[3]}": kind for url, kind in rows}


@pytest.mark.parametrize("where", [LISTS, (*LISTS, "/"), ("/",)])
def test_a_list_that_answers_a_wall_becomes_no_article_and_stays_a_list(store, where):
    with served(paper() | LISTED) as site:
        night(store, site)
        before = kinds(store)
        night(store, site, dict.fromkeys(where, MAINTENANCE))
        assert texts(store) == AS_PRINTED and kinds(store) == before
        site.asked.clear()
        night(store, site, LISTED, options=RARELY)
        assert texts(store) == AS_PRINTED and held(store) == []
        assert {*where} <= {*site.asked}


def test_a_page_that_held_no_article_becomes_none_by_a_wall(store):
    """A month of few articles is no list to the crawler, but a page, and one without an article."""
    month = "".join(f'<p><a href="/{number}.html">{number}</a>' for number in (1, 2))
    with served(paper() | LISTED | {"/older.html": month}) as site:
        night(store, site)
        assert kinds(store)["/older.html"] == "page" and "older.html" not in texts(store)
        nights(store, site, 2, lambda _: {"/older.html": MAINTENANCE})
        assert texts(store) == AS_PRINTED
        nights(store, site, 3, lambda _: {"/older.html": month})
        assert texts(store) == AS_PRINTED and held(store) == []


def test_an_article_that_comes_where_there_was_none_is_had_at_once_by_its_name(store):
    with served(paper() | {"/3.html": "<p>Soon"}) as site:
        night(store, site)
        assert "3.html" not in texts(store)
        night(store, site, {"/3.html": paper()["/3.html"]})
        assert texts(store) == AS_PRINTED


def test_a_page_in_the_place_of_a_feed_is_no_article_though_it_is_the_first(store):
    with served(paper() | LISTED | dict.fromkeys(LISTS[1:], MAINTENANCE)) as site:
        night(store, site)
        assert texts(store) == AS_PRINTED
        assert {kinds(store)[url] for url in LISTS[1:]} == {"feed", "sitemap"}


def test_an_odd_first_answer_of_a_list_is_no_article_when_the_list_has_come_on_five_days(store):
    with served(paper() | LISTED | {"/older.html": MAINTENANCE}) as site:
        night(store, site)
        assert texts(store).keys() == {*AS_PRINTED, "older.html"}
        nights(store, site, 4, lambda _: LISTED)
        assert "older.html" in texts(store)
        night(store, site)
        assert texts(store) == AS_PRINTED and held(store) == [] and tally(store).gone == 0
        night(store, site)
        assert kinds(store)["/older.html"] == "list" and texts(store) == AS_PRINTED


def test_one_that_stood_there_for_long_is_gone_and_stays(store):
    with served(paper() | LISTED | {"/older.html": MAINTENANCE}) as site:
        nights(store, site, 6, lambda _: {})
        nights(store, site, 7, lambda _: LISTED)
        assert "older.html" in texts(store) and tally(store).gone == 1


def test_an_odd_first_answer_among_lists_is_no_article_though_it_stood_for_long(store):
    months = {f"/archive/2019-0{n}": LISTED["/older.html"] for n in range(1, 6)}
    links = "".join(f'<a href="{url}">{url[-7:]}</a> ' for url in months)
    pages = paper() | months | {"/": paper()["/"] + links}
    with served(pages | {"/archive/2019-03": MAINTENANCE}) as site:
        nights(store, site, 6, lambda _: {})
        assert texts(store).keys() == {*AS_PRINTED, "2019-03"}
        nights(store, site, 7, lambda _: months)
        assert texts(store) == AS_PRINTED and tally(store).gone == 0


def test_the_page_of_an_article_that_shows_a_list_once_stays_one(store):
    with crawled(store) as site:
        night(store, site, {"/3.html": paper()["/"]})
        assert kinds(store)["/3.html"] == "page" and texts(store) == AS_PRINTED
        nights(store, site, 6, lambda night: {"/3.html": paper([*STORIES, f"s{night}"])["/"]})
        assert kinds(store)["/3.html"] == "list" and texts(store) == AS_PRINTED


def test_an_address_that_proves_to_be_an_article_is_one_after_five_days(store):
    """What was a list has a text of its own now."""
    pages = paper() | LISTED
    with served(pages) as site:
        night(store, site)
        nights(store, site, 4, lambda _: {"/older.html": story("older")})
        assert texts(store) == AS_PRINTED and held(store) == ["older.html"]
        night(store, site)
        assert texts(store)["older.html"] == paragraphs("older") and held(store) == []


def test_a_wall_is_one_though_each_of_its_answers_has_a_number_of_its_own(store):
    walls = {url: MAINTENANCE + f"<p>Ray 8{n}f1c0</p>" for n, url in enumerate(EVERYWHERE)}
    with served(paper() | walls) as site:
        assert night(store, site)[1].held == 12 and texts(store) == {}


@pytest.mark.parametrize("odd", [MAINTENANCE, story("another")])
def test_new_addresses_that_meet_a_wall_wait_until_they_answer_well(store, odd):
    new = ("x", "y", "z")
    walled = {f"/{name}.html": odd for name in new}
    more = {"/": paper((*STORIES, *new))["/"]}
    with crawled(store) as site:
        nights(store, site, 9, lambda _: walled | more)
        assert texts(store) == AS_PRINTED and len(held(store)) == 3
        night(store, site, {f"/{name}.html": story(name) for name in new}, options=RARELY)
        assert texts(store).keys() == {*AS_PRINTED, "x.html", "y.html", "z.html"}
        assert held(store) == []


def test_one_text_under_three_names_is_taken_where_its_site_is_well_for_days(store):
    new = ("x", "y", "z")
    thrice = {f"/{name}.html": story("thrice") for name in new}
    others = tuple(f"s{number}" for number in range(40))
    with served(paper(others)) as site:
        night(store, site)
        nights(store, site, 5, lambda _: thrice | {"/": paper((*others, *new))["/"]})
        assert len(texts(store)) == 43 and held(store) == []
        clean_pages(store)
        assert len(texts(store)) == 43 and held(store) == []


def test_copies_of_one_article_under_one_name_are_no_wall(store):
    copies = [f"/{section}/news.html" for section in ("a", "b", "c", "d")]
    links = "".join(f"<a href='{url}'>{number}</a>" for number, url in enumerate(copies))
    with served({"/": links} | dict.fromkeys(copies, story(1))) as site:
        assert night(store, site)[1].held == 0 and len(list(store.articles())) == 4


def test_a_correction_of_three_copies_takes_none_of_them_away(store):
    """They were brought as files; the site says the same."""
    with served(paper((*STORIES, "x", "y", "z"))) as site:
        copies = [f"/{name}.html" for name in "xyz"]
        site.pages |= dict.fromkeys(copies, story("copied"))
        at = datetime.now(UTC) - timedelta(days=9)
        body = story("copied").encode()
        take_in(store, [Page(site.base + url, body, "text/html", None, at, "warc") for url in copies])
        night(store, site, dict.fromkeys(copies, story("copied") + "<p>A line was missing.</p>"))
        assert len(texts(store)) == 15 and len(held(store)) == 3
        assert texts(store)["x.html"] == paragraphs("copied")


TRACE = "<b>Warning</b>: mysql_connect(): Too many connections in <b>/var/www/db.php</b>"


def test_what_bears_its_name_takes_the_place_of_an_odd_first_answer(store):
    with served(paper() | {"/3.html": TRACE}) as site:
        night(store, site)
        assert "mysql_connect" in texts(store)["3.html"][0]
        night(store, site, {"/3.html": story(3)})
        assert texts(store) == AS_PRINTED and held(store) == []
        night(store, site, {"/3.html": TRACE})
        night(store, site, {"/3.html": "<h1>The Story of 3</h1>" + PAYWALL * 20})
        assert texts(store) == AS_PRINTED


def test_the_later_page_of_an_article_is_held_too(store):
    first, second = paragraphs("two", 12)[:6], paragraphs("two", 12)[6:]
    turn = "<p>1 <a href='/two.html?page=2'>2</a></p>"
    back = "<p><a href='/two.html'>1</a> 2</p>"
    pages = paper() | {
        "/": paper((*STORIES, "two"))["/"],
        "/two.html": story("two", first) + turn,
        "/two.html?page=2": story("two", second) + back,
    }
    with crawled(store, pages) as site:
        assert texts(store)["two.html"] == [*first, *second]
        store.clean_again(store.fetch_numbers())  # whose text is on a page that waits is unknown
        night(store, site, {"/two.html?page=2": MAINTENANCE})
        assert texts(store)["two.html"] == [*first, *second]
        clean_pages(store)
        assert texts(store)["two.html"] == [*first, *second]
        assert held(store) == ["two.html?page=2"]


def test_what_people_decided_stays_over_what_is_held(store):
    with crawled(store) as site:
        ids = {article.url.rpartition("/")[2]: article.id for article in store.articles()}
        store.edit(ids["3.html"], Correction(title="As It Was"))
        store.remove(ids["4.html"], "libel")
        night(store, site, {"/3.html": MAINTENANCE, "/4.html": MAINTENANCE})
        assert store.get(ids["3.html"]).title == "As It Was"
        assert held(store) == ["3.html", "4.html"]
        article = store.restore_removed(ids["4.html"])
        assert list(article.paragraphs) == paragraphs(4)  # not the nonsense that came meanwhile
        clean_pages(store)
        assert texts(store) == AS_PRINTED and store.get(ids["3.html"]).title == "As It Was"


def test_a_file_that_a_person_brings_stands_at_once(store):
    with crawled(store) as site:
        night(store, site, {"/3.html": MAINTENANCE})
        url = f"{site.base}/3.html"
        old = store.page(url)
        body = story(3, paragraphs("3, of the archive")).encode()
        take_in(
            store, [Page(url, body, "text/html", None, old.fetched_at.replace(year=2099), "warc")]
        )
        assert texts(store)["3.html"] == paragraphs("3, of the archive")
        assert held(store) == [] and store.held.all() == []


def test_a_damaged_page_is_no_reason_to_take_nonsense(store):
    with crawled(store) as site:
        store.db.execute("UPDATE fetches SET body = x'00' WHERE url LIKE '%/3.html'")
        night(store, site, {"/3.html": EMPTY})
        assert texts(store) == AS_PRINTED and held(store) == ["3.html"]


@pytest.mark.parametrize("page", [MAINTENANCE, rewritten(3)["/3.html"]], ids=["bad", "rewritten"])
def test_killed_at_any_moment_of_a_night_nothing_is_lost(store, tmp_path, page):
    """The fifth night is killed after each of its writes; the next run ends as one without a kill."""
    with crawled(store) as site:
        nights(store, site, 4, lambda _: {"/3.html": page})
        site.pages["/3.html"] = page + "<!-- the fifth -->"
        let_pass(store, days=1)
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = store.path.read_bytes()
        ends = []
        for commits in range(30):
            path = tmp_path / f"{commits}.db"
            path.write_bytes(before)
            if (child := os.fork()) == 0:
                die_after(path, commits, site)
            ended = os.waitpid(child, 0)[1] == 0
            with ArticleStore(path) as copy:
                run_crawl(copy, [f"{site.base}/"], options=NIGHTLY)
                clean_pages(copy, waiting=True)
                ends.append((texts(copy), held(copy), tally(copy).pages_waiting))
            if ended:
                break
        assert len(ends) > 3 and all(end == ends[-1] for end in ends)
        assert ends[-1][0].keys() == AS_PRINTED.keys()


def die_after(path, commits, site):
    with ArticleStore(path) as copy:
        left = commits

        def count(statement):
            nonlocal left
            if statement == "COMMIT":
                left -= 1
            elif left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        copy.db.set_trace_callback(count)
        run_crawl(copy, [f"{site.base}/"], options=NIGHTLY)
        clean_pages(copy, waiting=True)
    os._exit(0)


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("one two three four five six", "one two three four five six", True),
        ("one two three four five six", "zero one two three four five six seven", True),
        ("one two three four five six", "six five four three two one", False),
        ("ONE two, three four; five six", "one two three “four” five six!", True),
        ("one two three four five six seven eight", "one two three four", False),
        ("一只猫在河边的房子里睡觉", "一只猫在河边的屋子里睡觉", True),
        ("一只猫在河边的房子里睡觉", "本站正在维护请稍后再来访问", False),
        ("One.", "One", True),
        ("One.", "Two", False),
    ],
)
def test_what_is_most_of_a_text(old, new, kept):
    assert keeps_most([old], [new]) is kept


# -- people


def nightly(data, capsys, *arguments):
    """One `backfile clean --waiting`: its exit code, and what it says on either stream."""
    code = backfile(data, "clean", "--waiting", *arguments)
    return code, *capsys.readouterr()


def test_a_site_that_is_ill_is_said_once_and_then_when_it_changes(tmp_path, capsys):
    with ArticleStore(tmp_path / "corpus.db") as store, crawled(store) as site:

        def crawl(**pages):
            site.pages |= {f"/{name}.html": page for name, page in pages.items()}
            let_pass(store, days=1)
            run_crawl(store, [f"{site.base}/"], options=NIGHTLY)
            return nightly(tmp_path, capsys)

        assert crawl(**{"1": PAYWALL, "2": PAYWALL})[::2] == (0, "")  # a few are no illness
        code, out, err = crawl(**{"3": PAYWALL})
        assert code == 1 and err.count("\n") == 1
        assert f"{site.base}: 3 new answers" in err and f"backfile review {site.base}" in err
        assert "held: 3 new answers, the articles stay" in out
        assert crawl()[::2] == (0, "")  # as the night before
        code, _, err = crawl(**{"4": EMPTY})
        assert code == 1 and "4 new answers" in err
        assert crawl(**{"1": story(1)})[::2] == (0, "")  # one well again is no news


def test_the_nightly_update_says_it_by_its_exit_code(tmp_path, capsys):
    with served(paper()) as site:
        nightly = ("update", "--delay", "0", "--refresh-days", "0")
        assert backfile(tmp_path, "crawl", f"{site.base}/", "--delay", "0") == 0
        assert backfile(tmp_path, *nightly) == 0
        site.pages |= dict.fromkeys(EVERYWHERE, MAINTENANCE)
        capsys.readouterr()
        assert backfile(tmp_path, *nightly) == 1
        assert f"{site.base}: 12 new answers would take" in capsys.readouterr().err
        assert backfile(tmp_path, *nightly) == 0
        site.pages |= paper()
        assert backfile(tmp_path, *nightly) == 0
        site.pages |= dict.fromkeys(EVERYWHERE, MAINTENANCE)
        assert backfile(tmp_path, "crawl", "--delay", "0", "--refresh-days", "0") == 1
    with ArticleStore(tmp_path / "corpus.db") as store:
        assert texts(store) == AS_PRINTED


def review(data, capsys, *arguments):
    code = backfile(data, "review", *arguments)
    return code, capsys.readouterr()


def test_review_shows_old_and_new(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    with ArticleStore(tmp_path / "corpus.db") as store, crawled(store) as site:
        night(store, site, {"/3.html": MAINTENANCE, "/4.html": EMPTY})
        ident = store.article_of(store.newest_of(f"{site.base}/3.html")[0]).id
    code, told = review(tmp_path, capsys)
    assert code == 0 and ident in told.out and "2 new answers held" in told.out
    lines = told.out.splitlines()
    heads = [line for line in lines if "OLD" in line]
    assert len(heads) == 2 and all(" | NEW" in line for line in heads)
    assert max(map(len, lines)) <= 100
    assert any("Our site is being looked after" in line for line in lines)
    assert any(line.endswith("(no article)") for line in lines)
    code, told = review(tmp_path, capsys, "--json")
    first, second = json.loads(told.out)["held"]
    assert first["id"] == ident and first["old"] == paragraphs(3) and len(first["new"]) == 3
    assert second["new"] == [] and second["url"].endswith("/4.html") and second["reason"]
    assert [len(one["days"]) for one in (first, second)] == [1, 1]


def test_review_accepts_and_keeps_by_article_and_by_site(tmp_path, capsys):
    with ArticleStore(tmp_path / "corpus.db") as store, crawled(store) as site:
        night(store, site, {**rewritten(1), "/2.html": EMPTY, "/3.html": MAINTENANCE})
        ids = {article.url.rpartition("/")[2]: article.id for article in store.articles()}
        assert review(tmp_path, capsys, ids["1.html"], "--accept")[0] == 0
        assert texts(store)["1.html"] == paragraphs("1, rewritten")
        assert store.get(ids["1.html"]).id == ids["1.html"]
        assert review(tmp_path, capsys, site.base, "--keep", "--json")[0] == 0
        assert held(store) == [] and tally(store).held == 0
        night(store, site)  # the same again: it was decided
        assert held(store) == [] and texts(store)["3.html"] == paragraphs(3)
        nights(store, site, 8, lambda _: {})
        assert texts(store)["3.html"] == paragraphs(3)
        night(store, site, {"/2.html": MAINTENANCE + "<p>And another thing.</p>"})
        assert held(store) == ["2.html"]  # it says something else
        night(store, site, {"/2.html": EMPTY, "/3.html": EMPTY})
        host = site.base.partition("//")[2]
        code, told = review(tmp_path, capsys, host, "--accept", "--json")
        assert code == 0 and len(json.loads(told.out)["accepted"]) == 2
        assert texts(store).keys() == AS_PRINTED.keys() - {"2.html", "3.html"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--accept"], 2, "name the articles"),
        (["x", "--accept", "--keep"], 2, "either --accept or --keep"),
        (["nothing", "--keep"], 1, "no new answer of nothing is held; nothing was changed"),
    ],
)
def test_review_says_what_is_wrong(tmp_path, capsys, arguments, code, said):
    with ArticleStore(tmp_path / "corpus.db") as store, crawled(store):
        pass
    found, told = review(tmp_path, capsys, *arguments)
    assert found == code and said in told.err


def test_status_counts_what_is_held(tmp_path, capsys):
    with ArticleStore(tmp_path / "corpus.db") as store, crawled(store) as site:
        backfile(tmp_path, "status")
        assert "held" not in capsys.readouterr().out
        night(store, site, {"/3.html": EMPTY})
        assert store.outcome(
            max(n for (n,) in store.db.execute("SELECT id FROM fetches"))
        ).code == (Code.HELD)
    backfile(tmp_path, "status")
    assert "held     1 new answer, the articles stay" in capsys.readouterr().out
    backfile(tmp_path, "status", "--json")
    assert json.loads(capsys.readouterr().out)["corpus"]["held"] == 1


def wall(number):
    """A wall that says behind which title it stands, and has a number of its own."""
    ray = sha256(str(number).encode()).hexdigest()[:16]
    letters = "".join(chr(ord("a") + int(digit, 16)) for digit in ray)
    return f"""<title>The Story of {number} | Maintenance</title><h1>The Story of {number}</h1>
    <p>You wanted to read The Story of {number}. {letters} is the number of your visit.</p>
    {MAINTENANCE.partition("</h1>")[2]}<p>Ray {letters}</p>"""


def test_first_answers_that_are_written_by_a_pattern_are_no_wall(store):
    said = " ".join(paragraphs("pattern"))
    alike = {f"/{n}.html": story(n, [f"The hall of {n} is open. {said}"]) for n in STORIES}
    with served(paper() | alike) as site:
        assert night(store, site)[1].held == 0 and len(texts(store)) == 12


def test_short_items_with_one_ending_are_no_wall(store):
    """Each has a line of its own, and the lines that the paper has below all."""
    ending = "".join(f"<p>{line}</p>" for line in paragraphs("ending", 1))
    items = {f"/{n}.html": story(n, paragraphs(n, 1)) + ending for n in STORIES}
    with served(paper() | items) as site:
        assert night(store, site)[1].held == 0 and len(texts(store)) == 12


def test_walls_that_say_their_titles_are_never_believed_though_lists_are_well(store):
    lists = {f"/list{n}.html": paper([f"{n}-{m}" for m in STORIES])["/"] for n in range(30)}
    front = paper()["/"] + "".join(f"<a href='{path}'>Older</a>" for path in lists)
    with crawled(store, paper() | lists | {"/": front}) as site:
        nights(store, site, 9, lambda _: {f"/{n}.html": wall(n) for n in STORIES})
        assert texts(store) == AS_PRINTED and len(held(store)) == 12
