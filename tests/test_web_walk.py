"""A reader, one of the staff and an administrator walk the site in a real browser.

With scripts and without, at the widths of a phone, a tablet and a desk, in the light and in the
dark; each page on their way is looked at.
"""

import gzip
import html
from dataclasses import replace

import pytest

from tests import checkers
from tests.browser import Visits, enter, follow, launched, served
from tests.newsroom import HOSTILE, PERSIAN, build, fill, sample_articles, settle
from tests.page_faults import (
    AS_IT_WAS,
    AT,
    AXE,
    CLIPPED,
    ENLARGED,
    FAINT,
    NOTE_CONTROLS,
    OPENED,
    OVERLAPPING,
    SHIFTED,
    SIDEWAYS,
    SMALL,
    SPACED,
)
from tests.rightward import DARI, LONG_SENTENCE, PASHTO
from web.base.config import Secret

pytestmark = pytest.mark.long

WIDTHS = (320, 768, 1440)
MOST_PACKED = 12_000  # bytes of a page as it is sent
LOOKS = {"sideways": SIDEWAYS, "clipped": CLIPPED, "overlapping": OVERLAPPING}
PASSWORD = "the heron waits"
STAFF = {"username": "anybody", "password": PASSWORD}


@pytest.fixture(scope="module")
def browser():
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory, browser):
    settings = settle(
        tmp_path_factory.mktemp("paper"),
        site_name="The Selmak Courier",
        base_url="https://archive.example",
        staff_password=Secret(PASSWORD),
        about="Every editorial of the Selmak Courier since 1951, but for a few.",
        rights="© The Selmak Courier. Ask us before you reprint.",
        contact="archive@courier.invalid",
        corrections="corrections@courier.invalid",
    )
    fill(settings, (*sample_articles(), HOSTILE, PERSIAN, DARI, PASHTO, LONG_SENTENCE, *undated()))
    build(settings)
    with served(settings) as address:
        yield address


def undated():
    """Some articles without a day."""
    return [
        replace(article, id=f"undated-{number}", url=f"https://courier.invalid/undated/{number}",
                title=f"Undated: {article.title}", paragraphs=(f"{number} times said.", *article.paragraphs[1:3]),
                published=None, date_source="unknown")
        for number, article in enumerate(sample_articles()[:3])
    ]  # fmt: skip


