"""`backfile extract`: what the cleaner makes of pages, with nothing stored."""

import json

import pytest

from corpus.store.store import ArticleStore
from tests.examples import long
from tests.shell import backfile, call
from web.cli import run
from web.commands.article_lines import extract_object

KEYS = [
    "path",
    "url",
    "title",
    "byline",
    "published",
    "date_source",
    "language",
    "paragraphs",
    "text",
    "updated",
    "section",
    "tags",
    "standfirst",
]
WORDS = "The harbour board counts its boats by night, and the town learns the number a year later from the minutes. "
NOTE = "Readers who find a mistake in these columns may write to the desk within thirty days of the printing."


def write_site(folder, pages=6):
    """Articles of one host, each with the same note among its paragraphs and a text of its own."""
    folder.mkdir()
    for number in range(pages):
        name = "ABCDEFGH"[number]
        own = f"Street {name} was paved twice, said the mason of number {name}{name}, and nobody paid him for either. "
        (folder / f"{number}.html").write_text(
            f"<html lang=en><title>The paving of street {name}</title>"
            f"<nav class=top><a href=/>All the news of today</a></nav><article><h1>The paving of street {name}</h1>"
            f"<p>By Osman Keld</p><p>March {number + 1}, 2009</p>"
            f"<p>{own}{WORDS}</p><p>{NOTE}</p><p>{WORDS}{own}</p></article></html>"
        )


@pytest.fixture
def site(tmp_path):
    write_site(tmp_path / "site")
    return tmp_path / "site"


def extract(capsys, tmp_path, *arguments, code=0):
    """The objects that --json prints, and what was said besides."""
    assert backfile(tmp_path / "data", "extract", *arguments, "--json") == code
    captured = capsys.readouterr()
    return [json.loads(line) for line in captured.out.splitlines()], captured.err


