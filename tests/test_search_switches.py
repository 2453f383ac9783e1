"""Readers during rebuilds, updates and roll-backs: not one wrong or failed answer."""

import random
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from asked import made_up_questions
from newsroom import index_sample, sample_articles

from benchmarks.thread_check import check, is_true
from benchmarks.thread_reader import Plan, answer_to, digest, marked, read, varied
from benchmarks.thread_writer import Changes
from corpus.errors import IndexDamaged, IndexMissing, IndexOutdated
from corpus.store.store import ArticleStore
from index import open_indexer
from index.generations import Generations
from search import open_searcher
from search.matching.results import Filters, Request
from search.query.parser import parse
from tests.kept import made_once
from tests.shell import PATIENCE

ARTICLES = sample_articles()
ARTICLES_BY_ID = {article.id: article for article in ARTICLES}


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(made_once(index_sample), tmp_path, dirs_exist_ok=True)


@pytest.fixture
def store(folder):
    with ArticleStore(folder / "corpus.db") as store:
        yield store


def test_readers_during_rebuilds(folder, store):
    expected = {
        text: {hit.id for hit in ask(folder, text)}
        for text in ("water", '"peace agreement"', "bank -trial")
    }
    searcher, wrong, over = open_searcher(folder / "index"), [], threading.Event()

    def read(fresh):
        while not over.is_set():
            for text, ids in expected.items():
                try:
                    found = {h.id for h in (ask(folder, text) if fresh else full(searcher, text))}
                except Exception as error:
                    wrong.append((text, repr(error)))
                    return
                if found != ids:
                    wrong.append((text, found ^ ids))
                time.sleep(0.005)

    readers = [threading.Thread(target=read, args=(number == 0,)) for number in range(3)]
    for reader in readers:
        reader.start()
    indexer = open_indexer(folder / "index", keep=1)
    for number in range(8):
        store.put(
            replace(
                ARTICLES[0],
                id=f"extra{number}",
                title="Extra",
                paragraphs=("Nothing to the point.",),
            )
        )
        indexer.rebuild(store) if number == 4 else indexer.update(store)
    over.set()
    for reader in readers:
        reader.join()
    searcher.close()
    assert wrong == []


# -- every answer is that of a generation which was live meanwhile

ASKED = [*marked(), *varied(made_up_questions(random.Random("switches"), 80))]


@pytest.fixture
def changes(folder, store):
    changes = Changes(folder, store, seed=1)
    changes.found()
    return changes


def test_every_answer_is_that_of_a_generation_that_was_live(changes, folder):
    answers = []
    with ThreadPoolExecutor(1) as pool:
        for seed in range(4):
            changes.commit()  # so that each time others are live, however slow the machine
            plan = Plan(folder / "index", ASKED, count=125, threads=8, pause=0.03, seed=seed)
            reading = pool.submit(read, plan)
            while not reading.done() and len(changes.switches) < 60:
                changes.commit()
            answers += reading.result(timeout=PATIENCE)
    checked = check(answers, changes.switches, ASKED)
    assert (len(answers), checked.wrong, checked.failed) == (500, [], [])
    assert checked.generations >= 4  # far more where nothing else goes on


def test_an_answer_that_is_late_or_of_no_generation_is_wrong(changes, folder):
    """The check itself: what it lets pass was right."""
    for _ in range(3):
        changes.commit()
    (answer,) = read(Plan(folder / "index", ASKED[:8], count=1, threads=1, pause=0, seed=1))
    assert check([answer], changes.switches, ASKED).wrong == []
    half = replace(answer, digest=bytes(16))
    stale = replace(answer, digest=alone(changes.switches[1], answer.question))
    early = replace(answer, begun=0, ended=changes.switches[1].done)
    failed = replace(answer, error="KeyError()")
    assert stale.digest != answer.digest
    for each in (half, stale, early):
        assert len(check([each], changes.switches, ASKED).wrong) == 1
    assert len(check([failed], changes.switches, ASKED).failed) == 1
    changes.switches[0].marked["zmarka"].popitem()
    # what is known of the words says otherwise
    assert len(check([answer], changes.switches, ASKED).wrong) == 1


def alone(switch, number):
    searcher = open_searcher(switch.copy)
    try:
        return digest(answer_to(searcher, ASKED[number]))
    finally:
        searcher.close()


def test_an_answer_with_a_hit_too_few_or_too_many_is_not_true(changes, folder):
    searcher = open_searcher(folder / "index")
    titles, results = changes.switches[-1].marked["zmarka"], answer_to(searcher, ASKED[0])
    searcher.close()
    assert ASKED[0].mark == "zmarka" and is_true(results, "zmarka", titles) and len(titles) > 3
    assert not is_true(replace(results, total=results.total + 1), "zmarka", titles)
    assert not is_true(replace(results, hits=results.hits[1:]), "zmarka", titles)
    unmarked = results.hits[0]._replace(snippets=())
    assert not is_true(replace(results, hits=(unmarked, *results.hits[1:])), "zmarka", titles)
    wrong = results.hits[0]._replace(title="An earlier version")
    assert not is_true(replace(results, hits=(wrong, *results.hits[1:])), "zmarka", titles)


