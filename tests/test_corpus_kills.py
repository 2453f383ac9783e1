"""`backfile clean` killed at any moment: the next run makes of the corpus what one without a kill
would have made."""

import json
import shutil
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from recurring_site import in_boxes, make_page, make_story

from corpus.intake.intake import clean_pages
from corpus.store.outcome_row import COLUMNS
from corpus.store.store import ArticleStore
from tests.examples import long
from tests.shell import PATIENCE, ROOT, backfile

PAGES, A_DAY = 36, 6
OLD = 3  # pages that were cleaned before
SPLIT = 6  # a story on two pages, the first of which comes late
# Of some eleven: after kin, template, model of sentences, articles, neighbours' days.
MOMENTS = (1, *long(4, 5, 6), 10)
KILLED = """
import os, signal, sys
import corpus.intake.intake, corpus.store.pages

connect = corpus.store.pages.connect
corpus.intake.intake.BATCH = 15
left = int(sys.argv.pop(1))

def count(statement):
    global left
    left -= statement == "COMMIT"
    if left == 0 and statement != "COMMIT":
        os.kill(os.getpid(), signal.SIGKILL)

def watched(*arguments, **options):
    db = connect(*arguments, **options)
    db.set_trace_callback(count)
    return db

corpus.store.pages.connect = watched
from web.cli import main
main()
"""


def pages():
    """A site with a template, a page dated by its neighbours, an abbreviation, an author's name in
    two spellings, and a story on two pages."""
    stories = [told(make_story(number)) for number in range(PAGES)]
    yield page(told(make_story(PAGES + 1)), stories, "", "alone.html", host="other.invalid")
    for story in stories:
        name = "Mohammed Huwaida" if story.number % 8 == 7 else "Mohammad Huwaida"
        day = "" if story.number == 9 else f"<p>May {1 + story.number // A_DAY}, 2001</p>"
        yield page(story, stories, f"<p>By {name}</p>{day}")
    later = replace(make_story(PAGES), title=stories[SPLIT].title)
    yield page(
        later,
        stories,
        f'<p>By Mohammad Huwaida</p><a href="/n/{SPLIT}.html">1</a> | 2',
        f"n/{SPLIT}-2.html",
    )


def told(story):
    first, *others = story.paragraphs
    boat, place = (word.title() for word in story.title.split()[1::6])
    return replace(
        story, paragraphs=(f"{first} So it was told by Engr. {boat} of {place}.", *others)
    )


def page(story, stories, head, path=None, **where):
    bar = f'1 | <a href="/n/{SPLIT}-2.html">2</a>' if story.number == SPLIT else ""
    html = (
        in_boxes(story, stories[:3])
        .replace("</h1>", f"</h1>{head}", 1)
        .replace("<div class='w'>", f"{bar}<div>")
    )
    return make_page(path or f"n/{story.number}.html", html, **where)


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A corpus with pages that wait: what they teach changes those that were cleaned before."""
    data = tmp_path_factory.mktemp("begun")
    site = list(pages())
    with ArticleStore(data / "corpus.db") as store:
        for one in (*site[:OLD], site[-1]):
            store.add_fetch(one)
        clean_pages(store)
        for one in site[OLD:-1]:
            store.add_fetch(one)
    return data


def state(data):
    """All that follows from the pages."""
    with ArticleStore(data / "corpus.db", create=False) as store:
        assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        articles = sorted(
            (replace(article, updated_seq=0) for article in store.articles()),
            key=lambda one: one.id,
        )
        outcomes = store.db.execute(f"SELECT id, {COLUMNS} FROM fetches ORDER BY id").fetchall()
        kin = store.db.execute("SELECT * FROM kin ORDER BY 1, 2").fetchall()
        notes = store.db.execute(
            "SELECT * FROM meta WHERE key NOT IN ('corpus_id', 'seq', 'written') ORDER BY 1"
        ).fetchall()
        return articles, outcomes, kin, notes


def kill(data, commits):
    """Clean in a process that is killed once so much was written; whether it was, and did not come
    to its end."""
    command = [
        sys.executable,
        "-c",
        KILLED,
        str(commits),
        "clean",
        "--waiting",
        "--data",
        str(data),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=PATIENCE)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


@pytest.fixture(scope="module")
def undisturbed(begun, tmp_path_factory):
    data = shutil.copytree(begun, tmp_path_factory.mktemp("whole") / "data")
    assert backfile(data, "clean", "--waiting") == 0
    whole = state(data)
    articles = {article.url.rpartition("/")[2]: article for article in whole[0]}
    assert (
        len(articles) == PAGES + 1 and "2 pages joined" in articles[f"{SPLIT}.html"].provenance.body
    )
    assert {article.byline for article in articles.values()} == {("Mohammad Huwaida",), ()}
    assert articles["9.html"].date_source == "neighbours"
    assert json.loads(dict(whole[3])["site_templates"])["selm.invalid"]["lines"]
    (alone,) = [article for article in state(begun)[0] if article.url.endswith("alone.html")]
    assert alone.sentences != articles["alone.html"].sentences
    return whole


@pytest.mark.parametrize("commits", MOMENTS)
def test_what_a_kill_left_undone_the_next_run_does(begun, undisturbed, tmp_path, commits):
    data = shutil.copytree(begun, tmp_path / "data")
    assert kill(data, commits)
    assert backfile(data, "clean", "--waiting") == 0
    assert state(data) == undisturbed
