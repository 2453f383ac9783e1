import re
from pathlib import Path
from threading import Event, Thread

import pytest

from corpus.crawling.crawl import CrawlOptions, run_crawl
from corpus.intake.intake import clean_pages
from corpus.intake.workers import LEAST, Workers
from corpus.outcome import Code
from corpus.page.parameters import ALWAYS, PERHAPS, Parameters, heeding, is_session
from corpus.page.urls import canonical
from tests.odd_site import odd_site
from tests.shell import PATIENCE

QUICK = CrawlOptions(delay=0, retry_wait=0.01, timeout=PATIENCE)
TOKEN = "k3v9q2m8x7b1n5c4z6l0d8f2h7"  # as PHP makes them
HEX = "9f86d081884c7d659a2feaa0c55ad015"
LEADER = "The council of {} should count its boats before it sells the harbour that they lie in. "
SITE = "http://paper.example"


def story(number):
    words = f"Boat number {number} was seen on the {number} th night by nobody but its owner. "
    return f"<h1>The boats of harbour {number}</h1>" + "".join(
        f"<p>{LEADER.format(number)}{words * 4}</p>" for _ in range(6)
    )


def rows(addresses):
    items = (
        f'<li><a href="{each}">The boats of harbour {each[-3:]}</a></li>' for each in addresses
    )
    return f"<ul>{''.join(items)}</ul>"


def paper(addresses):
    return {"/": rows(addresses)} | {each: story(n) for n, each in enumerate(addresses)}


def articles(store, site):
    return sorted(article.url.removeprefix(site.base) for article in store.articles())


def crawled(store, site, *starts):
    run_crawl(store, starts, options=QUICK)
    clean_pages(store, waiting=True)
    return articles(store, site)


@pytest.mark.parametrize(
    "address",
    [
        "/article?sid={}",
        "/news.php?session_id=20200{}",
        "/news.php?op=show&sessionid={}",
        "/?s=boats-of-harbour-{}",
        "/show;sid={}",
    ],
)
def test_ten_stories_that_a_parameter_names_are_ten_articles(store, address):
    addresses = [address.format(number) for number in range(10)]
    with odd_site(paper(addresses)) as site:
        assert crawled(store, site, site.base) == sorted(addresses)


@pytest.mark.parametrize("name", ["sid", "session_id", "PHPSESSID", "s"])
def test_a_story_that_each_list_names_with_another_session_is_one_article(store, name):
    tokens = (HEX, TOKEN, HEX.upper(), TOKEN[::-1])
    links = "".join(
        f"<li><a href='/story?id=7&{name}={token}'>The boats of harbour 7</a></li>"
        for token in tokens
    )
    with odd_site({"/": f"<ul>{links}</ul>", "/story?id=7": story(7)}) as site:
        assert crawled(store, site, site.base) == ["/story?id=7"]
        assert site.asked == ["/", "/story?id=7"]


def test_people_say_of_a_site_what_is_kept_and_what_is_dropped(store):
    kept = [f"/show?sid={HEX[:-1]}{number}" for number in range(3)]
    ways = [f"/story?id=7&from={page}&Highlight=boats" for page in ("home", "news", "sport")]
    site = odd_site({"/": rows([*kept, *ways]), "/story?id=7": story(7)}
                    | {each: story(n) for n, each in enumerate(kept)})  # fmt: skip
    said = Parameters(keep_parameters=("sid",), drop_parameters=("from", "high*"))
    with site as site, heeding({"127.0.0.1": said}):
        assert crawled(store, site, site.base) == [*kept, "/story?id=7"]
        # what a page names as its neighbours is written in the same way
        assert canonical("?id=7&from=x&highlight=y&sid=" + HEX, f"{site.base}/story").endswith(
            f"/story?id=7&sid={HEX}"
        )
    assert canonical(f"{SITE}/?from=x") == f"{SITE}/?from=x"  # said no more


def test_what_is_said_of_a_port_comes_before_what_is_said_of_the_host():
    said = {"paper.example": Parameters(drop_parameters=("a",)),
            "paper.example:8080": Parameters(drop_parameters=("b",))}  # fmt: skip
    with heeding(said):
        assert canonical("https://www.paper.example/?a=1&b=2") == "https://www.paper.example/?b=2"
        assert canonical(f"{SITE}:8080/?a=1&b=2") == f"{SITE}:8080/?a=1"
        assert canonical("http://other.example/?a=1&b=2") == "http://other.example/?a=1&b=2"


