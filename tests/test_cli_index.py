"""`backfile index`, `verify` and `status`; and the verification itself."""

import json
import re
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from corpus.errors import IndexDamaged
from corpus.sample import editorials
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from index import indexer, open_indexer
from index.generations import Generations
from index.verify import PHRASE_WORDS, canary, check_generation, verify_generation
from tests.shell import backfile, copy_of_demo

ARTICLES = len(editorials())


@pytest.fixture
def data(tmp_path):
    return copy_of_demo(tmp_path / "data")


@pytest.fixture
def store(data):
    with ArticleStore(data / "corpus.db", create=False) as opened:
        yield opened


def answer(capsys):
    return json.loads(capsys.readouterr().out)


def letters(text):
    return "".join(filter(str.isalnum, text))


def live(data):
    return Generations(data / "index").live()


def by_text(store):
    """An honest answer to canaries, without any index: whoever holds the words."""
    texts = {article.id: letters(article.text) for article in store.articles()}
    return lambda phrase: [ident for ident, text in texts.items() if letters(phrase) in text]


def test_index_builds_updates_rebuilds_and_rolls_back(data, capsys):
    shutil.rmtree(data / "index")
    assert backfile(data, "index", "--json") == 0
    built = answer(capsys)
    assert (built["added"], built["articles"], built["unchanged"]) == (ARTICLES, ARTICLES, False)
    assert backfile(data, "index", "--json") == 0
    assert answer(capsys)["unchanged"]
    assert backfile(data, "index", "--rebuild", "--json") == 0
    rebuilt = answer(capsys)
    assert rebuilt["generation"] > built["generation"]
    assert backfile(data, "index", "--rollback", "--json") == 0
    assert answer(capsys) == {"generation": built["generation"], "changes_waiting": 0}
    assert backfile(data, "index", "--rollback") == 1
    assert "no earlier generation" in capsys.readouterr().err
    assert backfile(data, "search", "peace") == 0


def test_a_rollback_says_what_it_takes_back(data, store, capsys):
    assert backfile(data, "index", "--rebuild") == 0
    store.edit(next(store.articles()).id, Correction(title="A comet over the harbour"))
    assert backfile(data, "index") == 0
    assert backfile(data, "index", "--rollback") == 0
    assert (
        "behind by 1 change, and shows those of them that people decided. To catch up: backfile index"
        in capsys.readouterr().out
    )


def test_status_says_when_the_index_is_of_another_corpus_or_kind(data, store, capsys, monkeypatch):
    other = "w3" if indexer.CODEC == "arrays" else "arrays"
    monkeypatch.setenv("BACKFILE_CODEC", other)
    backfile(data, "status")
    assert "--rebuild" in capsys.readouterr().out
    monkeypatch.undo()
    store.set_meta("corpus_id", "another")
    backfile(data, "status")
    assert "from another corpus" in capsys.readouterr().out


def test_a_rebuild_that_does_not_hold_leaves_the_live_index(data, store):
    before = live(data)

    def check(folder):
        check_generation(folder, store, lambda phrase: [])  # an index that finds nothing

    with pytest.raises(IndexDamaged, match="does not find article"):
        open_indexer(data / "index").rebuild(store, check=check)
    assert live(data) == before
    assert backfile(data, "search", "peace") == 0


def test_verify_finds_all_well(data, capsys):
    assert backfile(data, "verify", "--json") == 0
    assert answer(capsys) == {"sound": True, "articles": ARTICLES, "canaries": 25, "problems": []}


def test_verify_accepts_an_index_that_is_behind(data, store, capsys):
    articles = list(store.articles())
    store.remove(articles[3].id, "taken down since")
    store.edit(articles[4].id, Correction(title="Another"))
    assert backfile(data, "verify") == 0
    assert backfile(data, "status", "--json") == 0
    assert "taken down" not in capsys.readouterr().err


def test_verify_names_a_damaged_index_file_and_what_mends_it(data, capsys):
    victim = max(live(data).iterdir(), key=lambda path: path.stat().st_size)
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 0xFF
    victim.write_bytes(content)
    assert backfile(data, "verify") == 1
    out = capsys.readouterr().out
    assert victim.name in out and "To mend it: backfile index --rebuild" in out
    assert backfile(data, "index", "--rebuild") == 0
    assert backfile(data, "verify") == 0


def test_verify_names_a_damaged_page(data, store, capsys):
    store.db.execute("UPDATE fetches SET digest = 'x' WHERE id = 3")
    assert backfile(data, "verify", "--json") == 1
    (problem,) = answer(capsys)["problems"]
    assert problem["part"] == "corpus" and problem["problem"].startswith("page 3 ")
    assert problem["mend"].startswith("backfile restore")


def test_verify_names_a_missing_index(data, capsys):
    shutil.rmtree(data / "index")
    assert backfile(data, "verify") == 1
    assert "To mend it: backfile index" in capsys.readouterr().out


def test_a_corpus_file_with_a_damaged_page_of_sqlite_is_found(data, capsys):
    corpus = data / "corpus.db"
    db = sqlite3.connect(corpus)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    root, size = (
        db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'articles'").fetchone()[0],
        4096,
    )
    db.close()
    with corpus.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    assert backfile(data, "verify") == 1
    captured = capsys.readouterr()
    assert "backfile restore" in captured.out + captured.err


