"""A found link as a row of the table of addresses: added once, completed by further links."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from corpus.article import Hint
from corpus.crawling.discover import FoundLink, LinkKind
from corpus.outcome import Code, Outcome
from corpus.store.held import standing
from corpus.store.outcome_row import WAITS

Kind = Literal["start"] | LinkKind

# sitemaps take turns with pages, as lists do: a site may have thousands
PRIORITY: dict[Kind, int] = {"start": 0, "feed": 0, "sitemap": 1, "list": 1, "page": 2}
# added to the priority of what this run does not ask for: behind all that it looks at
LEFT_OUT = 100
SET_OUTCOME = "outcome = ?, status = ?, moved_to = ?, detail = ?"


def insert_link(
    db: sqlite3.Connection,
    link: FoundLink,
    *,
    host: str,
    depth: int,
    refused: str | None,
    on: str,
    calm: int = 0,
    listed: str | None = None,
    left_out: bool = False,
) -> None:
    """Add a link that is new: queued, or with the reason why its address is `refused`.

    It stands `on` that page.
    `calm`: how often its page counts as seen without change. `listed`: `listed_column`.
    """
    state, outcome = ("refused", Code.UNFIT) if refused else ("queued", None)
    db.execute(
        "INSERT INTO urls "
        "(url, host, state, kind, depth, priority, calm, outcome, detail, hint_title, "
        "hint_published, found_on, listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (link.url, host, state, link.kind, depth, PRIORITY[link.kind] + LEFT_OUT * left_out, calm,
         outcome, refused, *_hint_columns(link.hint), on, listed),
    )  # fmt: skip


def outcome_columns(outcome: Outcome) -> tuple[Any, ...]:
    """The values of SET_OUTCOME."""
    return (outcome.code, outcome.status, outcome.url, outcome.detail)


class KnownLink(NamedTuple):
    """What the table knows of an address that is linked again."""

    title: str | None
    published: str | None
    kind: Kind
    fetch_id: int | None
    listed: str | None
    left_out: bool


def known_links(db: sqlite3.Connection, links: Iterable[FoundLink]) -> dict[str, KnownLink]:
    """By address, what is known of these links; new ones are left out."""
    rows = db.execute(
        f"SELECT url, hint_title, hint_published, kind, fetch_id, listed, priority >= {LEFT_OUT} "  # noqa: S608
        "FROM urls WHERE url IN (SELECT value FROM json_each(?))",
        (json.dumps([link.url for link in links]),),
    )
    return {row[0]: KnownLink(*row[1:]) for row in rows}


def update_link(
    db: sqlite3.Connection, link: FoundLink, known: KnownLink, listed: str | None = None
) -> None:
    """Learn from a further link what those before did not say.

    An article made without its hint waits to be cleaned again.
    """
    if not link.is_telling and listed is None:
        return
    title, published = _hint_columns(link.hint)
    if (title and not known.title) or (published and not known.published):
        hint = (known.title or title, known.published or published)
        _set_hint(db, link.url, hint, known.fetch_id)
    if known.kind == "page" and link.kind != "page":
        db.execute(
            "UPDATE urls SET kind = ?, priority = ? WHERE url = ?",
            (link.kind, PRIORITY[link.kind] + LEFT_OUT * known.left_out, link.url),
        )
    if listed is not None and listed != known.listed:
        db.execute("UPDATE urls SET listed = ? WHERE url = ?", (listed, link.url))


def listed_column(link: FoundLink) -> str:
    """What a sitemap that names an address says of it: the day of its last change, "" for none."""
    return link.changed.isoformat() if link.changed else ""


def _set_hint(
    db: sqlite3.Connection,
    url: str,
    hint: tuple[str | None, str | None],
    fetch_id: int | None,
) -> None:
    db.execute("UPDATE urls SET hint_title = ?, hint_published = ? WHERE url = ?", (*hint, url))
    db.execute(  # an import may have brought a newer one
        f"UPDATE fetches SET {WAITS} WHERE id = {standing('?1')} AND id = ?2",  # noqa: S608
        (url, fetch_id),
    )


def _hint_columns(hint: Hint | None) -> tuple[str | None, str | None]:
    if hint is None:
        return None, None
    return hint.title, hint.published.isoformat() if hint.published else None
