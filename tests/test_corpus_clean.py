"""The cleaner: hostile pages, lists, letters and names, records; whole pages are in
test_clean_golden.py."""

import json
from datetime import UTC, date, datetime
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Hint, Page, Provenance, article_id
from corpus.cleaning.clean import clean
from corpus.cleaning.record import article_from_record, article_to_record
from corpus.cleaning.recurring_days import FurnitureLearner
from corpus.errors import NotAnArticle, PageRefused
from corpus.page.charset import decode
from corpus.page.language import find_language
from corpus.page.text import tidy, tidy_paragraphs, tidy_title
from corpus.wording.byline_line import read_line
from corpus.wording.names import normalise
from corpus.wording.publisher import is_name_of_paper
from tests.pace import is_at_most

FETCHED_AT = datetime(2021, 12, 2, 9, tzinfo=UTC)
WORDS = "The board should publish what it spends each month, street by street, and let the districts count for themselves. "


def page(
    body: bytes | str,
    *,
    url: str | None = None,
    content_type: str = "text/html",
    charset: str | None = None,
) -> Page:
    data = body.encode() if isinstance(body, str) else body
    return Page(
        url=url, body=data, content_type=content_type, charset=charset, fetched_at=FETCHED_AT
    )


HOSTILE = {  # what such pages cost is measured in test_clean_hostile.py
    "tables": "<table><tr><td>" * 100_000,
    "comments": "<!-- x -->" * 200_000 + "<p>" + WORDS * 5,
    "unfinished comments": "<!--" * 200_000,
    "unfinished scripts": "<script" * 200_000,
    "unfinished tags": "<p " * 300_000,
    "open links": "<a href=x>word " * 100_000,
    "open everything": "<div><b><i><font><span><ul><li><a href=x>w" * 20_000,
    "one huge paragraph": "<p>" + WORDS * 60_000,
    "headings": "<h1>x y z</h1>" * 40_000,
    "attributes": "<p " + "a='b' " * 300_000 + ">" + WORDS,
    "entities": "&#" * 1_000_000 + "&amp;" * 100_000,
    "deep json-ld": '<script type="application/ld+json">'
    + "[" * 100_000
    + "</script><p>"
    + WORDS * 3,
    "breaks": "word<br>" * 60_000,
    "times": "<article><h1>A b c</h1>" + "<time datetime=2020-01-01>x</time>" * 30_000,
    "digits": "<h1>A b c</h1><p>" + "1" * 1_000_000,
    "dates": "<h1>A b c</h1>" + "<p>March 1, 2020 | " * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_or_refused(name: str) -> None:
    try:
        article = clean(page(HOSTILE[name]))
        assert article.paragraphs
    except PageRefused as refusal:
        assert str(refusal)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n\0\0", "empty"),
        (b"<!-- nothing -->", "empty"),
        (b"%PDF-1.7 ...", "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
        (bytes(range(256)) * 50, "binary"),
        (b"<p>x</p>" * 2_000_000, "too large"),
        (b"<i>" * 100_000, "hostile"),
        (b"<p>" * 200_000, "hostile"),
    ],
)
def test_a_page_that_cannot_be_read_says_why(body: bytes, reason: str) -> None:
    with pytest.raises(PageRefused, match=reason) as refusal:
        clean(page(body))
    assert not isinstance(refusal.value, NotAnArticle)


def test_null_bytes_are_left_out() -> None:
    article = clean(page(b"<h1>New pi\0pes are late</h1><p>\0" + WORDS.encode() * 3))
    assert article.title == "New pipes are late"
    assert article.text == WORDS.strip() * 1 + (" " + WORDS.strip()) * 2


@pytest.mark.parametrize("path", ["/", "/index.html", "/index.php", ""])
def test_the_front_page_is_no_article(path: str) -> None:
    body = f"<h1>The Morning Ledger</h1><p>{WORDS * 4}</p>"
    with pytest.raises(NotAnArticle, match="front page"):
        clean(page(body, url=f"https://ledger.example{path}"))
    assert clean(page(body, url="https://ledger.example/index.php?post_id=25391")).paragraphs


def test_headlines_of_a_title_that_speaks_about_something_are_no_about_page() -> None:
    assert clean(
        page(f"<h1>About the peace talks in the north</h1><p>{WORDS * 4}</p>")
    ).title.startswith("About")


