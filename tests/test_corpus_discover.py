import gzip
from datetime import UTC, date, datetime

import pytest

from corpus.article import Hint, Page
from corpus.crawling.discover import find_links
from corpus.page.markup import MAX_TAGS
from corpus.page.pieces import in_pieces
from tests.pace import is_at_most

URL = "http://paper.example/2002/list.php"
TODAY = datetime(2026, 5, 1, tzinfo=UTC)


def long_list(
    number, row='<li><a href="/story?id={0}">The headline of story {0}</a> May {1}, 2011</li>'
):
    return "".join(row.format(n, n % 28 + 1) for n in range(number))


def links(markup, *, url=URL, content_type="text/html"):
    return find_links(Page(url, markup.encode(), content_type, None, TODAY))


def paths(found):
    return [link.url.removeprefix("http://paper.example") for link in found.found]


def hints(found):
    return {link.url.rpartition("/")[2]: link.hint for link in found.found if link.hint}


def rows(*cells, around="<table>{}</table>"):
    return around.format("".join(f"<tr><td>{cell}</td></tr>" for cell in cells))


def story(number, title="A headline of some length", day="", teaser=""):
    return f'<a href="detail.php?post_id={number}">{title} {number}</a> {day}<br>{teaser}'


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<A HREF=story.shtml>x</A>", ["/2002/story.shtml"]),
        ('<a href="\n one.htm \t">x</a>', ["/2002/one.htm"]),
        ('<a href="a.php?x=1&amp;y=2">x</a>', ["/2002/a.php?x=1&y=2"]),
        ('<a href="..\\2001\\b.htm">x</a>', ["/2001/b.htm"]),
        ('<map><area href="/map.htm"></map>', ["/map.htm"]),
        (
            '<frameset><frame src="/left.htm"><frame src=main.htm></frameset>',
            ["/left.htm", "/2002/main.htm"],
        ),
        ('<iframe src="/inside.htm"></iframe>', ["/inside.htm"]),
        ('<META HTTP-EQUIV=Refresh CONTENT="0; URL=/front.php">', ["/front.php"]),
        ('<meta name=description content="0; url=/front.php">', []),
        ('<base href="/elsewhere/"><a href="x">x</a>', ["/elsewhere/x"]),
        ('<a rel="NoFollow external" href=x>x</a><a href=y>y</a>', ["/2002/y"]),
        ('<meta name=ROBOTS content="noindex, NOFOLLOW"><a href=x>x</a>', []),
        (
            '<a href="#top">x</a><a href="javascript:go()">y</a><a href="mailto:a@b.example">z</a><a>w</a>',
            [],
        ),
        ('<a href=x>1</a><a href="x#part">2</a><a href="list.php">self</a>', ["/2002/x"]),
        ("", []),
        ("no markup at all", []),
        ("\0\0<a href=x>", ["/2002/x"]),
        ("<a href=x>" * 3000, []),  # nested beyond reason: refused as a whole
    ],
)
def test_links_in_reading_order(markup, expected):
    assert paths(links(markup)) == expected


@pytest.mark.parametrize("silent", ["noscript", "template", "script", "style"])
def test_a_link_in_a_silent_part_of_a_list_costs_the_rows_nothing(silent):
    stories = rows(*(story(number, day=f"May {number}, 2011") for number in range(1, 12)))
    found = links(
        f"{stories}<{silent}><a href='detail.php?post_id=99'>A headline of some length</a></{silent}>"
    )
    assert found.kind == "list"
    assert len(hints(found)) == 11 and "detail.php?post_id=99" not in hints(found)


def test_pages_that_differ_in_numbers_only_have_the_same_words():
    first, second, other = (
        links(f"<h1>Day {n} of 2011</h1><p>{said}") for n, said in ((1, "a"), (22, "a"), (1, "b"))
    )
    assert first.letters == second.letters == "Dayofa" != other.letters