class Walk:
    """One person's way from page to page; `faults` is what was wrong on it."""

    def __init__(self, visit, width, scripts, **options):
        self.faults = {}
        self.pages = {}  # as they were sent
        self.width, self.scripts = width, scripts
        self.page = visit(
            "/", viewport={"width": width, "height": 800}, java_script_enabled=scripts, **options
        )
        self.site = visit.site
        self._sent = None
        self.page.on("response", self._keep)
        self.go("/")

    def go(self, path):
        self.page.goto(self.site + path)

    def look(self, name):
        """Ask all that is asked of a page."""
        self.glance(name)
        self._layout(name, "as it is")
        if self.width != 768:
            self._keys(name)
        if self.scripts:  # which add to a page and take nothing away
            self._change(name)
        if self._sent:
            body = self._sent.body()
            self.pages[name] = body.decode()
            if len(gzip.compress(body)) > MOST_PACKED:
                self.faults[name, "large"] = len(gzip.compress(body))

    def glance(self, name):
        """Ask what may be asked while a list lies upon the page."""
        page = self.page
        self._note(name, "shifted", page.evaluate(SHIFTED))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            self._note(name, f"faint when {scheme}", page.evaluate(FAINT))
            if self.scripts and checkers.axe():
                page.evaluate(checkers.axe())
                self._note(name, f"axe when {scheme}", page.evaluate(AXE))
        self._note(name, "small", page.evaluate(SMALL))
        self._note(name, "sideways", page.evaluate(SIDEWAYS))

    def _change(self, name):
        """Ask what is asked of the layout when it is zoomed, spaced, enlarged and opened."""
        page = self.page
        if self.width == 1440:
            page.set_viewport_size({"width": 720, "height": 400})  # a desk at 200 %
            self._layout(name, "zoomed")
            page.set_viewport_size({"width": self.width, "height": 800})
        for how, change in {"spaced": SPACED, "enlarged": ENLARGED, "opened": OPENED}.items():
            page.evaluate(change)
            self._layout(name, how)
        self._note(name, "small opened", page.evaluate(SMALL))
        self._note(name, "faint opened", page.evaluate(FAINT))
        page.evaluate(AS_IT_WAS)

    def _layout(self, name, how):
        for fault, question in LOOKS.items():
            self._note(name, f"{fault} {how}", self.page.evaluate(question))

    def _keys(self, name):
        """Go through the page by Tab from its top."""
        page = self.page
        wanted = page.evaluate(NOTE_CONTROLS)
        for _ in range(2):  # from the last one out of the page, or to the first again
            page.keyboard.press("Tab")
            if page.evaluate(AT)["number"] == 0:
                break
        reached, hidden, unmarked = [], [], []
        for _ in range(len(wanted)):
            at = page.evaluate(AT)
            page.keyboard.press("Tab")
            reached.append(at["number"])
            if not at["isMarked"]:
                unmarked.append(wanted[at["number"]])
            if not at["isInSight"]:
                hidden.append(wanted[at["number"]])
        self._note(name, "hidden", hidden)
        self._note(name, "unmarked", unmarked)
        if reached != list(range(len(wanted))):
            self.faults[name, "order"] = [wanted[each] for each in range(len(wanted)) if each not in reached], reached

    def _note(self, name, fault, found):
        if found:
            self.faults[name, fault] = found

    def _keep(self, response):
        if response.request.resource_type == "document" and "html" in response.headers.get("content-type", ""):
            self._sent = response


@pytest.fixture(params=[True, False], ids=["scripts", "none"])
def scripts(request):
    return request.param


@pytest.fixture(params=WIDTHS)
def width(request):
    return request.param


@pytest.fixture
def walk(browser, site, width, scripts):
    """Makes a walk; what was wrong on it, or in the console, fails the test."""
    visits, walks = Visits(browser, site), []

    def begun(**options):
        walks.append(Walk(visits, width, scripts, **options))
        return walks[-1]

    yield begun
    visits.close()
    assert visits.complaints == []
    for walked in walks:
        assert walked.faults == {}
        if width == WIDTHS[0] and not scripts and checkers.can_check_html():
            assert checkers.html_errors(walked.pages) == []


def test_a_reader_walks_the_site(walk, scripts):
    walked = walk()
    page = walked.page
    walked.look("home")
    if scripts:
        page.type("#q", "wat")
        page.wait_for_selector("#completions [role=option]")
        walked.glance("suggestions")
        page.fill("#q", "water")
        page.wait_for_selector("#completions [role=option]")
        page.press("#q", "Escape")
    else:
        page.fill("#q", "water")
    enter(page, "#q")
    assert page.url.endswith("/search?q=water")
    walked.look("results")
    page.keyboard.press("Tab")
    follow(page, ".pages [rel=next]")
    assert page.url.endswith("/search?q=water&page=2")
    walked.look("second page")
    page.go_back()
    follow(page, ".facet-year a >> nth=0")
    assert page.is_visible(".chips a")
    walked.look("narrowed")
    follow(page, ".card h3 a >> nth=0")
    assert page.is_visible(".editorial mark")
    walked.look("article")
    follow(page, "text=Next result")
    walked.look("next hit")
    follow(page, "text=Back to the results")
    assert page.is_visible(".chips a")
    follow(page, ".masthead >> text=Browse")
    walked.look("browse")
    follow(page, ".year-row h2 a >> nth=1")
    walked.look("year")
    follow(page, ".year-grid h2 a >> nth=0")
    walked.look("month")
    follow(page, ".day h2 a >> nth=0")
    walked.look("day")
    follow(page, ".entry-title >> nth=0")
    walked.look("article of a day")
    page.go_back()
    follow(page, ".trail >> text=Archive")
    follow(page, "text=whose date is not known")
    walked.look("undated")
    follow(page, ".masthead >> text=Help")
    walked.look("help")
    follow(page, ".colophon >> text=For programs")
    walked.look("for programs")
    follow(page, ".colophon >> text=About")
    walked.look("about")
    for name, path in {
        "dari": f"/a/{DARI.id}",
        "pashto": f"/a/{PASHTO.id}",
        "dari results": "/search?q=" + LONG_SENTENCE.title.split()[0],
        "hostile": f"/a/{HOSTILE.id}",
        "odd": '/search?q="water OR (' + "x" * 300 + "&from=soon",
        "nowhere": "/nowhere",
        "past the last": "/search?q=water&page=99",
        "nothing": "/search?q=zzqqx water",
    }.items():
        walked.go(path)
        walked.look(name)