def test_a_list_of_bare_links_is_no_article() -> None:
    rows = "".join(
        f'<p><a href="{week}.html">December {week}, 2002 | Issue {week}</a></p>'
        for week in range(1, 12)
    )
    with pytest.raises(NotAnArticle, match="linked headlines"):
        clean(page(f"<h1>Issues of 2002</h1><p>Every issue since spring is here.</p>{rows}"))


def test_a_page_of_links_beside_a_few_words_is_no_article() -> None:
    links = "".join(f'<li><a href="{n}.html">The issue of week {n}</a></li>' for n in range(9))
    few = "<p>Here are the issues of the year before, as they were printed, week by week.</p>"
    with pytest.raises(NotAnArticle, match="hardly a text"):
        clean(page(f"<table><tr><td>{few}</td><td><ul>{links}</ul></td></tr></table>"))


def test_an_article_with_links_to_others_below_it_is_one() -> None:
    related = "".join(
        f'<p><a href="{n}.html">Another story of ours, number {n}</a></p>' for n in range(6)
    )
    article = clean(page(f"<h1>New pipes are late</h1><p>{WORDS * 8}</p>{related}"))
    assert article.paragraphs == ((WORDS * 8).strip(),)


def test_a_list_page_gives_what_the_page_does_not() -> None:
    hint = Hint(title="New pipes are late", published=date(2020, 3, 26))
    article = clean(
        page(f"<title>The Morning Ledger</title><p>New pipes are late</p><p>{WORDS * 4}</p>"),
        hint=hint,
    )
    assert (article.title, article.published, article.date_source) == (
        "New pipes are late",
        date(2020, 3, 26),
        "listing-page",
    )


@pytest.mark.parametrize(
    ("label", "raw", "expected"),
    [
        ("iso-8859-1", b"the mayor\x92s \x93word\x94", "the mayor’s “word”"),
        ("latin1", "déjà".encode(), "déjà"),
        (None, b"\xef\xbb\xbfna\xc3\xafve", "naïve"),
        (None, b"na\xefve", "naïve"),
        ("windows-1251", "Мир".encode("cp1251"), "Мир"),
        ("punycode", b"abc-", "abc-"),
        (None, b"\xff\xfeh\0i\0", "hi"),
        (
            None,
            b'<meta charset="windows-1256">\xd3\xe1\xc7\xe3',
            '<meta charset="windows-1256">سلام',
        ),
        ("x-sjis", "①円".encode("cp932"), "①円"),
        ("iso-2022-jp", "新聞".encode("iso-2022-jp"), "新聞"),
    ],
)
def test_bytes_are_read_as_a_browser_would(label: str | None, raw: bytes, expected: str) -> None:
    assert decode(raw, label) == expected


@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", None])
@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("windows-1256", "مردم شهر از شورا چه مي خواهند"),
        ("windows-1251", "Чего ждёт город от совета"),
        ("shift_jis", "市議会は橋の修理を急ぐべきだ"),
        ("gb2312", "市议会应该尽快修桥"),
        ("windows-1252", "The mayor’s “bridge” – for €5 – is no café"),
    ],
)
def test_a_page_that_names_its_charset_is_read_so_whatever_the_header_claims(label, charset, text):
    page_text = (
        f'<meta http-equiv=Content-Type content="text/html; charset={charset}"><p>{text}</p>'
    )
    assert decode(page_text.encode(charset), label) == page_text


@pytest.mark.parametrize("meta", ["", "<meta charset=utf-8>"])
def test_western_bytes_under_a_header_of_utf_8_are_read_as_such(meta):
    text = f"{meta}The mayor’s “CAFÉ” – and the “bridge” – cost “€5”, the old ones’ “toll” – or so “they” say…"
    assert decode(text.encode("cp1252"), "utf-8") == text


@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "windows-1256", None])
def test_utf_8_stays_so_where_a_few_characters_are_broken(label):
    text = "<meta charset=windows-1256>مردم شهر از شورا چه می‌خواهند"
    assert decode(text.encode(), label) == text
    assert decode(text.encode() + b" \xd8 \x93", label) == f"{text} \ufffd “"


def test_a_few_words_pasted_into_a_western_page_are_read_and_cut_characters_are_not():
    text = "The café’s naïve “mayor” – " * 5
    assert (
        decode(text.encode() + b"said it\x92s \x93fin\xe9e\x94 ", "utf-8")
        == f"{text}said it’s “finée” "
    )
    assert (
        decode(text.encode() + b"said it\x92s \x93good\x94 ", "utf-8") == f"{text}said it’s “good” "
    )
    for cut in (b"caf\xe2\x80", b"caf\xc3", b"caf\xc3<p>", b"caf\xe2\x80<p>"):
        assert "caf\ufffd" in decode(text.encode() + cut, "utf-8")