def full(searcher, text):
    return [hit for hit in searcher.search(Request(parse(text), size=100)).hits if not hit.partial]


def ask(folder, text):
    searcher = open_searcher(folder / "index")
    try:
        return full(searcher, text)
    finally:
        searcher.close()


def test_what_was_removed_counts_nowhere_whatever_the_index_holds(folder, store):
    searcher = open_searcher(folder / "index", corpus=lambda: store)
    before = searcher.search(Request(parse("water"), size=100))
    gone = before.hits[0]
    store.remove(gone.id, "wrong")
    after = searcher.search(Request(parse("water"), size=100))
    assert after.total == before.total - 1
    assert gone.id not in {hit.id for hit in after.hits}
    assert sum(n for _, n in after.facets[0].counts) == after.total
    assert after.searched_for[0].count == after.total
    assert gone.id not in {
        hit.id for hit in searcher.similar(ARTICLES_BY_ID[gone.id].text, limit=50).hits
    }
    searcher.close()


def test_an_index_of_another_corpus_is_not_asked(folder, tmp_path_factory):
    with ArticleStore(tmp_path_factory.mktemp("other") / "corpus.db") as other:
        searcher = open_searcher(folder / "index", corpus=lambda: other)
        with pytest.raises(IndexOutdated, match="another corpus"):
            searcher.search(Request(parse("water")))
        searcher.close()


def test_an_index_that_went_away_is_said(folder):
    searcher = open_searcher(folder / "index")
    (folder / "index" / "live.json").unlink()
    with pytest.raises(IndexMissing, match="is gone"):
        searcher.search(Request(parse("water")))
    searcher.close()


def test_filters_alone_find_everything_they_allow(folder, store):
    store.put(
        replace(ARTICLES[0], id="oneil", byline=("Sean O'Neil", "J.R. Smith"), section="U.S. Desk")
    )
    open_indexer(folder / "index").update(store)
    searcher = open_searcher(folder / "index")
    for filters in (
        Filters(names=(("author", "Sean O'Neil"),)), Filters(names=(("author", "sean o’neil"),)), Filters(names=(("author", "O'Neil"),)),
        Filters(names=(("author", "J.R. Smith"),)), Filters(names=(("section", "U.S. Desk"),)), Filters(names=(("section", "us desk"),)),
    ):  # fmt: skip
        results = searcher.search(Request(parse(""), filters=filters))
        assert [hit.id for hit in results.hits] == ["oneil"], filters
    assert searcher.search(Request(parse(""))).total == 0
    assert searcher.search(Request(parse("*"), filters=Filters(names=(("section", "U.S. Desk"),)))).total == 0
    keld = searcher.search(Request(parse(""), filters=Filters(names=(("author", "keld"),)), size=50))
    assert {name for hit in keld.hits for name in hit.byline} == {"Osman Keld", "Usman Keld"}
    searcher.close()


def test_a_name_typed_as_words_finds_what_its_author_wrote(folder):
    searcher = open_searcher(folder / "index")
    found = searcher.search(Request(parse("osman keld")))
    assert found.suggestion is None
    assert found.total == sum("Osman Keld" in article.byline for article in ARTICLES)
    searcher.close()


def test_nothing_is_close_to_what_nobody_wrote_about(folder):
    searcher = open_searcher(folder / "index")
    code = "Override the compiler's default optimisation flags and link statically against musl when cross-compiling."
    assert searcher.similar(code).total == 0
    assert searcher.similar("").total == 0
    assert searcher.similar(ARTICLES[5].text).hits[0].id == ARTICLES[5].id
    searcher.close()


def test_what_breaks_on_damage_done_while_it_is_open_is_called_damage(folder):
    searcher = open_searcher(folder / "index")
    path = max(Generations(folder / "index").live().iterdir(), key=lambda file: file.stat().st_size)
    whole = path.read_bytes()
    said = set()
    for seed in range(6):
        rng = random.Random(seed)
        spoilt = bytearray(whole)
        for _ in range(400):
            spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
        with path.open("r+b") as file:  # in place: the searcher sees it in its mapping
            file.write(spoilt)
        for text in ("water", '"peace agreement"', "schoo*", "bank -trial", "zzz"):
            try:
                searcher.search(Request(parse(text), filters=Filters(names=(("author", "keld"),))))
                searcher.similar(ARTICLES[seed].text)
            except IndexDamaged as error:
                said.add(error.mend)
    assert said == {"backfile index --rebuild"}
