"""A corpus of an earlier version opens, answers the same, and survives a kill in the middle."""

import ast
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, replace

import pytest
from old_corpus import PAPER, answers, dump, told, write_corpus
from test_corpus_crawl import PROSE, QUICK, served

from corpus import outcome
from corpus.crawling.crawl import run_crawl
from corpus.crawling.starts import known_starts
from corpus.files.export import export_pages, json_lines
from corpus.files.warc import read_warc
from corpus.intake.intake import clean_pages
from corpus.outcome import Code, Outcome
from corpus.store import calendar, database
from corpus.store.store import ArticleStore
from corpus.store.upgrades.sentences import _OF_ADDRESSES
from corpus.store.upgrades.steps import STEPS
from tests.examples import long
from tests.shell import PATIENCE, ROOT

MAX_STATEMENTS = 300
KILLED = """
import os, shutil, signal, sys
import corpus.store.database as database

class Dying(database.sqlite3.Connection):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.set_trace_callback(count)

def count(statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

connect = database.sqlite3.connect
database.sqlite3.connect = lambda *arguments, **options: connect(
    *arguments, factory=Dying, **options
)
old, most = database.Path(sys.argv[1]), int(sys.argv[2])
for number in range(1, most):
    shutil.copyfile(old, old.with_name(f"{number}.db"))
    if (child := os.fork()) == 0:
        left = number
        database.connect(old.with_name(f"{number}.db")).close()
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
"""


@pytest.fixture
def old(tmp_path):
    return write_corpus(tmp_path / "corpus.db")


def layout(db):
    """The tables with their columns, and the indexes, however they came to be."""
    names = db.execute("SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    columns = {
        name: sorted(row[1:] for row in db.execute(f"PRAGMA table_xinfo({name})"))
        for kind, name in names
        if kind == "table"
    }
    partial = "SELECT name, partial FROM pragma_index_list(?) WHERE origin = 'c'"
    indexes = {
        index: (whole, [row[2] for row in db.execute(f"PRAGMA index_xinfo({index})")])
        for table in columns
        for index, whole in db.execute(partial, (table,))
    }
    return columns, indexes


def as_before(lines):
    """Records of articles with the fields that the version before knew; later ones are empty."""
    known = answers()["articles"][0]
    records = [json.loads(line) for line in lines]
    assert not any(one[name] for one in records for name in one.keys() - known.keys())
    return [{name: one[name] for name in known} for one in records]


@pytest.mark.parametrize("version", [1, 2])
def test_an_upgraded_file_has_the_layout_of_a_new_one(tmp_path, version):
    path = write_corpus(tmp_path / "old.db", version)
    with ArticleStore(path) as upgraded, ArticleStore(tmp_path / "new.db") as new:
        assert layout(upgraded.db) == layout(new.db)
        assert len(STEPS) + 1 == database.SCHEMA_VERSION


@pytest.mark.parametrize("version", [1, 2])
def test_a_corpus_of_the_version_before_answers_the_same(tmp_path, version):
    path, before = write_corpus(tmp_path / "corpus.db", version), answers()
    for _ in range(2):  # upgraded, then as it is
        with ArticleStore(path) as store:
            assert as_before(json_lines(store)) == before["articles"]
            counts = asdict(calendar.tally(store))
            counts["last_fetch"] = counts["last_fetch"].isoformat()
            # six answers that were refused for ever are failures that are asked for again
            expected = before["tally"] | {"failed": before["tally"]["failed"] + 6}
            assert {name: counts[name] for name in expected} == expected
            assert (store.seq, store.corpus_id) == (13, "f3fa6adae5fa6bea")
            assert known_starts(store) == [f"{PAPER}/", "http://second.test/"]
            if version == 2:  # in layout 1 nobody knows whose text is on a page that waits
                export_pages(store, tmp_path / "pages.warc")
                pages = [page.url or page.origin for page in read_warc(tmp_path / "pages.warc")]
                assert pages == before["pages"]


def test_articles_came_in_with_their_first_page_and_changed_with_the_one_they_are_of(old):
    with closing(sqlite3.connect(old)) as db:
        (url,) = db.execute("SELECT url FROM articles WHERE url IS NOT NULL").fetchone()
        columns = "url, fetched_at, source, content_type, body, digest"
        db.execute(
            f"INSERT INTO fetches ({columns}) SELECT url, '2001-02-03T04:05:06+00:00', source, "
            "content_type, body, digest FROM fetches WHERE url = ?", (url,)
        )  # fmt: skip
        db.commit()
        made = "SELECT a.id, f.fetched_at FROM articles a JOIN fetches f ON f.id = a.fetch_id"
        came = dict(db.execute(made))
        corrected = dict(db.execute("SELECT article_id, made_at FROM corrections"))
    assert corrected
    with ArticleStore(old) as store:
        first = next(store.additions())
        changed = calendar.last_changes(store, came)
        assert store.db.execute("SELECT url FROM articles WHERE id = ?", (first,)).fetchone() == (url,)
        assert {ident: moment.isoformat() for ident, moment in changed.items()} == came | corrected
        assert len([*store.additions()]) == len(came) > 5


