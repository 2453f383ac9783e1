"""Commands that fill the corpus, and those by which people correct it."""

import json
from datetime import UTC, date, datetime

import pytest

from corpus.lock import exclusive
from corpus.sample import editorials, serve
from corpus.store.store import ArticleStore
from tests.served_site import served
from tests.shell import backfile, call, copy_of_demo
from web.commands.terminal import Terminal

PAGE = """<!doctype html><html><head><title>The Ferry</title></head><body><article><h1>The Ferry at Dawn</h1>
<p>By Osman Keld</p><p>{}</p><p>{}</p></article></body></html>""".format(
    "The ferry left before the sun was over the hills, and nobody on the landing was surprised by it. "
    * 4,
    "Whoever wants to cross the river has to know a man who knows the ferryman, and that has to change. "
    * 4,
)


def answer(capsys):
    return json.loads(capsys.readouterr().out)


def test_crawl_fetches_and_cleans_and_a_second_one_goes_on(tmp_path, capsys):
    data = tmp_path / "data"
    with serve(date(2021, 12, 2)) as address:
        assert (
            backfile(data, "crawl", f"{address}/", "--delay", "0", "--max-pages", "20", "--json")
            == 0
        )
        first = answer(capsys)
        assert first["fetched"] == 20 and first["queued"] > 0 and "20 pages" in first["stopped"]
        assert backfile(data, "crawl", "--delay", "0", "--json") == 0
        second = answer(capsys)
    assert second["stopped"] is None and second["queued"] == 0 and second["failed"] == {}
    assert first["cleaned"]["articles"] + second["cleaned"]["articles"] >= len(editorials())
    with ArticleStore(data / "corpus.db") as store:
        found = {(article.title, article.published) for article in store.articles()}
    assert found == {(editorial.title, editorial.published) for editorial in editorials()}


def test_a_dry_run_stores_no_page(tmp_path, capsys):
    data = tmp_path / "data"
    with serve() as address:
        assert backfile(data, "crawl", f"{address}/", "--delay", "0", "--dry-run", "--json") == 0
    told = answer(capsys)
    assert told["fetched"] == 0 and told["planned"] and "cleaned" not in told
    with ArticleStore(data / "corpus.db") as store:
        assert list(store.fetches()) == []


def test_a_crawl_that_begins_above_the_lists_says_where_to_begin(tmp_path, capsys):
    def article_of(path):
        words = path.replace("/", " ").replace("-", " ").removesuffix(".html")
        text = "".join(f"<p>{f'Of the{words} nobody says {number} times what it was. ' * 6}</p>" for number in range(4))
        return f"<html><head><title>The{words}</title></head><body><article><h1>The{words}</h1>{text}</article></body></html>"

    def listing(paths, words):
        links = "".join(f'<li><a href="{path}">{words} {path[1:]}</a></li>' for path in paths)
        return f"<html><head><title>Issues</title></head><body><h1>Issues</h1><ul>{links}</ul></body></html>"

    months = [f"/issue-{number}.html" for number in range(1, 9)]
    pages = {"/years.html": listing(months, "All the editorials of the issue")}
    for month in months:
        stories = [f"{month[:-5]}/story-{number}.html" for number in range(1, 13)]
        pages[month] = listing(stories, "The ferry and the hills above the landing at dawn")
        pages |= {story: article_of(story) for story in stories}
    (tmp_path / "backfile.toml").write_text('user_agent = "Backfile/0.1 (+http://p.test/)"')
    with served(pages) as site:
        assert backfile(tmp_path, "crawl", f"{site.base}/years.html", "--delay", "0") == 0
        told = capsys.readouterr()
        assert "0 articles cleaned" in told.out
        assert told.err.startswith("backfile: no article came, but 8 lists of others.")
        mend = told.err.strip().rpartition("backfile ")[2].split()
        assert mend[0] == "crawl" and mend[1] in {site.base + month for month in months}
        assert backfile(tmp_path, *mend, "--delay", "0") == 0
        told = capsys.readouterr()
    assert "12 articles cleaned, 12 new" in told.out
    assert told.err == ""


@pytest.mark.parametrize("address", ["not an address", "ftp://127.0.0.1/", "http://127.0.0.1:9/"])
def test_an_address_that_cannot_be_crawled_is_one_line(address, tmp_path, capsys):
    assert backfile(tmp_path, "crawl", address) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_crawl_without_any_site_names_the_command(tmp_path, capsys):
    assert backfile(tmp_path, "crawl") == 1
    assert "backfile crawl URL" in capsys.readouterr().err


