"""The pages in a real browser: reflow, contrast, keyboard, and all of it without JavaScript."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from tests.browser import SHOTS, Visits, enter, follow, launched, served
from tests.newsroom import HOSTILE, PERSIAN, UNDATED, found_a_paper
from tests.page_faults import FAINT
from web.base.article_path import slug

pytestmark = pytest.mark.long

NARROW = {"width": 320, "height": 640}
PAGES = {
    "api": "/api",
    "front": "/",
    "results": "/search?q=water+schools&from=2008&sort=oldest",
    "odd": "/search?q=" + quote('"water OR (' + "x" * 300) + "&from=soon",
    "nothing": "/search?q=zzqqx",
    "article": f"/a/{UNDATED.id}?q=lantern",
    "persian": f"/a/{PERSIAN.id}/{quote(slug(PERSIAN.title))}",
    "hostile": f"/a/{HOSTILE.id}",
    "archive": "/browse",
    "year": "/browse/2018",
    "month": "/browse/2018/01",
    "day": "/browse/2018/01/15",
    "undated": "/browse/undated",
    "draft": "/draft",
    "help": "/help",
    "about": "/about",
    "status": "/status",
    "error": "/nowhere",
}

# Links and buttons under 24 px that are not part of a sentence.
SMALL = """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden])")]
  .filter((node) => node.checkVisibility() && !node.closest(".skip, .snippet, .paragraph, .nothing, .notice, .hint"))
  .filter((node) => { const box = node.getBoundingClientRect(); return box.width > 1 && box.height < 23.5; })
  .map((node) => `${node.getBoundingClientRect().height} ${node.outerHTML.slice(0, 90)}`)"""


@pytest.fixture(scope="module")
def browser():
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory, browser):
    said = {
        "about": "Every editorial of the Selmak Courier since 1951, but for a few.",
        "rights": "© The Selmak Courier. Ask us before you reprint.",
        "contact": "archive@courier.invalid",
        "corrections": "corrections@courier.invalid",
    }
    settings = replace(found_a_paper(tmp_path_factory.mktemp("paper")), **said)
    with served(settings) as address:
        yield address


@pytest.fixture
def visit(browser, site):
    """Opens a page; what the console complains of fails the test."""
    visits = Visits(browser, site)
    yield visits
    visits.close()
    assert visits.complaints == []


def walk(page, question):
    """What every page answers, where that is anything."""
    answers = {}
    for name, path in PAGES.items():
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
        answers[name] = page.evaluate(question)
    assert len(answers) == len(PAGES)
    return {name: answer for name, answer in answers.items() if answer}


def test_no_page_scrolls_sideways_at_320_pixels_and_targets_are_24_high(visit):
    page = visit("/", viewport=NARROW)
    assert walk(page, "document.documentElement.scrollWidth - 320") == {}
    assert walk(page, SMALL) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_in_light_and_dark(visit, scheme):
    assert walk(visit("/", color_scheme=scheme), FAINT) == {}


def test_light_and_dark_differ(visit):
    colors = [
        visit("/", color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert colors[0] != colors[1]


def test_a_search_goes_from_box_to_article_without_javascript(visit):
    page = visit("/", java_script_enabled=False)
    page.fill("#q", "lantern")
    follow(page, ".box button")
    follow(page, f".card >> text={UNDATED.title}")
    assert [mark.inner_text() for mark in page.query_selector_all(".text mark")] == ["lanterns"]
    follow(page, "text=Back to the results")
    follow(page, ".sorts >> text=Oldest")
    assert page.url.endswith("/search?q=lantern&sort=oldest")
    follow(page, ".facet-year a >> nth=0")
    assert page.is_visible(".chips a")


def test_dates_can_be_given_without_javascript(visit):
    page = visit("/", java_script_enabled=False)
    page.fill("#q", "water")
    page.click("summary")
    page.fill("[name=from]", "2018")
    enter(page, "[name=from]")
    assert page.url.endswith("/search?q=water&from=2018")
    assert page.input_value("[name=from]") == "2018"


def test_marks_do_not_speak_by_colour_alone(visit):
    page = visit(f"/a/{UNDATED.id}?q=lantern")
    line, weight = page.eval_on_selector(
        ".text mark",
        "node => [getComputedStyle(node).textDecorationLine, getComputedStyle(node).fontWeight]",
    )
    assert line == "underline"
    assert int(weight) >= 600


def test_the_first_tab_is_a_visible_way_to_the_content(visit):
    page = visit("/search?q=water")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    enter(page, ".skip")
    first = page.evaluate("document.querySelector('.card').id")
    assert page.evaluate("document.activeElement.id") == first


def test_focus_is_seen_wherever_tab_goes(visit):
    page = visit("/search?q=water")
    seen = 0
    for _ in range(25):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            "() => { const node = document.activeElement; if (node === document.body) return null;"
            " const at = node.closest('.box-line') && node.matches('input') ? node.closest('.box-line') : node;"
            " const style = getComputedStyle(at); const box = at.getBoundingClientRect();"
            " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2"
            " && box.bottom > 0 && box.top < innerHeight ? 'seen' : node.outerHTML; }"
        )
        assert shown in ("seen", None)
        seen += shown == "seen"
    assert seen >= 20


def test_keys_move_through_the_results_and_can_be_switched_off(visit):
    page = visit("/search?q=water")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement === document.querySelectorAll('.card h3 a')[1]")
    assert second
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("/j")
    assert page.input_value("#q") == "/j"
    page.goto(page.url.split("/search")[0] + "/help")
    page.uncheck("#keys-on")
    page.goto(page.url.replace("/help", "/search?q=water"))
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")


def complete(page, typed):
    """Type it, and what is offered; the list is waited for."""
    page.fill("#q", "")
    page.type("#q", typed)
    page.wait_for_selector("#completions [role=option]")
    return page.eval_on_selector_all(
        "#completions [role=option] > :first-child", "nodes => nodes.map((node) => node.textContent)"
    )


def test_the_box_completes_by_keyboard(visit):
    page = visit("/")
    assert page.get_attribute("#q", "role") == "combobox"
    assert page.get_attribute("#q", "aria-expanded") == "false"
    offered = complete(page, "water")
    assert len(offered) > 1
    assert page.get_attribute("#q", "aria-expanded") == "true"
    assert page.input_value("#q") == "water"
    for number in range(len(offered)):
        page.press("#q", "ArrowDown")
        chosen = page.get_attribute("#q", "aria-activedescendant")
        assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
        assert chosen == f"completion-{number}"
    page.press("#q", "ArrowDown")  # back in the box
    assert page.get_attribute("#q", "aria-activedescendant") is None
    page.press("#q", "Escape")
    assert not page.is_visible("#completions")
    assert page.input_value("#q") == "water"
    page.press("#q", "Enter")
    page.wait_for_url("**/search?q=water")


def test_R7_the_box_asks_from_three_letters_on(visit):
    page = visit("/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.type("#q", "wa")
    page.wait_for_timeout(400)  # the script waits for the next letter
    complete(page, "wat")
    assert {url.rpartition("=")[2] for url in asked if "/suggest?" in url} == {"wat"}


def test_a_chosen_title_is_gone_to_and_a_chosen_author_searched_for(visit):
    page = visit("/")
    at = complete(page, "never told").index(UNDATED.title)
    for _ in range(at + 1):
        page.press("#q", "ArrowDown")
    page.press("#q", "Enter")
    page.wait_for_url(f"**/a/{UNDATED.id}/*")
    page = visit("/search?q=water")
    complete(page, "گروه")
    page.click("#completions >> text=گروه سردبیران")
    page.wait_for_url("**/search?author=*")
    assert page.is_visible(".chips a")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_completions_are_seen_and_read_on_every_screen(visit, scheme, width):
    for path in ("/", "/search?q=water"):
        page = visit(path, viewport={"width": width, "height": 640}, color_scheme=scheme)
        complete(page, "wat")
        page.press("#q", "ArrowDown")
        assert page.evaluate(FAINT) == []
        assert page.evaluate(f"document.documentElement.scrollWidth <= {width}")
        heights = page.eval_on_selector_all(
            "#completions li", "nodes => nodes.map((node) => node.getBoundingClientRect().height)"
        )
        assert min(heights) >= 24
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{scheme}-{width}-{len(path)}.png")


def test_completions_of_hostile_titles_run_nothing(visit):
    page = visit("/")
    assert HOSTILE.title in complete(page, "alert titl")
    assert page.evaluate("document.querySelectorAll('#completions :is(img, svg, script, b)').length") == 0


def test_a_hostile_article_runs_nothing(visit):
    page = visit(f"/a/{HOSTILE.id}?q=lantern")
    assert (
        page.evaluate(
            "document.querySelectorAll('main :is(img, svg, script), .editorial b').length"
        )
        == 0
    )
    assert page.evaluate("document.querySelector('.editorial h1').textContent") == HOSTILE.title


def test_persian_paragraphs_run_from_the_right(visit):
    page = visit(PAGES["persian"])
    sides = page.eval_on_selector_all(
        ".paragraph p", "nodes => nodes.map((node) => getComputedStyle(node).direction)"
    )
    assert sides == ["rtl", "ltr"]


def test_print_leaves_the_text_and_its_source(visit):
    page = visit(f"/a/{UNDATED.id}")
    page.emulate_media(media="print")
    assert page.is_visible(".text")
    assert page.is_visible(".citation")
    assert not page.is_visible(".masthead nav")
    assert not page.is_visible("form")
