"""The site's own rules: selectors of an administrator come before anything that is found out."""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Page, Provenance
from corpus.cleaning.clean import clean
from corpus.cleaning.site.rule_tables import read_rules
from corpus.cleaning.site.rules import rule_for
from corpus.cleaning.site.template import Template
from corpus.cleaning.webpage import leave_out
from corpus.errors import NotAnArticle, PageRefused
from corpus.files.read import read_pages
from corpus.intake.intake import clean_pages, take_in
from corpus.page.dates import Order
from corpus.page.markup import parse
from corpus.page.selectors import Selectors
from corpus.page.urls import canonical
from corpus.store.store import ArticleStore
from tests.examples import examples
from tests.pace import is_at_most

WORDS = "The harbour board counts its boats by night, and the town learns the number a year later from the minutes. "
LEADER = (WORDS * 3).strip()
PAGE = f"""<html lang="en"><head><title>Wind | The Packet</title>
<meta property="article:published_time" content="2001-01-01"><meta name="author" content="Web Desk Of Selm">
<meta name="printed" content="2009-08-25"></head><body>
<h1>The Packet of Selm</h1><div class="menu">{WORDS * 9}</div><div class="kick">Boats That<br>Nobody Counts</div>
<div id="txt"><p class="who">By Osman Keld</p><i class="day">3 March 2020</i><p>{LEADER}</p>
<p class="promo">Buy our paper today.</p><p>Count them.</p>
<div class="share">Said to be shared, and yet text.</div></div>
<div class="menu">{WORDS * 9}</div></body></html>"""
URL = "https://packet.example/a/1"


def page(markup=PAGE, url=URL):
    return Page(url, markup.encode(), "text/html", None, datetime(2021, 12, 2, tzinfo=UTC))


def cleaned(markup=PAGE, url=URL, **rule):
    return clean(page(markup, url), rules=read_rules({"packet.example": rule}))


def test_every_field_comes_from_the_rules_first():
    article = cleaned(body="#txt", title=".kick", byline=".who", date=".day", remove=[".promo"])
    assert article.title == "Boats That Nobody Counts"
    assert article.paragraphs == (LEADER, "Count them.", "Said to be shared, and yet text.")
    assert (article.byline, article.published, article.date_source) == (
        ("Osman Keld",),
        date(2020, 3, 3),
        "site-rule",
    )
    assert article.provenance == Provenance("site rule", "site rule", "site rule")


def test_a_body_keeps_what_stands_above_its_title():
    markup = PAGE.replace('<div id="txt">', '<div id="txt"><b>WHAT WE THINK</b><p>A title</p>')
    article = cleaned(markup, body="#txt", title="#txt b + p", date=".day", byline=".who")
    assert article.paragraphs[:2] == ("WHAT WE THINK", LEADER)


def test_what_the_rules_do_not_find_is_found_as_without_them():
    without = clean(page())
    ruled = cleaned(
        body=".nosuch", title=["h7", "h8"], byline="#nobody", date=".never", remove=".nothing"
    )
    assert (ruled, ruled.provenance) == (without, without.provenance)
    assert (without.published, without.date_source) == (date(2001, 1, 1), "meta")


@pytest.mark.parametrize(
    "host", ["packet.example", "www.packet.example", "WWW.Packet.Example", "packet.example:"]
)
@pytest.mark.parametrize(
    "url", ["https://packet.example/a/1", "http://www.packet.example:8080/a/1"]
)
def test_a_rule_holds_for_its_host_with_and_without_www(host, url):
    rules = read_rules({host: {"title": ".kick"}})
    assert clean(page(url=url), rules=rules).title == "Boats That Nobody Counts"


@pytest.mark.parametrize(
    "url", [None, "https://other.example/a", "https://old.packet.example/a", "https://[bad"]
)
def test_a_rule_holds_for_no_other_host(url):
    assert rule_for(read_rules({"packet.example": {"title": ".kick"}}), url) is None