def test_an_address_that_was_read_before_is_written_as_people_say_now():
    written = ("/story?id=3&view=old", f"{SITE}/archive/")
    whole, bare = f"{SITE}/story?id=3&view=old", f"{SITE}/story?id=3"
    assert canonical(*written) == whole
    with heeding({"paper.example": Parameters(drop_parameters=("view",))}):
        assert canonical(*written) == bare
    assert canonical(*written) == whole


def test_an_address_of_before_that_is_written_otherwise_now_is_a_version_of_what_it_became(store):
    pages = {"/": rows(["/story?id=7&from=home"]), "/story?id=7&from=home": story(7)}
    with odd_site(pages | {"/story?id=7": story(7)}) as site:
        assert crawled(store, site, site.base) == ["/story?id=7&from=home"]
        with heeding({"127.0.0.1": Parameters(drop_parameters=("from",))}):
            # until the site is asked for it by its new name, the article stays as it was
            clean_pages(store)
            assert articles(store, site) == ["/story?id=7&from=home"]
            assert crawled(store, site) == ["/story?id=7"]
            number, _ = store.newest_of(f"{site.base}/story?id=7&from=home")
            outcome = store.outcome(number)
            assert (outcome.code, outcome.url) == (Code.VERSION, f"{site.base}/story?id=7")


def test_an_address_of_before_without_its_parameter_has_the_story_that_it_shows(store):
    """As earlier versions stored `article` for ten stories of `article?sid=n`."""
    addresses = [f"/article?sid={number}" for number in range(10)]
    with odd_site({**paper(addresses), "/article": story(3), "/": rows(["/article"])}) as site:
        assert crawled(store, site, site.base) == ["/article"]
        site.answers["/"] = rows(addresses)
        assert crawled(store, site) == ["/article", *addresses[:3], *addresses[4:]]


def test_processes_that_are_started_anew_write_addresses_likewise():
    over = Event()
    other = Thread(target=over.wait)  # beside another thread no process is copied
    other.start()
    try:
        said = {"paper.example": Parameters(drop_parameters=("from",))}
        with heeding(said), Workers(2) as workers:
            asked = [f"{SITE}/{number}?from=x" for number in range(6)]
            made = dict(workers.map(canonical, asked, pages=2 * LEAST))
    finally:
        over.set()
        other.join()
    assert made == {url: url.partition("?")[0] for url in asked}


@pytest.mark.parametrize(
    "value",
    ["", "12", "20200326101500", "climate", "the-2020-election-7-results", "story20200326001",
     "20200326T101500Z", "12345678901234567890123456789012", "Boatsofharboursandtheircaptains"],
)  # fmt: skip
def test_a_number_and_a_word_of_an_address_are_no_session(value):
    assert not is_session(value)
    for name in PERHAPS:
        assert canonical(f"{SITE}/a?{name}={value}") == f"{SITE}/a?{name}={value}"


@pytest.mark.parametrize(
    "value",
    [TOKEN, HEX, "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "a8Kd93jQ0xZp4Lm2Vb7Tr1Ws9Yc5Nf6E"],
)
def test_what_software_made_up_is_a_session(value):
    assert is_session(value)
    for name in PERHAPS:
        assert canonical(f"{SITE}/a?{name.upper()}={value}&id=3") == f"{SITE}/a?id=3"


def test_each_name_that_is_always_dropped_is_and_is_in_the_documentation():
    documented = (Path(__file__).parents[1] / "docs" / "administration.md").read_text("utf-8")
    table = documented.partition("## Addresses and their parameters")[2].partition("\n## ")[0]
    for names in (*ALWAYS.values(), PERHAPS):
        for name in names:
            assert f"`{name}`" in table
            if names is not PERHAPS:
                assert canonical(f"{SITE}/?{name.replace('*', 'x')}=1") == f"{SITE}/"
    told = set(re.findall(r"`([a-z_*]+)`", table.partition("\n| ")[2].partition("\n\n")[0]))
    assert told == {name for names in (*ALWAYS.values(), PERHAPS) for name in names}
