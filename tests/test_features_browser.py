"""What is promised to readers and staff of how pages look and are used, clause by clause, in a real
browser. Each test is named after the row of the promise."""

from itertools import pairwise
from urllib.parse import quote

import pytest

from tests.browser import Visits, launched, served
from tests.newsroom import build, fill, sample_articles, settle
from tests.rightward import DARI, LONG_SENTENCE, PASHTO, RIGHTWARD

pytestmark = pytest.mark.long

# The place of each letter of a text, as it is seen: its left and right edge, and its middle line.
LETTERS = """(node) => {
  const found = [];
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    for (let at = 0; at < text.data.length; at += 1) {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const box = range.getBoundingClientRect();
      if (box.width) found.push({ letter: text.data[at], left: box.left, right: box.right, line: (box.top + box.bottom) / 2 });
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def browser():
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory, browser):
    settings = settle(tmp_path_factory.mktemp("paper"), site_name="The Selmak Courier")
    fill(settings, (*sample_articles(), *RIGHTWARD))
    build(settings)
    with served(settings) as address:
        yield address


@pytest.fixture
def visit(browser, site):
    """Opens a page; what the console complains of fails the test."""
    visits = Visits(browser, site)
    yield visits
    visits.close()
    assert visits.complaints == []


def results(words, **more):
    return "/search?q=" + quote(words) + "".join(f"&{name}={value}" for name, value in more.items())


def box(page, selector):
    return page.eval_on_selector(selector, "node => node.getBoundingClientRect().toJSON()")


# -- R18: other scripts


@pytest.mark.parametrize(("article", "language"), [(DARI, "fa"), (PASHTO, "ps")])
def test_R18_runs_of_dari_and_pashto_have_lang_and_dir_auto(visit, article, language):
    """`lang` and `dir="auto"` on runs of Dari and Pashto."""
    page = visit(results(article.title))
    assert page.get_attribute(".card h3 bdi", "lang") == language
    assert page.get_attribute(".card h3 bdi", "dir") == "auto"


def test_R18_the_dots_of_a_cut_passage_stand_where_it_begins_and_ends(visit):
    """Ellipses on the right side: of a passage from right to left the first are at its right end,
    in its first line, and the last at the left of its last line."""
    page = visit(results("فانوس"))
    letters = page.eval_on_selector(".snippet", LETTERS)
    first, *dots = [each for each in letters if each["letter"] == "…"]
    (last,) = dots
    text = [each for each in letters if each["letter"] not in "…¶ \u00a0"]
    top, bottom = (edge(each["line"] for each in text) for edge in (min, max))
    assert abs(first["line"] - top) < 8
    assert first["left"] >= max(each["right"] for each in text if abs(each["line"] - top) < 8) - 1
    assert abs(last["line"] - bottom) < 8
    assert last["right"] <= min(each["left"] for each in text if abs(each["line"] - bottom) < 8) + 1


def test_R18_a_long_sentence_says_that_it_was_cut(visit):
    """What is left out before and behind is said, on the page and in JSON."""
    page = visit(results("فانوس"))
    assert page.inner_text(".snippet").startswith("…")
    assert page.inner_text(".snippet").rstrip("¶ \u00a0\n").endswith("…")
    found = page.request.get(page.url.replace("/search?", "/search.json?")).json()
    (passage,) = found["hits"][0]["snippets"]
    assert (passage["cut_before"], passage["cut_after"]) == (True, True)
    assert passage["text"] in LONG_SENTENCE.paragraphs[0]


def test_R18_a_paragraph_that_begins_with_a_latin_name_runs_from_the_right(visit):
    """A direction goes by most of the letters: the name is at the right, the stop at the left."""
    page = visit(f"/a/{DARI.id}")
    assert DARI.paragraphs[2].startswith("NATO")
    letters = page.eval_on_selector("#p3 p", LETTERS)
    name, stop = letters[0], letters[-1]
    edge = box(page, "#p3")["right"]
    assert (name["letter"], stop["letter"]) == ("N", ".")
    # the four letters of the name, which run from the left, are all that is right of its N
    assert edge - name["left"] < 5 * (name["right"] - name["left"])
    last = [each for each in letters if abs(each["line"] - stop["line"]) < 8]
    assert stop["left"] == min(each["left"] for each in last)


def test_R18_words_searched_for_stand_in_the_order_of_the_line(visit):
    """Each word of the line "Searched for" is set apart: its meaning and its number follow it."""
    page = visit(results("آب شهر"))
    edges = page.eval_on_selector_all(
        ".fate", "nodes => nodes.flatMap((node) => [...node.querySelectorAll('b, bdi, .number')]"
        ".map((each) => [each.getBoundingClientRect().left, each.getBoundingClientRect().right]))",
    )  # fmt: skip
    assert len(edges) == 6
    assert all(before[1] <= after[0] for before, after in pairwise(edges))


@pytest.mark.parametrize("width", [320, 1440])
def test_R18_what_belongs_to_a_title_from_right_to_left_is_at_its_side(visit, width):
    page = visit(results("آب شهر"), viewport={"width": width, "height": 800})
    edge = box(page, ".card")["right"]
    for part in (".card h3 a", ".card .about time", ".card .snippet", ".card .deeds a:last-child"):
        assert abs(box(page, part)["right"] - edge) <= 1, part
    assert page.evaluate("document.documentElement.scrollWidth") == width


# -- R19: Perso-Arabic keyboards

KEYBOARDS = {
    "yeh": ("می‌ترسید", "مي‌ترسيد"),
    "kaf": ("کهنه", "كهنه"),
    "ZWNJ": ("خانه‌ها", "خانه ها"),
    "digits": ("۴۲", "42"),
}


@pytest.mark.parametrize("sign", KEYBOARDS)
def test_R19_either_letter_finds_and_the_mark_shows_the_original(visit, sign):
    """Either ي/ی, ك/ک, ZWNJ, digits: both find both; the mark shows the original."""
    written, typed = KEYBOARDS[sign]
    assert written in DARI.text
    assert typed not in DARI.text
    for words in (written, typed):
        page = visit(results(words))
        assert page.is_visible(f".card[id='{DARI.id}']"), words
        page.goto(page.url.split("/search")[0] + f"/a/{DARI.id}?q={quote(words)}")
        assert written in page.inner_text(".text")
        marks = page.eval_on_selector_all(".text mark", "nodes => nodes.map((each) => each.textContent)")
        assert any(mark in written or written in mark for mark in marks), marks


def test_R19_what_is_written_with_the_other_letter_is_found_by_this_one(visit):
    """Pashto papers write ي and ى; a Dari keyboard has ی."""
    assert "وياند" in PASHTO.text
    page = visit(results("ویاند"))
    assert page.is_visible(f".card[id='{PASHTO.id}']")
    assert page.inner_text(".snippet mark") == "وياند"


# -- R20: Solar Hijri dates


def test_R20_from_takes_a_solar_month(visit):
    """`from=1393-05`: from the first day of Asad 1393, 23 July 2014."""
    page = visit("/search?from=1393-05&sort=oldest&size=50")
    days = page.eval_on_selector_all(".card time", "nodes => nodes.map((each) => each.dateTime)")
    written = sorted(article.published.isoformat() for article in (*sample_articles(), *RIGHTWARD))
    assert days == [day for day in written if day >= "2014-07-23"][: len(days)]
    assert days[0] > DARI.published.isoformat()


def test_R20_days_are_shown_in_both_calendars_with_afghan_months(visit):
    """Shows "12 March 2014 (21 Hut 1392)", Afghan month names."""
    page = visit(results("آب", **{"from": "1392-12", "to": "1392-12"}))
    assert page.inner_text(f".card[id='{DARI.id}'] time") == "12 March 2014 (21 Hut 1392)"


def test_R20_the_box_and_the_fields_take_a_solar_day(visit):
    for day in ("1392-12-21", "21 Hut 1392", "۲۱ حوت ۱۳۹۲"):
        page = visit("/")
        page.click("summary")
        page.fill("[name=from]", day)
        page.fill("[name=to]", day)
        page.press("[name=to]", "Enter")
        assert page.eval_on_selector_all(".card", "nodes => nodes.map((each) => each.id)") == [DARI.id]


# -- S2 and S4: a draft, and a sentence of one

ARTICLE = sample_articles()[9]
SENTENCE = ARTICLE.paragraphs[1].split(". ")[0] + "."
CHANGED = SENTENCE.replace("ninety", "some eighty")


def check(visit, text, **options):
    page = visit("/draft", **options)
    page.fill("#text", text)
    page.click("main button")
    page.wait_for_selector("#answer")
    return page


def follow(page):
    """The paragraph that the first passage found leads to."""
    page.click(".pair .side a >> nth=0")
    return page.inner_text(".paragraph:target p")


@pytest.mark.parametrize("size", [(320, 640), (1440, 800)])
@pytest.mark.parametrize("scripts", [True, False])
def test_S2_the_answer_comes_into_sight_and_the_draft_is_kept_above_it(visit, size, scripts):
    """Passages side by side where there is room; the box is folded up, with its text."""
    width, height = size
    text = "Mine alone.\n\n" + "\n\n".join(ARTICLE.paragraphs[:3])
    page = check(visit, text, viewport={"width": width, "height": height}, java_script_enabled=scripts)
    assert box(page, "#answer")["bottom"] < height
    assert box(page, ".pair h4")["bottom"] < height
    assert not page.is_visible("#text")
    page.click(".sent > summary")
    assert page.is_visible("#text")
    assert page.input_value("#text") == text
    page.click("main button")  # the same text may be sent again
    assert page.is_visible(".pair")
    mine, theirs = (box(page, f".pair .side >> nth={number}") for number in range(2))
    assert (theirs["left"] >= mine["right"]) is (width == 1440)
    assert (theirs["top"] >= mine["bottom"]) is (width == 320)


def test_S2_the_slash_unfolds_the_draft(visit):
    page = check(visit, SENTENCE)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.is_visible("#text")


def test_S4_a_sentence_that_was_published_is_found_word_for_word(visit):
    """A sentence: exact; a link to the paragraph."""
    page = check(visit, SENTENCE)
    assert page.inner_text("#answer") == "Word for word in 1 editorial"
    assert page.inner_text(".pair h4") == ARTICLE.title
    assert SENTENCE in follow(page)


def test_S4_a_sentence_that_was_changed_is_found_nearly_so(visit):
    """A sentence: near, with what differs marked; a link to the paragraph."""
    assert CHANGED != SENTENCE
    page = check(visit, CHANGED)
    assert page.inner_text("#answer") == "Nearly so in 1 editorial"
    assert page.inner_text(".pair .side >> nth=0 >> mark >> nth=0") == "some eighty"
    assert SENTENCE in follow(page)


def test_S4_a_sentence_that_nobody_wrote_is_in_none(visit):
    """A sentence: none."""
    page = check(visit, "No purple elephant sang at the opera last night.")
    assert page.inner_text("#answer") == "In no editorial, neither word for word nor nearly so"
    assert not page.is_visible(".pair")


def test_S4_what_only_shares_words_does_not_pass_for_a_quotation(visit):
    page = check(visit, "The bridge was built quickly by one who much feared the river.")
    assert page.locator(".pair >> visible=true").count() == 1
    page.click(".beside > summary")
    assert page.locator(".pair >> visible=true").count() > 1
    assert page.inner_text(".beside h4 >> nth=0") != page.inner_text(".pair h4 >> nth=0")
