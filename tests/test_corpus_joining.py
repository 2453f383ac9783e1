"""Pieces of one title stay apart; pages and versions of one text are one article, whatever words or
boxes turn them."""

import itertools

import pytest

from corpus.pagination.pager import names_of
from tests.test_clean_pages import (
    FIRST,
    SITE,
    TITLE,
    address,
    bar,
    column,
    fetch,
    is_settled,
    markup,
    page,
    paragraphs,
    prose,
    told,
    whole,
)


def piece(
    n,
    path,
    *,
    title="A Word to the Packet",
    day="May 4, 2003",
    where="head",
    said="Next",
    text=None,
):
    """One of three posts of one title and day, whose neighbours a blog names."""
    own = path(n)
    head = f'<link rel=canonical href="{SITE}{own}">'
    turn = ""
    for other, rel, word in ((n - 1, "prev", "Previous"), (n + 1, "next", said)):
        if 1 <= other <= 3:
            head += f'<link rel={rel} href="{path(other)}">' if where == "head" else ""
            turn += f'<a rel={rel} href="{path(other)}">{word}</a> ' if where == "nav" else ""
    body = "".join(f"<p>{line}</p>" for line in text or paragraphs(n))
    dated = f"<p>{day}</p>" if day else ""
    html = f"<html><head><title>{title} | The Packet</title>{head}</head><body><h1>{title}</h1>{dated}{body}{turn}"
    return page(SITE + own, html)


def slug(n):
    return "/2003/a-word-to-the-packet" + ("/" if n == 1 else f"-{n}/")


def dotted(n):
    return "/words" + (".html" if n == 1 else f"-{n}.html")


def underscored(n):
    return f"/a_word_to_the_packet_{n}.html"


def asked(n):
    return f"/words?page={n}"


APART = [
    (slug, {}),
    (slug, {"day": None}),
    (slug, {"where": "nav"}),
    (slug, {"where": "nav", "said": "A Word to the Packet"}),
    (slug, {"where": "nav", "said": "Next page"}),
    (dotted, {}),
    (dotted, {"day": None, "where": "nav"}),
    (underscored, {}),
    (underscored, {"where": "nav"}),
    (asked, {"day": None}),
    (asked, {"day": None, "where": "nav"}),
]


@pytest.mark.parametrize(("path", "fields"), APART)
def test_pieces_of_one_title_that_a_blog_makes_neighbours_stay_apart(store, path, fields):
    fetch(store, *(piece(n, path, **fields) for n in (1, 2, 3)))
    assert told(store) == {SITE + path(n): paragraphs(n) for n in (1, 2, 3)}
    assert is_settled(store)


def test_a_piece_without_a_day_does_not_go_into_the_one_before_it(store):
    days = ("May 4, 2003", None, "May 6, 2003")
    fetch(store, *(piece(n, slug, day=day) for n, day in zip((1, 2, 3), days, strict=True)))
    assert len(told(store)) == 3


SURE = {
    "the sentence goes on": (
        dotted,
        {"where": "nav"},
        "The boat was given to",
        "another province.",
    ),
    "words, and an address of its own": (dotted, {"where": "nav", "said": "Next page"}, "", ""),
    "an address that says page, and one day": (asked, {}, "", ""),
    "a folder of the first page's own": (
        lambda n: "/words/" + (f"{n}/" if n > 1 else ""),
        {},
        "",
        "",
    ),
}


@pytest.mark.parametrize("way", SURE)
def test_with_a_sure_sign_neighbours_are_pages_of_one_text(store, way):
    path, fields, end, start = SURE[way]
    texts = [
        (*paragraphs(1), *filter(None, [end])),
        (*filter(None, [start]), *paragraphs(2)),
        paragraphs(3),
    ]
    texts = texts[: 2 if end else 3]
    fetch(store, *(piece(n, path, text=text, **fields) for n, text in enumerate(texts, start=1)))
    (url,) = told(store)
    assert url == SITE + path(1)
    assert "".join(told(store)[url]).replace(" ", "") == "".join(itertools.chain(*texts)).replace(
        " ", ""
    )
    assert is_settled(store)


