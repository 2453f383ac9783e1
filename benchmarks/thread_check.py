"""Whether answers given during switches were right: each must be that of a generation that was live
meanwhile."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise

from benchmarks.thread_reader import Answer, Question, answer_to, digest
from benchmarks.thread_writer import Switch
from search import open_searcher
from search.matching.results import Results

COARSE = 10_000_000  # nanoseconds: file systems tell the time of a change in such steps
AFTER = 50_000_000   # nanoseconds after a switch in which it is thought to be felt
MS = 1e6             # nanoseconds


@dataclass(slots=True)
class Checked:
    """What was found. Milliseconds of answers near a switch and of all others are kept apart."""

    wrong: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    generations: int = 0  # that answers were surely given from
    near: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)


def check(
    answers: Sequence[Answer], switches: Sequence[Switch], questions: Sequence[Question]
) -> Checked:
    """Ask every generation anew, alone, what it may have been asked, and compare."""
    checked = Checked(
        failed=[f"{questions[a.question].text}: {a.error}" for a in answers if a.error]
    )
    spans = [(switch.begun - COARSE, after.done) for switch, after in pairwise(switches)]
    spans.append((switches[-1].begun - COARSE, 1 << 63))
    waiting = [answer for answer in answers if not answer.error]
    for switch, (since, until) in zip(switches, spans, strict=True):
        possible = [answer for answer in waiting if answer.begun <= until and answer.ended >= since]
        checked.wrong.extend(untrue(switch, questions))
        expected = answer_alone(switch, questions, {answer.question for answer in possible})
        right = {id(answer) for answer in possible if expected[answer.question] == answer.digest}
        waiting = [answer for answer in waiting if id(answer) not in right]
        checked.generations += bool(right)
    checked.wrong.extend(f"{_named(questions[a.question])}: no generation says so" for a in waiting)
    for answer in answers:
        near = any(
            answer.ended >= each.begun and answer.begun <= each.done + AFTER
            for each in switches[1:]
        )
        (checked.near if near else checked.others).append((answer.ended - answer.begun) / MS)
    return checked


def answer_alone(
    switch: Switch, questions: Sequence[Question], numbers: set[int]
) -> dict[int, bytes]:
    """What a generation says when nothing else goes on."""
    with closing(open_searcher(switch.copy)) as searcher:
        return {number: digest(answer_to(searcher, questions[number])) for number in numbers}


def untrue(switch: Switch, questions: Sequence[Question]) -> Iterator[str]:
    """What a generation says of the marks that is not so."""
    with closing(open_searcher(switch.copy)) as searcher:
        for question in questions:
            mark = question.mark
            if mark and not is_true(answer_to(searcher, question), mark, switch.marked[mark]):
                yield f"{mark}: {switch.copy.name} does not know which articles hold it"


def is_true(results: Results, mark: str, titles: dict[str, str]) -> bool:
    """Whether an answer has the articles that hold the mark, in their versions, with it and nothing
    else marked."""
    passages = [passage for hit in results.hits for passage in hit.snippets]
    shown = {passage.text[begin:end] for passage in passages for begin, end in passage.spans}
    found = {hit.id: hit.title for hit in results.hits}
    return (
        (results.total, results.partial, found) == (len(titles), 0, titles)
        and shown in ({mark}, set())
        and (all(any(passage.spans for passage in hit.snippets) for hit in results.hits))
    )


def _named(question: Question) -> str:
    return question.mark or question.text
