"""The writer of an index, as whoever knows Whoosh uses it, and as the indexer does."""

import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from made_up import histories
from newsroom import PERSIAN, UNDATED, made, sample_articles
from whoosh import query as wq
from whoosh.fields import UnknownFieldError
from whoosh.index import LockError
from whoosh.qparser import QueryParser
from whoosh.writing import AsyncWriter, BufferedWriter, IndexingError, IndexWriter

from corpus.article import Article, article_id
from corpus.errors import BackfileError, IndexMissing, IndexOutdated
from corpus.sentences import SentenceSplitter
from corpus.store.store import ArticleStore
from index import create_in, open_index, open_indexer
from index.base.article_fields import article_of
from index.base.schema import schema
from index.generations import Generations
from index.manifest import Manifest
from search import open_searcher
from search.matching.results import Request
from search.query.parser import parse
from tests.examples import examples
from tests.shell import PATIENCE, copy_of_demo

# not made smaller when it fails: each try builds two indexes
HISTORIES = settings(
    deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.generate]
)
CODECS = pytest.mark.parametrize("codec", ["arrays", "w3"])
ROOT = Path(__file__).parent.parent
QUESTIONS = (
    "tunnel", '"the government"', "gov*", "author:keld", "title:roads -water", "after:2012 winter",
    "کتابخانه", "section:opinion water", "lantern~",
)  # fmt: skip


def plain(article, **more):
    """An article as a program that knows Whoosh gives it."""
    return {
        "id": article.id, "title": article.title, "text": article.text, "published": article.published,
        "authors": article.byline, "section": article.section, "url": article.url,
        "date_source": article.date_source, "language": article.language, **more,
    }  # fmt: skip


def titles(index, query=None):
    with index.searcher() as searcher:
        return sorted(hit["title"] for hit in searcher.search(query or wq.Every(), limit=None))


def word(text):
    return wq.Term("text", text)


@pytest.fixture(params=["arrays", "w3"])
def mine(request, tmp_path):
    """Three articles in an index of no corpus."""
    index = create_in(tmp_path / "mine", request.param)
    with index.writer() as writer:
        writer.add_document(id="one", title="One", text="A lantern.", published=date(2001, 2, 3))
        writer.add_document(id="two", title="Two", text="Two lanterns.\n\nIn a tunnel.")
        writer.add_document(title="Three", text="Water.", published="2003-04-05", author="Ana de la O")
    return index


# -- the same index


@CODECS
def test_a_program_that_knows_whoosh_makes_the_index_that_we_make(tmp_path, codec):
    splitter = SentenceSplitter.learn(())
    articles = [
        replace(article, sentences=splitter.split(article.paragraphs))
        for article in (*sample_articles(), UNDATED, PERSIAN)
    ]
    with ArticleStore(tmp_path / "corpus.db") as store:
        for article in articles:
            store.put(article)
        open_indexer(tmp_path / "ours", codec=codec).rebuild(store)
    with create_in(tmp_path / "theirs", codec).writer() as writer:
        for article in articles:
            writer.add_document(**plain(article))
    answers = []
    for name in ("ours", "theirs"):
        with closing(open_searcher(tmp_path / name, codec=codec)) as searcher:
            answers.append([
                replace(searcher.search(Request(parse(question), size=50)), searched_for=())
                for question in QUESTIONS
            ])
    assert answers[0] == answers[1] and [answer for answer in answers[0] if not answer.hits] == []
    if codec == "arrays":
        files = [sorted((tmp_path / name).rglob("*.arrays")) for name in ("ours", "theirs")]
        assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


@pytest.mark.parametrize("given, field, value", [
    ({"title": "T"}, "paragraphs", ()),
    ({"text": "one\n\ntwo\n \nthree\nfour\n\n"}, "paragraphs", ("one", "two", "three\nfour")),
    ({"text": "one\r\n\r\ntwo\r\n"}, "paragraphs", ("one", "two")),
    ({"title": "T", "published": datetime(2001, 2, 3, 4)}, "published", date(2001, 2, 3)),
    ({"title": "T", "published": "2001-02-03"}, "date_source", "record"),
    ({"title": "T", "published": None}, "date_source", "unknown"),
    ({"title": "T", "authors": "Ana de la O"}, "byline", ("Ana de la O",)),
    ({"title": "T", "author": "Ana"}, "byline", ("Ana",)),
    ({"title": "T", "authors": ["Ana de la O", ""], "author": "A. O"}, "signed", ("A. O",)),
    ({"title": "T", "text": "x", "url": "https://a.invalid/"}, "id", article_id("https://a.invalid/", "T", "x")),
    ({"title": "T", "text": "One thing. Another."}, "sentences", ((0, 10), (11, 19))),
])  # fmt: skip
def test_what_is_given_becomes_an_article(given, field, value):
    assert getattr(article_of(given), field) == value


