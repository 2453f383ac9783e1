"""An article whose address leads to another one is there once, under the id that it had."""

import os
import signal
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from nightly_paper import (
    AS_PRINTED,
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
from old_corpus import UNDO_12

from corpus.article import Page
from corpus.crawling.crawl import run_crawl
from corpus.errors import UnknownArticle
from corpus.files.export import export_pages
from corpus.files.warc import read_warc
from corpus.intake.intake import clean_pages
from corpus.outcome import Code
from corpus.store.calendar import tally
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from tests.newsroom import settle
from tests.served_site import served
from web import create_app

SECTION = "<ul>" + "".join(f"<li><a href='/{n}.html'>The Story of {n}</a></li>" for n in STORIES)


def to(target, status=301):
    return status, {"Location": target}, b""


def ids(store):
    """The id of each article, by the name of its page."""
    return {(article.url or "").rpartition("/")[2]: article.id for article in store.articles()}


def is_settled(store):
    """Whether nothing waits, and cleaning everything again changes nothing."""
    return tally(store).pages_waiting == 0 and clean_pages(store).changed == 0


def moved(number, name, status=301):
    return {f"/{number}.html": to(f"/{name}", status), f"/{name}": story(number)}


@pytest.mark.parametrize("status", [301, 308])
def test_an_article_that_moved_keeps_its_id(store, status):
    with crawled(store) as site:
        before = ids(store)
        night(store, site, moved(3, "new/three", status))
        assert ids(store) == {**without(before, "3.html"), "three": before["3.html"]}
        assert texts(store)["three"] == paragraphs(3)
        assert store.article_at(f"{site.base}/3.html") == before["3.html"]
        assert store.article_at(f"{site.base}/new/three") == before["3.html"]
        assert is_settled(store)
        night(store, site)
        assert len(ids(store)) == 12 and is_settled(store)
        night(store, site, {"/new/three": story(3) + "<p>A line was missing here.</p>"})
        assert "A line was missing here." in texts(store)["three"][-1]


def without(known, *names):
    return {name: value for name, value in known.items() if name not in names}


@pytest.mark.parametrize("status", [302, 303, 307])
def test_one_that_is_elsewhere_for_a_while_stays_where_it_is(store, status):
    with crawled(store) as site:
        before = ids(store)
        nights(store, site, 3, lambda _: moved(3, "new/three", status))
        assert ids(store) == before and texts(store) == AS_PRINTED
        assert store.article_at(f"{site.base}/new/three") == before["3.html"]
        assert tally(store).gone == 0 and is_settled(store)


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [(301, 308, "last"), (301, 302, "3.html"), (302, 301, "3.html")],
)
def test_a_chain_lasts_where_all_of_it_does(store, first, second, name):
    with crawled(store) as site:
        before = ids(store)
        chain = {"/3.html": to("/on", first), "/on": to("/last", second), "/last": story(3)}
        nights(store, site, 2, lambda _: chain)
        assert ids(store) == {**without(before, "3.html"), name: before["3.html"]}
        assert is_settled(store)


TRACE = "<b>Warning</b>: mysql_connect(): Too many connections in <b>/var/www/db.php</b>"


@pytest.mark.parametrize("between", [(), (TRACE + PAYWALL,), (story(3),), (story(3), TRACE)])
def test_one_whose_first_answer_was_odd_moves_too(store, between):
    with crawled(store, paper() | {"/3.html": TRACE}) as site:
        before = ids(store)
        for answer in between:
            night(store, site, {"/3.html": answer})
        night(store, site, moved(3, "new/three") | {"/new/three": (500, {}, b"")})
        nights(store, site, 2, lambda _: moved(3, "new/three"))
        assert ids(store) == {**without(before, "3.html"), "three": before["3.html"]}
        assert texts(store)["three"] == paragraphs(3)
        assert is_settled(store)


