"""The store: what was acknowledged stays, what people decided wins."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from old_corpus import UNDO_12, write_corpus

from corpus.article import Article, Page, article_id
from corpus.errors import RemovedArticle, StoreError, UnknownArticle
from corpus.outcome import Code, Outcome
from corpus.store import calendar
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def page(url="http://paper.test/1", body=b"<p>one</p>"):
    return Page(url, body, "text/html", None, NOW)


def article(**changes):
    base = Article(
        id="abc",
        title="Water",
        paragraphs=("One. Two.",),
        url="http://paper.test/1",
        sentences=((0, 4), (5, 9)),
    )
    return replace(base, **changes)


def test_an_article_comes_back_as_it_went_in(store):
    whole = article(
        byline=("Jane Doe", "Ali Khan"), section="Editorial", published=date(2014, 3, 12), date_source="json-ld",
        language="en", fetched_at=NOW,
    )  # fmt: skip
    assert store.put(whole)
    assert store.get("abc") == replace(whole, updated_seq=1)


def test_an_unchanged_article_is_not_written_again(store):
    assert store.put(article())
    assert not store.put(article(fetched_at=NOW))
    assert store.seq == 1
    assert store.put(article(published=date(2020, 1, 1)))
    assert store.seq == 2


def test_changes_tell_what_became_of_each_article(store):
    store.put(article())
    store.put(article(id="def"))
    store.put(article(title="Water again"))
    store.remove("def", "wrong")
    assert [(c.seq, c.id, c.article and c.article.title) for c in store.changes(0)] == [
        (3, "abc", "Water again"),
        (4, "def", None),
    ]
    assert [c.id for c in store.changes(3)] == ["def"]


def test_a_correction_wins_over_every_later_cleaning(store):
    store.put(article(published=date(2021, 12, 2), date_source="text"))
    store.edit("abc", Correction(published=date(2020, 7, 1), byline=("Jane Doe",)))
    store.edit("abc", Correction(title="Waters"))
    store.put(
        article(title="Water!", published=date(2021, 12, 3), date_source="text", section="Opinion")
    )
    found = store.get("abc")
    assert (found.title, found.byline, found.section) == ("Waters", ("Jane Doe",), "Opinion")
    assert (found.published, found.date_source) == (date(2020, 7, 1), "editor")


def test_a_person_can_say_that_no_date_is_known_and_change_her_mind(store):
    store.put(article(published=date(2021, 12, 2), date_source="text"))
    assert store.edit("abc", Correction(undated=True)).published is None
    assert store.edit("abc", Correction(published=date(2020, 1, 1))).published == date(2020, 1, 1)


def test_a_correction_can_be_taken_back(store):
    found = article(
        byline=("Jane Doe",), section="Opinion", published=date(2021, 12, 2), date_source="text"
    )
    store.put(found)
    assert (
        store.edit("abc", Correction(title="Waters", section="", byline=(), undated=True)).section
        is None
    )
    before = store.seq
    assert replace(store.undo_edit("abc"), updated_seq=0) == found
    assert [change.id for change in store.changes(before)] == ["abc"]
    store.put(replace(found, title="Found anew"))
    assert store.get("abc").title == "Found anew"
    with pytest.raises(UnknownArticle, match="never corrected"):
        store.undo_edit("abc")
    with pytest.raises(UnknownArticle, match="no article"):
        store.undo_edit("nope")


def test_a_removed_article_stays_removed(store):
    store.put(article())
    store.remove("abc", "a court ordered it")
    store.put(article(title="New"))
    with pytest.raises(RemovedArticle, match="a court ordered it"):
        store.get("abc")
    assert list(store.articles()) == []
    assert store.restore_removed("abc").title == "New"


@pytest.mark.parametrize(
    "change", [lambda s: s.edit("nope", Correction()), lambda s: s.remove("nope", "x")]
)
def test_nothing_is_known_of_an_unknown_article(store, change):
    with pytest.raises(UnknownArticle):
        change(store)
    assert store.seq == 0


def test_the_same_page_is_kept_once(store):
    assert store.add_fetch(page()) == store.add_fetch(page())
    assert store.add_fetch(page(body=b"two")) != store.add_fetch(page())
    assert [p.body for _, p in store.fetches()] == [b"<p>one</p>"]


def test_what_cleaning_no_longer_finds_is_withdrawn(store):
    number = store.add_fetch(page())
    store.settle(number, article())
    refused = Outcome(Code.NO_ARTICLE, "a list of links")
    assert store.settle(number, None, outcome=refused)
    with pytest.raises(UnknownArticle):
        store.get("abc")
    assert store.outcome(number) == refused
    store.settle(number, article())
    assert store.get("abc").title == "Water"


def test_an_id_that_another_article_has_gives_way(store):
    first, second = store.add_fetch(page()), store.add_fetch(page("http://paper.test/2"))
    store.settle(first, article())
    other = article(url="http://paper.test/2", title="Fire", paragraphs=("Three. Four.",))
    for _ in range(2):
        store.settle(second, other)
        assert {a.title: a.id for a in store.articles()} == {
            "Water": "abc",
            "Fire": article_id(other.url, "", ""),
        }


def test_an_article_corrected_or_cleaned_otherwise_keeps_its_id(store):
    number = store.add_fetch(page(None))
    store.settle(number, article(url=None))
    store.edit("abc", Correction(title="Waters"))
    store.settle(number, article(url=None))
    store.settle(number, article(url=None, paragraphs=("One. Two!",)))
    assert [(a.id, a.title, a.text) for a in store.articles()] == [("abc", "Waters", "One. Two!")]


def test_ids_are_short_stable_and_apart():
    ids = {article_id(f"http://paper.test/{n}", "", "") for n in range(10_000)}
    assert len(ids) == 10_000
    assert article_id("http://paper.test/1", "a", "b") == article_id(
        "http://paper.test/1", "c", "d"
    )
    assert article_id(None, "ab", "c") != article_id(None, "a", "bc")
    assert all(len(i) == 12 and i.isalnum() and i.islower() for i in ids if not i.isdigit())


def test_a_foreign_database_is_not_touched(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a Backfile corpus"):
        ArticleStore(path)
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (1,)
    db.close()
    assert len(path.read_bytes()) == len(before)


def test_rubbish_is_no_corpus(tmp_path):
    (tmp_path / "corpus.db").write_bytes(b"rubbish" * 500)
    with pytest.raises(StoreError):
        ArticleStore(tmp_path / "corpus.db")


def test_a_corpus_of_another_version(tmp_path):
    ArticleStore(tmp_path / "corpus.db").close()
    db = sqlite3.connect(tmp_path / "corpus.db")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="a newer version"):
        ArticleStore(tmp_path / "corpus.db")


def test_a_corpus_of_an_earlier_layout_is_brought_up_to_date(tmp_path):
    write_corpus(tmp_path / "corpus.db", 1)
    for _ in range(2):
        with ArticleStore(tmp_path / "corpus.db") as store:
            store.note_links("https://a.invalid/1", ("https://a.invalid/1?page=2",))
            assert store.namers("https://a.invalid/1?page=2") == ("https://a.invalid/1",)
            assert len(list(store.articles())) == 7


def test_what_is_counted_by_days_reads_no_article(store):
    asked = []
    store.db.set_trace_callback(asked.append)
    calendar.months(store)
    calendar.count_undated(store)
    store.db.set_trace_callback(None)
    assert len(asked) == 2
    for sql in asked:
        plans = [row[-1] for row in store.db.execute(f"EXPLAIN QUERY PLAN {sql}")]
        assert "USING COVERING INDEX articles_published" in plans[0], plans


def test_what_was_decided_in_an_earlier_layout_is_noted(tmp_path):
    with ArticleStore(tmp_path / "corpus.db") as store:
        for ident in ("edited", "removed", "left"):
            store.put(replace(article(), id=ident, url=None))
        store.edit("edited", Correction(title="Another"))
        store.remove("removed", "for a reason")
        store.put(replace(article(), id="later", url=None))
        decided = list(store.decided(0)), store.decision_state()[1]
        assert [change.id for change in decided[0]] == ["edited", "removed"]
        store.db.executescript(
            "DROP TABLE decided; DROP TABLE held; DROP TABLE missing; DROP TABLE redirects; "
            "DROP TABLE other_names; DROP TABLE hosts; "
            "CREATE TABLE hosts (name TEXT PRIMARY KEY, robots TEXT, robots_status INTEGER, "
            "robots_at TEXT, moved_to TEXT) WITHOUT ROWID; "
            "ALTER TABLE urls DROP COLUMN misses; ALTER TABLE urls DROP COLUMN calm; "
            "ALTER TABLE urls DROP COLUMN turn_at; ALTER TABLE urls DROP COLUMN found_on; "
            f"ALTER TABLE starts DROP COLUMN base; {UNDO_12} PRAGMA user_version = 7"
        )
    with ArticleStore(tmp_path / "corpus.db") as store:
        assert (list(store.decided(0)), store.decision_state()[1]) == decided


def test_a_missing_corpus_is_said(tmp_path):
    with pytest.raises(StoreError, match="no corpus"):
        ArticleStore(tmp_path / "corpus.db", create=False)
    assert not (tmp_path / "corpus.db").exists()
