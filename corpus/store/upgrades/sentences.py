"""Layout 2 to 3: outcomes that were kept as English sentences become codes.

This module alone reads the sentences, as they were at that time; its codes are those of that time.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

_BEFORE = (
    "ALTER TABLE urls RENAME COLUMN reason TO detail",
    "ALTER TABLE urls ADD COLUMN outcome TEXT",
    "ALTER TABLE urls ADD COLUMN status INTEGER",
    "ALTER TABLE urls ADD COLUMN moved_to TEXT",
    # renamed, not copied: 'article' is the code, too, so that hardly a page has to be written anew
    "ALTER TABLE fetches RENAME COLUMN cleaned TO outcome",
    "ALTER TABLE fetches ADD COLUMN claimed_by TEXT",
    "ALTER TABLE fetches ADD COLUMN part INTEGER",
    "ALTER TABLE fetches ADD COLUMN detail TEXT",
    "CREATE INDEX fetches_claimed ON fetches (claimed_by) WHERE claimed_by IS NOT NULL",
    "UPDATE urls SET outcome = 'fetched' WHERE state = 'done' AND detail IS NULL",
)
_OF_PAGES = {
    "later-page": r"a later page of an article \(page (?P<part>\d+) of (?P<url>.+)\)",
    "version": r"another version of an article \((?P<url>.+)\)",
    "superseded": r"replaced by a newer page of the same address",
    "no-article": r"(?P<detail>no article: .*)",
    "faulty": r"it cannot be read, by a mistake in this program \((?P<detail>.*)\)",
    "unreadable": r"(?P<detail>.*)",
}
_OF_ADDRESSES = {
    "status": r"(?:status )?(?P<status>\d{3})(?: .*)?",
    "moved": r"redirects to (?P<url>https?://\S+)",
    "led-away": r"redirects to (?P<detail>https?://\S+: .*)",
    "led-nowhere": r"redirects to no address",
    "led-on": r"more than (?P<detail>\d+) redirects",
    "empty": r"empty",
    "forbidden": r"robots\.txt forbids it",
    "timeout": r"no answer within (?P<detail>\S+) s",
    "no-connection": r"no connection",
    "other-type": r"not a page but (?P<detail>.*)",
    "too-large": r"larger than (?P<detail>.*)",
    "unknown-coding": r"sent in the coding (?P<detail>.*), which is not read",
    "broken": r"(?P<detail>cut off in the middle of its compressed body|"
    r"its compressed body is damaged \(.*\))",
    "unaskable": r"cannot be asked for: (?P<detail>.*)",
    "unfit-address": r"(?P<detail>.*)",
}


def name_outcomes(db: sqlite3.Connection) -> None:
    """Put columns in the place of the sentences in `fetches` and `urls`."""
    for statement in _BEFORE:
        db.execute(statement)
    told = db.execute("SELECT outcome, id FROM fetches WHERE outcome <> 'article'").fetchall()
    db.executemany(
        "UPDATE fetches SET outcome = ?, claimed_by = ?, part = ?, detail = ? WHERE id = ?",
        _named(told, _OF_PAGES, ("url", "part", "detail")),
    )
    told = db.execute("SELECT detail, url FROM urls WHERE detail IS NOT NULL").fetchall()
    db.executemany(
        "UPDATE urls SET outcome = ?, status = ?, moved_to = ?, detail = ? WHERE url = ?",
        _named(told, _OF_ADDRESSES, ("status", "url", "detail")),
    )


def _named(
    rows: Sequence[tuple[str, Any]], forms: dict[str, str], fields: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    """For each sentence with the key of its row: its code, the fields out of it, and the key."""
    for sentence, key in rows:
        for code, form in forms.items():
            if match := re.fullmatch(form, sentence, re.DOTALL):
                found = match.groupdict()
                yield (code, *(found.get(field) for field in fields), key)
                break