def test_an_import_goes_on_past_bad_files_and_names_them(tmp_path, capsys):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "good.html").write_text(PAGE)
    (pages / "binary.html").write_bytes(b"\x7fELF\0\0\0" * 100)
    (pages / "empty.html").write_bytes(b"")
    data = tmp_path / "data"
    assert backfile(data, "import", pages, tmp_path / "missing.html", "--json") == 1
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert told["articles"] == 1 and len(told["refused"]) == 3
    for name in ("binary.html", "empty.html", "missing.html"):
        assert name in captured.err
    assert captured.err.count("\n") == 3
    with ArticleStore(data / "corpus.db") as store:
        assert [article.title for article in store.articles()] == ["The Ferry at Dawn"]


def test_importing_only_good_files_is_0_and_twice_changes_nothing(tmp_path, capsys):
    (tmp_path / "good.html").write_text(PAGE)
    data = tmp_path / "data"
    assert backfile(data, "import", tmp_path / "good.html", "--base-url", "https://courier.invalid/x/", "--json") == 0
    assert answer(capsys)["changed"] == 1
    assert (
        backfile(
            data,
            "import",
            tmp_path / "good.html",
            "--base-url",
            "https://courier.invalid/x/",
            "--json",
        )
        == 0
    )
    assert answer(capsys)["changed"] == 0
    with ArticleStore(data / "corpus.db") as store:
        assert [article.url for article in store.articles()] == [
            "https://courier.invalid/x/good.html"
        ]


def test_importing_a_page_that_is_no_article_says_why(tmp_path, capsys):
    page = tmp_path / "list.html"
    page.write_text(
        "<html><body><ul>" + "<li><a href='/x'>A link</a></li>" * 40 + "</ul></body></html>"
    )
    assert backfile(tmp_path / "data", "import", page) == 1
    captured = capsys.readouterr()
    assert "list.html: " in captured.err, "the file is not named"
    assert captured.err.count("\n") == 1 and "0 articles taken in" in captured.out


RECORDS = [
    {"date": "2012-03-05", "autor": "Osman Keld", "dat": "2012-03-05"},
    {"date": "20120305"},
    {"date": 20120305, "autor": "Osman Keld"},
    {"date": "2012-04-31"},
    {"published": "05/03/2012"},
    {"updated": "2012-03"},
    {"publish_date": 2012},
    {"date": 1330905600},
    {"date": "sometime in 2004"},
    {"date": "2999-01-01"},
    {"date": ""},
    {"text": " ", "url": "https://paper.example/empty"},
]


def write_records(path, *, lines=True):
    records = [{"title": f"Ferry {n}", "text": f"Ferry {n} goes at dawn.", **said}
               for n, said in enumerate(RECORDS, start=1)]
    path.write_text("\n".join(map(json.dumps, records)) if lines else json.dumps(records, indent=1))
    return path


@pytest.mark.parametrize(("name", "place"), [("more.jsonl", "line"), ("more.json", "entry")])
def test_an_import_says_what_of_its_records_it_could_not_read(tmp_path, capsys, name, place):
    """Dates that are left out, keys that nobody knows, and records without text by their place."""
    path = write_records(tmp_path / name, lines=place == "line")
    assert backfile(tmp_path / "data", "import", path, "--json") == 1
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert told["articles"] == 11
    assert told["unread_dates"]["records"] == 7
    assert told["unread_dates"]["examples"][:2] == [
        {"name": f"{path}, {place} 4", "key": "date", "value": '"2012-04-31"'},
        {"name": f"{path}, {place} 5", "key": "published", "value": '"05/03/2012"'},
    ]
    assert told["unknown_keys"] == {"autor": 2, "dat": 1}
    assert [refused["name"] for refused in told["refused"]] == [f"{path}, {place} 12"]
    empty, dates, keys = captured.err.splitlines()
    assert empty.startswith(f"{path}, {place} 12: the record holds no text")
    assert "7 records have a date that" in dates and f'{path}, {place} 4 (date: "2012-04-31")' in dates
    assert "4 more" in dates
    assert "autor (2 records); dat (1 record)" in keys
    with ArticleStore(tmp_path / "data/corpus.db") as store:
        days = {article.title: article.published for article in store.articles()}
    assert {title for title, day in days.items() if day} == {"Ferry 1", "Ferry 2", "Ferry 3"}
    assert backfile(tmp_path / "data", "extract", path) == 1
    assert capsys.readouterr().err.splitlines()[:2] == [dates, keys]


