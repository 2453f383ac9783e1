"""The table of an address's life: every outcome, and how long each kind of address waits after it."""

from datetime import timedelta

import pytest

from corpus.crawling.life import NIGHTS, STATES, Event, Sort, State, event_of, wait
from corpus.outcome import Code, Outcome

OF_ASKING = list(Code)[: list(Code).index(Code.ARTICLE)]  # the others are of a page's cleaning
NIGHT = timedelta(days=1)


@pytest.mark.parametrize("code", OF_ASKING)
def test_every_outcome_is_an_event_that_leads_to_a_state(code):
    statuses = range(300, 600) if code == Code.STATUS else [None]
    for status in statuses:
        assert STATES[event_of(Outcome(code, status=status))] in State


@pytest.mark.parametrize(
    ("statuses", "event"),
    [
        ([408, 425, 429, 500, 502, 503, 504, 520, 599], Event.LATE),
        ([401, 402, 403, 407, 451, 300, 304], Event.DAMAGED),
        ([400, 404, 405, 406, 409, 410, 418], Event.ABSENT),
    ],
)
def test_a_status_is_told_by_what_it_says(statuses, event):
    assert {event_of(Outcome(Code.STATUS, status=status)) for status in statuses} == {event}


@pytest.mark.parametrize("event", [event for event in Event if event in NIGHTS])
@pytest.mark.parametrize("sort", Sort)
def test_every_state_but_a_refusal_has_a_way_out(event, sort):
    waits = [wait(event, sort, times, "http://p.test/a") for times in range(40)]
    longest = {Event.CAME: 120, Event.ABSENT: 64, Event.TRAPPED: 30}.get(event, 16)
    assert None not in waits and max(waits) <= longest * NIGHT
    assert waits == sorted(waits) and waits[-1] == waits[-2]  # later and later, to an end


def test_what_failed_waits_for_at_most_two_nights_where_news_is_lost_by_it():
    for event in (Event.LATE, Event.DAMAGED):
        for sort in (Sort.START, Sort.LIST):
            assert all(wait(event, sort, times, "") <= 2 * NIGHT for times in range(40))
        assert wait(event, Sort.UNSEEN, 7, "") <= 2 * NIGHT


def test_a_nightly_run_that_is_an_hour_early_finds_what_is_due():
    assert wait(Event.LATE, Sort.PAGE, 0, "") <= timedelta(hours=23)
    assert wait(Event.LATE, Sort.PAGE, 1, "") <= timedelta(hours=47)


def test_what_came_together_does_not_come_again_together():
    days = {wait(Event.CAME, Sort.PAGE, 2, f"/{n}").days for n in range(200)}
    assert days == {26, 27, 28, 29} and wait(Event.CAME, Sort.PAGE, 2, "/1") == wait(
        Event.CAME, Sort.PAGE, 2, "/1"
    )


@pytest.mark.parametrize("event", [Event.FORBIDDEN, Event.UNFIT])
def test_what_is_refused_waits_for_other_rules(event):
    assert wait(event, Sort.PAGE, 0, "") is None and STATES[event] is State.REFUSED
