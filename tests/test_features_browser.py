"""What is promised to readers and staff of how pages look and are used, clause by clause, in a real
browser. Each test is named after the row of the promise."""

from itertools import pairwise
from urllib.parse import quote

import pytest

from tests.browser import Visits, enter, follow, launched, served
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
        enter(page, "[name=to]")
        assert page.eval_on_selector_all(".card", "nodes => nodes.map((each) => each.id)") == [DARI.id]


# -- S2 and S4: a draft, and a sentence of one

ARTICLE = sample_articles()[9]
SENTENCE = ARTICLE.paragraphs[1].split(". ")[0] + "."
CHANGED = SENTENCE.replace("ninety", "some eighty")


def check(visit, text, **options):
    page = visit("/draft", **options)
    page.fill("#text", text)
    follow(page, "main button")
    page.wait_for_selector("#answer")
    return page


def led_to(page):
    """The paragraph that the first passage found leads to."""
    follow(page, ".pair .side a >> nth=0")
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
    follow(page, "main button")  # the same text may be sent again
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
    assert SENTENCE in led_to(page)


def test_S4_a_sentence_that_was_changed_is_found_nearly_so(visit):
    """A sentence: near, with what differs marked; a link to the paragraph."""
    assert CHANGED != SENTENCE
    page = check(visit, CHANGED)
    assert page.inner_text("#answer") == "Nearly so in 1 editorial"
    assert page.inner_text(".pair .side >> nth=0 >> mark >> nth=0") == "some eighty"
    assert SENTENCE in led_to(page)


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


# -- paragraphs: "paragraphs have an address each"

COPIES = {"permissions": ["clipboard-read", "clipboard-write"]}


def copied(page):
    page.wait_for_selector(".told:not(:empty)")
    return page.evaluate("navigator.clipboard.readText()")


def permanent(page, number):
    return page.get_attribute("link[rel=canonical]", "href") + f"#p{number}"


def test_R12_a_paragraph_s_address_is_copied_by_key_and_said_politely(visit):
    page = visit(f"/a/{ARTICLE.id}?q=water", **COPIES)
    assert page.get_attribute(".told", "role") == "status"  # polite by itself
    page.focus("#p2 .anchor")
    page.keyboard.press("Enter")
    assert copied(page) == permanent(page, 2)
    assert page.inner_text(".told") == "Copied the address of paragraph 2"
    assert page.url.endswith("?q=water#p2")
    assert page.evaluate("document.activeElement.closest('.paragraph').id") == "p2"


def test_R12_a_paragraph_s_address_is_copied_by_touch(visit):
    page = visit(f"/a/{ARTICLE.id}", viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True, **COPIES)
    assert page.eval_on_selector("#p3 .anchor", "node => getComputedStyle(node).opacity") == "1"
    assert box(page, "#p3 .anchor")["height"] >= 24
    page.tap("#p3 .anchor")
    assert copied(page) == permanent(page, 3)


def test_R12_where_copying_is_refused_the_address_is_in_the_bar(visit):
    page = visit(f"/a/{ARTICLE.id}")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.hover("#p2")
    page.click("#p2 .anchor")
    page.wait_for_selector(".told:not(:empty)")
    assert page.inner_text(".told") == "The address of paragraph 2 is in the address bar"
    assert page.url.endswith("#p2")


def test_R12_without_scripts_the_mark_is_a_link_to_its_paragraph(visit):
    page = visit(f"/a/{ARTICLE.id}", java_script_enabled=False)
    page.hover("#p2")
    follow(page, "#p2 a.anchor")
    assert page.url.endswith("#p2")
    assert page.is_visible("#p2:target")


# -- R14: no script needed

READERS_PAGES = {
    "home": "/",
    "results": "/search?q=water",
    "nothing found": "/search?q=zzqqx",
    "article": f"/a/{ARTICLE.id}?q=water",
    "years": "/browse",
    "year": "/browse/2018",
    "month": "/browse/2018/03",
    "day": "/browse/2018/03/12",
    "undated": "/browse/undated",
    "help": "/help",
    "nowhere": "/nowhere",
}