def test_an_import_of_records_that_are_all_read_has_nothing_to_say(tmp_path, capsys):
    data = copy_of_demo(tmp_path / "demo")
    assert backfile(data, "export", tmp_path / "all.jsonl") == 0
    capsys.readouterr()
    assert backfile(tmp_path / "data", "import", tmp_path / "all.jsonl", "--json") == 0
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert (told["unread_dates"]["records"], told["unknown_keys"], captured.err) == (0, {}, "")


def test_a_date_that_was_mended_is_taken_in_the_next_time(tmp_path, capsys):
    path = tmp_path / "a.jsonl"
    for written in ("05/03/2012", "2012-03-05"):
        path.write_text(json.dumps({"title": "Ferry", "text": "It goes at dawn.", "date": written}))
        assert backfile(tmp_path / "data", "import", path) == 0
    capsys.readouterr()
    with ArticleStore(tmp_path / "data/corpus.db") as store:
        assert [article.published for article in store.articles()] == [date(2012, 3, 5)]


def test_a_line_is_named_by_where_it_stands_now(tmp_path, capsys):
    path = tmp_path / "a.jsonl"
    for text, line in (('{"title": "T"}', 1), ('\n\n{"title": "T"}', 3)):
        path.write_text(text)
        assert backfile(tmp_path / "data", "import", path) == 1
        assert f"{path}, line {line}: " in capsys.readouterr().err


def test_extract_shows_and_stores_nothing(tmp_path, capsys):
    (tmp_path / "good.html").write_text(PAGE)
    (tmp_path / "bad.html").write_bytes(b"\0\1\2")
    data = tmp_path / "data"
    assert (
        backfile(
            data, "extract", tmp_path / "good.html", tmp_path / "bad.html", "--json", "--explain"
        )
        == 1
    )
    captured = capsys.readouterr()
    told = json.loads(captured.out.splitlines()[0])
    assert told["title"] == "The Ferry at Dawn" and told["byline"] == ["Osman Keld"]
    assert told["text"] == "\n\n".join(told["paragraphs"]) and "ferryman" in told["text"]
    assert (told["published"], told["date_source"]) == (None, "unknown")
    assert set(told["provenance"]) == {"title", "byline", "body"}
    assert "bad.html: " in captured.err
    assert not data.exists()
    assert backfile(data, "extract", tmp_path / "good.html") == 0
    assert "undated (unknown)" in capsys.readouterr().out


def test_clean_makes_the_same_articles_again(tmp_path, capsys):
    data = copy_of_demo(tmp_path / "data")
    assert backfile(data, "clean", "--json") == 0
    told = answer(capsys)
    assert told["articles"] == len(editorials()) and told["changed"] == 0


def test_update_cleans_and_indexes_what_waits(tmp_path, capsys):
    (tmp_path / "good.html").write_text(PAGE)
    data = tmp_path / "data"
    backfile(data, "import", tmp_path / "good.html")
    capsys.readouterr()
    assert backfile(data, "update", "--json") == 0
    told = answer(capsys)
    assert told["crawl"] is None and told["index"]["articles"] == 1
    assert backfile(data, "update", "--json") == 0
    assert answer(capsys)["index"]["unchanged"]


def test_update_without_a_site_says_so_and_indexes_what_was_imported(tmp_path, capsys):
    (tmp_path / "good.html").write_text(PAGE)
    data = tmp_path / "data"
    backfile(data, "import", tmp_path / "good.html")
    capsys.readouterr()
    assert backfile(data, "update") == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "No site was crawled yet, so none was asked. To begin with one: backfile crawl URL\n"
    )
    assert "1 article indexed" in out


def test_update_builds_no_index_of_nothing(tmp_path, capsys):
    data = tmp_path / "data"
    ArticleStore(data / "corpus.db").close()
    assert backfile(data, "update") == 1
    captured = capsys.readouterr()
    assert captured.err.endswith(
        "there is no article yet. To mend it: backfile import PATH, or backfile crawl URL\n"
    )
    assert captured.out.startswith("No site was crawled yet")
    assert not (data / "index").exists()
    with serve() as address:
        backfile(data, "crawl", f"{address}/", "--delay", "0", "--max-pages", "1")
        with ArticleStore(data / "corpus.db") as store:
            assert store.seq == 0, "the first page is an article"
    capsys.readouterr()
    assert backfile(data, "update", "--delay", "0", "--json") == 1
    told = answer(capsys)
    assert told["error"] and told["index"] is None
    assert not (data / "index").exists()


