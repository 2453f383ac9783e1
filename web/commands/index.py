"""Commands about the index and the state of everything: index, status, verify."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import BackfileError, IndexOutdated, IndexUnusable
from corpus.store.store import ArticleStore
from web.base.config import Settings
from web.base.footprint import footprint
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
        terminal.say(
            f"It is behind by {counted(waiting, 'change')}, corrections included. To catch up: backfile index"
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
    terminal.give({"sound": not problems, "articles": found and found.articles, "canaries": found and found.canaries,
                   "problems": problems})  # fmt: skip
    for row in problems:
        terminal.say(f"{row['part']}: {row['problem']}. To mend it: {row['mend']}")
    if found and not problems:
        held = counted(found.articles, "article")
        questions = counted(found.canaries, "question")
        terminal.say(f"All is well: {held} in the index, {questions} asked and answered rightly.")
    return 1 if problems else 0


@command("status")
def status_command(settings: Settings, terminal: Terminal) -> None:
    """Say what is in the corpus and the index, and what waits."""
    from corpus.crawling.progress import crawl_progress
    from corpus.store.calendar import tally
    from search import open_searcher
    from search.arrays.passages import COMPILED

    index: dict[str, Any] | None = None
    trouble: IndexUnusable | None = None
    with ArticleStore(settings.corpus, create=False) as store:
        corpus = asdict(tally(store)) | asdict(crawl_progress(store))
        try:
            with closing(
                open_searcher(settings.index, corpus=lambda: store, codec=settings.codec)
            ) as searcher:
                info = searcher.info()
            index = asdict(info) | {
                "changes_waiting": store.count_changes(info.seq),
                "compiled": COMPILED,
            }
            if info.codec != settings.codec:
                message = f"the index is of the kind {info.codec}, not {settings.codec} as is set; it still answers"
                trouble = IndexOutdated(message, mend="backfile index --rebuild")
        except IndexUnusable as error:
            trouble = error
    sizes = footprint(settings)
    told = trouble and {"error": str(trouble), "mend": trouble.mend}
    terminal.give(
        {
            "corpus": _plain(corpus),
            "index": index and _plain(index),
            "trouble": told,
            "bytes": sizes,
        }
    )
    terminal.say(*_corpus_lines(settings, corpus, sizes), *_index_lines(index, trouble, sizes))


def update_index(
    settings: Settings, store: ArticleStore, terminal: Terminal, *, rebuild: bool = False
) -> "IndexReport":
    """Update or rebuild the index of `store`; what was rebuilt is verified before it is live."""
    indexer = indexer_of(settings)
    with terminal.progress("indexing") as tick:
        if not rebuild:
            return indexer.update(store, on_article=tick)
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
        f"{report.articles:,} in the index; {report.seconds:.1f} s. Generation {report.generation} is live."
    )


def _waiting_lines(pages: int) -> Iterator[str]:
    """What is said of pages whose articles are not made yet."""
    if pages:
        yield f"Still to be cleaned, and in no index: {counted(pages, 'page')}. To mend it: backfile clean"


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


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }


def _corpus_lines(
    settings: Settings, corpus: dict[str, Any], sizes: dict[str, int]
) -> Iterator[str]:
    yield f"corpus   {settings.corpus}, {sizes['corpus'] / 1e6:,.1f} MB"
    yield f"  articles {corpus['articles']:,}, {corpus['undated']:,} undated; {corpus['removed']:,} removed"
    mend = ". To mend it: backfile clean" if corpus["pages_waiting"] else ""
    yield f"  pages    {corpus['pages']:,}, {corpus['pages_waiting']:,} to be cleaned{mend}"
    queued = counted(corpus["queued"], "address", "addresses")
    asked = f"; last answer {_ago(corpus['last_asked'])}" if corpus["last_asked"] else ""
    yield f"  crawl    {queued} queued, {corpus['failed']:,} failed, {corpus['refused']:,} refused{asked}"
    yield (
        f"  newest page {_ago(corpus['last_fetch'])}"
        if corpus["last_fetch"]
        else "  nothing fetched yet"
    )
    if sizes["replaced"]:
        size = f"{sizes['replaced'] / 1e6:,.1f} MB"
        yield f"replaced {size}, the corpus before the last restore; delete it when you are sure"


def _index_lines(
    index: dict[str, Any] | None, trouble: BackfileError | None, sizes: dict[str, int]
) -> Iterator[str]:
    if trouble:
        yield f"index    {trouble}. To mend it: {trouble.mend or 'backfile index'}"
    if index:
        span = f"{index['first']} to {index['last']}" if index["first"] else "no dates"
        size, built = sizes["index"] / 1e6, _ago(index["built_at"])
        yield f"index    generation {index['generation']}, {size:,.1f} MB, built {built}"
        yield f"  articles {index['articles']:,}, {span}, {index['undated']:,} undated"
        if not index["compiled"] and index["codec"] == "arrays":
            why = "passages are chosen in Python, for no C compiler was there when Backfile was installed"
            yield f"  slower   {why}. To mend it: install one, and Backfile again"
        if index["changes_waiting"] and not trouble:
            yield f"  behind   by {counted(index['changes_waiting'], 'change')}. To mend it: backfile index"


def _ago(moment: datetime) -> str:
    minutes = int((datetime.now(UTC) - moment).total_seconds() // 60)
    if minutes < 120:
        return f"{max(0, minutes)} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"