def test_an_old_text_in_a_new_page_is_read_beside_it():
    raw = "© The Ledger » Opinion".encode() + "the mayor’s “bridge”".encode("cp1252")
    assert decode(raw, "utf-8") == "© The Ledger » Opinionthe mayor’s “bridge”"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  two\u00a0 words\n", "two words"),
        ("co\u00adoperate\u200b\ufeff", "cooperate"),
        ("می\u200cرود", "می\u200cرود"),
        ("cafe\u0301", "café"),
        ("wait\x85", "wait…"),
        ("the mayor\u00e2\u0080\u0099s", "the mayor’s"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("bell\x07", "bell"),
    ],
)
def test_text_is_tidied(raw: str, expected: str) -> None:
    assert tidy(raw) == expected


@given(st.text())
def test_tidied_text_is_tidy(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("New Pipes  Are Late New Pipes Are Late", "New Pipes Are Late"),
        ("> New Pipes Are Late >", "New Pipes Are Late"),
        ("Who pays , and when ?", "Who pays, and when?"),
        ("Bye bye", "Bye bye"),
        ("“We did it, we did it”", "“We did it, we did it”"),
    ],
)
def test_a_title_is_mended(raw: str, expected: str) -> None:
    assert tidy_title(raw) == expected


def test_text_broken_at_a_column_is_joined() -> None:
    lines = (
        "The board should publish what it spends each month,",
        "street by street, and let the districts count it",
    )
    text = "\n".join([*lines, "for themselves.", "", "A pipe is not water."])
    assert tidy_paragraphs(text) == (
        text.partition("\n\n")[0].replace("\n", " "),
        "A pipe is not water.",
    )


WRAPPED = "The board should publish what it spends each month, street by street, and let the districts count it for themselves before the winter comes."
LONGER = "See https://board.example/minutes/of/the/year/of/the/flood/and/all/that/followed/it.html for the minutes."


@pytest.mark.parametrize("width", [30, 44, 60, 80])
@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize("longer", [True, False])
def test_hard_wrapped_text_is_joined(width: int, blank: bool, longer: bool) -> None:
    """Lines of some width; one is longer than the rest; blank lines part paragraphs, or short ones."""
    said = [f"{WRAPPED} {name} said no." for name in ("Osman", "Ada")] + [LONGER] * longer
    folded = ["\n".join(wrap(one, width, break_long_words=False, break_on_hyphens=False)) for one in said]
    told = tidy_paragraphs(("\n\n" if blank else "\n").join(folded))
    if blank:
        assert told == tuple(said)
    assert " ".join(told) == " ".join(said) and len(told) <= 2 + longer


@pytest.mark.parametrize(
    "text",
    [
        "Roses for Selm\nBread for all\nA short list\nOf things to buy\nBefore the fair",
        "\n".join(f"{WRAPPED} {WRAPPED[:number]}" for number in (20, 90, 41)),
        "He said no.\nShe said that it was not so, for the board had met.\nHe said no again, and left the room.",
    ],
)
def test_lines_that_are_not_wrapped_stay(text: str) -> None:
    assert tidy_paragraphs(text) == tuple(text.split("\n"))


@pytest.mark.parametrize(
    ("parted", "whole"),
    [
        ("the exam-\nple of the river", "the example of the river"),
        ("the exam\xad\nple of the river", "the example of the river"),
        ("das Bei-\nspiel von der Elbe", "das Beispiel von der Elbe"),
        ("the Anglo-\nAmerican treaty of it", "the Anglo-American treaty of it"),
        ("the well-\nknown river and a well-known one", "the well-known river and a well-known one"),
        ("the year 2020-\n21 of the river", "the year 2020- 21 of the river"),
    ],
)
def test_words_parted_at_the_end_of_a_line_are_whole_again(parted: str, whole: str) -> None:
    left, right = parted.split("\n")
    around = "it is so and he is to see if the sea is at the top of it by ten or it is not so at all"
    first = around[: around.rindex(" ", 0, 40 - len(left))]
    last = around[: around.rindex(" ", 0, 38 - len(right))]
    lines = f"{around[:38]}\n{first} {left}\n{right} {last}\nand so it is"
    assert tidy_paragraphs(lines) == (f"{around[:38]} {first} {whole} {last} and so it is",)