# What stands on a page, and what each link and form leads to; what scripts write is told apart.
HOLDS = """() => [
  document.querySelector("main").innerText.replace(/\\s+/g, " "),
  ...[...document.querySelectorAll("a[href]:not(.anchor)")].map((link) => link.getAttribute("href")),
  ...[...document.forms].map((form) => form.action.split("/").at(-1)),
]"""


@pytest.mark.parametrize("name", READERS_PAGES)
def test_R14_every_reader_s_page_says_and_offers_the_same_without_scripts(visit, name):
    """Every reader's page: with scripts there is nothing more to read, and nowhere else to go."""
    path = READERS_PAGES[name]
    bare = visit(path, java_script_enabled=False).evaluate(HOLDS)
    scripted = visit(path)
    if name == "help":  # where a script offers to be switched off
        assert scripted.is_visible("#keys")
        scripted.evaluate("document.getElementById('keys').remove()")
    assert scripted.evaluate(HOLDS) == bare
    assert len(bare) > 3


# -- R17: accessibility


def test_R17_the_box_is_the_landmark_search(visit):
    """Landmark search."""
    for path in ("/", "/search?q=water", f"/a/{ARTICLE.id}", "/browse", "/nowhere"):
        page = visit(path)
        assert page.get_by_role("search").get_by_role("combobox").count() == 1, path


def test_R17_only_what_is_swapped_speaks_up(visit):
    """Status only for swapped results: nothing on a page that was asked for interrupts; what is
    told aloud is what scripts write, and is empty until then."""
    for path in READERS_PAGES.values():
        page = visit(path)
        spoken = "nodes => nodes.map((each) => each.textContent)"
        live = page.eval_on_selector_all("[role=status], [role=alert], [aria-live]", spoken)
        assert set(live) <= {""}, path
        bare = visit(path, java_script_enabled=False)
        assert bare.locator("[role=status], [role=alert], [aria-live]").count() == 0


def test_R17_the_skip_link_leads_to_the_first_result(visit):
    """Skip link to the first result; the next Tab is its title."""
    page = visit("/search?q=water")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the first result"
    enter(page, ".skip")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.querySelector('.card h3 a')")


