"""The command by which people have starts and addresses forgotten: forget."""

import sys

import click

from corpus.errors import BackfileError
from corpus.store.store import ArticleStore
from web.base.config import Settings
from web.commands.base import command
from web.commands.corrections import SHOWN
from web.commands.terminal import Terminal, counted, plain


@command("forget")
@click.argument("urls", metavar="[URL]...", nargs=-1)
@click.option(
    "--site", "sites", multiple=True, metavar="URL", help="All that is known of a site, its starts."
)
@click.option(
    "--matching",
    "patterns",
    multiple=True,
    metavar="GLOB",
    help="All addresses like this: * is any letters, ? one.",
)
@click.option("--articles", is_flag=True, help="Take the articles down that came from there, too.")
@click.option("--yes", is_flag=True, help="Ask nothing before articles are taken down.")
def forget_command(
    settings: Settings,
    terminal: Terminal,
    urls: tuple[str, ...],
    sites: tuple[str, ...],
    patterns: tuple[str, ...],
    articles: bool,
    yes: bool,
) -> None:
    """Forget a start, an address, a site, or all addresses of a form.

    No crawl begins there any more. Addresses from which an article came stay, and so do the
    articles, unless --articles takes them down. What was fetched stays in the corpus.
    """
    from corpus.crawling.forgotten import find, forget
    from corpus.lock import crawl_lock, exclusive

    if not (urls or sites or patterns):
        raise click.UsageError("Name what is to be forgotten: URL, --site or --matching.")
    with (
        ArticleStore(settings.corpus, create=False) as store,
        exclusive(crawl_lock(store.path), "crawling"),
    ):
        found = find(store, urls=urls, sites=sites, patterns=patterns)
        if articles and found.articles and not yes:
            _ask(len(found.articles))
        forget(store, found, articles=articles)
    gone = len(found.addresses) + (len(found.homes) if articles else 0)
    stay = 0 if articles else len(found.homes)
    removed = list(found.articles) if articles else []
    terminal.give(
        {"starts": list(found.starts), "addresses": gone, "articles": removed, "kept": stay}
    )
    terminal.say(*(plain(f"No start any more: {url}") for url in found.starts))
    taken = f", {counted(len(removed), 'article')} taken down" if articles else ""
    terminal.say(f"{counted(gone, 'address', 'addresses')} forgotten{taken}")
    if removed:
        terminal.say(SHOWN)
    if stay:
        addresses = counted(stay, "address", "addresses")
        terminal.say(f"{addresses} of articles stay. To take the articles down as well: --articles")


def _ask(count: int) -> None:
    """Go on only when a person agrees that so many articles are taken down."""
    taken = f"{counted(count, 'article')} would be taken down"
    if not (sys.stdin and sys.stdin.isatty()):
        raise BackfileError(f"{taken}; nothing was changed", mend="the same command with --yes")
    if not click.confirm(f"{taken}. Do it?", err=True):
        raise BackfileError("nothing was changed")
