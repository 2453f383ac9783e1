"""Commands about the index: index, which builds it, and verify, which looks for damage."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import IndexStale, IndexUnusable
from corpus.store.store import ArticleStore
from web.base.config import Settings
from web.commands.base import command
from web.commands.terminal import Terminal, counted

if TYPE_CHECKING:
    from index.indexer import Indexer, IndexReport
    from index.verify import Ask, Verification

@command("index", flags=("keep_generations", "memory_mb"))
@click.option(
    "--rebuild", is_flag=True, help="Build anew beside the live index, verify, then switch."
)
@click.option("--rollback", is_flag=True, help="Go back to the index before the live one.")
def index_command(settings: Settings, terminal: Terminal, rebuild: bool, rollback: bool) -> None:
    """Bring the index up to date with the corpus; build it when there is none.

    Searches go on meanwhile: nobody ever sees half an index.
    """
    if rebuild and rollback:
        raise click.UsageError("--rebuild and --rollback exclude each other.")
    with ArticleStore(settings.corpus, create=False) as store:
        if rollback:
            _roll_back(settings, store, terminal)
            return
        report = update_index(settings, store, terminal, rebuild=rebuild)
        waiting = len(store.fetch_numbers(waiting=True))
    terminal.give(report_object(report) | {"pages_waiting": waiting})
    terminal.say(*report_lines(report), *_waiting_lines(waiting))


def _roll_back(settings: Settings, store: ArticleStore, terminal: Terminal) -> None:
    from index.generation import read_manifest
    from index.generations import Generations

    name = indexer_of(settings).roll_back(store)
    waiting = store.count_changes(read_manifest(Generations(settings.index).live()).seq)
    terminal.give({"generation": name, "changes_waiting": waiting})
    terminal.say(f"Generation {name} is live again.")
    if waiting:
        behind = counted(waiting, "change")
        terminal.say(
            f"It is behind by {behind}, and shows those of them that people decided. "
            "To catch up: backfile index"
        )


@command("verify")
def verify_command(settings: Settings, terminal: Terminal) -> int:
    """Look for damage: the corpus file, every page in it, the index, and whether it answers.

    Exits with 1 when something is wrong, and names the command that mends it.
    """
    from corpus.store.integrity import damage

    with ArticleStore(settings.corpus, create=False) as store:
        with terminal.progress("checking pages") as tick:
            corpus_problems = damage(store, on_page=tick)
        found, index_problems = (
            _verify_index(settings, store) if not corpus_problems else (None, [])
        )
    problems = [
        {"part": "corpus", "problem": line, "mend": "backfile restore BACKUP"}
        for line in corpus_problems
    ]
    problems += [{"part": "index", "problem": line, "mend": mend} for line, mend in index_problems]
    terminal.give(
        {
            "sound": not problems,
            "articles": found and found.articles,
            "canaries": found and found.canaries,
            "problems": problems,
        }
    )
    for row in problems:
        terminal.say(f"{row['part']}: {row['problem']}. To mend it: {row['mend']}")
    if found and not problems:
        held = counted(found.articles, "article")
        questions = counted(found.canaries, "question")
        terminal.say(f"All is well: {held} in the index, {questions} asked and answered rightly.")
    return 1 if problems else 0


def update_index(
    settings: Settings,
    store: ArticleStore,
    terminal: Terminal,
    *,
    rebuild: bool = False,
    unasked: type[IndexUnusable] = IndexStale,
) -> "IndexReport":
    """Update or rebuild the index of `store`; what was rebuilt is verified before it is live.

    What is `unasked` is the trouble for which an index is rebuilt though nobody said so.
    """
    indexer = indexer_of(settings)
    if not rebuild:
        try:
            with terminal.progress("indexing") as tick:
                return indexer.update(store, on_article=tick)
        except unasked as trouble:
            terminal.say(f"Rebuilding: {trouble}")
    with terminal.progress("indexing") as tick:
        return indexer.rebuild(
            store, check=lambda folder: _check(settings, folder, store), on_article=tick
        )


def indexer_of(settings: Settings) -> "Indexer":
    """The indexer that the settings ask for."""
    from index import open_indexer

    return open_indexer(
        settings.index,
        keep=settings.keep_generations,
        codec=settings.codec,
        memory_mb=settings.memory_mb,
    )


def report_object(report: "IndexReport") -> dict[str, Any]:
    """What an indexing run did, in JSON's own types."""
    return asdict(report) | {"seconds": round(report.seconds, 3)}


def report_lines(report: "IndexReport") -> Iterator[str]:
    """The same for people."""
    if report.unchanged:
        yield f"The index is up to date: {counted(report.articles, 'article')}."
        return
    yield (
        f"{counted(report.added, 'article')} indexed, {report.deleted:,} taken out, "
        f"{report.articles:,} in the index; {report.seconds:.1f} s. "
        f"Generation {report.generation} is live."
    )


def _waiting_lines(pages: int) -> Iterator[str]:
    """What is said of pages whose articles are not made yet."""
    if pages:
        waiting = counted(pages, "page")
        yield f"Still to be cleaned, and in no index: {waiting}. To mend it: backfile clean"


def _check(settings: Settings, folder: Path, store: ArticleStore) -> None:
    from index.verify import alone, check_generation

    with alone(folder) as root, _asking(root, settings) as ask:
        check_generation(folder, store, ask)


def _verify_index(
    settings: Settings, store: ArticleStore
) -> tuple["Verification | None", list[tuple[str, str]]]:
    from index.generations import Generations
    from index.verify import verify_generation

    try:
        with _asking(settings.index, settings) as ask:
            found = verify_generation(Generations(settings.index).live(), store, ask)
    except IndexUnusable as error:
        return None, [(str(error), error.mend or "backfile index --rebuild")]
    return found, [(problem, "backfile index --rebuild") for problem in found.problems]


@contextmanager
def _asking(root: Path, settings: Settings) -> Iterator["Ask"]:
    """While the block runs, a way to put questions to the index in `root`."""
    from index.verify import FEW
    from search import open_searcher
    from search.matching.results import Request
    from search.query.parser import parse

    with closing(open_searcher(root, codec=settings.codec)) as searcher:
        yield lambda text: [
            hit.id
            for hit in searcher.search(
                Request(parse(text), size=FEW, facets=False, snippets=False, bare=True)
            ).hits
        ]
