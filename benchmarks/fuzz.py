"""Whether any page breaks the cleaner: `python benchmarks/fuzz.py DIR [--seconds N] [--seed N]`.

DIR holds pages, as *.html or *.html.gz at any depth. Each is mutilated again and again: parts cut
out, doubled, swapped with another page's, bytes flipped, marks thrown in. Prints every new fault
with the seed that shows it again.

Every second page is read by a site's rules, and by what it teaches itself.

Exits with 1 when there was one: an exception other than PageRefused, text that is not Unicode in
its normal form or holds control characters, or more than 2 s of CPU for one page. """

import argparse
import gzip
import random
import re
import sys
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.article import Page
from corpus.cleaning.clean import clean
from corpus.cleaning.site.rule_tables import read_rules
from corpus.cleaning.site.template import TemplateLearner
from corpus.errors import FAULTS, PageRefused

MOST_SECONDS = 2.0
LONGEST_CUT = 3_000
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
RULES = read_rules({"fuzz.example": {
    "body": ["article p", ".entry-content, [itemprop=articleBody]", "div:has(> p)"], "title": "h1",
    "byline": "[rel~=author]", "date": "time", "remove": [".related", "aside > *", "p:empty"],
}})  # fmt: skip
MARKS = (
    b"<", b">", b"</div>", b"<table><tr><td>", b"<h1>", b"</", b"<!--", b"<script>", b"\0",
    b"\xed\xa0\x80", b"\xff", b"&#xD800;", b"&#x301;", b"\\ud800", b"\xcc\x81", b"&#27;", b"\x1b",
    b"\x85", b" | ", b'"', b"'", b"<p hidden>", b"<br>", b"<title>",
    b"{", b"]}", b"<time datetime=9999-99-99>", b"</body>",
)  # fmt: skip


def pages(folder: Path) -> list[bytes]:
    found = sorted(
        path for path in folder.rglob("*") if path.name.endswith((".html", ".htm", ".html.gz"))
    )
    return [
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in found
    ]


def mutilated(known: list[bytes], seed: int) -> bytes:
    """The same page for the same seed and folder."""
    chance = random.Random(seed)
    body = bytearray(chance.choice(known))
    for _ in range(chance.randint(1, 12)):
        start = chance.randint(0, len(body))
        end = min(len(body), start + chance.randint(0, LONGEST_CUT))
        other = chance.choice(known)
        there = chance.randint(0, len(other))
        body[start:end] = chance.choice((
            b"", bytes(body[start:end]) * 2, other[there : there + LONGEST_CUT],
            chance.choice(MARKS), chance.choice(MARKS) * chance.randint(1, 300),
            chance.randbytes(8), bytes(body[start:end]).swapcase(),
        ))  # fmt: skip
    return bytes(body)


def fault_of(body: bytes, *, ruled: bool) -> str | None:
    """What is wrong with how a page is read; None for nothing."""
    began = time.process_time()
    page = Page(
        "https://fuzz.example/a/1", body, "text/html", None, datetime(2026, 6, 1, tzinfo=UTC)
    )
    try:
        if ruled:
            learner = TemplateLearner()
            learner.add(page)
            article = clean(page, rules=RULES, template=learner.templates().of(page.url))
        else:
            article = clean(page)
        said = (
            article.title,
            *article.paragraphs,
            *article.byline,
            article.section or "",
            article.language or "",
        )
        "".join(said).encode("utf-8")
        if any(not unicodedata.is_normalized("NFC", text) or CONTROL.search(text) for text in said):
            return "text not in its normal form"
    except PageRefused:
        pass
    except FAULTS as fault:
        last = traceback.extract_tb(fault.__traceback__)[-1]
        return f"{type(fault).__name__} in {Path(last.filename).name}:{last.lineno} ({fault})"
    took = time.process_time() - began
    return f"slow: {len(body):,} bytes" if took > MOST_SECONDS else None


def trials(known: list[bytes], seed: int, seconds: float) -> Iterator[tuple[int, str | None]]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield seed, fault_of(mutilated(known, seed), ruled=seed % 2 == 0)
        seed += 1


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dir", type=Path)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    known = pages(options.dir)
    if not known:
        parser.error(f"{options.dir} holds no page")
    faults: Counter[str] = Counter()
    count = 0
    for seed, fault in trials(known, options.seed, options.seconds):
        count += 1
        if fault:
            kind = fault.partition(" (")[0]
            faults[kind] += 1
            if faults[kind] == 1:
                print(f"seed {seed}: {fault}", flush=True)
    print(f"{count:,} mutilated pages, {faults.total():,} faults of {len(faults)} kinds")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
