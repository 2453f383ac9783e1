"""Commands by which people correct machines: edit and remove. Both show at once, everywhere."""

from datetime import date
from typing import Any

import click

from corpus.errors import BackfileError, RemovedArticle
from corpus.store.decisions import Correction, Decision, Decisions
from corpus.store.store import ArticleStore
from web.base.config import Settings
from web.commands.base import command
from web.commands.terminal import Terminal, counted, plain

NONE = "none"  # of dates and sections
_NAMES = {"published": "date"}  # of fields, as the options have them
SHOWN = "It shows at once. The next backfile update, or backfile index, takes it into the index."


def _read_day(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> date | str | None:
    if value is None or value == NONE:
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        message = f"{value!r} is not a day such as 2020-03-26, nor {NONE!r}."
        raise click.BadParameter(message) from None


@command("edit")
@click.argument("article_id", metavar="[ID]", required=False)
@click.option("--title", help="The right title.")
@click.option(
    "--byline",
    multiple=True,
    metavar="NAME",
    help="An author; once for each. '' for an unsigned editorial.",
)
@click.option(
    "--date",
    "day",
    metavar="YYYY-MM-DD|none",
    callback=_read_day,
    help="The day it came out, if known.",
)
@click.option(
    "--section", metavar="TEXT|none", help="The right section; none when it is in no section."
)
@click.option(
    "--undo",
    is_flag=True,
    help="Take every correction of it back: what the cleaner found is shown again.",
)
def edit_command(
    settings: Settings, terminal: Terminal, article_id: str | None, undo: bool, **fields: Any
) -> None:
    """Correct what the cleaner found; without an ID, list what was corrected.

    The correction wins for ever, through every cleaning and rebuild; --undo takes it back.
    """
    correction = _correction(**fields)
    if article_id is None:
        _refuse_unnamed(undo or correction != Correction())
        _list_corrected(settings, terminal)
        return
    if undo != (correction == Correction()):
        raise click.UsageError(
            "Give either --undo or what is right: --title, --byline, --date or --section."
        )
    with ArticleStore(settings.corpus, create=False) as store:
        try:
            article = store.undo_edit(article_id) if undo else store.edit(article_id, correction)
        except RemovedArticle as removed:
            message = f"{article_id} is taken down ({removed}) and was not changed"
            raise BackfileError(message, mend=f"backfile remove {article_id} --undo") from removed
    terminal.give(
        {
            "id": article.id,
            "title": article.title,
            "byline": list(article.byline),
            "section": article.section,
            "published": article.published.isoformat() if article.published else None,
            "date_source": article.date_source,
        }
    )
    by = ", ".join(article.byline) or "nobody named"
    done = "As it was found" if undo else "Corrected"
    terminal.say(
        plain(f"{done} {article.id}: {article.title} | {article.published or 'undated'} | {by}")
    )
    terminal.say(SHOWN)


@command("remove")
@click.argument("article_id", metavar="[ID]", required=False)
@click.option("--reason", help="Why; readers who come by its address are told.")
@click.option("--undo", is_flag=True, help="Take the removal back.")
def remove_command(
    settings: Settings, terminal: Terminal, article_id: str | None, reason: str | None, undo: bool
) -> None:
    """Take an article down, for good; without an ID, list what is taken down."""
    if article_id is None:
        _refuse_unnamed(undo or reason is not None)
        _list_removed(settings, terminal)
        return
    if undo == bool(reason and reason.strip()):
        raise click.UsageError("Give either --reason TEXT or --undo.")
    with ArticleStore(settings.corpus, create=False) as store:
        if undo:
            store.restore_removed(article_id)
        else:
            store.remove(article_id, (reason or "").strip())
    terminal.give({"id": article_id, "removed": not undo})
    terminal.say(f"{'Put back' if undo else 'Removed'} {article_id}.", SHOWN)


def _refuse_unnamed(given: bool) -> None:
    if given:
        raise click.UsageError("Name the article by its ID.")


def _decisions(settings: Settings) -> list[Decision]:
    with ArticleStore(settings.corpus, create=False) as store:
        return list(Decisions(store.db).in_force())


def _list_corrected(settings: Settings, terminal: Terminal) -> None:
    made = [(one, one.fields) for one in _decisions(settings) if one.fields is not None]
    corrected = [
        {"id": one.article_id, "title": one.title, "fields": fields, "at": one.made_at}
        for one, fields in made
    ]
    terminal.give({"corrected": corrected})
    for one, fields in made:
        said = ", ".join(
            f"{_NAMES.get(name, name)}: {_shown(value)}" for name, value in fields.items()
        )
        terminal.say(plain(f"{one.article_id}  {one.made_at[:10]}  {one.title} ({said})"))
    terminal.say(f"{counted(len(made), 'article')} corrected")


def _list_removed(settings: Settings, terminal: Terminal) -> None:
    made = [one for one in _decisions(settings) if one.reason is not None]
    removed = [
        {"id": one.article_id, "title": one.title, "reason": one.reason, "at": one.made_at}
        for one in made
    ]
    terminal.give({"removed": removed})
    terminal.say(
        *(
            plain(f"{one.article_id}  {one.made_at[:10]}  {one.title} ({one.reason})")
            for one in made
        )
    )
    terminal.say(f"{counted(len(made), 'article')} taken down")


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or NONE)


def _correction(
    *, title: str | None, byline: tuple[str, ...], day: date | str | None, section: str | None
) -> Correction:
    if title is not None and not title.strip():
        raise click.UsageError("A title cannot be empty.")
    return Correction(
        title=title and title.strip(),
        byline=_names(byline),
        section="" if section == NONE else section and section.strip(),
        published=day if isinstance(day, date) else None,
        undated=day == NONE,
    )


def _names(given: tuple[str, ...]) -> tuple[str, ...] | None:
    """The names in repeated options, each perhaps several with commas; None when none was given."""
    if not given:
        return None
    return tuple(name.strip() for names in given for name in names.split(",") if name.strip())