def test_the_first_selector_that_finds_something_counts():
    assert cleaned(title=["h7", ".kick", "h1"]).title == "Boats That Nobody Counts"
    assert cleaned(date=[".kick", "meta[name=printed]", ".day"]).published == date(2009, 8, 25)
    assert cleaned(byline=["p.promo ~ b", ".who"]).byline == ("Osman Keld",)


def test_what_is_removed_is_gone_for_machines_too():
    article = cleaned(remove=["meta[property]", "meta[name=author]", ".menu"])
    assert (article.published, article.date_source) != (date(2001, 1, 1), "meta")
    assert "Web Desk Of Selm" not in article.byline


def test_a_body_of_several_elements_is_joined_in_order_and_hidden_ones_are_shown():
    markup = (
        f"<title>Boats</title><h1>Boats that nobody counts</h1><div class=part>One. {WORDS}</div><p>Between.</p>"
        f"<section style='display:none'><span class=part hidden>Two. {WORDS}<em class=part>Three.</em></span></section>"
    )
    article = cleaned(markup, body=".part")
    assert article.paragraphs == (f"One. {WORDS}".strip(), f"Two. {WORDS}Three.")
    assert cleaned(markup, body="html").provenance.body == "site rule"


def test_a_page_cannot_play_the_rule():
    markup = f"<h1>Boats that nobody counts</h1><div id=txt><p>{LEADER}</p></div><div id=site-rule-body>Ours!</div>"
    assert cleaned(markup, body="#txt").paragraphs == (LEADER,)
    assert "site rule" not in str(cleaned(markup, title="h7").provenance)


@pytest.mark.parametrize(
    "day", ["3 March 2031", "Printed 3/4/2009", "3 March 2020, again 4 May 2020", "3/4/09"]
)
def test_a_day_that_cannot_be_told_where_people_say_it_is_is_none_from_elsewhere(day):
    markup = PAGE.replace("3 March 2020", day)
    article = cleaned(markup, date=".day")
    assert (article.published, article.date_source) == (None, "unknown")
    assert cleaned(markup, date=[".day", "meta[name=printed]"]).published == date(2009, 8, 25)
    assert cleaned(PAGE.replace("3 March 2020", "a fine day"), date=".day").date_source == "meta"


def test_a_day_that_can_be_swapped_is_read_as_the_site_has_it():
    template = Template(order=Order(day_first="/"))
    rules = read_rules({"packet.example": {"date": [".day", "meta[name=printed]"]}})
    shown = page(PAGE.replace("3 March 2020", "Printed 3/4/2009"))
    assert clean(shown, rules=rules, template=template).published == date(2009, 4, 3)
    for machine in (page(PAGE.replace("2009-08-25", "3/4/2009").replace("3 March 2020", "")),):
        assert clean(machine, rules=rules, template=template).published is None


def test_a_list_stays_a_list_and_a_hostile_page_is_refused():
    rows = "".join(
        f'<p><a href="/{n}.html">The boats of the month number {n}</a></p>' for n in range(1, 20)
    )
    with pytest.raises(NotAnArticle, match="no article: a list of linked headlines"):
        cleaned(f"<h1>All boats of the year</h1><div id=txt>{rows}</div>", body="#txt")
    for markup in ("<i>" * 100_000, "<p>" * 200_000, "<p>" + "a " * 2_500_000):
        with pytest.raises(PageRefused, match=r"hostile|too large"):
            cleaned(markup, body="#txt")
    with pytest.raises(PageRefused):
        cleaned(remove="html")


