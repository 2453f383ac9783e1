"""What a person took down or corrected is told nowhere: every page and every command is asked."""

import json
import re
from contextlib import closing
from pathlib import Path

import pytest

from corpus.article import article_id
from tests.newsroom import settle
from tests.shell import backfile
from web import create_app
from web.cli import COMMANDS

SITE = "https://courier.invalid"
GONE, EDITED, OTHER = (article_id(f"{SITE}/{name}", "", "") for name in ("gone", "edited", "other"))

# What only these two say, and no question below has: it cannot come back as an echo.
GONE_SAYS = (
    "Quillfeather", "Brambleworth", "Undersecretary Fothergill", "Lighthouses", "clavichord",
    "sousaphone", "zucchetto", "lamplighting", "1911",
)  # fmt: skip
EDITED_SAID = ("Oldenstone", "Ambrosius", "Wrongdesk", "1917")

# What they share with what is asked and with other articles.
QUOTED = "the lamplighters of the northern quay will not be paid before the feast of lanterns"
STOCK = "This column is written by the newspaper and by nobody else who has a share in it."
SUBJECT = "Gondoliers, lamplighters and ropemakers of the northern quay ask the harbourmaster for wages."

RECORDS = (
    {"url": f"{SITE}/gone", "title": "The Quillfeather parade", "published": "1911-05-04",
     "byline": ["Brambleworth"], "section": "Undersecretary Fothergill", "tags": ["Lighthouses"],
     "standfirst": "A clavichord is played.",
     "text": f"{SUBJECT} A sousaphone was heard, lamplighting: {QUOTED}. So says zucchetto one.\n\n{STOCK}"},
    {"url": f"{SITE}/edited", "title": "Oldenstone falls", "published": "1917-05-04",
     "byline": ["Ambrosius"], "section": "Wrongdesk", "text": f"{SUBJECT} The tower falls.\n\n{STOCK}"},
    {"url": f"{SITE}/other", "title": "On the quay", "published": "2012-05-04", "byline": ["Ada Novi"],
     "text": f"{SUBJECT} No lamp is lit. Quillfoil grows there.\n\n{STOCK}"},
    *({"url": f"{SITE}/more/{number}", "title": f"Bread of year {number}", "published": f"20{number}-05-04",
       "text": f"Bread is dear in winter number {number}.\n\n{STOCK}"} for number in range(10, 20)),
)  # fmt: skip

# Questions that lead to the one or the other, by words that it has and does not tell apart.
QUESTIONS = (
    "lamplighters", "lamplights", "lamplighters gondoliers", f'"{QUOTED}"', "quillf*", "quillfeathir~",
    "quillfeathir", "brambelworth", "author:brambelworth", "oldenstine", "oldens*", "oldenstonn~",
    "lanterns NEAR/9 feast", "lamplighters tower", "-bread", "date:1900..2030", "bread",
    "/gone", f"{SITE}/gone", f"{SITE}/edited",
)  # fmt: skip
TYPED = ("quil", "quillf", "oldens", "bramb", "author:bram", "ambro", "the quillf", "so", "lampl")
DRAFTS = (QUOTED, f"{QUOTED}. {SUBJECT}", f"{SUBJECT}\n\n{STOCK}", STOCK)

# These read pages, make, move or check the corpus; say how the program is set; or tell whoever
# keeps the archive of one address, of what was decided and of a backup, which are to know.
NOT_FOR_READERS = {
    "demo", "crawl", "import", "extract", "clean", "edit", "remove", "review", "why", "fetch", "forget",
    "update", "index", "serve", "backup", "restore", "config",
}  # fmt: skip


PAGES = "the pages as they came"  # those of what was corrected among them


# These tell of no other article, whatever is in the archive.
SILENT = {
    "/help", "/about", "/healthz", "/robots.txt", "/opensearch.xml", "verify", "export", "watch", "/browse/undated",
    "/browse/undated.json", "/browse/undated.csv", f"/a/{OTHER}.txt", f"/a/{OTHER}.ris", f"/a/{OTHER}.bib", f"/a/{OTHER}.csl.json",
    "/api", "/api/openapi.json",
}  # fmt: skip


def kind(asked):
    """What was asked for, less the words of the question."""
    return re.split(r"[?,]", asked)[0] if asked[0] == "/" else asked.split()[0]