def test_R17_there_is_a_heading_for_each_hit_and_no_level_is_left_out(visit):
    """A heading per hit."""
    page = visit("/search?q=water")
    assert page.locator(".card").count() == page.locator(".card > h3").count() == 10
    levels = page.eval_on_selector_all("h1, h2, h3, h4", "nodes => nodes.map((each) => +each.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_R17_every_target_of_a_card_is_24_pixels_high(visit):
    """24 px targets: also those that spacing would excuse."""
    page = visit("/search?q=water", viewport={"width": 320, "height": 800})
    heights = page.eval_on_selector_all(
        ".card h3 a, .deeds a, .sorts a, .pages a, .facet a, summary, button",
        "nodes => nodes.filter((each) => each.checkVisibility() && !each.closest('svg'))"
        ".map((each) => each.getBoundingClientRect().height)",
    )
    assert len(heights) > 40
    assert min(heights) >= 24


def test_R17_the_focus_is_never_hidden(visit):
    """Focus not hidden: nothing lies upon the page that could cover it, but the list of
    completions, which goes when the focus leaves the box."""
    page = visit("/search?q=water")
    stuck = page.evaluate(
        "() => [...document.querySelectorAll('body *')].filter((each) => each.checkVisibility()"
        " && ['fixed', 'sticky'].includes(getComputedStyle(each).position)).length"
    )
    assert stuck == 0
    page.fill("#q", "")
    page.type("#q", "sch")
    page.wait_for_selector("#completions [role=option]")
    page.keyboard.press("Tab")
    assert not page.is_visible("#completions")


def test_R17_it_reflows_at_320_pixels(visit):
    """Reflow at 320 px: one column, nothing to the side, the same to read."""
    wide, narrow = (visit("/search?q=water", viewport={"width": width, "height": 800}) for width in (1440, 320))
    assert narrow.evaluate("document.documentElement.scrollWidth") == 320
    assert box(narrow, "aside")["left"] == box(narrow, ".found")["left"]
    assert box(wide, "aside")["left"] > box(wide, ".found")["right"]
    read = "node => node.textContent"
    assert narrow.eval_on_selector("main", read) == wide.eval_on_selector("main", read)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_R17_marks_do_not_speak_by_colour_alone(visit, scheme):
    """Marks not by colour alone: underlined and bold, and named as marks to readers of screens."""
    page = visit("/search?q=water", color_scheme=scheme)
    line, weight, around = page.eval_on_selector(
        ".snippet mark",
        "node => [getComputedStyle(node).textDecorationLine, +getComputedStyle(node).fontWeight,"
        " +getComputedStyle(node.parentElement).fontWeight]",
    )
    assert (line, weight > around) == ("underline", True)


# -- R27: print, dark, mobile


def test_R27_there_is_one_stylesheet(visit):
    """One stylesheet, and no style written into a page."""
    for path in READERS_PAGES.values():
        page = visit(path)
        assert page.locator("link[rel=stylesheet]").count() == 1
        assert page.locator("style, [style]").count() == 0


def test_R27_print_keeps_citation_and_address(visit):
    """Print keeps citation and address, and leaves out what only a screen can use."""
    page = visit(f"/a/{ARTICLE.id}?q=water")
    address = page.get_attribute("link[rel=canonical]", "href")
    page.emulate_media(media="print")
    assert address in page.inner_text(".citation")
    assert ARTICLE.url in page.inner_text(".citation")
    assert page.is_visible(".text")
    for useless in ("form", ".masthead nav", ".marks-line", ".anchor", "#similar", ".deeds", ".styles"):
        assert page.locator(f"{useless} >> visible=true").count() == 0, useless


@pytest.mark.parametrize("rights", ["Ask us before you reprint.", "https://courier.invalid/rights"])
def test_R27_print_keeps_the_rights_at_the_foot(browser, tmp_path, rights):
    """In words, or as the address that the screen links to; and no link besides."""
    settings = settle(tmp_path, site_name="The Selmak Courier", rights=rights)
    fill(settings, sample_articles())
    build(settings)
    with served(settings) as address:
        visits = Visits(browser, address)
        for path in (f"/a/{ARTICLE.id}", "/search?q=water", "/"):
            page = visits(path)
            page.emulate_media(media="print")
            assert rights in page.inner_text(".colophon"), path
            assert page.locator(".colophon a:not([rel=license]) >> visible=true").count() == 0
        visits.close()


def test_R27_on_paper_the_citation_is_smaller_than_the_text(visit):
    page = visit(f"/a/{ARTICLE.id}")
    page.emulate_media(media="print")
    sizes = [
        page.eval_on_selector(each, "node => parseFloat(getComputedStyle(node).fontSize)")
        for each in (".citation", ".text .paragraph p")
    ]
    assert sizes[0] < sizes[1]


def test_R27_printed_results_keep_their_address(visit):
    page = visit("/search?q=water&sort=oldest")
    assert not page.is_visible(".printed")
    page.emulate_media(media="print")
    assert page.inner_text(".printed").endswith("/search?q=water&sort=oldest")
    assert page.is_visible(".card")
    assert not page.is_visible("aside")


def test_R27_print_is_black_on_white_whatever_the_screen_is(visit):
    for scheme in ("light", "dark"):
        page = visit(f"/a/{ARTICLE.id}", color_scheme=scheme)
        page.emulate_media(media="print", color_scheme=scheme)
        colors = "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]"
        assert page.eval_on_selector("body", colors) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
        assert page.eval_on_selector(":root", "node => getComputedStyle(node).getPropertyValue('--sheet')") == "#f3f0e8"


def test_R27_a_long_article_is_printed_on_several_pages(visit):
    """What is held together on a page is a paragraph, not the article."""
    longest = max(sample_articles(), key=lambda article: len(article.text))
    page = visit(f"/a/{longest.id}")
    paper = page.pdf(width="90mm", height="120mm")
    assert paper.count(b"/Type /Page\n") > 2


def test_R27_dark_and_light_follow_the_reader(visit):
    """Dark: as the device has it."""
    light, dark = (
        sum(map(int, visit("/", color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")[4:-1].split(",")))
        for scheme in ("light", "dark")
    )  # fmt: skip
    assert light > 600
    assert dark < 150


def test_R27_on_a_phone_letters_are_large_enough_to_read_and_to_type(visit):
    """Mobile: no zooming; a box of less than 16 px makes phones zoom in."""
    phone = {"viewport": {"width": 390, "height": 800}, "is_mobile": True, "has_touch": True}
    page = visit(f"/a/{ARTICLE.id}", **phone)
    size = "node => parseFloat(getComputedStyle(node).fontSize)"
    assert page.eval_on_selector(".paragraph p", size) >= 16
    assert page.eval_on_selector("#q", size) >= 16
    assert page.evaluate("visualViewport.scale") == 1


ROOM = """() => [...document.querySelectorAll('input[placeholder]')].filter((node) => node.offsetParent)
  .filter((node) => {
    const style = getComputedStyle(node);
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const room = node.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return pen.measureText(node.placeholder).width > room;
  }).map((node) => node.placeholder)"""


@pytest.mark.parametrize("width", [320, 360, 390])
def test_R27_on_a_phone_no_words_in_boxes_are_cut_and_no_years_are_torn(visit, width):
    for path in ("/", "/search", "/browse", f"/a/{ARTICLE.id}", "/draft"):
        page = visit(path, viewport={"width": width, "height": 800})
        page.eval_on_selector_all("details", "nodes => nodes.forEach((node) => { node.open = true; })")
        assert page.evaluate(ROOM) == [], path
    years = visit("/", viewport={"width": width, "height": 800}).locator(".holdings .years")
    assert "–" in years.inner_text()
    assert years.evaluate("node => node.getClientRects().length") == 1


# -- R28: keyboard

FOCUSED = "document.activeElement.closest('.card')?.id ?? document.activeElement.id"


def test_R28_the_slash_goes_to_the_box(visit):
    """`/` focuses, and is typed where somebody types."""
    page = visit("/search?q=water")
    page.keyboard.press("/")
    assert page.evaluate(FOCUSED) == "q"
    page.keyboard.press("/")
    assert page.input_value("#q") == "/"  # what was there was chosen, so that it is typed over


def test_R28_j_and_k_move_from_hit_to_hit(visit):
    """j and k move; they end where the list ends."""
    page = visit("/search?q=water")
    cards = page.eval_on_selector_all(".card", "nodes => nodes.map((each) => each.id)")
    for key, at in (("j", 0), ("j", 1), ("k", 0), ("k", 0), *(("j", min(at, 9)) for at in range(1, 12))):
        page.keyboard.press(key)
        assert page.evaluate(FOCUSED) == cards[at]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/a/{cards[-1]}/**")


def test_R28_they_can_be_switched_off_and_on_and_that_is_remembered(visit):
    """Can be switched off: by a box on the help page, kept by the browser."""
    page = visit("/help")
    site = page.url.removesuffix("/help")
    assert page.is_checked("#keys-on")
    for wanted, moved in ((False, ""), (True, "q")):
        page.goto(site + "/help")
        page.focus("#keys-on")
        page.keyboard.press("Space")
        assert page.is_checked("#keys-on") is wanted
        page.goto(site + "/search?q=water")
        for key in "jk/":
            page.keyboard.press(key)
        assert page.evaluate(FOCUSED) == moved


def test_R28_keys_with_ctrl_are_the_browser_s(visit):
    page = visit("/search?q=water")
    for key in ("Control+j", "Alt+k", "Meta+/"):
        page.keyboard.press(key)
    assert page.evaluate(FOCUSED) == ""
