"""How far a crawl has come, as it is told while it goes on; by a clock of the test's own."""

import re
from dataclasses import replace
from itertools import count

import pytest
from nightly_paper import story
from test_corpus_crawl import on_day, served

from corpus.crawling.crawl import run_crawl
from corpus.crawling.pace import Pace
from corpus.crawling.report import CrawlEvent
from corpus.intake.intake import clean_pages
from corpus.store.store import ArticleStore
from web.commands.crawl import watched_crawl
from web.commands.terminal import SECONDS_BETWEEN_LINES, Terminal

A, B = "http://a.test", "http://b.test"


class Clock:
    """Seconds, which pass when the test says so."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def told(events, seconds=1.0, **bounds):
    """What is told after these events, so many seconds apart."""
    clock = Clock()
    pace = Pace(on_day(0, **bounds), clock=clock)
    for event in events:
        clock.now += seconds
        pace.note(event)
    return str(pace)


def fetched(site, left, *, number=0, **fields):
    return CrawlEvent("fetched", f"{site}/{number}", queued=left, waiting=left, **fields)


def test_all_that_a_person_asks_is_told():
    events = [
        fetched(A, 40, number=1),
        fetched(A, 39, number=2, is_article=True),
        fetched(A, 38, number=3, is_article=True, is_held=True),
        CrawlEvent("not modified", f"{A}/4", queued=37, waiting=37),
        CrawlEvent("refused", f"{A}/5", queued=36, waiting=36),
        CrawlEvent("failed", f"{A}/6", queued=36, waiting=36),
        CrawlEvent("failed", f"{A}/6", queued=36, waiting=36),
    ]
    assert told(events, seconds=2) == (
        "2 articles, 36 queued, 1 refused, 1 failed, 1 held; 0.5 a second, about 1 min left"
    )


def test_what_comes_in_the_end_has_not_failed():
    events = [
        CrawlEvent("failed", f"{A}/6", queued=1, waiting=1),
        CrawlEvent("waiting", A, "10 s", queued=1, waiting=1),
        fetched(A, 0, number=6),
    ]
    assert told(events) == "0 articles, 0 queued, 0 refused, 0 failed, 0 held; 0.5 a second"


@pytest.mark.parametrize(
    ("seconds", "left", "words"),
    [
        (1, 20, "about 20 s left"), (1, 7_200, "about 2 h left"), (1, 5_400, "about 90 min left"),
        (10, 30_000, "about 3 days left"),
    ],
)  # fmt: skip
def test_how_long_it_takes_is_rounded(seconds, left, words):
    assert told([fetched(A, left + 1), fetched(A, left)], seconds).endswith(words)


def test_the_site_that_takes_longest_says_how_long_it_takes():
    pairs = [(fetched(A, 1_000 - n, number=n), fetched(B, 10, number=n)) for n in range(20)]
    events = [event for pair in pairs for event in pair]
    # a page of each in two seconds: A alone needs 981 times as long
    assert told(events).endswith("1.0 a second, about 34 min left")


def test_a_bound_that_was_asked_for_ends_it_sooner():
    events = [fetched(A, 1_000, number=n) for n in range(10)]
    assert told(events, max_pages=40).endswith("about 30 s left")
    assert told(events, max_seconds=25.0).endswith("about 15 s left")


def test_a_site_that_stalls_is_seen_to():
    clock = Clock()
    pace = Pace(on_day(0), clock=clock)
    for number in range(10):
        clock.now += 1
        pace.note(fetched(A, 100, number=number))
    clock.now += 81
    assert "0.1 a second, about 17 min left" in str(pace)


def test_where_there_is_no_terminal_a_line_comes_every_thirty_seconds(tmp_path, capsys):
    seconds = count(0, 4)  # four pass whenever somebody asks
    pages = {"/": "<ul>" + "".join(f"<li><a href='/{n}'>The headline of the story {n}</a></li>"
                                   for n in range(1, 25)) + "</ul>"}  # fmt: skip
    pages |= {f"/{n}": story(n) for n in range(1, 25)}
    moments = []

    def clock():
        moments.append(float(next(seconds)))
        return moments[-1]

    with served(pages) as site, ArticleStore(tmp_path / "corpus.db") as store:
        named = replace(on_day(0), user_agent="Backfile/0.1 (+http://p.test/)")
        watched_crawl(store, (site.base,), named, Terminal(clock=clock))
        lines = capsys.readouterr().err.splitlines()
        form = re.compile(
            r"crawling: (\d+) of 25; (\d+) articles?, \d+ queued, 0 refused, 0 failed, 0 held"
            r"(; 0\.\d a second(, about \d+ (s|min) left)?)?"
        )
        assert all(map(form.fullmatch, lines)), lines
        assert len(lines) >= moments[-1] // (SECONDS_BETWEEN_LINES + 20) >= 2
        assert len(lines) <= moments[-1] // SECONDS_BETWEEN_LINES + 1
        done = [int(form.fullmatch(line)[1]) for line in lines]
        assert done == sorted(done) and int(form.fullmatch(lines[-1])[2]) == done[-1] - 1


def test_a_new_answer_that_does_not_stand_yet_is_held(tmp_path):
    pages = {"/": story(1)}
    with served(pages) as site, ArticleStore(tmp_path / "corpus.db") as store:
        events = []
        run_crawl(store, [site.base], options=on_day(0), on_event=events.append)
        clean_pages(store)
        site.pages["/"] = "<p>Back soon.</p>"
        run_crawl(store, options=on_day(1), on_event=events.append)
        assert [(one.is_article, one.is_held) for one in events] == [(True, False), (False, True)]
