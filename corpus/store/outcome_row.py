"""The outcome of a page as columns of `fetches`: written, read, and taken back."""

from typing import Any

from corpus.outcome import Code, Outcome

COLUMNS = "outcome, claimed_by, part, detail"
SET = "outcome = ?, claimed_by = ?, part = ?, detail = ?"
WAITS = "outcome = NULL, claimed_by = NULL, part = NULL, detail = NULL"  # to be cleaned again


def to_columns(outcome: Outcome) -> tuple[Any, ...]:
    """The values of COLUMNS."""
    return (outcome.code, outcome.url, outcome.part, outcome.detail)


def from_columns(row: tuple[Any, ...]) -> Outcome | None:
    """The outcome in the values of COLUMNS; None while the page waits."""
    code, url, part, detail = row
    return Outcome(Code(code), detail, url=url, part=part) if code else None
