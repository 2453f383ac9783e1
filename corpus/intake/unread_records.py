"""What the records of an import say and their articles do not: days that are none, unknown keys."""

import json
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from corpus.article import Page
from corpus.cleaning.clean import unread
from corpus.errors import PageRefused

EXAMPLES = 3
_LONGEST = 60  # characters of a value or a key that are told


@dataclass(frozen=True, slots=True)
class UnreadDay:
    """A day that a record gives and that cannot be read."""

    name: str   # the file, and where in it
    key: str
    value: str  # as it stands there, in JSON


@dataclass(slots=True)
class UnreadRecords:
    """The count of what was left out of records, with the first examples."""

    undated: int = 0  # records that give a day that cannot be read
    examples: list[UnreadDay] = field(default_factory=list)
    keys: Counter[str] = field(default_factory=Counter)  # that are not known: how many records

    def look_at(self, page: Page) -> None:
        """Count what is left out of a page that is a record out of a file."""
        if page.source != "import":
            return
        with suppress(PageRefused):  # named with its reason when it is cleaned
            found = unread(page)
            self.undated += bool(found.days)
            self.keys.update(map(_told, found.keys))
            for key, value in found.days[:1] if len(self.examples) < EXAMPLES else ():
                said = _told(json.dumps(value, ensure_ascii=False))
                self.examples.append(UnreadDay(page.origin or page.url or "", key, said))


def _told(text: str) -> str:
    """A text that can be printed: not too long, and without half a character."""
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return short.encode("utf-8", "backslashreplace").decode()
