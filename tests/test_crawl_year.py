"""Forty nights of a small paper whose server fails in every way; benchmarks/year.py does a year."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from benchmarks.year import Plan, corpus_folder, simulate
from benchmarks.year_check import end_losses
from benchmarks.year_faults import KINDS, NAMES, OF_LISTS, Ask, move_host
from benchmarks.year_paper import Paper
from benchmarks.year_server import Rates, Server
from corpus.store.store import ArticleStore
from tests.shell import PATIENCE

SEED = 1
BAD = Rates(pages=0.3, lists=0.04, sites=0.2, kills=0.05, slow=False)
FORTY = Plan(nights=40, articles=60, rates=BAD, refresh_days=6, patience=PATIENCE, well_at_last=17)
WELL = replace(FORTY, nights=4, articles=12, rates=Rates(0, 0, 0, 0))


@pytest.fixture(scope="module")
def server():
    with Server() as server:
        yield server


@pytest.fixture(scope="module")
def year(server):
    with corpus_folder() as folder:
        return simulate(server, SEED, FORTY, folder)


def lost(year, *what):
    return [f"{loss.fault}: {loss.told}" for loss in year.losses if loss.what in what]


def test_there_are_sixty_kinds_of_fault_and_more():
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 60


@pytest.mark.parametrize("name", NAMES)
def test_each_kind_answers_otherwise_than_the_paper_would(name):
    paper = Paper("Harbour", "http://127.0.0.1:1", articles=30)
    kind, story = NAMES[name], paper.stories[3]
    path, good, front = story.path, paper.reply(story.path), paper.reply("/")
    if kind.effect and kind.effect is not move_host:
        kind.effect(paper, story)
        assert (paper.reply(path), paper.reply("/")) != (good, front)
    elif not kind.effect:
        bad = kind.answer(Ask(path, paper, good, times=1, elsewhere="http://127.0.0.2:1"))
        assert bad.wire() != good.wire() or bad.then != "keep" or kind in OF_LISTS


def test_forty_nights_meet_many_kinds_and_a_kill(year):
    assert len(year.drawn) >= 25 and year.kills


def test_what_was_answered_well_or_is_up_is_there(year):
    assert lost(year, "missing") == []


def test_nothing_is_replaced_by_nonsense_or_stays_behind(year):
    assert lost(year, "replaced", "stale", "strange") == []


def test_nothing_is_there_twice(year):
    assert lost(year, "twice") == []


def test_what_the_site_took_down_is_marked(year):
    assert lost(year, "unmarked", "marked") == []


def test_every_night_tells_the_truth(year):
    assert lost(year, "night") == []


def test_no_site_that_is_well_is_left_alone_and_no_trap_is_walked(year):
    assert lost(year, "unasked", "trapped") == []


def test_nothing_is_lost_where_nothing_goes_wrong_and_what_is_lost_is_seen(server, tmp_path):
    year = simulate(server, SEED, WELL, tmp_path)
    assert year.losses == [] and set(year.codes) == {0} and year.articles > 15
    with ArticleStore(tmp_path / "corpus.db", create=False) as store:
        gone, torn, odd, down, up, *_ = store.articles()
        number = store.db.execute("SELECT max(fetch_id) FROM articles").fetchone()[0]
        with store.transaction() as db:
            db.execute("UPDATE articles SET state = 'withdrawn' WHERE id = ?", (gone.id,))
        store.put(replace(torn, paragraphs=("Please sign in.",)), fetch_id=number)
        store.put(replace(odd, id="again"), fetch_id=number)
        store.put(replace(odd, id="login", url=f"{server.bases[0]}/login"), fetch_id=number)
        store.mark_gone(up.url, datetime.now(UTC))
        by_url = {f"{paper.base}{one.path}": (paper, one) for paper in server.papers
                  for one in paper.stories}  # fmt: skip
        paper, story = by_url[down.url]
        paper.take_down(story, 404)
        server.known[paper.name, story.number].gone = [1, 3]
        found = sorted(loss.what for loss in end_losses(server, store, ""))
    assert found == ["marked", "missing", "replaced", "strange", "twice", "unmarked"]
