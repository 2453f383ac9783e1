"""Two hundred texts that would be code somewhere: in what is asked and in every field of an article,
in each format. None of it is markup, a field or a formula there: each format is read by a reader of
its own, and has the same shape as with harmless words."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from urllib.parse import quote

import bibtexparser
import feedparser
import pytest
import rispy
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from corpus.article import Article, article_id
from tests.browser import launched, served
from tests.examples import long
from tests.newsroom import build, fill, read_site, settle, soup
from tests.shell import PATIENCE

RUN = "window.__ran=1"
VECTORS = (
    f"<script>{RUN}</script>", f"<img src=x onerror={RUN}>", f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>", f"<iframe src=javascript:parent.{RUN}></iframe>",
    f"<body onload={RUN}>", f"<details open ontoggle={RUN}>", f"<input autofocus onfocus={RUN}>",
    f"<a href=javascript:{RUN}>x</a>", f"<math><mi href=javascript:{RUN}>x</math>",
    "<style>*{display:none}</style>", f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "<base href=//evil.invalid/>", f"<object data=javascript:{RUN}></object>",
    f"<form action=javascript:{RUN}><button autofocus>x</button></form>",
    f"<video><source onerror={RUN}></video>", "<link rel=stylesheet href=//evil.invalid/x.css>",
)  # fmt: skip
OPENERS = (
    "", '">', "'>", "</title>", "</textarea>", "</script>", "-->", "]]>", "</h1></article></main>", "\"/><!--",
)  # fmt: skip
OTHERS = (
    f"javascript:{RUN}", f" JaVaScRiPt:{RUN}", f"java\tscript:{RUN}", "data:text/html,<script>1</script>",
    f"\u2028{RUN}\u2029", f"\\u003cscript\\u003e{RUN}", f"';{RUN}//", f"\"-{RUN}-\"", f"`${{{RUN}}}`",
    "{{7*7}}", "{% include 'base.html' %}", "<%= 7*7 %>", "${7*7}", "#{7*7}", "%s%n{0}",
    "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r\n=1+1", "\u200b=1+1", "＝1+1", "\ufeff=1+1",
    "\u202egnp.exe\u202c", "\u2066hidden", "\x00<script>", "\x0b\x0c\x1b[31m", "&lt;script&gt;&#60;b&#62;",
    "%3Cscript%3E%0d%0aX-Evil:1", "\r\nX-Evil: 1\r\n\r\n<script>", "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e 'x'>]>&e;",
    "<![CDATA[x]]>", "x\r\nER  - \r\n\r\nTY  - BOOK\r\nTI  - Evil", "},}\n@book{evil, title={x}}", "\",evil\r\nevil,\"",
    "\"}]}\n{\"id\": \"evil\"}", "../../../../etc/passwd", "\\input{/etc/passwd}", "<entry><id>evil</id></entry>",
)  # fmt: skip
HOSTILE = (*(opener + vector for vector in VECTORS for opener in OPENERS), *OTHERS)
FEW = HOSTILE[::9]  # what is asked for each by itself; all in `make check`
HARMLESS = "A plain word, and another"
FIELDS = ("title", "section", "standfirst")
FORMULA = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")


def made(number, text):
    """An article that says a text in each of its fields; zebra is in all of them."""
    ident = article_id(None, "hostile", str(number))
    return Article(
        ident, f"{text} zebra", (f"{text} zebra {text}", text), url=f"{text}//x.invalid/{number}", byline=(text, "Ada Novi"),
        section=text, published=date(2010 + number // 20, 1 + number % 12, 3), date_source="url",
        standfirst=text, tags=(text, "Stripes"), language="en",
    )  # fmt: skip


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """The same archive twice: with the hostile texts, and with a harmless one for each."""
    found = []
    for name, texts in (("hostile", HOSTILE), ("harmless", [HARMLESS] * len(HOSTILE))):
        settings = settle(tmp_path_factory.mktemp(name) / "data", limit=0.0, site_name="A paper")
        # no two are one text
        fill(settings, tuple(
            replace(one, paragraphs=(*one.paragraphs, f"{number} " * 3 + str(7 * number)))
            for number, one in enumerate(map(made, range(len(texts)), texts))
        ))  # fmt: skip
        build(settings)
        found.append(settings)
    return found


@pytest.fixture(scope="module")
def hostile(sites):
    with read_site(sites[0]) as client:
        yield client


@pytest.fixture(scope="module")
def harmless(sites):
    with read_site(sites[1]) as client:
        yield client


def body(client, path, **asked):
    reply = client.get(path, query_string=asked or None, follow_redirects=True)
    assert reply.status_code in (200, 400, 404), path
    assert "X-Evil" not in reply.headers and reply.headers["X-Content-Type-Options"] == "nosniff"
    return reply.get_data(as_text=True)


def shape(page):
    """The kinds of elements of a page, each attribute of one, and what an address begins with."""
    found = set()
    for node in LexborHTMLParser(page).css("*"):
        found.add((node.tag,))
        for name, value in node.attributes.items():
            found.add((node.tag, name))
            if name in ("href", "src", "action", "formaction", "data") or name.endswith(":href"):
                address = re.match(r"/(?!/)|#|https?://127\.0\.0\.1", value or "")
                found.add((node.tag, name, address.group() if address else value))
            if name in ("name", "property", "http-equiv") and node.tag == "meta":
                found.add((node.tag, name, value))
    return found


PATHS = (
    "/", "/search?q=zebra&size=300", "/search?q=zebra&size=300&sort=oldest&reprints=apart", "/search?q=plain",
    "/search?author=Ada+Novi&tag=Stripes", "/browse", "/browse/2012", "/browse/2012/01", "/browse/2012/01/03",
    "/browse/undated", "/draft", "/help", "/api", "/status", "/nowhere", "/a/unknown", "/search?q=zz&from=soon",
    "/search?q=zzqqx+zebra&author=Nobody", "/search?q=%22%28", "/search?q=zebrra", "/search?q=zebra&page=99",
)  # fmt: skip


@pytest.fixture(scope="module")
def known(harmless):
    """What the pages of the harmless archive are made of."""
    # beside it what stands around letters that are written from right to left
    found = {("bdi",), ("bdi", "dir"), ("bdi", "lang")}
    found |= set().union(*(shape(body(harmless, path)) for path in PATHS))
    ids = [hit["id"] for hit in json.loads(body(harmless, "/search.json?q=zebra&size=300"))["hits"]]
    for ident in ids[::40]:
        for more in ("", "?q=zebra", "?q=nothing"):
            found |= shape(harmless.get(f"/a/{ident}{more}", follow_redirects=True).text)
    for text in (HARMLESS, f"{HARMLESS} zebra {HARMLESS}. Ada Novi", ""):
        found |= shape(harmless.post("/draft", data={"text": text, "before": "x"}).text)
        found |= shape(harmless.post("/draft", data={"text": text}).text)
    return found


@pytest.fixture(scope="module")
def hits(hostile):
    """The hits of all that is hostile, as JSON has them."""
    return json.loads(body(hostile, "/search.json?q=zebra&size=300"))["hits"]


def test_there_are_two_hundred_and_each_is_another():
    assert len(set(HOSTILE)) == len(HOSTILE) >= 200


# -- what a browser reads


@pytest.mark.parametrize("path", PATHS)
def test_no_list_has_an_element_or_attribute_more(hostile, known, path):
    assert shape(body(hostile, path)) <= known


@pytest.mark.parametrize("text", [*FEW, *long(*(each for each in HOSTILE if each not in FEW))])
def test_no_question_is_markup(hostile, known, text):
    for asked in ({"q": text}, {"q": "zebra", "author": text, "from": text, "sort": text}):
        assert shape(body(hostile, "/search", **asked)) <= known
    told = json.loads(body(hostile, "/search.json", q=text))
    assert told["query"] == text.strip()
    feed = etree.fromstring(body(hostile, "/search.atom", q=text).encode())
    assert {etree.QName(each).localname for each in feed.iter("*")} <= ELEMENTS
    assert shape(hostile.post("/draft", data={"text": text, "before": text, "order": text}).text) <= known
    assert shape(body(hostile, "/a/" + quote(text, safe=""))) <= known
    typed = json.loads(body(hostile, "/suggest", q=text))
    assert typed[0] == text and all(each.startswith("http://127.0.0.1") for each in typed[3])


@pytest.mark.parametrize("number", [*range(0, len(HOSTILE), 9), *long(*(n for n in range(len(HOSTILE)) if n % 9))])
def test_no_article_s_page_has_an_element_or_attribute_more(hostile, known, number):
    article = made(number, HOSTILE[number])
    page = hostile.get(f"/a/{article.id}?q=zebra", follow_redirects=True).text
    assert shape(page) <= known
    (script,) = [node.text() for node in LexborHTMLParser(page).css("script") if "src" not in node.attributes]
    told = json.loads(script)
    assert (told["headline"], told["articleSection"]) == (article.title, article.section)
    assert "isBasedOn" not in told or told["isBasedOn"].startswith("http")
    tags = {node.attributes["name"]: node.attributes["content"]
            for node in LexborHTMLParser(page).css("meta[name]")}  # fmt: skip
    assert tags["citation_title"] == re.sub(r"\s+", " ", article.title).strip().replace("\x00", "\ufffd")
    reply = hostile.get(f"/a/{article.id}.txt")
    assert reply.mimetype == "text/plain" and article.title in reply.get_data(as_text=True)
    assert json.loads(body(hostile, f"/a/{article.id}.json"))["title"] == article.title


# -- what programs read


def test_json_and_its_lines_hold_the_texts_as_they_are(hostile, hits):
    titles = {made(number, text).title for number, text in enumerate(HOSTILE)}
    assert {hit["title"] for hit in hits} == titles and len(hits) == len(HOSTILE)
    lines = body(hostile, "/search.ndjson?q=zebra&fields=id,title").split("\n")
    assert [json.loads(line)["title"] for line in lines if line] == [hit["title"] for hit in hits]
    every = [each for year in json.loads(body(hostile, "/browse.json"))["years"]
             for each in json.loads(body(hostile, f"/browse/{year['year']}.json"))["editorials"]]  # fmt: skip
    assert {each["title"] for each in every} == titles


def test_a_table_has_a_row_each_and_no_formula(hostile, hits):
    fields = "id,title,byline,section,tags,standfirst,url,snippets,text"
    text = body(hostile, f"/search.csv?q=zebra&fields={fields}").removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text, "")))
    assert [row["id"] for row in rows] == [hit["id"] for hit in hits]
    assert not [cell for row in rows for cell in row.values() if FORMULA.match(cell)]
    assert all(row["title"] in (hit["title"], f"'{hit['title']}") for row, hit in zip(rows, hits, strict=True))
    assert set(rows[0]) == set(fields.split(","))


ELEMENTS = {
    "feed", "id", "title", "updated", "published", "author", "name", "link", "entry", "category", "summary",
}  # fmt: skip


def test_feeds_have_no_element_more(hostile):
    seen = 0
    for year in range(2010, 2021):
        for month in range(1, 13):
            reply = hostile.get(f"/browse/{year}/{month:02}.atom")
            if reply.status_code == 404:
                continue
            tree = etree.fromstring(reply.data)
            assert {etree.QName(each).localname for each in tree.iter("*")} <= ELEMENTS
            feed = feedparser.parse(reply.data)
            assert not feed.bozo and all(e.link.startswith("http://127.0.0.1") for e in feed.entries)
            seen += len(feed.entries)
    assert seen == len(HOSTILE)


def test_references_are_one_each_and_have_no_field_more(hostile, harmless, hits):
    ids = [hit["id"] for hit in hits]
    ris, plain = (rispy.loads(body(each, "/search.ris?q=zebra")) for each in (hostile, harmless))
    assert [each["id"] for each in ris] == ids
    assert {name for each in ris for name in each} <= {name for each in plain for name in each}
    assert {each["type_of_reference"] for each in ris} == {"NEWS"}
    bib, plain = (bibtexparser.parse_string(body(each, "/search.bib?q=zebra")) for each in (hostile, harmless))
    assert not bib.failed_blocks and [entry.key for entry in bib.entries] == ids
    names, known = ({f.key for e in each.entries for f in e.fields} for each in (bib, plain))
    assert names <= known
    csl, plain = (json.loads(body(each, "/search.csl.json?q=zebra")) for each in (hostile, harmless))
    assert [each["id"] for each in csl] == ids
    assert {name for each in csl for name in each} <= {name for each in plain for name in each}


def test_sitemaps_have_addresses_alone(hostile):
    found = []
    for year in range(2010, 2021):
        tree = etree.fromstring(hostile.get(f"/sitemap/{year}.xml").data)
        assert {etree.QName(each).localname for each in tree.iter("*")} == {"urlset", "url", "loc", "lastmod"}
        found += [each.text for each in tree.iter("{*}loc")]
    assert len(found) == len(HOSTILE)
    assert all(re.fullmatch(r"http://127\.0\.0\.1:8000/a/[a-z2-7]{12}/[\w%.~-]+", each, re.ASCII) for each in found)


@pytest.mark.parametrize("name", [*FEW[::4], *long(*FEW)])
def test_a_hostile_name_of_the_site_is_text_too(sites, known, name):
    with read_site(replace(sites[1], site_name=name)) as client:
        assert shape(body(client, "/")) | shape(body(client, "/search?q=plain")) <= known
        tree = etree.fromstring(client.get("/opensearch.xml").data)
        assert {etree.QName(each).localname for each in tree} == {
            "ShortName", "Description", "InputEncoding", "Image", "Url"
        }  # fmt: skip
        feed = etree.fromstring(client.get("/search.atom?q=zebra").data)
        assert {etree.QName(each).localname for each in feed.iter("*")} <= ELEMENTS
        assert json.loads(body(client, "/api/openapi.json"))["info"]["title"].startswith(name)


# -- in a browser


@pytest.mark.long
def test_nothing_of_it_runs_in_a_browser(sites):
    paths = [*PATHS, *(f"/search?q={quote(text)}&author={quote(text)}" for text in HOSTILE)]
    paths += [f"/a/{made(number, text).id}?q=zebra" for number, text in enumerate(HOSTILE)]
    ran = []
    with launched() as browser, served(sites[0]) as here:
        # without the policy that forbids what a page should not hold in the first place
        page = browser.new_context(bypass_csp=True).new_page()
        page.set_default_timeout(1_000 * PATIENCE)
        page.on("dialog", lambda dialog: (ran.append(page.url), dialog.dismiss()))
        page.on("request", lambda asked: None if asked.url.startswith(here) else ran.append(asked.url))
        for path in paths:
            page.goto(here + path)
            if page.evaluate("window.__ran"):
                ran.append(path)
    assert ran == []


def test_an_id_is_text_by_other_people_too(tmp_path):
    settings = settle(tmp_path)
    fill(settings, (replace(made(1, "heron"), id='x"><b class="y'),))
    build(settings)
    with read_site(settings) as client:
        (card,) = soup(client.get("/search?q=zebra")).select(".card")
    assert card["id"] == 'x"><b class="y' and not card.select("b")