def test_what_was_told_is_told_in_the_same_words(old):
    words = told(old)
    with ArticleStore(old) as store:
        numbers = [number for (number,) in store.db.execute("SELECT id FROM fetches")]
        outcomes = {number: store.outcome(number) for number in numbers}
        assert {n: str(one) for n, one in outcomes.items() if one} == words["pages"]
        columns = "SELECT url, outcome, detail, status, moved_to FROM urls"
        urls = {row[0]: Outcome(Code(row[1]), *row[2:]) for row in store.db.execute(
            f"{columns} WHERE outcome IS NOT NULL AND outcome <> 'fetched'"
        )}  # fmt: skip
        assert {url: str(one) for url, one in urls.items()} == words["urls"]
        # at that time no answer was held, nor any page's wish followed
        known = set(Code) - ADDRESS_CODES - {Code.HELD, Code.NO_INDEX}
        assert {one.code for one in outcomes.values() if one} == known
        # an address that cannot be asked for does not come to the queue
        assert {one.code for one in urls.values()} == CODES_THEN - {Code.UNASKABLE}


ADDRESS_CODES = {code for code in Code if list(Code).index(code) <= list(Code).index(Code.UNASKABLE)}
CODES_THEN = set(map(Code, _OF_ADDRESSES))


@pytest.mark.parametrize(
    ("path", "code", "status", "moved_to", "detail"),
    [
        ("/s430", "status", 430, None, None),
        ("/missing", "status", 404, None, None),
        ("/s503", "status", 503, None, None),
        ("/old", "moved", None, f"{PAPER}/moved", None),
        ("/away", "led-away", None, None, "http://other.test: another site"),
        ("/closed", "forbidden", None, None, None),
        ("/pic.jpg", "unfit-address", None, None, "no page by its name (.jpg)"),
        ("/cut", "broken", None, None, "cut off in the middle of its compressed body"),
        ("/slow", "timeout", None, None, "0.5"),
        ("/story/2.html", "fetched", None, None, None),
    ],
)
def test_state_out_of_a_sentence_stands_in_columns(old, path, code, status, moved_to, detail):
    with ArticleStore(old) as store:
        sql = "SELECT outcome, status, moved_to, detail FROM urls WHERE url = ?"
        row = store.db.execute(sql, (PAPER + path,)).fetchone()
        assert row == (code, status, moved_to, detail)


def test_a_later_page_and_a_version_name_the_page_that_has_their_text(old):
    with ArticleStore(old) as store:
        sql = "SELECT outcome, claimed_by, part FROM fetches WHERE claimed_by IS NOT NULL ORDER BY 1"
        assert store.db.execute(sql).fetchall() == [
            ("later-page", f"{PAPER}/two.html", 2),
            ("version", f"{PAPER}/two.html", None),
        ]


def test_a_crawl_of_the_version_before_goes_on(tmp_path):
    """What was refused for good is asked for again: statuses that no standard names, and 410."""
    odd = ("s419", "s420", "s430", "s449", "s499")
    links = "".join(f"<li><a href=/{name}>{name}</a></li>" for name in (*odd, "gone"))
    with served({"/": f"<ul>{links}</ul>"}) as site:
        site.pages |= {f"/{name}": PROSE for name in (*odd, "gone")}
        path = write_corpus(tmp_path / "corpus.db", site=site.base)
        with ArticleStore(path) as store:
            run_crawl(store, [f"{site.base}/"], options=QUICK)
            asked = {path.removeprefix("/") for path in site.asked}
            assert {*odd, "gone"} <= asked
            assert {"slow", "s500", "s503", "cutoff"} <= asked


def test_a_redirect_to_the_start_leaves_the_start(tmp_path):
    pages = {"/": "<a href=/story>A story</a>", "/story": (302, {"Location": "/"}, b"")}
    with served(pages) as site, ArticleStore(tmp_path / "corpus.db") as store:
        run_crawl(store, [site.base], options=QUICK)
        assert known_starts(store) == [f"{site.base}/"]
        site.pages["/"] = "<a href=/new>A new story</a>"
        run_crawl(store, options=QUICK)
        assert "/new" in site.asked