def test_the_comments_of_a_piece_are_no_pages_of_it(store):
    words = [
        f"Reader {n} of {place} says: {prose(place)}"
        for n, place in enumerate(("Selm", "Zabul", "Karzan"))
    ]
    older = '<p><a href="/2003/ferry.html/comment-page-2/">Older comments</a></p>'
    fetch(
        store,
        page(FIRST, markup(1, older)),
        page(f"{FIRST}/comment-page-2/", markup(1, "", text=words)),
    )
    assert told(store)[FIRST] == paragraphs(1)


def pages_turned(foot, **fields):
    """Three pages "?page=N" with what `foot` makes at the end of each."""
    pattern = "ferry.html?page={}"
    return [page(address(n, pattern), markup(n, foot(n, pattern), **fields)) for n in (1, 2, 3)]


def link(n, pattern, text):
    return f'<a href="{address(n, pattern)}">{text}</a>' if 1 <= n <= 3 else ""


TURNED = {
    "prev and next": lambda n, p: f"<p>{link(n - 1, p, '&laquo; Prev')} {link(n + 1, p, 'Next &raquo;')}</p>",
    "arrows": lambda n, p: f"<p>{link(n - 1, p, '&lt;')} {n}/3 {link(n + 1, p, '&gt;')}</p>",
    "continue reading": lambda n, p: f"<p>{link(n + 1, p, f'Continue reading on page {n + 1} &raquo;')}</p>",
    "chapters": lambda n, p: f"<ol><li>{link(1, p, 'Pier')}<li>{link(2, p, 'Boat')}<li>{link(3, p, 'Bill')}</ol>",
    "box": lambda n, p: "<select>" + "".join(f'<option value="{address(m, p)}">Page {m}' for m in (1, 2, 3))
    + "</select>",
    "persian": lambda n, p: f"<p>{link(n + 1, p, 'صفحه بعدی')}</p>",
    "german": lambda n, p: f"<p>{link(n + 1, p, 'Nächste Seite')}</p>",
}  # fmt: skip


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
@pytest.mark.parametrize("way", TURNED)
def test_pages_are_joined_whatever_turns_them(store, way, order):
    found = pages_turned(
        TURNED[way], day="" if way in ("persian", "german", "box") else "May 4, 2003"
    )
    for index in order:
        fetch(store, found[index])
    assert told(store) == {FIRST: whole()}
    assert is_settled(store)


def test_a_box_of_issues_joins_nothing(store):
    box = "".join(f'<option value="/letters/{m}.html">{m}</option>' for m in (1, 2, 3))
    fetch(store, *(column(n, f"<select>{box}</select>") for n in (1, 2, 3)))
    assert len(told(store)) == 3


ALL = f"{SITE}/2003/ferry-all.html"


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_pages_that_all_call_the_single_page_the_true_one_are_in_it(store, order):
    head = f'<link rel=canonical href="{ALL}">'
    found = [page(address(n), markup(n, bar(n, 3), head=head)) for n in (1, 2, 3)]
    found.append(page(ALL, markup(1, "", head=head, text=whole())))
    for index in order:
        fetch(store, found[index])
    assert told(store) == {ALL: whole()}
    assert is_settled(store)


@pytest.mark.parametrize(
    "own", [{"text": (*paragraphs(1), *paragraphs(4))}, {"day": "May 6, 2003"}]
)
def test_a_page_of_which_the_single_page_has_only_a_part_keeps_its_article(store, own):
    head = f'<link rel=canonical href="{ALL}">'
    fetch(
        store,
        page(FIRST, markup(1, "", head=head, **own)),
        page(ALL, markup(1, "", head=head, text=whole(2))),
    )
    assert set(told(store)) == {FIRST, ALL}


@pytest.mark.parametrize(
    ("word", "lang"),
    [
        ("All Pages", "en"),
        ("Full article", "en"),
        ("Drucken", "de"),
        ("Auf einer Seite lesen", "de"),
        ("چاپ", "fa"),
    ],
)
def test_a_version_is_known_by_the_word_that_leads_to_it(store, word, lang):
    first = markup(1, f'{bar(1, 2)}<p><a href="{ALL}">{word}</a></p>').replace(
        "lang=en", f"lang={lang}"
    )
    fetch(
        store,
        page(FIRST, first),
        page(address(2), markup(2, bar(2, 2))),
        page(ALL, markup(1, "", text=whole(2))),
    )
    assert told(store) == {FIRST: whole(2)}
    assert is_settled(store)