def test_wrapped_text_with_a_long_word_costs_no_more_than_its_length() -> None:
    def text(size: int) -> str:
        return "word wordd wordddd wordword dddd-\n" * size + "a" * 40 * size

    many, few = text(10_000), text(1_250)
    assert is_at_most(24, lambda: tidy_paragraphs(many), lambda: tidy_paragraphs(few))  # eight times


def test_wrapped_files_and_records_are_joined() -> None:
    body = "\n".join(wrap(WRAPPED, 50))
    page = Page(None, f"The Bridge\nBy Osman Keld\n\n{body}\n\n{body}\n".encode(), "text/plain", None, FETCHED_AT)
    article = clean(page)
    assert (article.title, article.byline, article.paragraphs) == ("The Bridge", ("Osman Keld",), (WRAPPED, WRAPPED))
    record = json.dumps({"title": "The Bridge", "text": f"{body}\n\n{body}"}).encode()
    assert clean(Page(None, record, "application/json", None, FETCHED_AT)).paragraphs == (WRAPPED, WRAPPED)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["By JANE O'NEIL and karim example"], ("Jane O'Neil", "Karim Example")),
        (["Jane Doe, Karim Example & Li Wei"], ("Jane Doe", "Karim Example", "Li Wei")),
        (["Jane Doe", "jane doe"], ("Jane Doe",)),
        (["The Morning Ledger"], ()),
        (["admin"], ()),
        (["Written by Moh. Karim Example (desk@ledger.example)"], ("Moh. Karim Example",)),
        (["LUDWIG VAN BEETHOVEN"], ("Ludwig van Beethoven",)),
    ],
)
def test_names_are_normalised(names: list[str], expected: tuple[str, ...]) -> None:
    assert normalise(names, site="The Morning Ledger") == expected


def test_a_byline_of_no_person_names_nobody_and_is_still_no_text() -> None:
    line = read_line("By members of Local 12 | March 1, 2002 | Page 9")
    assert (line.names, line.day, line.pure) == ((), date(2002, 3, 1), True)


def test_a_body_behind_a_name_is_no_author() -> None:
    assert read_line("By Jane Example, United Teachers of the North | March 1, 2002").names == (
        "Jane Example",
    )


@pytest.mark.parametrize(
    "text", ["The Morning Ledger", "SELMAK COURIER", "The Upper Times", "The Sunday Post"]
)
def test_the_name_of_a_paper_is_known_by_its_wording(text: str) -> None:
    assert is_name_of_paper(text)


@pytest.mark.parametrize(
    "text", ["New Pipes Are Late", "The End of the Times", "Talks in the Post", "Daily Life", ""]
)
def test_a_headline_is_no_name_of_a_paper(text: str) -> None:
    assert not is_name_of_paper(text)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("hi", "text/plain"),
        ("New pipes\n\nNone yet.", "text/plain"),
        ("<h1>New pipes</h1><p>No.</p>", "text/html"),
    ],
)
def test_a_few_words_are_no_article(body: str, content_type: str) -> None:
    with pytest.raises(NotAnArticle, match="no article"):
        clean(page(body, content_type=content_type))


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (WORDS, None, "en"),
        (WORDS, "en-GB", "en"),
        ("شورای آب شهر وعدهٔ لوله‌های تازه می‌دهد و چشم به راه گذاشت", "en", "fa"),
        ("د ښار د اوبو شورا هر پسرلی د نوو نلونو ژمنه کوي او پوښتنې ته ځواب نه وايي", None, "ps"),
        ("وعد مجلس المياه في المدينة بأنابيب جديدة", None, "ar"),
        ("Wasser ist kein Rohr", None, None),
        ("渡船公司公布了夏天的时刻表", "en", "zh"),
        ("渡船会社は夏の時刻表を公表した", None, "ja"),
        ("도선 회사가 여름 시간표를 발표했다", None, "ko"),
        ("Ο δήμος υπόσχεται γέφυρα", "en", "el"),
        ("The ferry is called Ελένη, and that is all the Greek in it", "en", "en"),
        ("", "klingon", None),
    ],
)
def test_a_language_is_found_or_unknown(
    text: str, declared: str | None, expected: str | None
) -> None:
    assert find_language(text, declared) == expected


