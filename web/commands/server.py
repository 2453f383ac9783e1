"""Commands that put the search before readers: serve, and demo, with an invented newspaper."""

from dataclasses import replace
from functools import partial

import click

from corpus.errors import IndexUnusable
from corpus.store.store import ArticleStore
from web.base.config import Settings
from web.commands.base import command
from web.commands.terminal import Terminal, counted, counting


@command(
    "serve",
    flags=(
        *("host", "port", "workers", "threads", "site_name", "base_url", "page_size"),
        *("log_queries", "log_slow", "access_log", "staff_open", "staff_header", "proxies"),
    ),
)
def serve_command(settings: Settings, terminal: Terminal) -> None:
    """Serve the search pages until Ctrl-C."""
    _serve(settings, terminal)


@command("demo", flags=("host", "port", "log_queries", "log_slow"))
@click.option("--once", is_flag=True, help="Build everything and stop, without serving it.")
def demo_command(settings: Settings, terminal: Terminal, once: bool) -> None:
    """Try it all: crawl an invented newspaper on this machine, clean, index, serve.

    The data folder is backfile-demo in the current folder, unless --data names another.
    """
    from corpus.intake.intake import clean_pages
    from web.base.production import reserve_port
    from web.commands import demo
    from web.commands.index import report_lines, report_object, update_index

    for name, value in (("data", demo.FOLDER), ("site_name", demo.NAME)):
        if settings.sources[name] == "default":
            settings = replace(settings, **{name: value})  # type: ignore[arg-type]
    settings = replace(settings, staff_open=True)  # an invented newspaper has no secrets
    if not once:
        reserve_port(settings)  # a port in use is said before the work, not after it
    with terminal.progress("crawling the sample") as tick:
        fetched = demo.make_corpus(settings.corpus, on_page=counting(tick))
    with ArticleStore(settings.corpus, create=False) as store:
        cleaned = clean_pages(store, waiting=True, rules=settings.rules)
        # whatever is wrong with the index of a demo: nobody needs to ask for another
        indexed = update_index(settings, store, terminal, unasked=IndexUnusable)
    terminal.give(
        {
            "data": str(settings.data),
            "fetched": fetched,
            "articles": cleaned.articles,
            "index": report_object(indexed),
        }
    )
    done = f"{counted(fetched, 'page')} fetched, {counted(cleaned.articles, 'article')} cleaned"
    terminal.say(done, *report_lines(indexed))
    if not once:
        with demo.original_pages(settings.corpus) as taken:
            if taken:
                terminal.note(
                    f"backfile: another program has port {taken}, where the invented newspaper was "
                    "crawled: links to original pages lead there. To mend it: end that one, or "
                    f"delete {settings.data}, and the same command again"
                )
            _serve(settings, terminal, is_demo=True)


def _serve(settings: Settings, terminal: Terminal, *, is_demo: bool = False) -> None:
    from web.base.production import reserve_port, serve
    from web.pages.access import check
    from web.pages.app import create_app

    check(settings.access_log)
    settings = replace(settings, port=reserve_port(settings))
    address = replace(settings, base_url=None).address + "/"
    if settings.base_url is None and not is_demo:
        terminal.note(
            "backfile: no base_url is set, so feeds, citations and exports name the archive by "
            "where it listens. To mend it: base_url, the public address, in backfile.toml"
        )
    if not settings.has_door:
        terminal.note(
            "backfile: /draft, /status and /metrics are for staff, and shut here. To open them: "
            "BACKFILE_STAFF_PASSWORD in the environment, or staff_open = true in backfile.toml"
        )
    if not settings.corpus.exists():
        terminal.note(
            f"backfile: there is no corpus in {settings.data} yet, and every page says so until "
            "there is. To make one: backfile crawl URL, or backfile import PATH"
        )

    def tell() -> None:
        terminal.give({"address": address})
        terminal.say(f"Backfile is at {address} (Ctrl-C stops it)")

    serve(settings, partial(create_app, settings), tell)
