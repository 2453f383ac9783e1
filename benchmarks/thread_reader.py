"""Threads that ask one searcher while its index changes: when each question began and ended, and
what was answered."""

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from search import open_searcher
from search.matching.results import NO_FILTERS, Filters, Request, Results
from search.query.parser import parse
from search.searcher import Searcher

# words of the articles that change, and of no other
MARKS = tuple(f"zmark{letter}" for letter in "abcdefgh")
MARKED_PAGE = 200  # hits: more than articles that change


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `mark` tells that its answer is known beforehand."""

    request: Request | None = None  # None: articles similar to the text are asked for
    text: str = ""
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one question: nanoseconds of the clock, and the answer's digest, or what was
    raised."""

    question: int
    begun: int
    ended: int
    digest: bytes
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How a process asks."""

    index: Path
    questions: Sequence[Question]
    count: int       # of answers, by all its threads
    threads: int
    pause: float     # seconds between two questions of a thread, on average
    seed: int


def marked() -> list[Question]:
    """A question for each mark, all of its hits on one page."""
    return [Question(Request(parse(mark), size=MARKED_PAGE), mark=mark) for mark in MARKS]


def varied(texts: Sequence[str]) -> list[Question]:
    """The texts asked as pages ask: with facets and passages, by date, of one author, a second
    page, similar ones."""
    return [Question(_request(number, text), text) for number, text in enumerate(texts)]


def _request(number: int, text: str) -> Request | None:
    query = parse(text)
    return {
        3: Request(query, sort="newest"),
        4: Request(query, filters=Filters(names=(("section", "Section 3"),))),
        5: Request(query, page=2),
        6: Request(query, facets=False, bare=True),
        7: None,
    }.get(number % 8, Request(query, filters=NO_FILTERS))


def answer_to(searcher: Searcher, question: Question) -> Results:
    """The answer to a question."""
    return (
        searcher.search(question.request) if question.request else searcher.similar(question.text)
    )


def digest(results: Results) -> bytes:
    """Stands for all that an answer says: hits, their scores, passages and marks, counts, facets,
    suggestion."""
    return blake2b(repr(results).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def read(plan: Plan) -> list[Answer]:
    """Ask with several threads and one searcher; every third question is one whose answer is
    known."""
    with closing(open_searcher(plan.index)) as searcher, ThreadPoolExecutor(plan.threads) as pool:
        shares = [
            plan.count // plan.threads + (n < plan.count % plan.threads)
            for n in range(plan.threads)
        ]
        working = [
            pool.submit(_read_alone, searcher, plan, number, share)
            for number, share in enumerate(shares)
        ]
        return [answer for work in working for answer in work.result()]


def _read_alone(searcher: Searcher, plan: Plan, thread: int, count: int) -> list[Answer]:
    rng, answers = random.Random(f"{plan.seed} {thread}"), []
    for _ in range(count):
        number = (
            rng.randrange(len(MARKS))
            if rng.random() < 1 / 3
            else rng.randrange(len(plan.questions))
        )
        answers.append(_answer(searcher, number, plan.questions[number]))
        time.sleep(rng.uniform(0, 2 * plan.pause))
    return answers


def _answer(searcher: Searcher, number: int, question: Question) -> Answer:
    begun = time.time_ns()
    try:
        results = answer_to(searcher, question)
    except Exception as error:  # whatever it is, it is what this looks for
        return Answer(number, begun, time.time_ns(), b"", repr(error))
    ended = time.time_ns()
    return Answer(number, begun, ended, digest(results))
