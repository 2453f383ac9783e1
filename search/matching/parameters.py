"""What may be asked with a question, a line a parameter: addresses of pages, options of commands
and what describes them follow from here.

The settings of an answer that only a program has, such as `bare`, are in Request alone.
"""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from corpus.field import FIELDS, NAMED
from search.matching.results import Listing, Sort
from search.query.periods import UNDATED, DateRange, ReadDates, read_range

# text; a year, month or day, or from one to another; that, or UNDATED; a name; one of some; a
# number
Kind = Literal["text", "date", "dates", "name", "choice", "number"]

MOST_VALUES = 20  # of a parameter that may come several times
# what may be told of a hit; the whole text where it is asked for
HIT_FIELDS = (
    "id",
    "page",
    *(field.name for field in FIELDS if field.on_hits),
    "title_spans",
    "score",
    "partial",
    "snippets",
    "reprints",
    "text",
)
LONGEST_SHOWN = 40  # characters of what is refused


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an answer."""

    name: str  # in an address, and in what describes it
    kind: Kind
    about: str  # what it asks for, a sentence
    default: str = ""  # as it is written; "" asks nothing, or what a setting says
    many: bool = False  # it may come several times: any of them
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    option: str = ""  # of commands, where it is called otherwise there

    @property
    def flag(self) -> str:
        """The option of commands."""
        return f"--{self.option or self.name}"

    def values(self, text: str) -> list[str]:
        """What is given by a text: several choices may stand in one, commas between them."""
        return text.split(",") if self.many and self.choices else [text]

    def refusal(self, text: str) -> str:
        """Why a value is refused, a sentence; empty where it is not."""
        shown = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
        match self.kind:
            case "choice" if text not in self.choices:
                wanted = ", ".join(self.choices)
                return f"“{shown}” ({self.name}) is not one of these: {wanted}."
            case "number" if not self.least <= number_of(text) <= self.most:
                wanted = f"a number from {self.least:,} to {self.most:,}"
                return f"“{shown}” ({self.name}) is not {wanted}."
            case "date" | "dates" if text != UNDATED or self.kind == "date":
                try:
                    read_range("date", text)
                except ValueError:
                    wanted = "a year, month or day, as 2014, 2014-03 or 12 March 2014"
                    return f"“{shown}” ({self.name}) is not a date: write {wanted}."
        return ""


PARAMETERS = (
    Parameter("q", "text", "What to look for, in the language of the box."),
    Parameter("from", "date", "Not before this year, month or day."),
    Parameter("to", "date", "Not after this year, month or day."),
    Parameter("date", "dates", f"Only of this year, month or day, or {UNDATED}.", many=True),
    *(
        Parameter(
            field.term,
            "name",
            f"Only with this {field.term}, named as in the results"
            f"{f', or {field.absent}' if field.absent else ''}.",
            many=True,
        )
        for field in NAMED
    ),
    Parameter("sort", "choice", "The order.", default="relevance", choices=get_args(Sort)),
    Parameter(
        "reprints",
        "choice",
        "Whether articles that are one text are listed together, or each apart.",
        default="together",
        choices=get_args(Listing),
    ),
    Parameter(
        "fields",
        "choice",
        "Which fields JSON, NDJSON and CSV have of a hit, in this order.",
        many=True,
        choices=HIT_FIELDS,
    ),
    Parameter("page", "number", "Which page of the results.", default="1", least=1, most=10**9),
    Parameter("size", "number", "How many hits to a page.", least=1, most=1_000, option="limit"),
)
BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}


def number_of(text: str) -> int:
    """The number that a text is, -1 for none. A longer one than any is the longest looked for."""
    if not re.fullmatch(r"[0-9]+", text):
        return -1
    digits = text.lstrip("0") or "0"
    return int(digits) if len(digits) < 10 else 10**9


def dates_of(text: str) -> ReadDates | None:
    """The days of a value of `date`, None for UNDATED. Raises ValueError as `read_range` does."""
    return None if text == UNDATED else read_range("date", text)


def filter_of(text: str) -> DateRange | None:
    """The same as Filters have it."""
    read = dates_of(text)
    return read and read.days