def test_update_crawls_known_sites_and_outlives_one_that_is_gone(tmp_path, capsys):
    data = tmp_path / "data"
    with serve() as address:
        backfile(data, "crawl", f"{address}/", "--delay", "0", "--max-pages", "30")
        capsys.readouterr()
        assert backfile(data, "update", "--delay", "0", "--json") == 0
        told = answer(capsys)
        assert told["crawl"]["queued"] == 0 and told["index"]["articles"] == len(editorials())
    assert backfile(data, "update", "--delay", "0", "--json") == 1  # nobody serves it any more
    told = answer(capsys)
    assert "does not answer" in told["crawl"]["undone"][0] and told["error"] is None
    assert told["index"]["articles"] == len(editorials())


def test_a_second_update_steps_back_quietly(tmp_path, capsys):
    data = copy_of_demo(tmp_path / "data")
    with exclusive(data / "update.lock", "updating"):
        assert backfile(data, "update") == 0
    captured = capsys.readouterr()
    assert (
        "Nothing done: another Backfile process is updating" in captured.out and captured.err == ""
    )


def test_an_edit_takes_effect_at_once_and_outlives_a_cleaning(tmp_path, capsys):
    data = copy_of_demo(tmp_path / "data")
    backfile(data, "search", "indelible ink", "--json")
    ident = answer(capsys)["hits"][0]["id"]
    names = ("--byline", "Ada Novi, Ben Tarro", "--byline", "Cem Ulu")
    assert (
        backfile(
            data,
            "edit",
            ident,
            "--title",
            "Zyxwv",
            *names,
            "--date",
            "2001-02-03",
            "--section",
            "Desk",
        )
        == 0
    )
    assert "It shows at once." in capsys.readouterr().out
    backfile(data, "clean")
    backfile(data, "index", "--rebuild")
    capsys.readouterr()
    backfile(data, "search", "title:zyxwv", "--json")
    (hit,) = answer(capsys)["hits"]
    assert (hit["id"], hit["title"], hit["section"]) == (ident, "Zyxwv", "Desk")
    assert (hit["published"], hit["date_source"]) == ("2001-02-03", "editor")
    assert hit["byline"] == ["Ada Novi", "Ben Tarro", "Cem Ulu"]
    assert backfile(data, "edit", ident, "--date", "none", "--byline", "", "--json") == 0
    told = answer(capsys)
    assert told["published"] is None and told["byline"] == []


@pytest.mark.parametrize("nothing", ["none", ""])
def test_an_edit_can_be_undone(nothing, tmp_path, capsys):
    data = copy_of_demo(tmp_path / "data")
    backfile(data, "search", "indelible ink", "--json")
    found = answer(capsys)["hits"][0]
    assert (
        backfile(data, "edit", found["id"], "--title", "Zyxwv", "--section", nothing, "--json") == 0
    )
    told = answer(capsys)
    assert (told["title"], told["section"]) == ("Zyxwv", None)
    assert backfile(data, "edit", found["id"], "--undo") == 0
    assert f"As it was found {found['id']}: {found['title']}" in capsys.readouterr().out
    backfile(data, "search", "indelible ink", "--json")
    assert {**answer(capsys)["hits"][0], "score": 0} == {**found, "score": 0}
    assert backfile(data, "edit", found["id"], "--undo") == 1
    assert "never corrected" in capsys.readouterr().err


