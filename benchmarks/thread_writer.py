"""Commits while others ask: articles come, change and go, and each switch of the index is noted
with a copy of it."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.thread_reader import MARKS
from corpus.article import Article
from corpus.sentences import SentenceSplitter
from corpus.store.store import ArticleStore
from index import Indexer, open_indexer
from index.base.storage import files_in, link_or_copy, replace_file
from index.generations import Generations

FOUNDED = 60          # articles that change, in the beginning
REWRITTEN, GONE, CAME = 10, 2, 2  # of these in a commit
OTHERS_TOUCHED = 3    # of the other articles
REBUILT_EVERY = 25    # commits; these are rebuilds
BACK_EVERY = 9        # commits; after these the index goes back to the generation before
FILLING = (
    "the lanterns of the harbour were counted again and nobody could say why there were fewer"
).split()

Titles = dict[str, str]                # by the id of an article
Marked = dict[str, Titles]             # by mark: the articles that hold it


@dataclass(frozen=True, slots=True)
class Switch:
    """A generation became the live one: not before `begun`, and surely by `done`, in nanoseconds of
    the clock."""

    begun: int
    done: int
    copy: Path        # an index folder with this generation only
    marked: Marked    # what it must find


class Changes:
    """Changes a corpus, and its index after it. The only one who does."""

    def __init__(self, folder: Path, store: ArticleStore, *, seed: int) -> None:
        """The index is in `folder` beside the corpus; copies of its generations will be, too."""
        self._folder, self._store = folder, store
        self._rng = random.Random(f"changes {seed}")
        self._splitter = SentenceSplitter.learn(())
        self._others = [article.id for article in store.articles()]
        self._next = 0
        self._version = 0
        self._living: dict[str, tuple[str, tuple[str, ...]]] = {}  # by id: title and marks
        self.indexer: Indexer = open_indexer(folder / "index")
        self.switches: list[Switch] = []
        self.rebuilds = 0
        for _ in range(FOUNDED):
            self._write(self._new())

    def found(self) -> None:
        """The first generation, built anew."""
        self._switch(lambda: self.indexer.rebuild(self._store), self._truth())

    def commit(self) -> None:
        """Change some articles and the index; now and then by a rebuild, or by going back."""
        number = len(self.switches)
        if number % BACK_EVERY == 0:
            self._switch(lambda: self.indexer.roll_back(self._store), self.switches[-2].marked)
            return
        self._change()
        rebuild = number % REBUILT_EVERY == REBUILT_EVERY - 1
        self.rebuilds += rebuild
        work = self.indexer.rebuild if rebuild else self.indexer.update
        self._switch(lambda: work(self._store), self._truth())

    def _change(self) -> None:
        with self._store.transaction():
            for ident in self._rng.sample(sorted(self._living), REWRITTEN):
                self._write(ident)
            for _ in range(CAME):
                self._write(self._new())
            for ident in self._rng.sample(sorted(self._living), GONE):
                del self._living[ident]
                self._store.remove(ident, "taken down while somebody asks")
            for ident in self._rng.sample(self._others, min(OTHERS_TOUCHED, len(self._others))):
                article = self._store.get(ident)
                self._store.put(
                    replace(article, title=f"{article.title.partition(' (')[0]} ({self._version})")
                )

    def _new(self) -> str:
        self._next += 1
        return f"changing{self._next}"

    def _write(self, ident: str) -> None:
        """A new version of an article, with other marks than before."""
        self._version += 1
        marks = tuple(mark for mark in MARKS if self._rng.random() < 1 / 3)
        title = f"Changing in version {self._version}"
        self._living[ident] = title, marks
        self._store.put(self._article(ident, title, marks))

    def _article(self, ident: str, title: str, marks: Sequence[str]) -> Article:
        words = [*marks, *self._rng.choices(FILLING, k=40)]
        self._rng.shuffle(words)
        paragraphs = (" ".join(words[:20]) + ".", " ".join(words[20:]) + ".")
        sentences = self._splitter.split(paragraphs)
        return Article(
            id=ident, title=title, paragraphs=paragraphs, sentences=sentences, section="Section 3"
        )

    def _truth(self) -> Marked:
        return {
            mark: {ident: title for ident, (title, marks) in self._living.items() if mark in marks}
            for mark in MARKS
        }

    def _switch(self, work: Callable[[], object], marked: Marked) -> None:
        work()
        done = time.time_ns()
        generations = Generations(self._folder / "index")
        begun = generations.pointer.stat().st_mtime_ns
        copy = self._folder / "copies" / f"{len(self.switches):04}"
        live = generations.live()
        (copy / "generations" / live.name).mkdir(parents=True)
        for path in files_in(live):
            link_or_copy(path, copy / "generations" / live.name / path.name)
        replace_file(copy / "live.json", generations.pointer.read_bytes())
        self.switches.append(Switch(begun, done, copy, marked))
