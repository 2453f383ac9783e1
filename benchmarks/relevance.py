"""Ranking quality on judged collections, through the searcher that readers use; peers in the same
run.

    python benchmarks/relevance.py DIR             DIR/{cranfield,cacm,medline,npl}, or one such
                                                   folder
    python benchmarks/relevance.py --similar DIR   prior coverage: news drafts against news articles
    --json                                         the last line is one JSON object

A collection is docs.jsonl (id, title, text), queries.jsonl (id, text) and qrels.tsv. Exits with 1
below a floor of benchmarks/floors.json, or where a collection is not the one of its floors."""

import argparse
import json
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import ir_measures
from ir_measures import AP, R, nDCG

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.floors import Measured, add_option, compare, digest_of
from corpus.article import Article
from corpus.store.store import ArticleStore
from index import open_indexer
from index.base.analysis import is_mark, tokenize
from search import open_searcher
from search.matching.results import Request
from search.query.parser import parse
from search.query.stopwords import STOP_WORDS
from search.searcher import Searcher

MEASURES = {"ndcg@10": nDCG @ 10, "map": AP, "recall@100": R @ 100}
DATA = ("docs.jsonl", "queries.jsonl", "qrels.tsv")
DEPTH = 100

Run = list[ir_measures.ScoredDoc]


@dataclass(frozen=True)
class Collection:
    name: str
    docs: list[dict[str, str]]
    queries: list[dict[str, str]]
    qrels: list[ir_measures.Qrel]

    @classmethod
    def read(cls, folder: Path) -> "Collection":
        judged = (line.split("\t") for line in (folder / "qrels.tsv").read_text().splitlines()[1:])
        qrels = [ir_measures.Qrel(query, doc, int(grade)) for query, doc, grade in judged]
        return cls(
            folder.name,
            read_lines(folder / "docs.jsonl"),
            read_lines(folder / "queries.jsonl"),
            qrels,
        )


def read_lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def build(collection: Collection, folder: Path) -> Searcher:
    with ArticleStore(folder / "corpus.db") as store:
        with store.transaction():
            for doc in collection.docs:
                whole = ((0, len(doc["text"])),)
                store.put(Article(doc["id"], doc["title"] or "", (doc["text"],), sentences=whole))
        open_indexer(folder / "index").rebuild(store)
    return open_searcher(folder / "index")


def ours(searcher: Searcher, collection: Collection, *, similar: bool) -> Run:
    run: Run = []
    for query in collection.queries:
        if similar:
            own = query["id"].removeprefix("q")
            results = searcher.similar(query["text"], exclude=own, limit=DEPTH)
        else:
            asked = parse(query["text"], match="any")
            results = searcher.search(Request(asked, size=DEPTH, facets=False, snippets=False))
        run.extend(ir_measures.ScoredDoc(query["id"], hit.id, hit.score) for hit in results.hits)
    return run


def fts5(collection: Collection, *, similar: bool) -> Run:
    db = sqlite3.connect(":memory:")
    db.execute(
        "CREATE VIRTUAL TABLE docs "
        "USING fts5(id UNINDEXED, title, text, tokenize='porter unicode61')"
    )
    db.executemany(
        "INSERT INTO docs VALUES (?, ?, ?)",
        ((d["id"], d["title"], d["text"]) for d in collection.docs),
    )
    db.execute("INSERT INTO docs(docs, rank) VALUES ('rank', 'bm25(0, 3, 1)')")
    run: Run = []
    for query in collection.queries:
        words = plain_words(query["text"])
        sql = "SELECT id, -rank FROM docs WHERE docs MATCH ? ORDER BY rank LIMIT ?"
        asked = " OR ".join(f'"{word}"' for word in words)
        found = db.execute(sql, (asked, DEPTH + 1)).fetchall() if words else []
        run.extend(kept(query["id"], found, similar=similar))
    db.close()
    return run


