"""Commands that write and read files for others: export, backup, restore."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.store.store import ArticleStore
from web.base.config import Settings
from web.commands.base import command
from web.commands.terminal import Terminal, counted

if TYPE_CHECKING:
    from corpus.store.backup import Backup

force_option = click.option("--force", is_flag=True, help="Replace what is there.")


@command("export")
@click.argument("file", metavar="FILE|-")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "warc"]),
    default="jsonl",
    show_default=True,
    help="jsonl: the articles, a line of JSON each. warc: the pages as they came. "
    "Gzip when the name ends in .gz.",
)
@force_option
def export_command(
    settings: Settings, terminal: Terminal, file: str, form: str, force: bool
) -> None:
    """Write every article, or every fetched page, into one file.

    The file appears when it is whole. `backfile import` reads both formats back.
    """
    from corpus.files.export import export_articles, export_pages, json_lines
    from corpus.store.backup import refuse_to_replace

    with ArticleStore(settings.corpus, create=False) as store:
        if file == "-":
            if form == "warc":
                raise click.UsageError("A WARC is written into a file, not to standard output.")
            for line in json_lines(store):
                click.echo(line.encode("utf-8", "replace"), nl=False)
            return
        refuse_to_replace(Path(file), force=force)
        count = (export_pages if form == "warc" else export_articles)(store, Path(file))
    noun = "page" if form == "warc" else "article"
    terminal.give({"file": file, "format": form, f"{noun}s": count})
    terminal.say(f"{counted(count, noun)} written to {file}")


@command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@force_option
def backup_command(settings: Settings, terminal: Terminal, file: Path, force: bool) -> None:
    """Copy the corpus as it is now into one file, checked and with its checksum.

    Crawls and searches may go on meanwhile. The index is not in it: it is made again from the
    corpus.
    """
    from corpus.store.backup import write_backup

    with ArticleStore(settings.corpus, create=False) as store:
        made = write_backup(store, file, force=force)
    terminal.give({"file": str(file), **asdict(made)})
    terminal.say(f"{_held(made)} backed up to {file}, {made.bytes / 1e6:,.1f} MB")


@command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--force",
    is_flag=True,
    help="Replace the corpus that is there; it is kept as corpus.db.replaced.",
)
def restore_command(settings: Settings, terminal: Terminal, file: Path, force: bool) -> None:
    """Put the corpus of a backup in the data folder, after its checksum and structure have held."""
    from corpus.store.backup import restore_backup

    made = restore_backup(file, settings.corpus, force=force)
    terminal.give({"corpus": str(settings.corpus), **asdict(made)})
    terminal.say(f"{_held(made)} restored, as they were on {made.made_at}.",
                 "To search them: backfile index --rebuild")  # fmt: skip


def _held(made: "Backup") -> str:
    articles = counted(made.articles, "article")
    return articles if made.pages is None else f"{articles} and {counted(made.pages, 'page')}"