def test_what_was_corrected_or_taken_down_is_listed(tmp_path, capsys):
    data = copy_of_demo(tmp_path / "data")
    for name, none in (("edit", "0 articles corrected\n"), ("remove", "0 articles taken down\n")):
        assert backfile(data, name) == 0 and capsys.readouterr().out == none
    with ArticleStore(data / "corpus.db") as store:
        first, second, *_ = store.articles()
    backfile(
        data,
        "edit",
        first.id,
        "--title",
        "Zyxwv",
        "--byline",
        "Ada Novi, Ben Tarro",
        "--section",
        "none",
    )
    backfile(data, "edit", first.id, "--date", "2001-02-03")
    backfile(data, "edit", first.id, "--date", "none")
    backfile(data, "remove", second.id, "--reason", "wrongly attributed")
    capsys.readouterr()
    backfile(data, "edit")
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    said = "(title: Zyxwv, byline: Ada Novi, Ben Tarro, section: none, date: none)"
    assert capsys.readouterr().out == f"{first.id}  {day}  Zyxwv {said}\n1 article corrected\n"
    backfile(data, "remove")
    said = f"{second.id}  {day}  {second.title} (wrongly attributed)\n1 article taken down\n"
    assert capsys.readouterr().out == said
    backfile(data, "edit", "--json")
    (told,) = answer(capsys)["corrected"]
    fields = {
        "title": "Zyxwv",
        "byline": ["Ada Novi", "Ben Tarro"],
        "section": None,
        "published": None,
    }
    assert (told["id"], told["title"], told["fields"]) == (first.id, "Zyxwv", fields)
    backfile(data, "remove", "--json")
    (told,) = answer(capsys)["removed"]
    assert (told["id"], told["title"], told["reason"]) == (
        second.id,
        second.title,
        "wrongly attributed",
    )
    backfile(data, "edit", first.id, "--undo")
    backfile(data, "remove", second.id, "--undo")
    capsys.readouterr()
    for name, key in (("edit", "corrected"), ("remove", "removed")):
        backfile(data, name, "--json")
        assert answer(capsys) == {key: []}


def test_what_is_taken_down_is_not_edited(tmp_path, capsys):
    data = copy_of_demo(tmp_path / "data")
    backfile(data, "search", "indelible ink", "--json")
    ident = answer(capsys)["hits"][0]["id"]
    backfile(data, "remove", ident, "--reason", "Legal")
    capsys.readouterr()
    assert backfile(data, "edit", ident, "--title", "Zyxwv") == 1
    said = f"backfile: {ident} is taken down (Legal) and was not changed. To mend it: backfile remove {ident} --undo"
    assert capsys.readouterr().err.strip() == said


def test_a_removal_takes_effect_at_once_and_can_be_undone(tmp_path, capsys):
    data = copy_of_demo(tmp_path / "data")

    def found():
        capsys.readouterr()
        backfile(data, "search", "indelible ink", "--json")
        return [hit["id"] for hit in answer(capsys)["hits"]]

    ident = found()[0]
    assert backfile(data, "remove", ident, "--reason", "wrongly attributed") == 0
    assert ident not in found()
    assert backfile(data, "edit", ident, "--title", "x") == 1
    assert "wrongly attributed" in capsys.readouterr().err
    assert backfile(data, "remove", ident, "--undo") == 0
    assert found()[0] == ident
    assert backfile(data, "remove", ident, "--undo") == 1


@pytest.mark.parametrize(
    "command", [("edit", "nosuchid", "--title", "x"), ("remove", "nosuchid", "--reason", "x")]
)
def test_an_unknown_article_is_one_line(command, tmp_path, capsys):
    data = copy_of_demo(tmp_path / "data")
    assert backfile(data, *command) == 1
    assert "no article has the id 'nosuchid'" in capsys.readouterr().err


def test_a_correction_shows_while_the_index_is_busy(tmp_path, capsys):
    data = copy_of_demo(tmp_path / "data")
    backfile(data, "search", "indelible ink", "--json")
    ident = answer(capsys)["hits"][0]["id"]
    with exclusive(data / "index" / "lock", "rebuilding the index"):
        assert backfile(data, "edit", ident, "--title", "Zyxwv") == 0
        capsys.readouterr()
        backfile(data, "search", "zyxwv", "--json")
        assert answer(capsys)["total"] == 1


def test_progress_is_plain_lines_on_standard_error_elsewhere(tmp_path):
    data = copy_of_demo(tmp_path / "data")
    code, out, err = call("index", "--rebuild", "--data", data)
    assert code == 0 and "Generation" in out and "\x1b" not in out + err


def test_a_log_says_at_once_what_is_being_done(capsys, monkeypatch):
    monkeypatch.setattr("web.commands.terminal.SECONDS_TO_FIRST_LINE", 0.0)
    with Terminal().stages() as watch:
        watch("learning what recurs", 1, 1980)
        watch("cleaning", 2, 1980)
    assert capsys.readouterr().err == "learning what recurs: 1 of 1,980\n"