def tantivy_run(collection: Collection, *, similar: bool) -> Run:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("title", "text"):
        builder.add_text_field(field, tokenizer_name="en_stem")
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer()
    for doc in collection.docs:
        writer.add_document(
            tantivy.Document(id=doc["id"], title=doc["title"] or "", text=doc["text"])
        )
    writer.commit()
    index.reload()
    searcher = index.searcher()
    run: Run = []
    for query in collection.queries:
        words = plain_words(query["text"])
        if not words:
            continue
        asked = index.parse_query(" ".join(words), ["title", "text"], field_boosts={"title": 3.0})
        hits = searcher.search(asked, DEPTH + 1).hits
        found = [(searcher.doc(address)["id"][0], score) for score, address in hits]
        run.extend(kept(query["id"], found, similar=similar))
    return run


def plain_words(text: str) -> list[str]:
    forms = (token.form for token in tokenize(text))
    return [form for form in forms if form not in STOP_WORDS and not is_mark(form)]


def kept(
    query: str, found: Iterable[tuple[str, float]], *, similar: bool
) -> Iterator[ir_measures.ScoredDoc]:
    for doc, score in list(found)[: DEPTH + similar]:
        if not (similar and doc == query.removeprefix("q")):
            yield ir_measures.ScoredDoc(query, doc, score)


def measure(collection: Collection, run: Run) -> dict[str, float]:
    figures = ir_measures.calc_aggregate(MEASURES.values(), collection.qrels, run)
    return {name: round(float(figures[measure]), 4) for name, measure in MEASURES.items()}


def measure_all(collection: Collection, *, similar: bool) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        searcher = build(collection, Path(folder))
        figures = {"ours": measure(collection, ours(searcher, collection, similar=similar))}
        searcher.close()
    figures["fts5"] = measure(collection, fts5(collection, similar=similar))
    try:
        figures["tantivy"] = measure(collection, tantivy_run(collection, similar=similar))
    except ImportError:
        print("tantivy is not installed (pip install 'backfile[bench]'): left out")
    for engine, values in figures.items():
        shown = "  ".join(f"{name} {value:.4f}" for name, value in values.items())
        print(f"{collection.name:16} {engine:8} {shown}", flush=True)
    return figures


def collections_in(folder: Path, *, similar: bool) -> list[Path]:
    if (folder / "docs.jsonl").exists():
        return [folder]
    names = ["prior-coverage"] if similar else ["cranfield", "cacm", "medline", "npl"]
    return [folder / name for name in names if (folder / name / "docs.jsonl").exists()]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--similar", action="store_true", help="prior coverage: the queries are whole drafts"
    )
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    add_option(parser)
    options = parser.parse_args()
    folders = collections_in(options.folder, similar=options.similar)
    if not folders:
        print(f"no collection in {options.folder}: nothing was measured", file=sys.stderr)
        return 2
    figures = {f.name: measure_all(Collection.read(f), similar=options.similar) for f in folders}
    measured = [
        Measured(f"relevance {f.name}", digest_of(f, DATA), figures[f.name]["ours"])
        for f in folders
    ]
    low = compare(measured, rising=options.rising)
    print("\n".join(low) if low else "no figure is below its floor")
    if options.json:
        print(json.dumps(report(figures)))
    return 1 if low else 0


def report(figures: dict[str, dict[str, dict[str, float]]]) -> dict[str, object]:
    """One collection's figures as they are; of several, the means with each collection's own beside
    them."""
    if len(figures) == 1:
        ((_, only),) = figures.items()
        return {
            "ours": only["ours"],
            "peers": {name: values for name, values in only.items() if name != "ours"},
        }
    engines = dict.fromkeys(engine for values in figures.values() for engine in values)
    means = {
        e: {m: mean(v[e][m] for v in figures.values() if e in v) for m in MEASURES} for e in engines
    }
    return {"ours": means.pop("ours"), "peers": means, "collections": figures}


def mean(values: Iterable[float]) -> float:
    known = list(values)
    return round(sum(known) / len(known), 4)


if __name__ == "__main__":
    sys.exit(main())
