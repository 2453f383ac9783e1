"""Shelf: the app's searcher and stores, opened when first asked for, shared by all requests."""

import os
import threading
from typing import cast

from flask import Flask, current_app

from corpus.store.store import ArticleStore
from search import open_searcher
from search.searcher import Searcher
from web.base.config import Settings
from web.pages.answered import kept

Opened = tuple[ArticleStore, tuple[int, int]]  # a store and which file it has open


class Shelf:
    """Holds one searcher, and as many stores as there are requests at one time."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._corpus = str(settings.corpus)  # looked at for every page
        self._searcher: Searcher | None = None
        self._stores: list[Opened] = []  # idle
        self._lock = threading.Lock()

    @property
    def searcher(self) -> Searcher:
        """The one searcher; it compares with the store of the request it answers.

        Raises IndexUnusable; the next call tries again.
        """
        with self._lock:
            if self._searcher is None:
                self._searcher = open_searcher(
                    self.settings.index,
                    corpus=the_store,
                    codec=self.settings.codec,
                    synonyms=self.settings.synonyms,
                )
            return self._searcher

    def borrow(self) -> Opened:
        """A store nobody else reads until it is given back. Raises StoreError when there is no
        corpus."""
        file = _file_identity(self._corpus)
        return self._idle(file) or ArticleStore(self.settings.corpus, create=False), file

    def give_back(self, opened: Opened) -> None:
        """Let others read a store that was borrowed."""
        with self._lock:
            self._stores.append(opened)

    def close(self) -> None:
        """Close everything that is open; the next request opens it again."""
        with self._lock:
            for store, _ in self._stores:
                store.close()
            self._stores.clear()
            if self._searcher is not None:
                self._searcher.close()
            self._searcher = None

    def _idle(self, file: tuple[int, int]) -> ArticleStore | None:
        with self._lock:
            while self._stores:
                store, opened = self._stores.pop()
                if opened == file:
                    return store
                store.close()  # a restored backup has taken the place of the file this one has open
        return None


def shelf() -> Shelf:
    """The shelf of the app that answers this request."""
    return cast(Shelf, current_app.extensions["shelf"])


def the_settings() -> Settings:
    """The settings of the app that answers this request."""
    return shelf().settings


def the_store() -> ArticleStore:
    """This request's store. Raises StoreError."""
    here = kept()
    borrowed: Opened | None = here.get("borrowed")
    if borrowed is None:
        here.borrowed = borrowed = shelf().borrow()
    return borrowed[0]


def the_searcher() -> Searcher:
    """The app's searcher.

    Raises StoreError where there is no corpus that it could have been built of, else IndexUnusable.
    """
    the_store()
    return shelf().searcher


def init_app(app: Flask) -> None:
    """Give each request's store back when it ends."""

    @app.teardown_appcontext
    def give_back(error: BaseException | None) -> None:
        borrowed = kept().pop("borrowed", None)
        if borrowed is not None:
            shelf().give_back(borrowed)


def _file_identity(path: str) -> tuple[int, int]:
    """Device and inode of the corpus file; zeros where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a Path takes twice as long
    except OSError:
        return (0, 0)
    return (found.st_dev, found.st_ino)
