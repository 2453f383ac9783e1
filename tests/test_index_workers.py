"""A rebuild by several processes: the same index as by one, and never a broken one."""

import os
import signal
from multiprocessing import active_children

import pytest
from newsroom import sample_articles
from test_arrays_oracle import trees

import index.embedded
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from index import open_indexer
from index.arrays.read.reader import ArrayReader
from index.arrays.read.toc import read_toc
from index.arrays.write.workers import WorkersFailed, worker_count, write_segments
from search.arrays.reader import ArrayIndexReader
from search.matching.collect import Collected
from search.matching.doc_set import EMPTY
from search.matching.evaluate import Evaluator
from search.matching.results import Request
from search.matching.top_hits import top_hits
from search.query.query import Query
from search.snippets.hits import show


@pytest.fixture
def store(tmp_path):
    with ArticleStore(tmp_path / "corpus.db") as store:
        for article in sample_articles():
            store.put(article)
        yield store


def rebuild(store, root, processes, monkeypatch, **options):
    monkeypatch.setattr(index.embedded, "worker_count", lambda articles, memory_mb: processes)
    indexer = open_indexer(root, codec="arrays", memory_mb=800)
    report = indexer.rebuild(store, **options)
    return report, indexer.generations.live()


def answers(folder, rng, articles):
    reader = ArrayReader(folder)
    told = []
    for root in filter(None, trees(rng, articles)):
        evaluator = Evaluator(ArrayIndexReader(reader))
        found = evaluator.evaluate(root)
        request = Request(Query("", root), size=10)
        order = top_hits(evaluator.reader, Collected(found, EMPTY, {}, found), "relevance")
        told.append((len(found), [*show(evaluator, request, order[:10])]))
    reader.close()
    return told


def test_several_processes_write_the_index_that_one_writes(store, tmp_path, monkeypatch):
    import random

    articles = sample_articles()
    store.remove(articles[3].id, "withdrawn")
    store.edit(articles[5].id, Correction(title="Another title"))
    done = []
    alone, first = rebuild(store, tmp_path / "alone", 1, monkeypatch)
    report, second = rebuild(
        store, tmp_path / "together", 3, monkeypatch, on_article=lambda *told: done.append(told)
    )
    assert (report.articles, report.added, report.deleted) == (
        alone.articles,
        alone.added,
        0,
    ) and alone.articles > 40
    assert done[-1][0] == report.articles
    assert len(read_toc(second)) == 1
    assert [path.suffix for path in second.iterdir()].count(".arrays") == 1
    # nothing of the workers' is left
    assert not [path for path in second.iterdir() if path.is_dir()]
    for seed in range(3):
        told = answers(first, random.Random(seed), articles)
        assert told == answers(second, random.Random(seed), articles)
        assert sum(found for found, _ in told) > 100


def test_when_one_of_them_stops_the_work_is_done_alone(store, tmp_path, monkeypatch):
    corpus = tmp_path / "corpus.db"
    corpus.rename(tmp_path / "away.db")  # only who has it open can read it
    with pytest.raises(WorkersFailed):
        write_segments(tmp_path, store, 2, memory_mb=800, on_articles=lambda more: None)
    report, folder = rebuild(store, tmp_path / "index", 2, monkeypatch)
    assert report.articles == report.added == len(sample_articles())
    assert len([*folder.glob("*.arrays")]) == 1


def test_killing_them_all_does_no_harm(store, tmp_path, monkeypatch):
    killed = []

    def kill(*told):
        for process in active_children():
            os.kill(process.pid, signal.SIGKILL)
            killed.append(process.pid)

    report, folder = rebuild(store, tmp_path / "index", 2, monkeypatch, on_article=kill)
    assert killed and not active_children()
    assert report.articles == len(sample_articles())
    assert len([*folder.glob("*.arrays")]) == 1


def test_what_changes_meanwhile_waits_for_the_next_update(store, tmp_path, monkeypatch):
    changed = sample_articles()[7]

    def change(*told):
        if not changes:
            changes.append(store.seq)
            with ArticleStore(tmp_path / "corpus.db") as other:
                other.edit(changed.id, Correction(title="Changed meanwhile"))

    changes = []
    report, _ = rebuild(store, tmp_path / "index", 2, monkeypatch, on_article=change)
    assert report.articles == len(sample_articles())
    indexer = open_indexer(tmp_path / "index", codec="arrays")
    again = indexer.update(store)
    assert (again.added, again.articles) == (1, report.articles)


def test_who_writes_to_the_corpus_holds_up_nobody(store, tmp_path, monkeypatch):
    with ArticleStore(tmp_path / "corpus.db") as other, other.transaction() as db:
        db.execute("UPDATE articles SET title = 'Not committed'")
        report, folder = rebuild(store, tmp_path / "index", 2, monkeypatch)
    assert report.articles == len(sample_articles())
    assert b"Not committed" not in next(folder.glob("*.arrays")).read_bytes()


def test_nobody_is_left_when_indexing_is_broken_off(store, tmp_path, monkeypatch):
    def stop(*told):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(store, tmp_path / "index", 2, monkeypatch, on_article=stop)
    assert not active_children()
    assert not [*(tmp_path / "index" / "generations").iterdir()]


@pytest.mark.parametrize(
    ("articles", "memory_mb", "most"),
    [(10**6, 400, 1), (10**6, 1000, 2), (39_999, 10**5, 1), (40_000, 10**5, 2)],
)
def test_they_are_as_many_as_memory_and_articles_allow(articles, memory_mb, most, monkeypatch):
    monkeypatch.setattr("index.arrays.write.workers._cores", lambda: 64)
    assert worker_count(articles, memory_mb) == most
    monkeypatch.setattr("index.arrays.write.workers._cores", lambda: 1)
    assert worker_count(articles, memory_mb) == 1