def test_a_generation_that_lacks_an_article_or_has_a_strange_one_is_found(data, store, tmp_path):
    ask = by_text(store)
    assert verify_generation(live(data), store, ask).problems == ()
    gone = next(store.articles()).id
    # behind the counter's back
    store.db.execute("UPDATE articles SET state = 'withdrawn' WHERE id = ?", (gone,))
    assert verify_generation(live(data), store, ask).problems == (
        f"article {gone} is not in the corpus",
    )
    store.db.execute("UPDATE articles SET state = 'live' WHERE id = ?", (gone,))
    store.db.execute("UPDATE articles SET id = 'strange' WHERE id = ?", (gone,))
    problems = verify_generation(live(data), store, by_text(store)).problems
    assert (
        "article strange is missing" in problems
        and f"article {gone} is not in the corpus" in problems
    )


def test_another_corpus_is_noticed(data, store):
    store.set_meta("corpus_id", "other")
    assert verify_generation(live(data), store, lambda text: []).problems == (
        "it was made from another corpus than this one",
    )


def test_a_canary_is_a_phrase_of_its_article(store):
    for article in store.articles():
        phrase = canary(article)
        assert phrase.startswith('"') and phrase.endswith('"') and '"' not in phrase[1:-1]
        assert 1 <= len(phrase.split()) <= PHRASE_WORDS * 2
        assert letters(phrase) in letters(article.text)


def test_status_tells_people_and_programs_the_same(data, capsys):
    assert backfile(data, "status", "--json") == 0
    told = answer(capsys)
    assert told["corpus"]["articles"] == told["index"]["articles"] == ARTICLES
    assert told["index"]["changes_waiting"] == 0 and told["trouble"] is None
    assert told["bytes"]["corpus"] > 0 and told["bytes"]["index"] > 0
    assert backfile(data, "status") == 0
    assert f"articles {ARTICLES}" in capsys.readouterr().out


def test_status_tells_when_a_crawl_last_ran_and_what_it_refused(data, store, capsys):
    refused = store.db.execute("SELECT count(*) FROM urls WHERE state = 'refused'").fetchone()[0]
    assert refused, "the sample site has pages that are not there"
    asked = datetime.now(UTC) - timedelta(days=3, hours=1)
    store.db.execute("UPDATE urls SET asked_at = ?", (asked.isoformat(),))
    assert backfile(data, "status") == 0
    out = capsys.readouterr().out
    assert (
        f"  crawl    0 addresses queued, 0 failed, 0 missing, {refused} refused; "
        "last answer 3 days ago\n"
        in out
    )
    assert re.search(r"\n  newest page \d min ago\n", out)
    store.db.execute("UPDATE urls SET asked_at = NULL, state = 'done'")
    store.db.execute("UPDATE urls SET state = 'queued' WHERE kind = 'start'")
    store.db.execute("DELETE FROM fetches")
    assert backfile(data, "status", "--json") == 0
    crawl = answer(capsys)["corpus"]
    assert (crawl["queued"], crawl["refused"], crawl["last_asked"], crawl["last_fetch"]) == (
        1,
        0,
        None,
        None,
    )
    assert backfile(data, "status") == 0
    out = capsys.readouterr().out
    assert "  crawl    1 address queued, 0 failed, 0 missing, 0 refused\n" in out
    assert "nothing fetched yet" in out


def test_status_counts_a_file_of_several_generations_once(data, store, capsys):
    store.edit(next(store.articles()).id, Correction(title="Another"))
    backfile(data, "index")
    files = [path for path in (data / "index").rglob("*") if path.is_file()]
    assert any(path.stat().st_nlink > 1 for path in files), "no file is shared"
    (data / "corpus.db.replaced").write_bytes(b"x" * 5_000_000)
    capsys.readouterr()
    backfile(data, "status", "--json")
    sizes = answer(capsys)["bytes"]
    assert sizes["index"] == sum(
        {path.stat().st_ino: path.stat().st_size for path in files}.values()
    )
    assert sizes["replaced"] == 5_000_000
    assert sizes["corpus"] == sum(
        path.stat().st_size for path in data.glob("corpus.db*")
    ) - 5_000_000 - _locks(data)
    backfile(data, "status")
    assert "replaced 5.0 MB, the corpus before the last restore" in capsys.readouterr().out


def _locks(data):
    return sum(path.stat().st_size for path in data.glob("corpus.db.*lock"))


def test_status_says_what_waits_and_what_is_missing(data, store, capsys):
    store.remove(next(store.articles()).id, "x")
    assert backfile(data, "status") == 0
    assert "behind   by 1 change. To mend it: backfile index" in capsys.readouterr().out
    shutil.rmtree(data / "index")
    assert backfile(data, "status", "--json") == 0
    told = answer(capsys)
    assert told["index"] is None and told["trouble"]["mend"] == "backfile index"


def test_pages_that_wait_to_be_cleaned_are_named(data, store, capsys):
    with store.transaction() as db:
        db.execute("UPDATE fetches SET outcome = NULL WHERE id IN (SELECT id FROM fetches LIMIT 3)")
    assert backfile(data, "status") == 0
    assert "3 to be cleaned. To mend it: backfile clean" in capsys.readouterr().out
    assert backfile(data, "index") == 0
    assert "in no index: 3 pages. To mend it: backfile clean" in capsys.readouterr().out
    assert backfile(data, "clean", "--waiting") == 0
    capsys.readouterr()
    assert backfile(data, "index") == 0
    assert "To mend it" not in capsys.readouterr().out
