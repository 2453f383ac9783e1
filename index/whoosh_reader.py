"""Whoosh's readers and searchers of a generation."""

from pathlib import Path
from typing import Any

from whoosh.collectors import Collector, TopCollector, WrappingCollector
from whoosh.fields import Schema
from whoosh.index import FileIndex
from whoosh.reading import EmptyReader, IndexReader
from whoosh.searching import Searcher
from whoosh.sorting import Facets, FieldFacet

from index.arrays.codec import ArrayIndex
from index.base.damage import damaged
from index.base.fields import NamesField
from index.base.schema import schema
from index.base.weighting import InExpB2
from index.generation import sound_manifest
from index.manifest import Codec
from index.stock import open_stock


def open_reader(folder: Path | None, codec: Codec) -> IndexReader:
    """A reader of the generation in `folder`, of nothing where that is None. `codec` is the
    setting. Raises as `open_generation` does."""
    if folder is None:
        return NoArticles(schema(), -1)
    manifest = sound_manifest(folder, codec)
    try:
        index: FileIndex = ArrayIndex(folder) if manifest.codec == "arrays" else open_stock(folder)
        segments = index._read_toc().segments
        if not segments:
            return NoArticles(schema(), number_of(folder))
        return index._reader(index.storage, schema(), segments, number_of(folder))
    except FileNotFoundError:  # swept away since it was checked
        raise damaged("its files are gone") from None


def number_of(folder: Path) -> int:
    """The number of a generation; 0 for one that somebody gave another name."""
    return int(folder.name) if folder.name.isdecimal() else 0


class NoArticles(EmptyReader):  # type: ignore[misc]
    """A reader of a generation without articles."""

    def __init__(self, schema: Schema, number: int) -> None:
        super().__init__(schema)
        self._number = number

    def generation(self) -> int:
        """See IndexReader."""
        return self._number


class ArticleSearcher(Searcher):  # type: ignore[misc]
    """A searcher of articles: they are ranked by the one formula, and grouped by each of their
    names."""

    def __init__(self, reader: IndexReader, weighting: Any = InExpB2, **kwargs: Any) -> None:
        super().__init__(reader, weighting=weighting, **kwargs)

    def collector(
        self, *args: Any, groupedby: Any = None, optimize: bool = False, **kwargs: Any
    ) -> Collector:
        """See Searcher. Without `optimize` all that is found is scored and counted: what Whoosh
        leaves out for what its score can reach is at times better than what it shows."""
        facets = Facets.from_groupedby(groupedby) if groupedby else None
        for facet in facets.facets.values() if facets else ():
            if isinstance(facet, FieldFacet):
                facet.allow_overlap |= isinstance(self.schema[facet.fieldname], NamesField)
        collector = super().collector(*args, groupedby=facets, optimize=optimize, **kwargs)
        if not optimize:
            _leave_nothing_out(collector)
        return collector


def _leave_nothing_out(collector: Collector) -> None:
    while isinstance(collector, WrappingCollector):
        collector = collector.child
    if isinstance(collector, TopCollector):
        collector.replace = 0