@pytest.mark.parametrize("given", [
    {}, {"title": None}, {"title": b"T"}, {"title": "T", "text": ["x"]},
    {"title": "T", "published": "yesterday"}, {"title": "T", "published": 20010203},
])  # fmt: skip
def test_what_is_not_an_article_is_refused(mine, given):
    with mine.writer() as writer:
        with pytest.raises(ValueError):
            writer.add_document(**given)
        with pytest.raises(UnknownFieldError, match="title_exact"):
            writer.add_document(title="T", title_exact="T")
    assert titles(mine) == ["One", "Three", "Two"]


# -- one after another


def test_articles_come_and_go(mine):
    assert titles(mine) == ["One", "Three", "Two"] and mine.doc_count() == 3
    assert titles(mine, QueryParser("text", mine.schema).parse("author:ana published:2003")) == ["Three"]
    with mine.writer() as writer:
        assert writer.delete_by_term("id", "one") == 1
        writer.update_document(id="two", title="Two anew", text="A tunnel.")
        writer.add_document(id="four", title="Four", text="A lantern.")
    assert titles(mine) == ["Four", "Three", "Two anew"]
    assert titles(mine, word("lantern")) == ["Four"] and titles(mine, word("tunnel")) == ["Two anew"]
    mine.delete_by_query(word("lantern"))
    mine.delete_by_term("author", "ana")
    assert titles(mine) == ["Two anew"]


def test_of_several_with_one_id_the_last_stays(mine):
    with mine.writer() as writer:
        for number in range(4):
            writer.add_document(id="one", title=f"One {number}", text="again")
        writer.add_document(id="five", title="Five")
        assert writer.delete("five") and not writer.delete("five") and not writer.delete("six")
    assert titles(mine) == ["One 3", "Three", "Two"] and titles(mine, word("again")) == ["One 3"]
    assert mine.doc_count() == 3


def test_what_was_there_is_deleted_and_not_what_took_its_place(mine):
    with mine.writer() as writer:
        with writer.searcher() as searcher:
            number = searcher.document_number(id="one")
        writer.add_document(id="one", title="One anew", text="A lantern.")
        writer.delete_document(number)
        assert writer.delete_by_query(word("lantern")) == 1  # two: one is gone already
        assert writer.delete_by_query(word("lantern")) == 0
        for wrong in (-1, 3):
            with pytest.raises(IndexingError):
                writer.delete_document(wrong)
    assert titles(mine) == ["One anew", "Three"]


def test_nothing_counts_before_the_commit_or_after_a_cancel(mine, tmp_path):
    before = mine.latest_generation()
    writer = mine.writer()
    writer.add_document(title="Four")
    writer.delete_by_query(wq.Every())
    assert titles(mine) == ["One", "Three", "Two"]
    writer.cancel()
    with pytest.raises(ZeroDivisionError), mine.writer() as writer:
        writer.add_document(title=f"Five {1 / 0}")
    assert titles(mine) == ["One", "Three", "Two"] and mine.latest_generation() == before
    for call in (writer.commit, writer.reader, lambda: writer.add_document(title="Six")):
        with pytest.raises(IndexingError, match="closed"):
            call()
    writer.cancel()
    kept = (tmp_path / "mine" / "generations").iterdir()
    assert sorted(path.name for path in kept) == ["000001", "000002"]


def test_a_commit_that_fails_changes_nothing_and_lets_the_next_one_write(mine, monkeypatch):
    def fails(*_, **__):
        raise OSError("no room")

    before = mine.latest_generation()
    for owner, name in ((IndexWriter, "commit"), (Generations, "publish"), (Manifest, "write")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, fails)
            with pytest.raises(OSError, match="no room"), mine.writer() as writer:
                writer.add_document(title="Four")
        assert titles(mine) == ["One", "Three", "Two"] and mine.latest_generation() == before
    writer = mine.writer(limitmb=64, procs=2, multisegment=True)
    writer.add_document(title="Four")
    writer.commit(optimize=True)
    assert titles(mine) == ["Four", "One", "Three", "Two"]


@examples(5, HISTORIES)
@given(history=histories())
def test_any_history_leaves_the_same_articles_in_both(tmp_path_factory, history):
    folder, live = tmp_path_factory.mktemp("history"), {}
    indexes = [create_in(folder / codec, codec) for codec in ("arrays", "w3")]
    for changes in history:
        writers = [index.writer() for index in indexes]
        for change in changes:
            if isinstance(change, Article):
                live[change.id] = change
                for writer in writers:
                    writer.update_document(**plain(change, sentences=change.sentences))
            else:
                gone = live.pop(change, None)
                assert [writer.delete(change) for writer in writers] == [gone is not None] * 2
        for writer in writers:
            writer.commit()
        for index in indexes:
            with index.reader() as reader:
                stored = {fields["id"]: fields for fields in reader.all_stored_fields()}
            assert {ident: (fields["title"], fields["url"]) for ident, fields in stored.items()} == {
                article.id: (article.title, article.url) for article in live.values()
            }
            assert index.doc_count() == len(live)


