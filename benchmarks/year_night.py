"""A night of a year that passes in minutes: `backfile crawl` or `update` at a moment that is given.

python benchmarks/year_night.py MOMENT PATIENCE COMMAND...    in a process of its own, to be killed
"""

import io
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import corpus.crawling.fetch as fetch
import corpus.crawling.report as report
import corpus.intake.site_learning as site_learning
from corpus.crawling.report import CrawlOptions
from web.cli import run

# newest pages of a site that are read anew each night for the days that recur: of a paper that
# prints none some few will do, and hundreds would be most of the year's time
DAYS_PAGES = 4
RETRY_WAIT = 0.01  # seconds before a second try: nobody waits in this year
HAS_CLOCK = "clock" in {field.name for field in fields(CrawlOptions)}
NO_CLOCK = "The crawler takes no clock yet: all nights are today, what waits for days waits on."


@dataclass(frozen=True, slots=True)
class Told:
    """How a night ended: the exit code, and all that was said."""

    code: int
    text: str


def clock_from(moment: datetime) -> Callable[[], datetime]:
    """A clock that shows this moment now, and goes on."""
    began = time.monotonic()
    return lambda: moment + timedelta(seconds=time.monotonic() - began)


def run_night(moment: datetime, patience: float, arguments: Sequence[str]) -> Told:
    """Run one command in this process as if it were that moment."""
    given: dict[str, Any] = {"timeout": patience, "retry_wait": RETRY_WAIT}
    if HAS_CLOCK:
        given["clock"] = clock_from(moment)

    class OfNight(CrawlOptions):
        """Options as the command line has them, but for what is given here."""

        def __init__(self, **options: Any) -> None:
            super().__init__(**{**given, **options})

    said = io.StringIO()
    with (
        patch.object(report, "CrawlOptions", OfNight),
        patch.object(site_learning, "DAYS_PAGES", DAYS_PAGES),
        patch.object(
            fetch, "SLOWNESS", 0.0, create=True
        ),  # nor after an answer, as long as it took
        redirect_stdout(said),
        redirect_stderr(said),
    ):
        code = run(arguments)
    return Told(code, said.getvalue())


def main(arguments: Sequence[str]) -> int:
    """The night of the command line."""
    moment, patience, *command = arguments
    told = run_night(datetime.fromisoformat(moment).astimezone(UTC), float(patience), command)
    print(told.text, end="")
    return told.code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