class Archive:
    """All that is told of an archive to those who ask."""

    def __init__(self, settings, client, capsys):
        self.settings, self.client, self.capsys = settings, client, capsys

    def command(self, *arguments):
        assert backfile(self.settings.data, *arguments) in (0, 1), arguments
        told = self.capsys.readouterr()
        return told.out + told.err

    def told(self, folder: Path):
        """Every answer that there is, by what was asked."""
        endpoints = {"static", "metrics"}  # numbers alone, in which a year may stand by chance
        for address, form in self.requests():
            response = self.client.open(address, method="POST" if form else "GET", data=form)
            if response.status_code in (301, 302):
                yield f"{address}, where it leads", response.headers["Location"]
                response = self.client.get(response.headers["Location"])
            assert response.status_code in (200, 400, 404, 410), address
            endpoints.add(self.client.application.url_map.bind("x").match(
                address.split("?")[0], "POST" if form else "GET")[0])  # fmt: skip
            yield address, response.get_data(as_text=True)
        assert endpoints >= {rule.endpoint for rule in self.client.application.url_map.iter_rules()}
        asked = set()
        for arguments in self.commands(folder):
            asked.add(arguments[0])
            yield " ".join(map(str, arguments)), self.command(*arguments)
        yield "what was exported", (folder / "articles.jsonl").read_text("utf-8")
        warc = (folder / "pages.warc").read_text("utf-8", "replace")
        # ids and digests hold every word of four digits by chance
        yield PAGES, re.sub(r"(?m)^WARC-(?:Record-ID|Warcinfo-ID|\w+-Digest):.*$", "", warc)
        assert asked | NOT_FOR_READERS == {*COMMANDS}

    def requests(self):
        yield from ((address, None) for address in (
            "/", "/help", "/about", "/healthz", "/status", "/status.json", "/robots.txt", "/opensearch.xml",
            "/sitemap.xml", "/sitemap/1911.xml", "/sitemap/1917.xml", "/browse", "/browse/undated",
            "/browse/1911", "/browse/1911/5", "/browse/1911/5/4", "/browse/1917", "/browse/1917/5",
            "/browse/1917/5/4", "/draft", "/api", "/api/openapi.json", "/browse.json", "/browse/undated.json",
            "/browse/undated.csv",
        ))  # fmt: skip
        for days in ("1911", "1911/05", "1911/05/04", "1917", "1917/05", "1917/05/04"):
            yield from ((f"/browse/{days}.{form}", None) for form in ("json", "csv", "csl.json", "atom"))
        for ident in (GONE, EDITED, OTHER):
            for form in ("", ".json", ".txt", ".ris", ".bib", ".csl.json", "/slug", "?q=lamplighters"):
                yield f"/a/{ident}{form}", None
        for question in (*QUESTIONS, ""):
            for form in ("", ".json", ".atom", ".csv", ".ndjson", ".ris", ".bib", ".csl.json"):
                yield f"/search{form}?q={question}&from=1900", None
                if question:
                    yield f"/search{form}?q={question}&sort=oldest", None
        yield from ((f"/suggest?q={typed}", None) for typed in TYPED)
        for form in ("", ".json"):
            yield from ((f"/draft{form}", {"text": draft}) for draft in DRAFTS)

    def commands(self, folder):
        draft, lines = folder / "draft.txt", folder / "lines.txt"
        for text in DRAFTS:
            draft.write_text(text, "utf-8")
            for more in ((), ("--json",)):
                yield "similar", draft, *more
        for ident in (GONE, EDITED, OTHER):
            for more in ((), ("--json",)):
                yield "similar", ident, *more
        lines.write_text("\n".join(QUESTIONS), "utf-8")
        for more in ((), ("--json",)):
            yield "search", "--batch", lines, *more
            yield from (("search", *more, "--", question) for question in QUESTIONS)
            yield "status", *more
        yield from (("search", "--csv", question) for question in QUESTIONS if question[0] != "-")
        yield "export", folder / "articles.jsonl", "--force"
        yield "export", folder / "pages.warc", "--format", "warc", "--force"
        yield from (("watch", question) for question in QUESTIONS if question[0] != "-")
        yield "verify",

    def leaks(self, folder, words):
        """Which of the words are told, by what was asked. The digits of a year may stand within an
        id by chance."""
        looked_for = {
            word: re.compile(rf"\b{word}\b" if word.isdecimal() else re.escape(word), re.IGNORECASE)
            for word in words
        }
        return {
            (asked, word)
            for asked, answer in self.told(folder)
            for word in words
            if word not in asked and looked_for[word].search(answer)
        }

    def total(self, question):
        return self.client.get("/search.json", query_string={"q": question}).json["total"]


@pytest.fixture
def archive(tmp_path, capsys):
    settings = settle(tmp_path / "data", log_slow=0.0)
    (tmp_path / "records.jsonl").write_text("\n".join(map(json.dumps, RECORDS)), "utf-8")
    for arguments in (("import", tmp_path / "records.jsonl"), ("index",)):
        assert backfile(settings.data, *arguments) == 0
    capsys.readouterr()
    app = create_app(settings)
    with closing(app.extensions["shelf"]):
        yield Archive(settings, app.test_client(), capsys)


def test_what_was_removed_or_corrected_is_told_nowhere(archive, tmp_path):
    leaks = archive.leaks(tmp_path, GONE_SAYS + EDITED_SAID)
    assert {word for _, word in leaks} == {*GONE_SAYS, *EDITED_SAID}
    every = {kind(asked) for asked, _ in archive.told(tmp_path)}
    assert every - {kind(asked) for asked, _ in leaks} == SILENT
    articles = archive.client.get("/healthz").json["articles"]
    archive.command("remove", GONE, "--reason", "A court said so")
    archive.command(
        "edit", EDITED, "--title", "The tower", "--byline", "", "--section", "none", "--date", "2013-07-09"
    )
    for mend in ((), ("index",), ("clean",), ("index", "--rebuild"), ("index", "--rollback")):
        if mend:
            archive.command(*mend)
        leaks = archive.leaks(tmp_path, GONE_SAYS + EDITED_SAID)
        assert leaks == {(PAGES, word) for word in EDITED_SAID}, mend
        assert archive.client.get(f"/a/{GONE}").status_code == 410
        assert archive.client.get("/healthz").json["articles"] == articles - 1
        assert archive.total("lamplighters") == 2