@pytest.mark.parametrize("between", [(), ((500, {}, b""),), (EMPTY, EMPTY)], ids=len)
def test_one_that_was_elsewhere_at_first_comes_home(store, between):
    seen = {"/3.html": to("/3.html?seen=1", 302), "/3.html?seen=1": story(3)}
    with crawled(store, paper() | seen) as site:
        before = ids(store)
        assert before.keys() >= {"3.html?seen=1"}
        nights(store, site, 2, lambda _: seen)
        assert ids(store) == before
        for answer in between:
            night(store, site, {"/3.html": answer})
        night(store, site, {"/3.html": story(3)})
        assert ids(store) == {**without(before, "3.html?seen=1"), "3.html": before["3.html?seen=1"]}
        assert texts(store) == AS_PRINTED and is_settled(store) and tally(store).gone == 0
        night(store, site)
        assert texts(store) == AS_PRINTED and is_settled(store)


def test_two_that_say_something_else_stay_two_though_one_led_to_the_other(store):
    with crawled(store, paper() | {"/3.html": to("/4.html", 302)}) as site:
        nights(store, site, 3, lambda _: {"/3.html": story(3)})
        assert texts(store) == AS_PRINTED and tally(store).gone == 0 and is_settled(store)


def test_nothing_leads_for_a_while_to_what_alone_has_the_name(store):
    """The page there is an article: where its first address has but an error's trace, one more."""
    with crawled(store, paper() | {"/3.html": TRACE}) as site:
        nights(store, site, 2, lambda _: moved(3, "new/three", 302))
        assert texts(store)["three"] == paragraphs(3)
        night(store, site, {"/3.html": story(3)})
        assert texts(store)["3.html"] == paragraphs(3)


@pytest.fixture
def both(store):
    """A paper of which one story is at two addresses, both of them known."""
    pages = paper((*STORIES, "copy")) | {"/copy.html": story(3)}
    with crawled(store, pages) as site:
        assert len(ids(store)) == 13
        yield site


def test_two_that_were_known_become_one(store, both):
    before = ids(store)
    night(store, both, {"/3.html": to("/copy.html")})
    assert ids(store) == {**without(before, "3.html"), "copy.html": before["3.html"]}
    assert store.now_called(before["copy.html"]) == before["3.html"]
    with pytest.raises(UnknownArticle, match=f"is now '{before['3.html']}'"):
        store.get(before["copy.html"])
    assert is_settled(store)


def test_then_the_one_stays_about_which_people_decided(store, both):
    before = ids(store)
    store.edit(before["copy.html"], Correction(title="Decided"))
    night(store, both, {"/3.html": to("/copy.html")})
    assert ids(store) == without(before, "3.html")
    assert store.get(before["copy.html"]).title == "Decided"
    assert store.now_called(before["3.html"]) == before["copy.html"]
    assert store.article_at(f"{both.base}/3.html") == before["copy.html"]
    assert is_settled(store)


def test_if_they_decided_about_both_both_stay(store, both):
    before = ids(store)
    for name in ("3.html", "copy.html"):
        store.edit(before[name], Correction(title=f"Decided {name}"))
    nights(store, both, 2, lambda _: {"/3.html": to("/copy.html")})
    assert ids(store) == before and is_settled(store)


def test_two_that_were_known_are_one_for_a_while_too(store, both):
    before = ids(store)
    nights(store, both, 2, lambda _: {"/3.html": to("/copy.html", 302)})
    assert ids(store) == without(before, "copy.html")
    assert store.now_called(before["copy.html"]) == before["3.html"]
    assert is_settled(store)


def test_what_people_decided_moves_with_it(store):
    with crawled(store) as site:
        before = ids(store)
        store.edit(before["3.html"], Correction(title="As It Was"))
        store.remove(before["4.html"], "libel")
        night(store, site, moved(3, "three") | moved(4, "four"))
        assert ids(store) == {**without(before, "3.html", "4.html"), "three": before["3.html"]}
        assert store.get(before["3.html"]).title == "As It Was"
        assert store.is_removed(f"{site.base}/four") and is_settled(store)
        store.restore_removed(before["4.html"])
        assert texts(store)["four"] == paragraphs(4)


