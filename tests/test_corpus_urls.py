from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.page.urls import aligned, canonical, is_paging, refusal, same_site, site_of
from tests.examples import examples

TODAY = date(2026, 5, 1)
SITE = "http://paper.example"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("HTTP://Paper.Example:80/News/#top", "http://paper.example/News/"),
        ("https://paper.example:443", "https://paper.example/"),
        ("https://paper.example:8443/a", "https://paper.example:8443/a"),
        ("http://paper.example/a/./b/../c", "http://paper.example/a/c"),
        ("http://paper.example/../../a/..", "http://paper.example/"),
        ("http://paper.example/a/b/..", "http://paper.example/a/"),
        ("http://paper.example/%7euser/%e2%82%ac", "http://paper.example/~user/%E2%82%AC"),
        ("http://paper.example/caf\u00e9 noir", "http://paper.example/caf%C3%A9%20noir"),
        ("http://paper.example/100%", "http://paper.example/100%25"),
        ("http://paper.example/a%2Fb", "http://paper.example/a%2Fb"),
        ("http://paper.example/?b=2&a=1&b=3", "http://paper.example/?b=2&a=1&b=3"),
        (
            "http://paper.example/?utm_source=x&id=4&fbclid=y&PHPSESSID=z",
            "http://paper.example/?id=4",
        ),
        ("http://paper.example/?sid=1", "http://paper.example/?sid=1"),
        ("http://paper.example/?sid=9f86d081884c7d659a2feaa0c55ad015", "http://paper.example/"),
        ("http://paper.example/?side=1", "http://paper.example/?side=1"),
        (
            "http://paper.example/editorial.php?pageNum_editorial=7&totalRows_editorial=4500",
            "http://paper.example/editorial.php?pageNum_editorial=7",
        ),
        ("http://paper.example/a.jsp;jsessionid=AB12?x=1", "http://paper.example/a.jsp?x=1"),
        ("http://paper.example/(S(lit3py55t21z5v55vlm25s55))/a", "http://paper.example/a"),
        ("http://paper.example/n/(X(1)S(lit3py55t21z5v55vlm25s55))/a", "http://paper.example/n/a"),
        ("http://paper.example/(lit3py55t21z5v55vlm25s55)/a.aspx", "http://paper.example/a.aspx"),
        ("http://paper.example/Ink_(poem)/a", "http://paper.example/Ink_(poem)/a"),
        ("http://paper.example/(S)/a", "http://paper.example/(S)/a"),
        ("http://paper.example/l.php?a=1&amp;page=2", "http://paper.example/l.php?a=1&page=2"),
        ("http://b\u00fccher.example/", "http://xn--bcher-kva.example/"),
        ("http://paper.example./", "http://paper.example/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ],
)
def test_one_form_for_every_spelling(written, expected):
    assert canonical(written) == expected


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("  story.shtml\n", "http://paper.example/2002/story.shtml"),
        ("..\\2001\\story.shtml", "http://paper.example/2001/story.shtml"),
        ("?page=2", "http://paper.example/2002/list.shtml?page=2"),
        ("//paper.example/x", "http://paper.example/x"),
        ("sto\nry.shtml", "http://paper.example/2002/story.shtml"),
    ],
)
def test_links_of_old_pages(href, expected):
    assert canonical(href, "http://paper.example/2002/list.shtml") == expected


@pytest.mark.parametrize(
    "nothing",
    [
        "", "mailto:a@paper.example", "javascript:void(0)", "ftp://paper.example/", "file:///etc/passwd",
        "data:text/html,x", "http://", "http://paper.example:notaport/", "http://user:secret@paper.example/",
        "http://[::1/", "http://paper .example/", "http://" + "a" * 64 + ".example/",
    ],
)  # fmt: skip
def test_what_is_no_address(nothing):
    assert canonical(nothing) is None


@examples(300)
@given(
    st.text(max_size=60),
    st.sampled_from(["", "http://paper.example/", "http://paper.example/a?", "//x.example/"]),
)
def test_the_canonical_form_is_final(text, before):
    once = canonical(before + text, "http://paper.example/a/b?c=d")
    assert once is None or canonical(once) == once


def test_scope_ignores_www_and_scheme_but_not_port():
    assert same_site("https://www.paper.example/a", SITE)
    assert not same_site("http://paper.example:8080/a", SITE)
    assert not same_site("http://notpaper.example/a", SITE)
    assert aligned("https://www.paper.example/a?b", SITE) == "http://paper.example/a?b"
    assert aligned("http://other.example/a", SITE) == "http://other.example/a"
    assert site_of("http://paper.example:81/a/b") == "http://paper.example:81"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://other.example/", "another site"),
        (f"{SITE}/{'a' * 1000}", "address too long"),
        (f"{SITE}/photo.JPG", "no page by its name (.jpg)"),
        (f"{SITE}/photo.jpg?size=2", "no page by its name (.jpg)"),
        (f"{SITE}/a/b/a/b/a/b", "path repeats itself"),
        (f"{SITE}/{'/'.join(str(n) for n in range(20))}", "path too deep"),
        (f"{SITE}/?{'&'.join(f'p{n}=1' for n in range(13))}", "too many parameters"),
        (f"{SITE}/calendar/2031/05/", "calendar of the far future"),
        (f"{SITE}/calendar?date=2031-05-01", "calendar of the far future"),
        (f"{SITE}/2027/05/story", None),
        (f"{SITE}/2002/12/12/12-story.html", None),
        (f"{SITE}/budget-2050/plan", None),
        (f"{SITE}/?post_id=2031", None),
    ],
)
def test_every_refusal_has_its_reason(url, reason):
    assert refusal(url, SITE, today=TODAY) == reason


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/editorial.php?pageNum_editorial=7", True),
        ("/news?page=3", True),
        ("/opinion/page/3/", True),
        ("/editorial_detail.php?post_id=7", False),
        ("/page/about", False),
        ("/news?page=about", False),
        ("/front-page/2", False),
    ],
)
def test_pages_of_lists_are_known_by_their_address(path, answer):
    assert is_paging(SITE + path) is answer
