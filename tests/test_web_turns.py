"""Answers of a worker take turns, and none of them stops the others."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from web.base.turns import in_turns

PATIENCE = 30


class Site:
    """An app that notes how many answers it makes at once, and may be told to wait within one."""

    def __init__(self):
        self.go_on, self.entered = threading.Event(), threading.Event()
        self.inside, self.most = 0, 0
        self._lock = threading.Lock()

    def __call__(self, environ, start):
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        try:
            if environ["PATH_INFO"] == "/slow":
                self.entered.set()
                assert self.go_on.wait(PATIENCE)
            if environ["PATH_INFO"] == "/wrong":
                raise ValueError
            for _ in range(1_000):
                environ["PATH_INFO"].encode()
            return [environ["PATH_INFO"].encode()]
        finally:
            with self._lock:
                self.inside -= 1


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def threads():
    with ThreadPoolExecutor(8) as pool:
        yield pool


def asked(path, method="GET"):
    return {"REQUEST_METHOD": method, "PATH_INFO": path}


def test_answers_are_made_one_after_another(site, threads):
    ask = in_turns(site, patience=PATIENCE)
    answers = threads.map(lambda n: ask(asked(f"/{n}"), None), range(200))
    assert [*answers] == [[f"/{n}".encode()] for n in range(200)]
    assert site.most == 1


def test_a_slow_answer_stops_no_other(site, threads):
    ask = in_turns(site)
    slow = threads.submit(ask, asked("/slow"), None)
    assert site.entered.wait(PATIENCE)
    assert [ask(asked(f"/{n}"), None) for n in range(3)] == [[b"/0"], [b"/1"], [b"/2"]]
    assert not slow.done()
    site.go_on.set()
    assert slow.result(PATIENCE) == [b"/slow"]


def test_a_body_that_comes_slowly_takes_no_turn(site, threads):
    ask = in_turns(site, patience=PATIENCE)
    slow = threads.submit(ask, asked("/slow", "POST"), None)
    assert site.entered.wait(PATIENCE)
    every = [*threads.map(lambda n: ask(asked(f"/{n}"), None), range(50))]
    assert len(every) == 50
    assert site.most == 2  # the slow one, and one of the others at a time
    site.go_on.set()
    assert slow.result(PATIENCE) == [b"/slow"]


def test_the_turn_is_given_back_after_a_mistake(site):
    ask = in_turns(site)
    for _ in range(3):
        with pytest.raises(ValueError):
            ask(asked("/wrong"), None)
    assert ask(asked("/right"), None) == [b"/right"]
