"""Watch a search: what it finds of that which came in since it was last watched. For cron: where
nothing came, nothing is printed, and no mail is sent.

What is remembered of a search is one moment, in a file of its own in the data folder.
"""

import json
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import click

from corpus.errors import BackfileError
from index.base.storage import replace_file
from search.matching.parameters import PARAMETERS
from search.matching.results import Hit
from web.base.article_path import article_path
from web.base.config import Settings
from web.commands.base import command
from web.commands.hit_lines import hit_lines
from web.commands.search import open_corpus, parameter_options, request_of
from web.commands.terminal import Terminal, counted

FOLDER = "watched"  # in the data folder
NARROWING = [each for each in PARAMETERS if each.kind in ("date", "dates", "name")]


@command("watch")
@click.argument("query", nargs=-1)
@parameter_options(NARROWING)
@click.option(
    "--name", default="", metavar="NAME", help="Who watches: each is told of the same by itself."
)
def watch_command(
    settings: Settings, terminal: Terminal, query: tuple[str, ...], name: str, **given: Any
) -> None:
    """Print what a search finds of all that came in since it was last watched.

    The first time it remembers what there is, and prints nothing. As in the feed of the search, all
    words are needed, and what came in last is first.
    """
    from web.base.address import read_address
    from web.base.formats import hit_object

    asked = {each: value for each, value in given.items() if value}
    address = replace(read_address({"q": " ".join(query), **asked}), sort="added")
    request = replace(request_of(settings, address, facets=False), bare=True)
    if request.query.root is None and not request.filters:
        raise click.UsageError("Give words to look for, or a filter.")
    memory = _Memory(settings.data / FOLDER, f"{name}\n{address.state}")
    seen, newest, news = memory.seen, "", list[Hit]()
    with open_corpus(settings) as (searcher, store):
        for hit in searcher.stream(request):
            came = store.added_at(hit.id)
            newest = newest or came
            if seen is None or came <= seen:
                break
            news.append(hit)
    told = [hit_object(hit, base_url=settings.address) for hit in news]
    terminal.give({"query": address.q, "since": seen or None, "hits": told})
    terminal.say(*_lines(news, settings.address))
    memory.note(max(newest, seen or ""))


class _Memory:
    """The moment up to which somebody was told of a search, kept in a file."""

    def __init__(self, folder: Path, search: str) -> None:
        name = blake2b(search.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        self._path, self._search = folder / f"{name}.json", search

    @property
    def seen(self) -> str | None:
        """That moment, empty where nothing was there yet; None for a search never watched."""
        try:
            return str(json.loads(self._path.read_text("utf-8"))["seen"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise BackfileError(
                f"{self._path} does not say up to when this was watched",
                mend=f"rm {shlex.quote(str(self._path))}",
            ) from error

    def note(self, moment: str) -> None:
        """Remember a moment."""
        self._path.parent.mkdir(exist_ok=True)
        said = {"search": self._search, "seen": moment}
        replace_file(self._path, json.dumps(said, ensure_ascii=False).encode())


def _lines(news: Sequence[Hit], base_url: str) -> Iterator[str]:
    if news:
        yield f"{counted(len(news), 'editorial')} came in"
    for number, hit in enumerate(news, 1):
        yield ""
        yield from hit_lines(number, hit)
        yield f"   {base_url}{article_path(hit.id, hit.title)}"