def test_an_article_on_two_pages_moves_whole(store):
    text = paragraphs("two", 12)

    def two(name):
        first, second = f"/{name}.html", f"/{name}.html?page=2"
        return {
            first: story("two", text[:6]) + f"<p>1 <a href='{second}'>2</a></p>",
            second: story("two", text[6:]) + f"<p><a href='{first}'>1</a> 2</p>",
        }

    with crawled(store, paper((*STORIES, "two")) | two("two")) as site:
        before = ids(store)
        away = {path: to(path.replace("two", "second")) for path in two("two")}
        nights(store, site, 2, lambda _: two("second") | away)
        assert ids(store) == {**without(before, "two.html"), "second.html": before["two.html"]}
        assert texts(store)["second.html"] == text and is_settled(store)


@pytest.mark.parametrize("status", [301, 302])
@pytest.mark.parametrize("target", ["/", "/section", "/login", "/maintenance"])
def test_a_redirect_to_something_else_is_a_page_that_is_missing(store, target, status):
    others = {
        "/section": SECTION,
        "/login": "<h1>Log in</h1><form><input name=user><input name=word></form>",
        "/maintenance": MAINTENANCE,
    }
    with crawled(store, paper() | others) as site:
        before = ids(store)
        night(store, site, {"/3.html": to(target, status)})
        kept = {name: ident for name, ident in ids(store).items() if name in before}
        assert kept == before and tally(store).gone == 0
        night(store, site)
        assert tally(store).gone == 1 and store.gone(f"{site.base}/3.html")
        assert {name: text for name, text in texts(store).items() if name in before} == AS_PRINTED
        night(store, site, {"/3.html": story(3)})
        assert tally(store).gone == 0


def test_the_pages_of_a_removed_article_are_in_no_export_wherever_it_was(store, tmp_path):
    with crawled(store) as site:
        ident = ids(store)["3.html"]
        night(store, site, moved(3, "three"))
        store.remove(ident, "libel")
        store.clean_again(store.fetch_numbers())  # whose text is on a page is unknown meanwhile
        export_pages(store, tmp_path / "pages.warc")
        names = {one.url.rpartition("/")[2] for one in read_warc(tmp_path / "pages.warc")}
        assert "4.html" in names and not names & {"3.html", "three"}


def test_a_lasting_redirect_to_a_login_elsewhere_is_missing(store):
    with crawled(store) as site:
        nights(store, site, 1, lambda _: {"/3.html": to("http://127.0.0.2:9/login")})
        assert texts(store) == AS_PRINTED
        assert store.db.execute("SELECT url FROM missing").fetchall() == [(f"{site.base}/3.html",)]


def test_the_old_address_that_is_linked_again_makes_no_second_article(store):
    with crawled(store) as site:
        before = ids(store)
        night(store, site, moved(3, "three"))
        for page in (to("/three"), story(3), story(3) + "<!-- again -->"):
            site.pages["/"] += "<li><a href='/3.html'>The Story of 3, once more</a></li>"
            night(store, site, {"/3.html": page})
            assert ids(store) == {**without(before, "3.html"), "three": before["3.html"]}
            assert is_settled(store)


def test_the_old_address_may_have_another_article_later(store):
    with crawled(store) as site:
        before = ids(store)
        night(store, site, moved(3, "three"))
        nights(store, site, 5, lambda _: {"/3.html": story("another")})
        now = ids(store)
        assert now["three"] == before["3.html"] and now["3.html"] not in before.values()
        assert texts(store)["3.html"] == paragraphs("another")
        assert store.article_at(f"{site.base}/3.html") == now["3.html"] and is_settled(store)