def test_what_to_expect_behind_a_link():
    found = links(
        '<link rel=alternate type="application/rss+xml" href="/feed.xml"><link rel=sitemap href=/map.xml>'
        '<a href="list.php?pageNum_list=2&totalRows_list=45">Next</a><a href="/opinion/page/2/">Older</a>'
        '<a href="list.php?from=30">&gt;&gt;</a><a href="detail.php?post_id=3">Next to nothing</a>'
    )
    assert [(link.url.rpartition("/")[2], link.kind) for link in found.found] == [
        ("feed.xml", "feed"), ("map.xml", "sitemap"), ("list.php?pageNum_list=2", "list"), ("", "list"),
        ("list.php?from=30", "list"), ("detail.php?post_id=3", "page"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("March 26,2020", date(2020, 3, 26)),
        ("January, 03 2012", date(2012, 1, 3)),
        ("August 09, 2014", date(2014, 8, 9)),
        ("13.12.2002", date(2002, 12, 13)),
        ("2012-01-03", date(2012, 1, 3)),
    ],
)
def test_the_day_in_a_row(written, day):
    found = links(rows(story(1, day=written), *(story(n, day="May 5, 2011") for n in range(2, 8))))
    assert found.kind == "list"
    assert hints(found)["detail.php?post_id=1"] == Hint("A headline of some length 1", day)


def test_two_days_in_a_row_are_none():
    found = links(rows(*(story(n, day="May 5, 2011; updated May 9, 2011") for n in range(6))))
    assert {hint.published for hint in hints(found).values()} == {None}


def test_a_day_is_never_taken_from_the_neighbour():
    found = links("".join(f"<h3>{story(n)}</h3><i>May {n}, 2011</i>" for n in range(1, 7)))
    assert {hint.published for hint in hints(found).values()} == {None}


def test_other_links_in_a_row_do_not_cut_it():
    cells = [
        f'{story(n)} by <a href="author.php?id={n}">Somebody</a>, May {n + 1}, 2011'
        for n in range(6)
    ]
    assert hints(links(rows(*cells)))["detail.php?post_id=3"].published == date(2011, 5, 4)


@pytest.mark.parametrize(
    "text",
    ["Read more", "More »", "The words go on and then ...", "Words …", "3", "May 5, 2011", ""],
)
def test_what_is_no_title(text):
    cells = [
        f'<a href="detail.php?post_id={n}">{text}</a> {story(n) if n else "May 5, 2011"}'
        for n in range(7)
    ]
    found = hints(links(rows(*cells)))
    assert found["detail.php?post_id=0"] == Hint(None, date(2011, 5, 5))
    assert found["detail.php?post_id=1"].title == "A headline of some length 1"


@pytest.mark.parametrize(
    "name", ["MapOfTheWholeHarbour{}.shtml", "MapOfTheWholeHar..&gt;", "notes-of-{}.txt"]
)
def test_the_name_of_a_file_is_no_title(name):
    cells = [
        f'<a href="MapOfTheWholeHarbour{n}.shtml">{name.format(n)}</a> May 5, 2011'
        for n in range(7)
    ]
    assert hints(links(rows(*cells)))["MapOfTheWholeHarbour1.shtml"] == Hint(None, date(2011, 5, 5))
    named = hints(links(rows(*cells, '<a href="MapOfTheWholeHarbour1.shtml">Boats</a>')))
    assert named["MapOfTheWholeHarbour1.shtml"].title == "Boats"


def test_one_day_above_all_links_is_theirs():
    cells = [story(n) for n in range(6)]
    masthead = (
        "<p>Friday, May 1st, 2026</p><p><a href=detail.php?post_id=99>Above the date line</a></p>"
    )
    found = hints(links(f"{masthead}<h2>December 13, 2002 | Issue 433</h2>{rows(*cells)}"))
    assert found["detail.php?post_id=5"].published == date(2002, 12, 13)
    assert found["detail.php?post_id=99"].published is None


@pytest.mark.parametrize(
    "head",
    [
        "<p>Friday, May 1st, 2026</p>",
        # the server's clock may be in another time zone than ours
        "<p>Thursday, April 30th, 2026</p>",
        "<p>Next issue: January 8, 2027</p>",
        "<p>May 1, 2002</p><p>May 3, 2002</p>",
    ],
)
def test_the_day_of_rendering_and_two_days_are_nobodys(head):
    found = hints(links(head + rows(*(story(n) for n in range(6)))))
    assert {hint.published for hint in found.values()} == {None}


def test_a_day_in_a_script_is_not_on_the_page():
    found = hints(links("<script>d = 'May 1, 2002'</script>" + rows(*(story(n) for n in range(6)))))
    assert {hint.published for hint in found.values()} == {None}


TURNS = (
    '<link rel=prev href="/2012/01/the-day-before/"><link rel=next href="/2012/01/the-day-after/">'
    '<p>Pages: <a href="list.php?page=2">2</a> <a href="list.php?start=2">Next</a></p>'
)


def kinds(found):
    return [link.kind for link in found.found if "detail" not in link.url]


