"""`backfile export`, `backup` and `restore`."""

import json
import os
import tarfile
from io import BytesIO

import pytest

from corpus.errors import BackfileError, Busy, IndexOutdated
from corpus.lock import crawl_lock, exclusive
from corpus.sample import editorials
from corpus.store.backup import restore_backup, write_backup
from corpus.store.decisions import Correction, Decisions
from corpus.store.store import ArticleStore
from index import open_indexer
from tests.examples import long
from tests.shell import backfile, copy_of_demo

ARTICLES = len(editorials())


@pytest.fixture
def data(tmp_path):
    return copy_of_demo(tmp_path / "data")


def contents(corpus):
    with ArticleStore(corpus, create=False) as store:
        return [
            (a.id, a.title, a.byline, a.published, a.text, a.url, a.section)
            for a in store.articles()
        ]


@pytest.fixture
def corrected(data):
    """The demo's corpus with what people decided in it."""
    with ArticleStore(data / "corpus.db") as store:
        first, second, *_ = store.articles()
        store.edit(first.id, Correction(title="Corrected by hand", byline=("Ada Novi",)))
        store.remove(second.id, "gone for good")
    return data


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz"])
def test_what_is_exported_comes_in_again(name, corrected, tmp_path, capsys):
    file = tmp_path / name
    assert backfile(corrected, "export", file, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "file": str(file),
        "format": "jsonl",
        "articles": ARTICLES - 1,
    }
    assert file.read_bytes().startswith(b"\x1f\x8b") == name.endswith(".gz")
    assert backfile(tmp_path / "other", "import", file) == 0
    assert sorted(contents(tmp_path / "other" / "corpus.db"), key=str) == sorted(
        contents(corrected / "corpus.db"), key=str
    )
    assert not list(tmp_path.glob("*.part"))


def test_an_export_to_standard_output_is_lines_of_json(data, capsys):
    assert backfile(data, "export", "-") == 0
    captured = capsys.readouterr()
    assert len([json.loads(line) for line in captured.out.splitlines()]) == ARTICLES
    assert captured.err == ""


@pytest.mark.parametrize("name", [*long("pages.warc"), "pages.warc.gz"])
def test_a_warc_of_the_pages_comes_in_again(name, data, tmp_path, capsys):
    file = tmp_path / name
    assert backfile(data, "export", file, "--format", "warc") == 0
    backfile(tmp_path / "other", "import", file)  # 1: the lists in it are no articles
    came = {(row[0], row[5]) for row in contents(tmp_path / "other" / "corpus.db")}
    assert came == {(row[0], row[5]) for row in contents(data / "corpus.db")}
    assert len(came) == ARTICLES


def test_nothing_is_written_over_without_leave(data, tmp_path, capsys):
    file = tmp_path / "precious"
    file.write_text("a thesis")
    for command in (("export", file), ("export", file, "--format", "warc"), ("backup", file)):
        assert backfile(data, *command) == 1
        assert "exists; nothing was changed" in capsys.readouterr().err
        assert file.read_text() == "a thesis"
    assert backfile(data, "backup", file, "--force") == 0
    assert restore_backup(file, tmp_path / "restored.db").articles == ARTICLES


@pytest.mark.parametrize("command", [("export",), ("export", "--format", "warc"), ("backup",)])
def test_a_folder_that_is_not_there_or_in_the_way_is_named(command, data, tmp_path, capsys):
    assert backfile(data, *command, tmp_path / "no such" / "file") == 1
    err = capsys.readouterr().err
    assert (
        f"there is no folder {tmp_path / 'no such'}; nothing was written. To mend it: mkdir -p '"
        in err
    )
    (tmp_path / "folder").mkdir()
    if command[0] == "export":
        assert backfile(data, *command, tmp_path / "folder", "--force") == 1
        assert "folder is a folder, not a file; nothing was changed" in capsys.readouterr().err


def test_a_backup_that_does_not_say_how_many_pages_it_holds_is_restored(data, tmp_path, capsys):
    file, older = tmp_path / "backup.tar", tmp_path / "older.tar"
    assert backfile(data, "backup", file) == 0
    with tarfile.open(file) as tar, tarfile.open(older, "w") as target:
        note = json.loads(tar.extractfile("backup.json").read())
        del note["pages"]
        written = json.dumps(note).encode()
        for member, content in (
            (tarfile.TarInfo("backup.json"), BytesIO(written)),
            (tar.getmember("corpus.db"), None),
        ):
            member.size = len(written) if content else member.size
            target.addfile(member, content or tar.extractfile("corpus.db"))
    capsys.readouterr()
    assert backfile(tmp_path / "fresh", "restore", older) == 0
    assert capsys.readouterr().out.startswith(f"{ARTICLES} articles restored, as they were on ")