def test_what_was_left_out_is_named_with_its_selector():
    rules = read_rules(
        {"packet.example": {"body": "#txt", "title": ".kick", "byline": ".who", "remove": ".promo"}}
    )
    why = {leaving.text: leaving.reason for leaving in leave_out(page(), rule=rule_for(rules, URL))}
    assert why["Buy our paper today."] == "site rule: remove '.promo'"
    assert why["The Packet of Selm"] == "outside of the text, which is in <div txt>"
    assert LEADER not in why and "Count them." not in why


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1:8873", "http://127.0.0.1:8873/a/1"),
        ("www.packet.example:80", "http://packet.example/a/1"),
        ("packet.example:443", "https://www.packet.example/a/1"),
        ("[::1]", "http://[::1]:8080/a/1"),
        ("Bücher.example", canonical("http://www.bücher.example/a/1")),
    ],
)
def test_a_host_is_understood_as_addresses_have_it(host, url):
    assert rule_for(read_rules({host: {"title": "h1"}}), url) is not None
    assert rule_for(read_rules({host: {"title": "h1"}}), "http://packet.example:8080/a/1") is None


def test_a_rule_for_a_port_comes_before_one_for_the_host():
    rules = read_rules(
        {"packet.example": {"title": "h1"}, "packet.example:8080": {"title": ".kick"}}
    )
    ports = ("", ":8080", ":81")
    found = [rule_for(rules, f"http://www.packet.example{port}/a") for port in ports]
    assert [rule and rule.title for rule in found] == [("h1",), (".kick",), ("h1",)]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"x.example": {"title": "h1::text"}}, "it needs no ::text"),
        ({"x.example": {"title": "meta[name=author]::attr(content)"}}, "of a <meta> its content"),
        ({"x.example": {"title": "p:is(@x"}}, "'p:is(@x' is not a CSS selector"),
        ({"x.example": {"title": "h1:contains(Boats)"}}, "':-soup-contains' should be used"),
        ({"x.example": {"title": "[class='\x01']"}}, "it holds a character that no page has"),
        ({"x.example": {"title": "h1\x00"}}, "it holds a character that no page has"),
        ({"x.example": {"title": "." * 9_000}}, f"{'.' * 100}…' is not a CSS selector"),
        ({"http://X.example/": {}}, 'write [site."x.example"]'),
        ({"https://www.x.example:81/opinion": {}}, 'write [site."www.x.example:81"]'),
        ({"x.example/opinion": {}}, 'write [site."x.example"]'),
        ({"x.example.": {}}, 'write [site."x.example"]'),
        ({"*.x.example": {}}, 'write [site."x.example"], and a table for each other'),
        ({"x example": {}}, 'is not a host; write one such as [site."paper.example"]'),
        ({"x.example:99999": {}}, "is not a host"),
        ({"www.": {}}, "is not a host"),
        (
            {"x.example": {}, "WWW.x.example": {}},
            'x.example, with and without "www.", has a table already',
        ),
        (
            tomllib.loads("[site.127.0.0.1]\ntitle = 'h1'")["site"],
            'needs quotes; write [site."127.0.0.1"]',
        ),
        (
            tomllib.loads("[site.www.x.example]\ntitle = 'h1'")["site"],
            'needs quotes; write [site."www.x.example"]',
        ),
        (3, "site must be tables"),
        (
            {"x.example": "div"},
            'site."x.example" must be a table with body, title, byline, date, remove',
        ),
        (
            {"x.example": {"bdy": "div"}},
            'site."x.example" sets bdy, which is not said of a site; did you mean body?',
        ),
        (
            {"x.example": {"body": "div >"}},
            """site."x.example".body: 'div >' is not a CSS selector""",
        ),
        (
            {"x.example": {"title": ["h1", "h1:nosuch"]}},
            """site."x.example".title: 'h1:nosuch' is not a CSS selector""",
        ),
        ({"x.example": {"date": ""}}, "must be a CSS selector or a list of them, not ''"),
        ({"x.example": {"remove": [".a", 3]}}, "must be a CSS selector or a list of them"),
    ],
)
def test_a_wrong_rule_is_said_in_one_line(tables, said):
    with pytest.raises(ValueError) as caught:
        read_rules(tables)
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_cleaning_again_obeys_new_rules_and_ids_stay(tmp_path):
    (tmp_path / "1.html").write_text(PAGE)
    with ArticleStore(tmp_path / "corpus.db") as store:
        take_in(store, list(read_pages([tmp_path], base_url="https://packet.example/")))
        (before,) = store.articles()
        assert (
            clean_pages(
                store, rules=read_rules({"packet.example": {"title": ".kick", "date": ".day"}})
            ).changed
            == 1
        )
        (after,) = store.articles()
    assert after.id == before.id
    assert (after.title, after.published, after.date_source) == (
        "Boats That Nobody Counts",
        date(2020, 3, 3),
        "site-rule",
    )