AMP = f"{FIRST}/amp"
FACTS = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "'
    f'{TITLE}", "datePublished": "2003-05-04", '
    '"author": {"@type": "Person", "name": "Osman Keld"}}</script>'
)


def bare(head, text=None):
    body = "".join(f"<p>{line}</p>" for line in text or whole(2))
    return f"<html lang=en><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{body}</body></html>"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_the_amp_version_alone_says_is_told_of_the_article(store, order):
    found = [
        page(FIRST, bare(f'<link rel=amphtml href="{AMP}">')),
        page(AMP, bare(f'<link rel=canonical href="{FIRST}">{FACTS}')),
    ]
    assert names_of(found[0]) == (AMP,)
    for index in order:
        fetch(store, found[index])
    (article,) = store.articles()
    assert (article.url, article.byline, str(article.published)) == (
        FIRST,
        ("Osman Keld",),
        "2003-05-04",
    )
    assert (article.paragraphs, article.date_source) == (whole(2), "json-ld")
    assert is_settled(store)


@pytest.mark.parametrize(
    ("head", "text"),
    [("", whole(2)), (f'<link rel=amphtml href="{AMP}">', (*paragraphs(1), *paragraphs(4)))],
)
def test_a_page_that_does_not_name_it_or_has_another_text_takes_no_facts(store, head, text):
    fetch(
        store,
        page(FIRST, bare(head, text)),
        page(AMP, bare(f'<link rel=canonical href="{FIRST}">{FACTS}')),
    )
    articles = {article.url: article for article in store.articles()}
    assert (articles[FIRST].byline, articles[FIRST].published) == ((), None)
    assert AMP in articles


COPY = f"{SITE}/members/eve/copy.html"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("day", ["", "<p>May 4, 2003</p>"])
@pytest.mark.parametrize(
    ("head", "foot"),
    [
        (f'<link rel=amphtml href="{FIRST}">', ""),
        ("", f'<p><a href="{FIRST}">Full article</a></p>'),
    ],
)
def test_a_copy_that_calls_an_article_its_version_does_not_take_it(store, head, foot, day, order):
    html = f"<html lang=en><head><title>{TITLE}</title>{{}}</head><body><h1>{TITLE}</h1><p>By Osman Keld</p>{{}}{{}}"
    body = "".join(f"<p>{line}</p>" for line in whole(2))
    found = [
        page(FIRST, html.format("", day, body)),
        page(COPY, html.format(head, "<p>May 4, 2003</p>", body + foot)),
    ]
    for index in order:
        fetch(store, found[index])
    assert set(told(store)) == {FIRST, COPY}


@pytest.mark.parametrize(
    ("word", "answer"),
    [("Print version", ""), ("View as single page", ""), ("Full article", "Back")],
)
def test_a_page_that_answers_or_is_called_a_print_version_gives_way(store, word, answer):
    away = f"{SITE}/p.php?id=77"
    fetch(
        store,
        page(FIRST, markup(1, f'<p><a href="{away}">{word}</a></p>', text=whole(2))),
        page(away, markup(1, f'<p><a href="{FIRST}">{answer}</a></p>', text=whole(2))),
    )
    assert told(store) == {FIRST: whole(2)}


def test_the_page_behind_a_missing_one_goes_with_the_text_that_was_taken_from_the_print_version(
    store,
):
    said = '<p><a href="/2003/ferry.html?print=1">Print</a></p>'
    found = [page(address(n), markup(n, bar(n, 3) + said)) for n in (1, 2, 3)]
    fetch(store, found[0], found[2], page(f"{FIRST}?print=1", markup(1, "", text=whole())))
    assert told(store) == {FIRST: whole()}
    assert is_settled(store)
    fetch(store, found[1])
    assert told(store) == {FIRST: whole()}
    assert is_settled(store)