def test_furniture_dates_are_learnt_from_mastheads_only() -> None:
    learner = FurnitureLearner()
    for number in range(4):
        masthead = "<p>The Ledger, Thursday, December 2nd, 2021</p>"
        body = (
            f"<h1>Story number {number} of ours</h1><p>March 1, 2020 | Page 2</p><p>{WORDS * 4}</p>"
        )
        learner.add(page(f"<title>Story number {number} of ours</title>{masthead}{body}"))
    assert learner.furniture().rendered == {date(2021, 12, 2)}


def test_a_furniture_date_needs_structured_data() -> None:
    line = f"<h1>New pipes are late</h1><p>March 1, 2020</p><p>{WORDS * 4}</p>"
    said = '<meta property="article:published_time" content="2020-03-01">'
    furniture = frozenset({date(2020, 3, 1)})
    assert clean(page(line)).published == date(2020, 3, 1)
    assert clean(page(line), furniture_dates=furniture).published is None
    assert clean(page(said + line), furniture_dates=furniture).date_source == "meta"


FULL = Article(
    id="abc-1",
    title="New pipes are late",
    paragraphs=("One. Two.", "Three."),
    url="https://ledger.example/a/1",
    byline=("Jane O'Neil",),
    section="Editorial",
    published=date(2020, 3, 26),
    date_source="byline",
    language="en",
    fetched_at=FETCHED_AT,
    sentences=((0, 4), (5, 9), (11, 17)),
    updated_seq=7,
    provenance=Provenance("a", "b", "c"),
)


@pytest.mark.parametrize("article", [FULL, Article(id="x", title="T", paragraphs=("P",))])
def test_a_record_is_the_article_again(article: Article) -> None:
    again = article_from_record(json.loads(json.dumps(article_to_record(article))))
    assert (again, again.provenance) == (article, article.provenance)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            {"title": "T", "text": "One.\n\nTwo."},
            {"paragraphs": ("One.", "Two."), "date_source": "unknown"},
        ),
        (
            {"title": "T", "body": "P", "date": "2020-03-26"},
            {"published": date(2020, 3, 26), "date_source": "record"},
        ),
        (
            {"title": "T", "body": "P", "publish_date": "03/04/2015"},
            {"published": None, "date_source": "unknown"},
        ),
        (
            {"title": "T", "body": "P", "date": "2031-01-01", "updated": "2031-01-02"},
            {"published": None, "date_source": "unknown", "updated": None},
        ),
        *(
            ({"text": "P", "date": written}, {"published": day, "date_source": source})
            for day, source, some in (
                (date(2012, 3, 5), "record", ("20120305", 20120305, "5 March 2012")),
                (
                    None,
                    "unknown",
                    (1330905600, "1330905600", 2012, True, [2012, 3, 5], "05032012", "20120431"),
                ),
            )
            for written in some
        ),
        (
            {"title": "T", "body": "P", "author": "By JANE DOE and Li Wei"},
            {"byline": ("Jane Doe", "Li Wei")},
        ),
        (
            {"title": "T", "body": "P", "authors": ["Jane Doe"], "id": "a_b-1"},
            {"byline": ("Jane Doe",), "id": "a_b-1"},
        ),
        ({"title": "T", "body": "P", "id": "no/good"}, {"id": article_id(None, "T", "P")}),
        ({"text": "Only text."}, {"title": "Only text."}),
        (
            article_to_record(FULL),
            {"id": "abc-1", "sentences": (), "updated_seq": 0, "date_source": "byline"},
        ),
    ],
)
def test_a_json_record_is_cleaned(record: dict[str, object], expected: dict[str, object]) -> None:
    article = clean(page(json.dumps(record), content_type="application/json"))
    assert {name: getattr(article, name) for name in expected} == expected


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        "{}",
        '{"title": "T"}',
        '{"title": 3, "text": "x"}',
        '{"text": [1]}',
        "[" * 100_000,
        '{"text": " "}',
    ],
)
def test_a_bad_record_is_refused(body: str) -> None:
    with pytest.raises(PageRefused):
        clean(page(body, content_type="application/json"))


def test_text_without_a_title_is_called_by_its_first_words() -> None:
    article = clean(page(WORDS * 3, content_type="text/plain"))
    assert (
        article.title
        == "The board should publish what it spends each month, street by street, and let…"
    )
    assert article.provenance.title == "first words of the text"