def test_a_reader_keeps_what_it_opened_and_the_next_one_is_up_to_date(mine):
    searcher = mine.searcher()
    opened = mine.refresh()
    assert searcher.up_to_date() and searcher.refresh() is searcher and opened.refresh() is opened
    with mine.writer() as writer:
        writer.add_document(title="Four", text="lantern")
    assert not searcher.up_to_date() and not opened.up_to_date() and opened.refresh().up_to_date()
    assert len(searcher.search(word("lantern"))) == 2
    fresh = searcher.refresh()
    assert fresh.up_to_date() and len(fresh.search(word("lantern"))) == 3
    assert opened.doc_count() == 4 and opened.last_modified() > 0
    fresh.close()


def test_one_writes_at_a_time(mine):
    with mine.writer() as writer:
        with pytest.raises(LockError):
            mine.writer()
        late = AsyncWriter(mine, delay=0.01)
        late.add_document(title="Late")
        late.commit()  # waits in a thread of its own
        writer.add_document(title="Early")
    late.join(PATIENCE)
    assert titles(mine) == ["Early", "Late", "One", "Three", "Two"]


def test_many_small_changes_go_through_whooshs_buffer(mine):
    buffered = BufferedWriter(mine, period=None, limit=3)
    for number in range(4):
        buffered.add_document(id=f"b{number}", title=f"Buffered {number}", text="A lantern in a buffer.")
    buffered.close()
    assert titles(mine, word("buffer")) == [f"Buffered {number}" for number in range(4)]


def test_fields_are_the_same_in_every_index(mine):
    with mine.writer() as writer:
        for call in (lambda: writer.add_field("x", None), lambda: writer.remove_field("text")):
            with pytest.raises(IndexingError):
                call()
    for call in (lambda: mine.add_field("x", None), lambda: mine.remove_field("text")):
        with pytest.raises(IndexingError):
            call()
    assert titles(mine) == ["One", "Three", "Two"]


@CODECS
def test_an_index_begins_empty_and_anew(tmp_path, codec):
    with pytest.raises(IndexMissing):
        open_index(tmp_path / "mine", codec)
    index = create_in(str(tmp_path / "mine"), codec)
    assert index.is_empty() and index.doc_count() == 0 and index.up_to_date()
    with index.searcher() as searcher:
        assert searcher.up_to_date() and len(searcher.search(word("lantern"))) == 0
    with index.writer() as writer:
        assert writer.delete_by_query(wq.Every()) == 0
        writer.add_document(title="One", text="lantern")
    assert not index.is_empty() and titles(open_index(tmp_path / "mine", codec)) == ["One"]
    assert create_in(tmp_path / "mine", codec).is_empty() and index.is_empty()


# -- the index of a corpus


@pytest.fixture(params=["arrays", "w3"])
def ours(request, tmp_path):
    with ArticleStore(tmp_path / "corpus.db") as store:
        store.put(made(1, "A lantern."))
        open_indexer(tmp_path / "index", codec=request.param).update(store)
        yield store, tmp_path / "index", request.param


def test_the_index_of_a_corpus_is_its_indexers(ours):
    _, folder, codec = ours
    index = open_index(folder, codec)
    generation = open_index(Generations(folder).live(), codec)
    assert titles(index) == titles(generation) == ["Made 1"] and generation.up_to_date()
    for call in (
        index.writer,
        lambda: index.delete_by_query(wq.Every()),
        lambda: create_in(folder, codec),
    ):
        with pytest.raises(BackfileError, match="by its indexer alone") as raised:
            call()
        assert raised.value.mend == "backfile index"
    with pytest.raises(BackfileError, match="never changes"):
        generation.writer()
    assert titles(index) == ["Made 1"]


def test_the_indexer_works_through_the_writer(ours, monkeypatch):
    """A commit that fails: nothing is published, nothing is left behind, and the next one does."""
    store, folder, codec = ours

    def fails(self, **_):
        raise OSError("no room")

    store.put(made(2, "Another lantern."))
    indexer, generations = open_indexer(folder, codec=codec), Generations(folder)
    before = generations.live(), sorted(generations.folder.iterdir())
    with monkeypatch.context() as patch:
        patch.setattr(IndexWriter, "commit", fails)
        for call in (indexer.update, indexer.rebuild):
            with pytest.raises(OSError, match="no room"):
                call(store)
            assert (generations.live(), sorted(generations.folder.iterdir())) == before
    assert titles(open_index(folder, codec)) == ["Made 1"]
    indexer.update(store)
    assert titles(open_index(folder, codec)) == ["Made 1", "Made 2"]