TAGS, CLASSES = ("div", "p", "b", "x-y"), ("a", "b", "sub-title")
COMPOUNDS = st.sampled_from([
    *TAGS, "*", ".a", ".b", "#a", "p.a", "div#b.a", "[class]", "[rel~=b]", "b[class^=a]", '[class$="le"]', "[id*='b']",
    "DIV.sub-title", "[rel|=a]", '[rel="a b"]', ".A", "[ID=a]",
])  # fmt: skip
MARKS = st.sampled_from(
    [
        "",
        " class=a",
        " class='b a'",
        " class=' sub-title  b'",
        " id=a",
        " id=b rel='a  b'",
        " rel=a-b",
    ]
)
NODES = st.recursive(
    st.builds(lambda tag, marks: f"<{tag}{marks}>w</{tag}>", st.sampled_from(TAGS), MARKS),
    lambda inner: st.builds(
        lambda tag, marks, parts: f"<{tag}{marks}>{' '.join(parts)}</{tag}>",
        st.sampled_from(("div", "b", "x-y", "template")), MARKS, st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)  # fmt: skip


@examples(200, database=None)
@given(
    NODES,
    st.lists(COMPOUNDS, min_size=1, max_size=4),
    st.lists(st.sampled_from([" ", ">", " + ", "~ ", ", "])),
)
def test_plain_selectors_find_what_beautiful_soup_finds(markup, compounds, between):
    joints = [*between, *[" "] * 4]
    selector = compounds[0] + "".join(
        joint + part for joint, part in zip(joints, compounds[1:], strict=False)
    )
    root = parse(f"<html><body><p>lamp</p>{markup}</body></html>")
    page = Selectors(root)
    plain = [(element.tag, dict(element.attrib)) for element in page.select(selector)]
    other = [(element.tag, dict(element.attrib)) for element in page.select(f":is({selector})")]
    assert plain == other


def test_a_chain_is_followed_once_however_many_ways_lead_along_it():
    few, many = (Selectors(parse(f"<p>lamp</p>{'<a>x</a>' * number}")) for number in (250, 9_000))

    assert few.select("b ~ a ~ a ~ a") == many.select("b ~ a ~ a ~ a") == []
    # 36 times as many elements: 1,296 times as many ways to two of them
    assert is_at_most(200, lambda: many.select("b ~ a ~ a"), lambda: few.select("b ~ a ~ a"))


def test_what_only_beautiful_soup_reads_is_found_in_the_same_tree():
    root = parse("<div><p>One</p><p type=A>Two</p><i>Three</i></div>")
    page = Selectors(root)
    said = {selector: [element.text for element in page.select(selector)] for selector in (
        "p:last-of-type", "div:has(> i) > p:not([type])", "[type=a]", "i, p:first-child", "i:-soup-contains(Three)",
    )}  # fmt: skip
    assert list(said.values()) == [["Two"], ["One"], ["Two"], ["One", "Three"], ["Three"]]
    assert [dict(element.attrib) for element in root.iter("p")] == [{}, {"type": "A"}]


def test_the_text_beside_what_is_removed_stays():
    text = f"One<b>x</b> two<b>y</b><i>!</i><b>z</b>. {WORDS}"
    markup = f"<title>Boats</title><h1>Boats that nobody counts</h1><p>{text}</p>"
    assert cleaned(markup, remove="b").paragraphs == (f"One two!. {WORDS}".strip(),)


def test_the_rules_cost_little_on_top_of_the_page():
    box = f"<div class=box><p class=text>{WORDS}<a href=x>word</a><b>word</b></p></div>"
    whole = page(f"<title>Boats</title><h1>Boats that nobody counts</h1>{box * 500}")
    # what was made of a page is remembered: only a new one costs all of it
    new = (replace(whole, url=f"https://packet.example/{number}") for number in count())
    rule = {"body": ["article", ".box"], "title": "h1", "remove": [".box > .ad", "aside"]}
    rules = read_rules({"packet.example": rule})

    assert is_at_most(2, lambda: clean(next(new), rules=rules), lambda: clean(next(new)))


def test_control_characters_beside_what_is_removed_are_no_fault():
    text = f"\x1b\x0cOne<b>x</b>\x01 two\ufffe<b>y</b>\x07. {WORDS}"
    markup = f"<title>Boats</title><h1>Boats that nobody counts</h1><div id=txt>{text}</div>"
    assert cleaned(markup, remove="b", body="#txt").paragraphs == (f"One two. {WORDS}".strip(),)


OLD_SITE = """<title>Boats | The Packet</title><table><tr><td width=90>Note</td><td width=480>{}</td></tr></table>"""


def test_a_list_with_teasers_stays_a_list_whether_its_text_is_one_element_or_many():
    said = "The board has put off its vote on the new harbour of the town again, and nobody here is surprised by that."
    rows = "".join(
        f'<p class=row><a href="/{n}.html"><b>The boats that nobody counted in the month {n}</b></a><br>'
        f'<a href="/{n}.html">And all that was ever said of them at the quay by those who know number {n}</a><br>'
        f"{said} {said} Nobody asked the fishermen.</p>"
        for n in range(12)
    )
    for markup, body in (
        (OLD_SITE.format(rows), "td[width='480']"),
        (OLD_SITE.format(rows), ".row"),
    ):
        with pytest.raises(NotAnArticle, match="a list of linked headlines"):
            cleaned(markup)
        with pytest.raises(NotAnArticle, match="a list of linked headlines"):
            cleaned(markup, body=body)


def test_a_body_rule_hides_no_day_that_the_page_prints():
    notes = "".join(f"<p>{WORDS}</p><p>--Selm Post, April {day}, 2002</p>" for day in (18, 19))
    head = "<p><b>IN SHORT</b><br><font size=5><b>Boats that nobody counts</b></font></p>"
    markup = OLD_SITE.format(f"{head}<p><font size=2>April 26, 2001 | Page 4</font></p>{notes}")
    body = {"body": "td[width='480']"}
    for rule in ({}, body, {**body, "date": "td > p > b", "title": "font > b"}):
        article = cleaned(markup, **rule)
        assert (article.published, article.date_source) == (date(2001, 4, 26), "byline")


@pytest.mark.parametrize(
    "line", ["By Osman Keld | March 3, 2020 | Page 2", "Osman Keld, March 3, 2020"]
)
@pytest.mark.parametrize("field", ["date", "byline"])
def test_what_names_the_author_and_the_day_says_both_and_is_no_text(field, line):
    head = f"<h1>Boats that nobody counts</h1><p><font size=2>{line}</font></p>"
    markup = OLD_SITE.format(f"{head}<p>{LEADER}</p><p>Count them.</p>")
    rule = {"body": "td[width='480']", field: "p > font"}
    article = cleaned(markup, **rule)
    assert (article.byline, article.published) == (("Osman Keld",), date(2020, 3, 3))
    assert article.paragraphs == (LEADER, "Count them.")
    known = rule_for(read_rules({"packet.example": rule}), URL)
    why = {gone.text: gone.reason for gone in leave_out(page(markup), rule=known)}
    assert why[line] == "read as title, author or day"


def test_an_element_without_words_is_not_named_as_left_out():
    rule = rule_for(read_rules({"packet.example": {"remove": [".promo", "meta", ".gap"]}}), URL)
    shown = page(PAGE.replace("<h1>", "<div class=gap> <img src=x.gif></div><h1>"))
    removed = [
        gone.text for gone in leave_out(shown, rule=rule) if gone.reason.startswith("site rule")
    ]
    assert removed == ["Buy our paper today."]