def test_it_may_move_on_and_back(store):
    with crawled(store) as site:
        before = ids(store)
        night(store, site, moved(3, "second"))
        night(store, site, {"/second": to("/third"), "/third": story(3)})
        assert ids(store)["third"] == before["3.html"]
        assert store.article_at(f"{site.base}/3.html") == before["3.html"]
        night(store, site, {"/third": to("/3.html"), "/3.html": story(3)})
        assert ids(store) == before and is_settled(store)
        assert store.article_at(f"{site.base}/second") == before["3.html"]


def test_what_was_held_before_it_moved_is_forgotten(store):
    with crawled(store) as site:
        before = ids(store)
        night(store, site, {"/3.html": MAINTENANCE})
        night(store, site, moved(3, "three"))
        assert ids(store)["three"] == before["3.html"] and len(ids(store)) == 12
        assert tally(store).held == 0 and is_settled(store)


def test_it_moves_to_where_another_page_was_first(store):
    with crawled(store) as site:
        before = ids(store)
        night(store, site, {**moved(3, "three"), "/three": MAINTENANCE})
        night(store, site, moved(3, "three"))
        assert ids(store) == {**without(before, "3.html"), "three": before["3.html"]}
        assert texts(store)["three"] == paragraphs(3) and tally(store).held == 0
        assert is_settled(store)


def test_a_wall_where_it_moved_to_is_no_second_article(store):
    walled = story(3, [paragraphs(3)[0]])
    with crawled(store) as site:
        before = ids(store)
        nights(store, site, 3, lambda _: {**moved(3, "three"), "/three": walled})
        assert ids(store) == before and texts(store) == AS_PRINTED
        assert tally(store).gone == 0 and is_settled(store)
        night(store, site, moved(3, "three"))  # it is open now
        assert ids(store) == {**without(before, "3.html"), "three": before["3.html"]}
        assert texts(store)["three"] == paragraphs(3) and is_settled(store)


@pytest.mark.parametrize("status", [302, 303, 307])
@pytest.mark.parametrize("known", [False, True])
def test_the_whole_text_stays_to_which_its_first_lines_lead_for_a_while(store, status, known):
    walled = {"/3.html": story(3, paragraphs(3)[:1]) + PAYWALL}
    linked = {"/": SECTION + "<a href='/whole/3.html'>The Story of 3</a>"} if known else {}
    whole = {"/whole/3.html": story(3)}
    with crawled(store, paper() | walled | linked | (whole if known else {})) as site:
        nights(store, site, 3, lambda _: {"/3.html": to("/whole/3.html", status)} | whole)
        assert texts(store) == AS_PRINTED and is_settled(store)
        assert store.article_at(f"{site.base}/3.html") == ids(store)["3.html"]
        nights(store, site, 4, lambda _: walled | {"/whole/3.html": (404, {}, b"")})
        assert texts(store) == AS_PRINTED and tally(store).gone == 0


def of_many(numbers):
    """A page with several stories, whole."""
    told = "".join(
        f"<h2>The Story of {n}</h2>" + "".join(f"<p>{line}</p>" for line in paragraphs(n))
        for n in numbers
    )
    return f"<title>A Week in May</title><h1>A Week in May</h1>{told}"


@pytest.mark.parametrize("status", [301, 302])
def test_articles_that_lead_to_one_page_of_all_stay_several(store, status):
    with crawled(store) as site:
        together = {f"/{n}.html": to("/week", status) for n in range(4)}
        nights(store, site, 3, lambda _: {"/week": of_many(range(4))} | together)
        assert texts(store).items() >= AS_PRINTED.items()
        night(store, site, paper())
        assert texts(store).items() >= AS_PRINTED.items() and tally(store).gone == 0


@pytest.mark.parametrize("status", [301, 302])
def test_a_page_of_many_that_leads_to_one_of_them_takes_it_not_away(store, status):
    week = {"/": SECTION + "<a href='/week'>A Week in May</a>", "/week": of_many(range(4))}
    with crawled(store, paper() | week) as site:
        before = ids(store)
        nights(store, site, 3, lambda _: {"/week": to("/2.html", status)})
        assert ids(store) == before and texts(store).items() >= AS_PRINTED.items()