def test_extract_shows_standfirst_tags_and_the_day_of_the_last_change(tmp_path, capsys):
    page = tmp_path / "ferry.html"
    page.write_text(
        "<title>The Ferry</title><meta property=article:modified_time content=2020-03-07T09:00Z>"
        "<meta name=news_keywords content='quay, harbour'><h1>The Ferry</h1>"
        "<p class=standfirst>A boat paid for twice lies at the quay.</p><p>March 5, 2020</p>"
        + "<p>The harbour board met and put off the question of the ferry until the spring.</p>" * 3
    )
    assert backfile(tmp_path / "data", "extract", page, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["standfirst"] == "A boat paid for twice lies at the quay."
    assert (found["tags"], found["updated"]) == (["quay", "harbour"], "2020-03-07")
    assert backfile(tmp_path / "data", "extract", page) == 0
    shown = capsys.readouterr().out
    assert "updated 2020-03-07" in shown and "quay, harbour" in shown
    assert found["standfirst"] in shown



def test_a_line_for_each_page_with_all_its_fields(site, tmp_path, capsys):
    told, err = extract(capsys, tmp_path, site, "--base-url", "https://courier.invalid/x")
    assert [list(line) for line in told] == [KEYS] * 6 and err == ""
    first = told[0]
    assert (
        first["path"] == str(site / "0.html") and first["url"] == "https://courier.invalid/x/0.html"
    )
    assert (first["title"], first["byline"]) == ("The paving of street A", ["Osman Keld"])
    assert (first["published"], first["date_source"], first["language"]) == (
        "2009-03-01",
        "byline",
        "en",
    )
    assert first["text"] == "\n\n".join(first["paragraphs"])
    assert not (tmp_path / "data").exists()


def test_pages_of_one_host_teach_what_is_furniture(site, tmp_path, capsys):
    alone, _ = extract(capsys, tmp_path, site / "0.html", "--base-url", "https://courier.invalid/")
    assert NOTE in alone[0]["paragraphs"]
    together, _ = extract(capsys, tmp_path, site, "--base-url", "https://courier.invalid/")
    assert all(NOTE not in line["text"] and len(line["paragraphs"]) == 2 for line in together)


def test_explain_says_which_rule_gave_each_field_and_what_was_left_out(site, tmp_path, capsys):
    told, _ = extract(capsys, tmp_path, site, "--base-url", "https://courier.invalid/", "--explain")
    assert list(told[0]) == [*KEYS, "provenance", "left_out", "missed"]
    assert set(told[0]["provenance"]) == {"title", "byline", "body"}
    why = {leaving["text"]: leaving["reason"] for leaving in told[0]["left_out"]}
    assert why[NOTE] == "recurs on other pages of the site"
    assert why["By Osman Keld"] == why["The paving of street A"] == "read as title, author or day"
    assert why["All the news of today"] == "furniture: <nav top>"
    assert not set(why) & set(told[0]["paragraphs"])


def test_explain_for_people(site, tmp_path, capsys):
    assert backfile(tmp_path / "data", "extract", site / "0.html", "--explain") == 0
    out = capsys.readouterr().out
    assert "date: byline" in out
    assert "  left out: All the news of today (furniture: <nav top>)\n" in out


def test_what_is_refused_is_named_in_its_place_and_the_rest_goes_on(tmp_path, capsys):
    write_site(tmp_path / "site", 1)
    (tmp_path / "a list.html").write_text(
        "<ul>" + "<li><a href='/x'>A link</a></li>" * 40 + "</ul>"
    )
    paths = (tmp_path / "none.html", tmp_path / "a list.html", tmp_path / "site")
    told, err = extract(capsys, tmp_path, *paths, code=1)
    assert [list(line) for line in told] == [["path", "error"], ["path", "error"], KEYS]
    assert told[0] == {"path": str(paths[0]), "error": "there is no such file or folder"}
    assert told[1]["path"] == str(paths[1]) and told[1]["error"].startswith("no article: ")
    assert err == "".join(f"{line['path']}: {line['error']}\n" for line in told[:2])


def test_records_and_text_are_extracted_too(tmp_path, capsys):
    (tmp_path / "more.jsonl").write_text(
        json.dumps({"title": "One", "text": WORDS, "url": "https://a.invalid/1"})
    )
    (tmp_path / "plain.txt").write_text(f"The Boats of the Night\n\nBy Osman Keld\n\n{WORDS * 2}")
    told, _ = extract(
        capsys, tmp_path, tmp_path / "more.jsonl", tmp_path / "plain.txt", "--explain"
    )
    assert [line["title"] for line in told] == ["One", "The Boats of the Night"]
    assert told[0]["url"] == "https://a.invalid/1" and told[1]["url"] is None


def test_a_base_address_that_is_none_is_wrong_usage(site, tmp_path, capsys):
    assert backfile(tmp_path / "data", "extract", site, "--base-url", "courier") == 2
    assert "'courier'" in capsys.readouterr().err


def test_the_rules_of_the_site_are_obeyed_and_explained(site, tmp_path):
    rule = '[site."courier.invalid"]\ntitle = "nav"\nremove = ["h1", "p:nth-of-type(4)"]\n'
    (tmp_path / "backfile.toml").write_text(rule)
    arguments = (
        "extract",
        site / "0.html",
        "--base-url",
        "https://www.courier.invalid/",
        "--json",
        "--explain",
    )
    code, out, err = call(*arguments, cwd=tmp_path)
    told = json.loads(out)
    assert (code, err, told["title"], told["provenance"]["title"]) == (
        0,
        "",
        "All the news of today",
        "site rule",
    )
    assert {"text": "The paving of street A", "reason": "site rule: remove 'h1'"} in told[
        "left_out"
    ]
    assert NOTE not in told["text"]


@pytest.mark.parametrize("selector", [*long("div[", "h1::text"), "p:is(@x"])
def test_a_wrong_rule_is_one_line(site, tmp_path, selector):
    (tmp_path / "backfile.toml").write_text(f'[site."courier.invalid"]\nbody = "{selector}"\n')
    code, out, err = call("extract", site, cwd=tmp_path)
    assert (code, out) == (1, "") and err.count("\n") == 1
    assert err.startswith(
        f"""backfile: site."courier.invalid".body: {selector!r} is not a CSS selector"""
    )
    assert err.endswith("(from backfile.toml). To mend it: correct backfile.toml\n")


def test_explain_says_which_selectors_of_a_rule_missed(site, tmp_path, monkeypatch, capsys):
    for number, day in enumerate(("12/11/2009", "12/10/2009", "2/3/2009")):
        path = site / f"{number}.html"
        path.write_text(path.read_text().replace("<p>By", f"<i>Issue of {day}</i><p>By"))
    (tmp_path / "backfile.toml").write_text(
        '[site."courier.invalid"]\ntitle = ["h7", "h1"]\nbyline = ".nobody"\ndate = "i"\nremove = "aside"\n'
    )
    monkeypatch.chdir(tmp_path)
    arguments = ["extract", str(site), "--base-url", "https://courier.invalid/", "--explain"]
    code, out = run(arguments), capsys.readouterr().out
    said = [line for line in out.splitlines() if line.startswith("  rule ")]
    assert code == 0 and said[:4] == [
        "  rule remove: 'aside' found nothing",
        "  rule title: 'h7' found nothing",
        "  rule byline: '.nobody' found nothing",
        """  rule date: 'i' found "Issue of 12/11/2009", which is not a day that can be told for sure, """
        "so the article has none",
    ]
    assert "  date    undated (unknown)" in out
    assert run([*arguments, "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[0])
    assert told["missed"][-1] == {"field": "date", "selector": "i", "said": "Issue of 12/11/2009"}
    (site / "3.html").write_text(
        (site / "3.html").read_text().replace("<p>By", "<i>Issue of 13/11/2009</i><p>By")
    )
    assert run(arguments) == 0
    out = capsys.readouterr().out
    assert "rule date: 'i' found \"" not in out and "  date    2009-11-12 (site-rule)" in out


def test_how_far_it_is_is_said(site, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("web.commands.terminal.SECONDS_TO_FIRST_LINE", 0.0)
    _, err = extract(capsys, tmp_path, site, site / "0.html")
    assert err.startswith("taking in: 7\n")


def test_extract_and_import_make_the_same_articles(tmp_path, capsys):
    """Of two sites, one with a page that stands there twice and one in two parts; of text; of a
    record; of a page that is refused."""
    for name in ("courier", "herald"):
        write_site(tmp_path / name)
        for path in (tmp_path / name).iterdir():
            head = f'<link rel=canonical href="https://{name}.invalid/{path.stem}.html">'
            path.write_text(path.read_text().replace("<title>", f"{head}<title>"))
    page = tmp_path / "courier/0.html"
    part = page.read_text().replace("</article>", '<a href="0-2.html">Next page</a></article>')
    page.write_text(part.replace("By Osman Keld", "By Dr. OSMAN KELD"))
    later = page.read_text().replace("0.html", "0-2.html").replace('"0-2.html">Next', '"0.html">Previous')
    (tmp_path / "courier/0-2.html").write_text(later.replace(WORDS, "The mason went home. " * 12))
    (tmp_path / "courier/copy.html").write_bytes(page.read_bytes())
    (tmp_path / "courier/list.html").write_text("<ul>" + "<li><a href='/x'>A link</a>" * 40)
    (tmp_path / "herald/plain.txt").write_text(f"The Boats\n\nBy Osman Keld\n\n{WORDS * 2}")
    (tmp_path / "herald/more.jsonl").write_text(json.dumps({"title": "One", "text": WORDS * 3}))
    paths = (tmp_path / "courier", tmp_path / "herald")
    told, _ = extract(capsys, tmp_path, *paths, code=1)
    assert backfile(tmp_path / "data", "import", *paths) == 1
    with ArticleStore(tmp_path / "data" / "corpus.db", create=False) as store:
        kept = [extract_object(article, None) for article in store.articles()]
    shown = [line | {"path": None} for line in told if "error" not in line]
    order = lambda article: (article["url"] or "", article["text"])  # noqa: E731
    unique = {order(article): article for article in shown}
    assert [unique[key] for key in sorted(unique)] == sorted(kept, key=order)
    assert len(kept) >= 14 and sum("error" in line for line in told) == 1


@pytest.mark.parametrize("way", ["extract", "import"])
def test_two_sites_of_one_call_do_not_teach_each_other(tmp_path, capsys, way):
    """A day above the titles of one site's pages is that of its copying; on another site, where it
    stands once, an article's."""
    write_site(tmp_path / "courier")
    write_site(tmp_path / "herald", 1)
    for path in (*(tmp_path / "courier").iterdir(), *(tmp_path / "herald").iterdir()):
        name, dayless = path.parent.name, path.read_text()
        for number in range(6):
            dayless = dayless.replace(f"<p>March {number + 1}, 2009</p>", "")
        own = f'<link rel=canonical href="https://{name}.invalid/{path.stem}.html"><title>'
        masthead = "<p>April 7, 2011</p><article>" if name == "courier" else "<article>"
        below = "" if name == "courier" else "<p>April 7, 2011</p>"
        path.write_text(
            dayless.replace("<title>", own)
            .replace("<article>", masthead).replace("Osman Keld</p>", f"Osman Keld</p>{below}")
        )  # fmt: skip
    paths = (tmp_path / "courier", tmp_path / "herald")
    if way == "extract":
        told, _ = extract(capsys, tmp_path, *paths)
    else:
        assert backfile(tmp_path / "data", "import", *paths) == 0
        with ArticleStore(tmp_path / "data" / "corpus.db", create=False) as store:
            told = [extract_object(article, None) for article in store.articles()]
    days = {line["url"]: line["published"] for line in told}
    assert days.pop("https://herald.invalid/0.html") == "2011-04-07"
    assert len(days) == 6 and set(days.values()) == {None}