def test_an_article_turns_to_its_own_pages_and_to_its_neighbours():
    found = links(
        TURNS
        + "".join(f"<p>{'The words of the article go on and on. ' * 12}</p>" for _ in range(4))
    )
    assert (found.kind, kinds(found)) == ("page", ["page"] * 4)


def test_a_list_turns_to_further_lists():
    found = links(TURNS + rows(*(story(number) for number in range(6))))
    assert (found.kind, kinds(found)) == ("list", ["list"] * 4)


def test_what_may_be_either_turns_to_lists_where_an_address_or_a_script_says_so():
    found = links(TURNS + "<p>A few words.</p>")
    assert (found.kind, kinds(found)) == (None, ["page", "page", "list", "list"])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"<p>{'The words of the article go on and on. ' * 40}</p>", "page"),
        (
            f"<p>{'The words of the post go on and on. ' * 12}<a href='/2012/'>Permalink</a></p>"
            * 4,
            "list",
        ),
        ("<p>A few words.</p>", "list"),
    ],
)
def test_the_address_of_a_list_makes_no_list_of_a_page_that_reads_like_an_article(body, kind):
    assert (
        links(f"<h1>Page 2</h1>{body}", url="http://paper.example/opinion/story?page=2").kind
        == kind
    )


def test_an_article_gives_no_hints():
    prose = "".join(f"<p>{'The words of the article go on and on. ' * 12}</p>" for _ in range(4))
    found = links(f"<p>May 5, 2011</p>{prose}{rows(*(story(n) for n in range(6)))}")
    assert (found.kind, hints(found)) == ("page", {})
    assert len(found.found) == 6


def test_teasers_do_not_make_a_list_an_article():
    found = links(
        rows(*(story(n, teaser="A teaser of the story. " * 20 + "...") for n in range(8)))
    )
    assert found.kind == "list"


def test_links_of_one_folder_that_end_in_a_slash_are_alike():
    cells = [
        f'<a href="/opinion/2020/0{n}/a-story/">A headline of some length</a> May {n}, 2020'
        for n in range(1, 8)
    ]
    assert [link.hint.published.day for link in links(rows(*cells)).found] == list(range(1, 8))


SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> http://paper.example/one </loc><lastmod>2020-01-01</lastmod></url>
<url><loc>http://paper.example/two</loc><image:image><image:title>A picture</image:title></image:image>
<news:news><news:publication_date>2019-03-04T23:30:00-05:00</news:publication_date><news:title>Two</news:title></news:news>
</url><url><loc>mailto:x</loc></url></urlset>"""


def test_a_sitemap():
    found = links(SITEMAP, content_type="application/xml")
    assert found.kind == "sitemap"
    assert [(link.url[-4:], link.hint) for link in found.found] == [
        ("/one", None),
        ("/two", Hint("Two", date(2019, 3, 4))),
    ]


def test_a_sitemap_by_the_wrong_type():
    assert links(SITEMAP, content_type="text/html").kind == "sitemap"


def test_a_sitemap_of_sitemaps():
    found = links(
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/a.xml.gz</loc></sitemap>'
        "</sitemapindex>",
        content_type="text/xml",
    )
    assert [(link.url, link.kind) for link in found.found] == [
        ("http://paper.example/a.xml.gz", "sitemap")
    ]


def test_feeds():
    rss = links(
        "<rss><channel><link>http://paper.example/</link><item><title>One &amp; all</title>"
        "<link>http://paper.example/1</link><pubDate>Thu, 26 Mar 2020 23:50:00 +0430</pubDate></item></channel></rss>",
        content_type="application/rss+xml",
    )
    atom = links(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Two</title><link rel="self" href="/no"/>'
        '<link href="/2"/><published>2020-03-27T08:00:00Z</published></entry></feed>',
        content_type="application/atom+xml",
    )
    assert rss.found[0].hint == Hint("One & all", date(2020, 3, 26)) and rss.kind == "feed"
    assert (atom.found[0].url, atom.found[0].hint) == (
        "http://paper.example/2",
        Hint("Two", date(2020, 3, 27)),
    )


def test_a_feed_cannot_read_files_or_explode():
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    hostile = (
        f'<!DOCTYPE r [<!ENTITY e0 "x">{bomb}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        "<rss><channel><item><title>&e11;&f;</title><link>http://paper.example/1</link></item></channel></rss>"
    )
    found = links(hostile, content_type="text/xml")
    assert all(link.hint is None or len(link.hint.title or "") < 50 for link in found.found)


@pytest.mark.parametrize(
    "body", [b"", b"<?xml version='1.0'?>", b"<urlset>", b"\0\1\2", gzip.compress(b"x", mtime=0)]
)
def test_broken_xml_has_no_links(body):
    assert find_links(Page(URL, body, "application/xml", None, TODAY)).found == ()


@pytest.mark.parametrize(
    "head",
    [
        "Last updated: {}",
        "Founded {}",
        "Event date: {}",
        "Election day was on Sunday, {}",
        "The Harbour Post since {}",
    ],
)
def test_one_day_that_is_of_something_else_is_nobodys(head):
    cells = [story(number) for number in range(6)]
    for said, day in (
        (head, None),
        ("Issue of {}", date(2002, 12, 13)),
        ("Print date: {}", date(2002, 12, 13)),
    ):
        found = hints(links(f"<p>{said.format('December 13, 2002')}</p>{rows(*cells)}"))
        assert {hint.published for hint in found.values()} == {day}


def test_a_day_above_the_first_row_alone_is_that_of_the_masthead():
    others = "".join(f"<li>{story(number)}</li>" for number in range(2, 8))
    masthead = "<div><p>Friday, May 1, 2026</p>{}</div><ul>{}</ul>"
    assert all(
        hint.published is None for hint in hints(links(masthead.format(story(1), others))).values()
    )
    old = masthead.replace("Friday, May 1, 2026", "March 1, 2002")
    assert hints(links(old.format(story(1), others)))["detail.php?post_id=1"].published == date(
        2002, 3, 1
    )


def test_a_page_that_sends_on_behind_many_blanks_is_read_at_once():
    refresh = '<meta http-equiv=refresh content="{}">'
    many, few = (refresh.format(f"{' ' * times}x") for times in (40_000, 5_000))
    assert not links(many).found
    assert is_at_most(24, lambda: links(many), lambda: links(few))  # eight times as many
    assert paths(links(refresh.format(f"{' ' * 200}5 ; url = /new.htm"))) == ["/new.htm"]


ROWS = {
    "items": "<ul>{}</ul>|<li><a href=/story/{0}>The headline of story {0}</a> May {1}, 2011</li>",
    "a table": (
        "<table>{}</table>|<tr><td>{1}.5.2011<td><a href=/story/{0}>The headline of story {0}</a>"
    ),
    "tables within one another": (
        "<table><tr><td><table><tr><td>{}</table></table>|"
        "<table><tr><td><a href=/story/{0}>The headline of story {0}</a></td><td>May {1}, 2011</td>"
        "</tr></table>"
    ),
    "rows of a table in a table": (
        "<table><tr><td>Menu</td><td><table>{}</table></td></tr></table>|<tr><td>May {1}, 2011</td>"
        "<td><a href=/story/{0}>The headline of story {0}</a></td></tr>"
    ),
    "boxes": (
        "<div>{}</div>|<div><p><a title='a > b <p>' href=/story/{0}>The headline of story {0}</a></p>"
        "<span>May {1}, 2011</span></div>"
    ),
    "headings": "{}|<article><h3><a href=/story/{0}>The headline of story {0}</a></h3>May {1}, 2011</article>",
}


@pytest.mark.parametrize("layout", ROWS)
def test_a_page_read_in_pieces_has_the_links_and_hints_of_one_that_is_read_whole(
    layout, monkeypatch
):
    around, _, row = ROWS[layout].partition("|")
    markup = f"<base href='/archive/'><h1>All of 2011</h1>{around.format(long_list(400, row))}"
    whole = links(markup)
    monkeypatch.setattr("corpus.page.pieces.MAX_TAGS", 300)
    monkeypatch.setattr("corpus.page.pieces.PIECE_TAGS", 200)
    assert len(list(in_pieces(markup))) > 5
    found = links(markup)
    assert (found.kind, found.found, found.left) == ("list", whole.found, {})
    assert found.letters == whole.letters
    assert len(hints(found)) == 400 and all(hint.published for hint in hints(found).values())


def test_the_day_above_a_piece_is_not_that_of_its_rows(monkeypatch):
    monkeypatch.setattr("corpus.page.pieces.MAX_TAGS", 60)
    monkeypatch.setattr("corpus.page.pieces.PIECE_TAGS", 40)
    rows = "".join(f"<p>{story(n)}</p>" for n in range(100))
    found = hints(links(f"<p>December 13, 2002</p>{rows}"))
    assert {hint.published for hint in found.values()} == {None}


def test_scripts_and_comments_do_not_make_a_page_long(monkeypatch):
    monkeypatch.setattr("corpus.page.pieces.MAX_TAGS", 60)
    noise = "<script>x = '<li><li>'</script><!-- <li> -->" * 100
    assert paths(links(f"{noise}<a href=/a>x</a>")) == ["/a"]
    monkeypatch.setattr("corpus.page.pieces.PIECE_TAGS", 40)
    assert len(paths(links(noise + "<p><a href=/{}>x</a>".format("a" * 3) * 100))) == 1


def test_what_is_past_the_bounds_of_one_page_is_counted(monkeypatch):
    monkeypatch.setattr("corpus.crawling.discover.MAX_LINKS", 30)
    for most in (MAX_TAGS, 60):  # whole, and in pieces
        monkeypatch.setattr("corpus.page.pieces.MAX_TAGS", most)
        monkeypatch.setattr("corpus.page.pieces.PIECE_TAGS", most * 2 // 3)
        found = links(long_list(100))
        assert (len(found.found), found.left) == (30, {"past the most links of one page": 70})


def test_the_pieces_of_a_page_are_bounded(monkeypatch):
    monkeypatch.setattr("corpus.crawling.discover.MAX_PIECES", 3)
    monkeypatch.setattr("corpus.page.pieces.MAX_TAGS", 60)
    monkeypatch.setattr("corpus.page.pieces.PIECE_TAGS", 40)
    found = links(long_list(100))
    assert 20 < len(found.found) < 50
    assert found.left == {"past the most links of one page": 100 - len(found.found)}


def test_links_of_a_part_that_cannot_be_read_are_counted():
    found = links("<div><a href=x>" * 3000)
    assert (found.found, found.left) == ((), {"a link of a page that is not read": 3000})
    assert links("\x89PNG\1\2\3" * 100).left == {}


def sitemap(number, inside=""):
    entries = (f"<url><loc>/{n}</loc>{inside}</url>" for n in range(number))
    return f"<?xml version='1.0'?><urlset>{''.join(entries)}</urlset>"


def test_a_sitemap_of_more_than_its_protocol_allows_is_read_whole():
    found = links(sitemap(60_000), content_type="application/xml")
    assert (len(found.found), found.left) == (60_000, {})


@pytest.mark.parametrize(
    ("bound", "body", "read"),
    [
        ("MAX_ENTRIES", sitemap(100), 30),
        ("MAX_ELEMENTS", sitemap(100), 15),
        ("MAX_INSIDE", sitemap(50) + sitemap(1, "<x/>" * 99) + sitemap(49), 50),
    ],
)
def test_entries_past_the_bounds_of_a_feed_are_counted(bound, body, read, monkeypatch):
    monkeypatch.setattr(f"corpus.crawling.feeds.{bound}", 30)
    body = body.replace("</urlset><?xml version='1.0'?><urlset>", "")
    found = links(body, content_type="application/xml")
    assert (len(found.found), sum(found.left.values())) == (read, 100 - read)


def test_an_entry_within_an_entry_is_a_part_of_it():
    body = "<rss><channel><item><link>/a</link><url>/no</url></item><item><link>/b</link></item>"
    assert paths(links(body, content_type="application/rss+xml")) == ["/a", "/b"]


def test_a_page_of_nothing_but_links_costs_as_much_more_as_it_is_longer():
    few, many = (long_list(number) for number in (1_500, 12_000))
    assert is_at_most(12, lambda: links(many), lambda: links(few))  # eight times as many


@pytest.mark.parametrize(
    "part", ["<a href=/x>x</a>", "<p>", "<div><a href=/x>", "<table><tr><td>", '<a href="', "<a ="]
)
def test_a_hostile_page_of_ten_megabytes_costs_no_more_than_a_long_list(part):
    hostile, usual = part * (9_900_000 // len(part)), long_list(6_000)
    assert is_at_most(12, lambda: links(hostile), lambda: links(usual))  # seven, the dearest


def test_half_an_address_of_a_sitemap_that_is_cut_off_is_none():
    rows = "".join(f"<url><loc>http://p.test/story-{n}</loc></url>" for n in range(3))
    body = f"<urlset>{rows}</urlset>"
    for end in range(body.index("story-1"), len(body)):
        urls = {one.url for one in links(body[:end], content_type="application/xml").found}
        assert urls <= {f"http://p.test/story-{n}" for n in range(3)}