def test_one_that_met_a_page_for_sale_where_it_moved_to_is_there_after_a_week(store):
    with crawled(store) as site:
        before = ids(store)
        nights(store, site, 9, lambda _: {})  # at rest: it is asked for after months
        for_sale = "<h1>paper.example</h1><p>This domain may be for sale. Related searches.</p>"
        nights(store, site, 2, lambda _: {**moved(3, "three"), "/three": for_sale})
        for _ in range(10):
            night(store, site, moved(3, "three"), options=RARELY)
        assert ids(store) == {**without(before, "3.html"), "three": before["3.html"]}
        assert texts(store)["three"] == paragraphs(3) and tally(store).gone == 0


def test_a_wall_at_a_former_address_is_no_second_article(store):
    wall = "To read on, subscribe to the paper: three months for the price of one, sent to your door."
    walled = story("new", [paragraphs("new")[0][:60], wall])
    news = {"/": paper((*STORIES, "new"))["/"]}
    with crawled(store) as site:
        night(store, site, {"/new": story("new")} | news)
        night(store, site, {"/new.html": walled})
        nights(store, site, 3, lambda _: {"/new.html": to("/new")})
        assert texts(store) == AS_PRINTED | {"new": paragraphs("new")} and tally(store).gone == 0


def test_what_was_missing_before_it_moved_is_there(store):
    with crawled(store) as site:
        nights(store, site, 2, lambda _: {"/3.html": (404, {}, b"")})
        assert tally(store).gone == 1
        night(store, site, moved(3, "three"))
        assert tally(store).gone == 0 and len(ids(store)) == 12


def crawl(store, site):
    let_pass(store, days=1)
    run_crawl(store, [f"{site.base}/"], options=NIGHTLY)
    clean_pages(store, waiting=True)


@pytest.mark.parametrize("asked_first", ["the old host", "the new host"])
def test_a_site_at_another_host_is_the_same_site(store, asked_first):
    with crawled(store) as old, served(paper()) as new:
        before = ids(store)
        old.pages |= {f"/{number}.html": to(f"{new.base}/{number}.html") for number in STORIES}
        for site in (old, new) if asked_first == "the old host" else (new, old):
            crawl(store, site)
        assert texts(store) == AS_PRINTED and ids(store) == before
        assert {article.url for article in store.articles()} == {
            f"{new.base}/{number}.html" for number in STORIES
        }
        assert tally(store).gone == 0 and is_settled(store)


def test_one_address_that_leads_to_another_host_tells_where_the_others_are(store):
    with crawled(store) as old, served(paper()) as new:
        before = ids(store)
        old.pages["/0.html"] = to(f"{new.base}/0.html")
        crawl(store, old)
        crawl(store, new)
        assert ids(store) == before and texts(store) == AS_PRINTED
        assert len({article.url for article in store.articles()}) == 12


def page(url, number):
    return Page(url, story(number).encode(), "text/html", None, datetime.now(UTC))


@pytest.mark.parametrize(
    "new", ["https://paper.test", "http://www.paper.test", "https://www.paper.test"]
)
def test_a_site_by_https_or_with_www_is_the_same_site(store, new):
    store.add_fetch(page("http://paper.test/3.html", 3))
    store.add_fetch(page("http://paper.test/4.html", 4))
    store.add_fetch(page("http://paper.test/5.html", 5))
    clean_pages(store)
    before = ids(store)
    store.add_fetch(page(f"{new}/3.html", 3))
    store.add_fetch(page(f"{new}/4.html", "another"))
    walled = story(5, [paragraphs(5)[0]]).encode()
    store.add_fetch(replace(page(f"{new}/5.html", 5), body=walled))
    clean_pages(store, waiting=True)
    assert [one.url for one in store.articles() if one.id == before["3.html"]] == [f"{new}/3.html"]
    assert len(list(store.articles())) == 4  # what says something else is another one
    assert list(store.get(before["5.html"]).paragraphs) == paragraphs(5)
    store.add_fetch(replace(page("http://paper.test/3.html", 3), body=story(3).encode() + b" "))
    clean_pages(store, waiting=True)
    assert len(list(store.articles())) == 4 and is_settled(store)


