"""Pages read by several processes: the articles that one makes, and none is lost with a process."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from multiprocessing import active_children
from pathlib import Path

import pytest

from corpus.article import Page
from corpus.intake import workers
from corpus.intake.intake import clean_pages
from corpus.intake.workers import in_parts, most_workers
from corpus.store.store import ArticleStore

FETCHED = datetime(2021, 6, 7, tzinfo=UTC)
BOX = "<div class='offer'><p>The Karzan Post is read in {} towns along the river and in the hills.</p></div>"
SAID = "In {} the council of the town met about bridge number {} and said that it is to stand by May. "


def page(path, body, fetched=FETCHED):
    html = f"<html><head><title>The Karzan Post</title></head><body>{body}</body></html>"
    return Page(f"http://post.test{path}", html.encode(), "text/html", None, fetched, "crawl", None)


def essay(number):
    day = f"<p>By Ida Lund | March {number % 28 + 1}, 2020</p>" if number % 3 else ""
    more = f"<p><a href='/{number}.html?page=2'>Next page</a></p>" if number % 10 == 0 else ""
    text = "".join(f"<p>{SAID.format(town, number) * 4}</p>" for town in ("Selm", "Kandar"))
    return page(f"/{number}.html", f"<h1>Bridge {number}</h1>{day}{text}{more}{BOX.format(7)}")


def later(number):
    text = f"<p>{SAID.format('Herat', number) * 5}</p><p><a href='/{number}.html'>Previous page</a></p>"
    return page(f"/{number}.html?page=2", f"<h1>Bridge {number}</h1>{text}")


PAGES = [
    *map(essay, range(70)),
    *(later(number) for number in range(0, 70, 10)),
    page("/list.html", "".join(f"<p><a href='/{n}.html'>Bridge {n}</a></p>" for n in range(40))),
    page("/empty.html", ""),
]


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch):
    monkeypatch.setattr(workers, "LEAST", 5)


def cleaned(path, processes, watch=lambda *step: None):
    """What is in a corpus after its pages were cleaned, one of which is damaged."""
    with ArticleStore(path) as store:
        for one in PAGES:
            store.add_fetch(one)
        store.db.execute("UPDATE fetches SET body = x'00' WHERE url = 'http://post.test/5.html'")
        report = clean_pages(store, processes=processes, watch=watch)
        outcomes = [store.outcome(number) for number in store.fetch_numbers()]
        told = store.meta("site_templates"), store.meta("punkt"), report.damaged, report.refused
        return [*store.articles()], outcomes, told, report.joined


def test_several_processes_make_the_articles_that_one_makes(tmp_path):
    steps = []
    alone = cleaned(tmp_path / "alone.db", 1)
    assert cleaned(tmp_path / "two.db", 2, watch=lambda *step: steps.append(step)) == alone
    articles, _, (_, _, damaged, refused), joined = alone
    assert (len(articles), len(damaged), len(refused), joined) == (69, 1, 2, 7)
    total = len(PAGES)
    for doing in ("learning what recurs", "cleaning"):
        assert [step for step in steps if step[0] == doing][:total] == [
            (doing, done, total) for done in range(1, total + 1)
        ]
    assert not active_children()


def test_killing_them_loses_no_page(tmp_path):
    killed = []

    def kill(doing, done, total):
        for process in active_children():
            os.kill(process.pid, signal.SIGKILL)
            killed.append(doing)

    found = cleaned(tmp_path / "two.db", 2, watch=kill)
    assert killed and not active_children()
    assert found == cleaned(tmp_path / "alone.db", 1)


def test_nobody_is_left_when_cleaning_is_broken_off(tmp_path):
    def stop(doing, done, total):
        if doing == "cleaning" and active_children():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cleaned(tmp_path / "two.db", 2, watch=stop)
    assert not active_children()
    # what was not reached still waits
    with ArticleStore(tmp_path / "two.db") as store:
        assert len(store.fetch_numbers(waiting=True)) == len(PAGES)


def test_few_pages_start_no_process(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "LEAST", 250)
    seen = []
    cleaned(tmp_path / "few.db", 2, watch=lambda *step: seen.extend(active_children()))
    assert not seen


def test_they_end_with_a_parent_that_is_killed(tmp_path):
    code = (
        "from multiprocessing import active_children\n"
        "from corpus.intake.workers import Workers\n"
        "with Workers(2) as two:\n"
        "    told = two.map(len, [[1]] * 9, pages=9_999)\n"
        "    next(told)  # made by the first process\n"
        "    for _ in told:\n"
        "        print(*(process.pid for process in active_children()), flush=True)\n"
        "        input()\n"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert started.stdout
    pids = [int(pid) for pid in started.stdout.readline().split()]
    started.kill()
    started.communicate()
    assert len(pids) == 2
    for _ in range(600):  # they are told by the end of a pipe, not by a clock
        if not any(map(is_running, pids)):
            return
        time.sleep(0.1)
    pytest.fail("a process outlived its parent")


def test_ctrl_c_pressed_twice_ends_them_and_the_parent():
    code = (
        "from corpus.intake.workers import Workers\n"
        "import time\n"
        "with Workers(2) as two:\n"
        "    for _ in two.map(time.sleep, [0.3] * 99, pages=9_999):\n"
        "        print(flush=True)\n"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert started.stdout
    for _ in range(3):  # the first is made by the first process
        started.stdout.readline()
    started.send_signal(signal.SIGINT)
    time.sleep(0.1)
    started.send_signal(signal.SIGINT)
    try:
        _, said = started.communicate(timeout=30)
    finally:
        started.kill()  # the others end with it
    assert "KeyboardInterrupt" in said


def is_running(pid):
    try:
        said = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return said.rpartition(")")[2].split()[0] not in "ZX"


def test_no_more_processes_than_memory_allows():
    assert most_workers(250) == 1
    assert most_workers(100_000) == len(os.sched_getaffinity(0))


def test_parts_are_few_pages_or_few_bytes():
    assert [*map(len, in_parts(range(45), lambda one: 10))] == [20, 20, 5]
    assert [*map(len, in_parts(range(5), lambda one: 400_000))] == [3, 2]
    assert [*in_parts([], len)] == []