def test_a_start_that_a_redirect_had_erased_is_found_again(old):
    with closing(sqlite3.connect(old)) as db:
        db.execute("UPDATE urls SET kind = 'page' WHERE url = 'http://second.test/'")
        db.commit()
    with ArticleStore(old) as store:
        assert known_starts(store) == [f"{PAPER}/", "http://second.test/"]


def test_what_a_redirect_was_is_kept(tmp_path):
    pages = {
        "/": "<a href=/a>x</a><a href=/b>y</a><a href=/c>z</a>",
        "/a": (301, {"Location": "/new"}, b""),
        "/b": (302, {"Location": "http://127.0.0.2:1/x"}, b""),
        "/new": PROSE,
    }
    with served(pages) as site, ArticleStore(tmp_path / "corpus.db") as store:
        run_crawl(store, [site.base], options=QUICK)
        run_crawl(store, options=replace(QUICK, refresh_days=0))
        rows = store.db.execute("SELECT url, outcome, status, moved_to FROM urls ORDER BY url")
        assert {url.removeprefix(site.base): tuple(row) for url, *row in rows} == {
            "/": ("fetched", 200, None),
            "/a": ("moved", 301, f"{site.base}/new"),
            "/b": ("led-away", 302, "http://127.0.0.2:1/x"),
            "/c": ("status", 404, None),
            "/new": ("fetched", 200, None),
        }


@pytest.mark.parametrize("version", [*long(1), 2])
def test_killed_at_any_statement_of_an_upgrade_it_opens_as_before(tmp_path, version):
    old = write_corpus(tmp_path / "0.db", version)
    with ArticleStore(shutil.copyfile(old, tmp_path / "whole.db")):
        pass
    command = [sys.executable, "-c", KILLED, str(old), str(MAX_STATEMENTS)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=PATIENCE)
    killed = sorted(tmp_path.glob("[0-9]*.db"), key=lambda path: int(path.stem))[1:-1]
    assert 50 < len(killed) < MAX_STATEMENTS - 2
    found = {version: dump(old)}  # by its layout: there is nothing between two of them
    for path in killed:
        left = dump(path)
        layout = int(left[0].rpartition("=")[2])
        assert left == found.setdefault(layout, left)
        with ArticleStore(path) as store:
            assert len(list(store.articles())) == 7
        assert dump(path) == dump(tmp_path / "whole.db")
    assert set(found) == set(range(version, database.SCHEMA_VERSION + 1))


def test_several_that_open_it_at_once_upgrade_it_once(tmp_path, old):
    def count(_):
        with ArticleStore(old) as store:
            return len(list(store.articles()))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(count, range(4))) == [7] * 4


@pytest.mark.parametrize("version", [1, 2])
def test_an_upgrade_that_fails_leaves_the_file_as_it_was(tmp_path, version):
    path = write_corpus(tmp_path / "corpus.db", version)
    taken = "INDEX kin_named ON urls (kind)" if version == 1 else "TABLE fetches_claimed (id)"
    with closing(sqlite3.connect(path)) as db:  # what stands in the way of the step's last part
        db.execute(f"CREATE {taken}")
    before = dump(path)
    with pytest.raises(sqlite3.OperationalError, match="already"):
        ArticleStore(path)
    assert dump(path) == before


def test_an_upgraded_corpus_is_cleaned_as_one_that_was_never_old(old):
    with ArticleStore(old) as store:
        clean_pages(store)
        after = as_before(json_lines(store))
        assert {one["id"]: one for one in after} == {
            one["id"]: one for one in answers()["articles"]
        }


def test_no_other_module_knows_the_words_of_an_outcome():
    """State is kept in codes: the words are made in one place, and read in none but the upgrade."""
    phrases = {
        part.strip(" ()")
        for words in outcome._WORDS.values()
        for part in re.split(r"\{\w+\}", words)
        if part.strip(" ()").count(" ") >= 2
    }
    assert "a later page of an article (page" in phrases and len(phrases) >= 9
    knowing = set()
    packages = ("corpus", "index", "search", "web")
    for path in (path for package in packages for path in (ROOT / package).rglob("*.py")):
        name = path.relative_to(ROOT)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        for text in texts:
            if isinstance(text, str) and any(phrase in text for phrase in phrases):
                knowing.add(str(name))
            if isinstance(text, str) and re.search(r"\b(?:NOT )?(?:LIKE|GLOB|REGEXP) ['?]", text):
                knowing.add(f"{name}: {text}")
    assert knowing == {"corpus/outcome.py", "corpus/store/upgrades/sentences.py"}