def test_articles_that_were_there_twice_become_one_by_the_upgrade(tmp_path):
    path = tmp_path / "corpus.db"
    with ArticleStore(path) as store, crawled(store, paper((*STORIES, "copy"))) as site:
        before = ids(store)
        site.pages |= {"/3.html": to("/copy.html"), "/copy.html": story(3)}
        let_pass(store, days=1)
        run_crawl(store, [f"{site.base}/"], options=NIGHTLY)
        store.db.executescript(
            "DROP TABLE held; DROP TABLE missing; DROP TABLE redirects; DROP TABLE other_names; "
            "ALTER TABLE starts DROP COLUMN base; ALTER TABLE urls DROP COLUMN turn_at; "
            f"ALTER TABLE urls DROP COLUMN found_on; {UNDO_12} PRAGMA user_version = 9"
        )
    with ArticleStore(path) as store:
        clean_pages(store, waiting=True)
        assert ids(store) == {**without(before, "3.html"), "copy.html": before["3.html"]}


def test_killed_at_any_moment_of_a_move_it_ends_as_one_without(store, tmp_path):
    with crawled(store) as site:
        before = ids(store)
        site.pages |= moved(3, "three")
        let_pass(store, days=1)
        run_crawl(store, [f"{site.base}/"], options=NIGHTLY)
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        kept = store.path.read_bytes()
        for commits in range(30):
            path = tmp_path / f"{commits}.db"
            path.write_bytes(kept)
            if (child := os.fork()) == 0:
                die_after(path, commits)
            ended = os.waitpid(child, 0)[1] == 0
            with ArticleStore(path) as copy:
                clean_pages(copy, waiting=True)
                assert ids(copy) == {**without(before, "3.html"), "three": before["3.html"]}
                assert is_settled(copy)
            if ended:
                break
        assert commits > 2


def die_after(path, commits):
    with ArticleStore(path) as copy:
        left = commits

        def count(statement):
            nonlocal left
            left -= statement == "COMMIT"
            if left < 0 and statement != "COMMIT":
                os.kill(os.getpid(), signal.SIGKILL)

        copy.db.set_trace_callback(count)
        clean_pages(copy, waiting=True)
    os._exit(0)


def test_old_ids_and_the_source_lead_to_where_it_is(tmp_path):
    settings = settle(tmp_path)
    with ArticleStore(settings.corpus) as store:
        pages = paper((*STORIES, "copy")) | {"/copy.html": story(3)}
        with crawled(store, pages) as site:
            before = ids(store)
            night(store, site, {"/3.html": to("/copy.html")})
        assert store.outcome(1) is None or store.outcome(1).code != Code.FAULTY
    app = create_app(settings)
    try:
        client = app.test_client()
        kept, other = before["3.html"], before["copy.html"]
        answer = client.get(f"/a/{other}")
        assert (answer.status_code, answer.location) == (301, f"/a/{kept}")
        answer = client.get(f"/a/{other}.json")
        assert (answer.status_code, answer.location) == (301, f"/a/{kept}.json")
        page = client.get(f"/a/{other}?q=ferry", follow_redirects=True)
        assert page.status_code == 200 and page.request.path.startswith(f"/a/{kept}/")
        assert page.request.args["q"] == "ferry"
        assert f'href="{site.base}/copy.html"' in page.text
        assert client.get("/a/nothing").status_code == 404
    finally:
        app.extensions["shelf"].close()