def test_a_backup_is_restored_with_all_that_people_decided(corrected, tmp_path, capsys):
    file = tmp_path / "backup.tar"
    assert backfile(corrected, "backup", file, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    with ArticleStore(corrected / "corpus.db") as store:
        pages = store.db.execute("SELECT count(*) FROM fetches").fetchone()[0]
    assert (told["articles"], told["pages"]) == (ARTICLES - 1, pages) and pages > ARTICLES
    fresh = tmp_path / "fresh"
    assert backfile(fresh, "restore", file) == 0
    assert f"{ARTICLES - 1} articles and {pages} pages restored, as" in capsys.readouterr().out
    assert contents(fresh / "corpus.db") == contents(corrected / "corpus.db")
    assert sorted(path.name for path in fresh.iterdir()) == ["corpus.db", "corpus.db.crawl-lock"]
    with ArticleStore(fresh / "corpus.db") as store:
        assert sum(one.reason is not None for one in Decisions(store.db).in_force()) == 1
    assert backfile(fresh, "index", "--rebuild") == 0
    assert backfile(fresh, "verify") == 0
    assert backfile(fresh, "clean") == 0
    assert contents(fresh / "corpus.db")[0][1:3] == contents(corrected / "corpus.db")[0][1:3]


def test_a_backup_is_taken_while_others_write(data, tmp_path):
    corpus = data / "corpus.db"
    with ArticleStore(corpus) as reader, ArticleStore(corpus) as writer, writer.transaction() as db:
        db.execute("INSERT INTO meta VALUES ('half', 'written')")
        write_backup(reader, tmp_path / "backup.tar")
    restore_backup(tmp_path / "backup.tar", tmp_path / "fresh" / "corpus.db")
    with ArticleStore(tmp_path / "fresh" / "corpus.db") as store:
        assert store.meta("half") is None


def test_a_corpus_in_use_is_only_replaced_by_force_and_then_kept(data, tmp_path, capsys):
    file = tmp_path / "backup.tar"
    backfile(data, "backup", file)
    with ArticleStore(data / "corpus.db") as store:
        store.set_meta("later", "work")
    assert backfile(data, "restore", file) == 1
    assert "restore --force" in capsys.readouterr().err
    with ArticleStore(data / "corpus.db") as store:
        assert store.meta("later") == "work"
    assert backfile(data, "restore", file, "--force") == 0
    with ArticleStore(data / "corpus.db") as store:
        assert store.meta("later") is None
    with ArticleStore(data / "corpus.db.replaced") as store:
        assert store.meta("later") == "work"


def test_an_index_of_the_replaced_corpus_is_never_updated_into_a_wrong_one(data, tmp_path, capsys):
    file = tmp_path / "backup.tar"
    backfile(data, "backup", file)
    with ArticleStore(data / "corpus.db") as store:
        for article in list(store.articles())[:5]:
            store.remove(article.id, "x")
    backfile(data, "index")
    backfile(data, "restore", file, "--force")
    with ArticleStore(data / "corpus.db") as store, pytest.raises(IndexOutdated):
        open_indexer(data / "index").update(store)
    capsys.readouterr()
    assert backfile(data, "index") == 1
    assert "backfile index --rebuild" in capsys.readouterr().err


def test_an_empty_corpus_is_no_reason_to_refuse(data, tmp_path):
    backfile(data, "backup", tmp_path / "backup.tar")
    ArticleStore(tmp_path / "fresh" / "corpus.db").close()
    assert backfile(tmp_path / "fresh", "restore", tmp_path / "backup.tar") == 0


def test_no_restore_while_a_crawl_is_running(data, tmp_path):
    with ArticleStore(data / "corpus.db") as store:
        write_backup(store, tmp_path / "backup.tar")
        with exclusive(crawl_lock(store.path), "crawling"), pytest.raises(Busy):
            restore_backup(tmp_path / "backup.tar", store.path, force=True)
    assert len(contents(data / "corpus.db")) == ARTICLES


def tar_of(path, **members):
    with tarfile.open(path, "w") as tar:
        for name, data in members.items():
            member = tarfile.TarInfo(name.replace("_", "."))
            member.size = len(data)
            tar.addfile(member, BytesIO(data))


DAMAGES = ["text", "empty", "no members", "no database", "bad note", "link", "cut off", "flipped"]


@pytest.mark.parametrize("kind", DAMAGES)
def test_what_is_no_sound_backup_is_refused_and_changes_nothing(kind, data, tmp_path, capsys):
    file = tmp_path / "backup.tar"
    backfile(data, "backup", file)
    whole = file.read_bytes()
    match kind:
        case "text":
            file.write_text("no archive at all")
        case "empty":
            file.write_bytes(b"")
        case "no members":
            tar_of(file)
        case "no database":
            tar_of(file, backup_json=b"{}")
        case "bad note":
            tar_of(file, backup_json=b"{]", corpus_db=b"x")
        case "link":
            with tarfile.open(file, "w") as tar:
                member = tarfile.TarInfo("backup.json")
                member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
                tar.addfile(member)
        case "cut off":
            file.write_bytes(whole[: len(whole) // 2])
        case "flipped":
            half = len(whole) // 2
            file.write_bytes(whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :])
    before = (data / "corpus.db").stat().st_ino
    capsys.readouterr()
    assert backfile(data, "restore", file, "--force") == 1
    err = capsys.readouterr().err
    assert err.startswith("backfile: ") and err.count("\n") == 1 and "nothing was changed" in err
    assert (data / "corpus.db").stat().st_ino == before
    assert not list(data.glob(".restore-*"))


def test_a_damaged_corpus_is_not_backed_up_as_if_it_were_sound(data, tmp_path):
    with ArticleStore(data / "corpus.db") as store:
        store.db.execute("UPDATE fetches SET body = x'00' WHERE id = 2")
        with pytest.raises(BackfileError, match="damaged"):
            write_backup(store, tmp_path / "backup.tar")
    assert not (tmp_path / "backup.tar").exists() and not list(tmp_path.glob(".backup*"))


def test_a_folder_that_may_not_be_written_is_one_line(data, tmp_path, capsys):
    if os.geteuid() == 0:
        target = "/proc/backup.tar"  # where not even root may write
    else:
        (tmp_path / "closed").mkdir(mode=0o500)
        target = tmp_path / "closed" / "backup.tar"
    assert backfile(data, "backup", target) == 1
    assert capsys.readouterr().err.count("\n") == 1