def test_the_staff_check_a_draft(walk):
    walked = walk(http_credentials=STAFF)
    page = walked.page
    walked.go("/draft")  # who has not said the password is led to nothing that asks for it
    walked.look("draft")
    article = sample_articles()[9]
    page.fill("#text", "Mine alone, and nobody else’s.\n\n" + "\n\n".join(article.paragraphs[:3]))
    follow(page, "button >> text=Compare")
    assert page.is_visible(".grade")
    walked.look("compared")
    follow(page, ".pair h4 a >> nth=0")
    assert html.unescape(page.inner_text(".editorial h1")) == article.title


def test_an_administrator_sees_how_things_stand(walk):
    walked = walk(http_credentials=STAFF)
    walked.go("/draft")
    follow(walked.page, ".colophon >> text=What is in it")
    walked.look("status")


def test_what_is_wrong_is_seen(browser, site):
    """Each question finds what it asks for on a page that is wrong in each way."""
    visits = Visits(browser, site)
    page = visits("/", viewport={"width": 320, "height": 640}, bypass_csp=True)
    page.set_content("""<!doctype html><html><title>Wrong</title>
      <style>a:focus { outline: none } .high { position: fixed; inset: 0; top: 50%; background: #ddd }</style>
      <p style="color: #ccc">Too faint</p>
      <p style="overflow: hidden; height: 4px">Cut off</p>
      <p style="position: absolute; top: 200px">One upon</p><p style="position: absolute; top: 202px">the other</p>
      <div style="width: 500px">Wide</div><div><a href="#a">i</a><a href="#b">l</a></div>
      <a href="#c" style="position: absolute; top: 400px">behind</a><div class="high"></div>""")
    found = [page.evaluate(question) for question in (FAINT, SIDEWAYS, SMALL, CLIPPED, OVERLAPPING)]
    assert all(found), found
    page.evaluate(NOTE_CONTROLS)  # the last has the focus
    assert page.evaluate(AT) == {"number": 2, "isMarked": False, "isInSight": False}
    visits.close()


def test_axe_takes_part(browser, site):
    if checkers.axe() is None:
        pytest.skip("npm could not bring axe-core: nobody but these tests looked at the pages")
    visits = Visits(browser, site)
    page = visits("/help")
    page.evaluate("document.body.prepend(document.createElement('img'))")
    page.evaluate(checkers.axe())
    assert any(line.startswith("image-alt") for line in page.evaluate(AXE))
    visits.close()


def test_the_checker_of_the_standard_takes_part():
    if not checkers.can_check_html():
        pytest.skip("there is no Java, or npm could not bring vnu-jar: no page was held to HTML")
    page = "<!doctype html><html lang='en'><title>A page</title><p>{}</p></html>"
    pages = {"right": page.format("one"), "wrong": page.format("<div>two</div>")}
    (error,) = checkers.html_errors(pages)
    assert error.startswith("wrong: ")