def test_whooshs_own_files_are_opened_only_where_the_setting_says_so(ours):
    _, folder, codec = ours
    if codec == "w3":
        with pytest.raises(IndexOutdated, match='codec = "w3"'):
            open_index(folder, "arrays")
    else:
        assert titles(open_index(folder, "w3")) == ["Made 1"]


# -- a program by somebody who knows Whoosh alone

STRANGERS = '''
import sys
from datetime import date
from index import create_in, open_index
from whoosh import sorting
from whoosh.qparser import MultifieldParser, QueryParser

demo = open_index(sys.argv[1])
with demo.searcher() as searcher:
    results = searcher.search(QueryParser("text", demo.schema).parse("meetings OR tunnels"), limit=5)
    for hit in results:
        print(hit.rank, hit["title"], hit.get("published"), hit["authors"])
        print("   ", hit.highlights("text"))
    years = sorting.RangeFacet("published", 20000101, 20300101, 10000)
    grouped = searcher.search(QueryParser("text", demo.schema).parse("water"), groupedby=["authors"])
    print(sorted(grouped.groups("authors")))
    print([hit["title"] for hit in results[0].more_like_this("text")])
    print(searcher.suggest("text_exact", "tunel"))
    rows = [dict(hit) for hit in results]

mine = create_in(sys.argv[2])
with mine.writer() as writer:
    for row in rows:
        writer.add_document(title=row["title"], text=row["text"], published=row["published"])
    writer.add_document(title="My own", text="A tunnel of my own.", published=date(2020, 3, 26))
    writer.delete_by_term("title", "road")
with mine.searcher() as searcher:
    parser = MultifieldParser(["title", "text"], mine.schema)
    for hit in searcher.search(parser.parse("tunnel published:[2001 TO]"), sortedby="published", reverse=True):
        print(hit["published"], hit["title"])
'''


def test_a_stranger_searches_the_demo_and_writes_an_index_of_her_own(tmp_path):
    copy_of_demo(tmp_path / "demo")
    with ArticleStore(tmp_path / "demo" / "corpus.db") as store:  # as it is unless a setting says so
        open_indexer(tmp_path / "demo" / "index", codec="arrays").rebuild(store)
    assert 25 <= len(STRANGERS.strip().splitlines()) <= 35
    done = subprocess.run(
        [sys.executable, "-c", STRANGERS, tmp_path / "demo" / "index", tmp_path / "mine"],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert '<b class="match term' in done.stdout and "Osman Keld" in done.stdout
    assert "2020-03-26 My own" in done.stdout


def test_a_schema_is_refused_before_anything_is_made(tmp_path):
    with pytest.raises(ValueError, match="the schema of an index of articles is always the same"):
        create_in(tmp_path / "own", schema())
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((name, value) for name in ("id", "url", "section", "standfirst", "language", "title", "text")
          for value in (5, b"x", ["a"], "\ud800")),
        ("authors", 5), ("authors", [1]), ("authors", [b"x"]), ("tags", [1]), ("tags", ["\ud800"]),
        ("author", object()), ("date_source", "made up"), ("date_source", 5), ("published", "2014-05"),
        ("published", 20140506), ("updated", "soon"), ("sentences", 5), ("sentences", [(0, 1, 2)]),
        ("sentences", [(3, 1)]), ("sentences", [(0, 99)]), ("sentences", [(-1, 2)]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("codec", ["arrays", "w3"])
def test_what_is_not_such_a_value_is_refused_and_changes_nothing(field, value, codec, tmp_path):
    index = create_in(tmp_path / "own", codec)
    with index.writer() as writer:
        writer.add_document(id="kept", title="A title", text="Some text.")
    writer = index.writer()
    given = {"id": "kept", "title": "Another", "text": "Some text."} | {field: value}
    with pytest.raises(ValueError, match=f"^{field}: "):
        writer.update_document(**given)
    writer.commit()
    with index.searcher() as searcher:
        assert [hit["title"] for hit in searcher.documents()] == ["A title"]


@pytest.mark.parametrize("codec", ["arrays", "w3"])
def test_an_index_of_which_all_was_deleted_is_empty(codec, tmp_path):
    index = create_in(tmp_path / "own", codec)
    with index.writer() as writer:
        writer.add_document(id="gone", text="Some text.")
    assert not index.is_empty()
    with index.writer() as writer:
        writer.delete_by_term("id", "gone")
    assert index.is_empty()
