"""Pages made to exhaust their reader. Run as a program it reads each in a process of its own, with bounds set by the
system, and prints a line of JSON for each: name, seconds of CPU, MB, and the outcome."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.article import Page
from corpus.cleaning.clean import clean
from corpus.cleaning.rule_tables import read_rules
from corpus.cleaning.template import TemplateLearner
from corpus.crawling.discover import find_links
from corpus.errors import PageRefused

SECONDS = 2.0  # of CPU
MB = 300
URL = "https://ledger.example/a/1"
WORDS = (
    "The board should publish what it spends each month, street by street, and let the districts count for themselves. "
)
_TEXT = "<p>" + WORDS * 5
_PROSE = "<p>The board, which met again, put off the question of the ferry until the spring."
_SIZE, _TAGS = 2_990_000, 29_900  # just below what is refused unread
_RULES = read_rules({"ledger.example": {"body": "div", "title": "h1 b", "remove": [".a .b > i", "x:has(> y)"]}})
_LD = '<script type="application/ld+json">'


def _said(**facts: object) -> str:
    """A page whose JSON-LD says these things of its article."""
    return f"{_LD}{json.dumps({'@type': 'Article'} | facts)}</script><h1>A b c d</h1>{_TEXT}"


def _name(number: int) -> str:
    """A name that no other number has."""
    letters = [chr(97 + number // 26**place % 26) for place in range(4)]
    return f"{letters[0].upper()}{letters[1]} {letters[2].upper()}{letters[3]}oe"


def _names(number: int) -> list[str]:
    return list(map(_name, range(number)))


def _much(part: str, times: int | None = None) -> str:
    """`part` over and over, with a text behind it: as often as a page may be long unless told otherwise."""
    return part * (times or (_SIZE - len(_TEXT)) // len(part)) + _TEXT


PAGES: dict[str, Callable[[], str | bytes]] = {
    # what is refused before a tree is built
    "100,000 nested tags": lambda: _much("<div>", 100_000),
    "100,000 nested tags of no known name": lambda: _much("<x-y>", 100_000),
    "10 MB of tags": lambda: _much("<b></b>", 1_428_000),
    "unclosed everything": lambda: _much("<div><b><i><font><span><ul><li><a href=x>w", 20_000),
    "unclosed tables": lambda: _much("<table><tr><td>", 100_000),
    "a paragraph of 50 MB": lambda: _much(WORDS, 450_000),
    "a million attributes": lambda: "<p " + "".join(f"a{n}=b " for n in range(1_000_000)) + ">" + _TEXT,
    "5 million entities": lambda: _much("&lt;", 5_000_000),
    "angle brackets": lambda: _much("<"),
    "only ampersands": lambda: _much("&"),
    # what is read, just below the bounds
    "200,000 comments": lambda: _much("<!-- x -->", 199_000),
    "unfinished comments": lambda: _much("<!--", 199_000),
    "null bytes": lambda: b"<p>" + bytes(9_000_000) + _TEXT.encode(),
    "null bytes between the letters": lambda: "\0".join(_TEXT * 4_000),
    "a data address of 9 MB": lambda: "<img src='data:image/png;base64," + "QUJD" * 2_250_000 + "'>" + _TEXT,
    "nested just less than refused": lambda: _much("<div>", 1_400),
    "nested links": lambda: "<a href=x><div>" * 740 + "w " * 1_480_000,
    "one paragraph": lambda: "<p>" + WORDS * 25_000,
    "one heading": lambda: "<h1>" + WORDS * 25_000 + _TEXT,
    "one title": lambda: "<title>" + WORDS * 25_000 + "</title>" + _TEXT,
    "one title of bars": lambda: "<title>" + " | a" * 740_000 + "</title>" + _TEXT,
    "one attribute": lambda: "<p class='" + "x-y " * 740_000 + "'>" + _TEXT,
    "attributes": lambda: "<p " + "".join(f"a{n}=b " for n in range(290_000)) + ">" + _TEXT,
    "few attributes and many": lambda: "".join(f"<p {'a ' * n}>" for n in (10, 9_900)) * 100 + _TEXT,
    "entities": lambda: _much("&lt;", 190_000),
    "entities of no known name": lambda: _much("&abcdefgh;", 190_000),
    "ampersands": lambda: _much("&", 190_000),
    "combining letters": lambda: "<h1>" + _much("\u0301\u0323"),
    "text coded twice": lambda: _much("Ã\x83"),
    "spaces": lambda: _much(" "),
    "line breaks": lambda: _much("a b c d. <br>", _TAGS),
    "paragraphs of a date": lambda: "<h1>A b c</h1>" + _much("<p>March 1, 2020 | ", _TAGS),
    "digits": lambda: "<h1>A b c</h1><p>" + "1 " * 1_490_000,
    "headings": lambda: _much("<h1>A b c d</h1>", _TAGS // 2),
    "names": lambda: "<h1>A b c</h1><p>By " + _much("Jane Doe, "),
    "rows": lambda: "<table>" + _much("<tr><td>a<td>b", _TAGS // 3),
    "clocks": lambda: "<h1>A b c</h1>" + _much("<time datetime=2020-01-01>x</time>", _TAGS // 2),
    "furniture": lambda: _much("<div class='related menu'>a b c</div>", _TAGS // 2),
    "metas": lambda: _much('<meta name="author" content="Jane Doe">', _TAGS),
    "microdata": lambda: _much('<i itemprop="author">Jane Doe</i>', _TAGS // 2),
    "nested microdata": lambda: _much('<i itemprop="author" itemtype="Comment">', 1_400),
    "json-ld in pieces": lambda: _much('<script type="application/ld+json">{"@type":"Article"}</script>', _TAGS // 2),
    "json-ld in depth": lambda: f'<script type="application/ld+json">{"[" * 2_900_000}</script>{_TEXT}',
    "json-ld of objects": lambda: '<script type="application/ld+json">' + '{"a":' * 100_000 + f"</script>{_TEXT}",
    "json-ld in breadth": lambda: f'<script type="application/ld+json">[{"{},7," * 590_000}8]</script>{_TEXT}',
    "scripts that do not end": lambda: "<script>" + _much("</scrip", 190_000),
    "a charset in each word": lambda: "<meta " + _much("charset"),
    # long fields, many names, much within much
    "bars in a meta element": lambda: f"<meta property='og:title' content='{' | a' * 700_000}'>{_TEXT}",
    "bars in json-ld": lambda: _said(headline=" | a" * 700_000),
    "brackets in a name": lambda: _said(author="(" * 2_900_000),
    "dots in a name": lambda: _said(author="a.b " * 700_000),
    "90,000 authors": lambda: _said(author=_names(90_000)),
    "45,000 authors of two kinds": lambda: _said(
        author=[{"@type": ("Person", "Organization")[n % 2], "name": _name(n)} for n in range(45_000)]
    ),
    "260,000 days in a stamp": lambda: _said(datePublished="2020-01-01 " * 260_000),
    "lone surrogates": lambda: _said(headline="\ud800 A\udfff b c", author="Jane \udead Doe", articleSection="\ud800"),
    "metas of different authors": lambda: "".join(
        f"<meta name=author content='{name}'>" for name in _names(29_900)
    ) + _TEXT,
    "microdata in microdata": lambda: "<i itemprop=author>" * 1_300 + "<i itemprop=name>Jane Doe</i>" * 13_000 + _TEXT,
    "texts in microdata": lambda: "<i itemprop=author>" * 1_300 + "a b " * 700_000 + _TEXT,
    "one attribute over many lines": lambda: "<div class='" + "author x " * 90_000 + "'>" + _much("<p>word", 28_000),
    "a stamp of 2 MB": lambda: f"<h1>A b c</h1><time datetime='2020-{'1 ' * 1_000_000}'>x</time>{_TEXT}",
    "clocks in clocks": lambda: "<h1>A b c</h1>" + "<time>" * 1_400 + "<b>1</b>" * 14_000 + _TEXT,
    "signed reports": lambda: "<h1>A b c</h1>" + "".join(f"<p>By {n}<p>{WORDS * 2}" for n in _names(6_000)),
    "lines in depth": lambda: "<div>" * 1_400 + _much("<p>word word word", 20_000),
    "boxes of other stories in a text": lambda: "<h1>A b c</h1>" + _much(_PROSE + "<p>Related stories", _TAGS // 2),
    "requests in a text": lambda: "<h1>A b c</h1>" + _much(_PROSE + "<p>Subscribe now", _TAGS // 2),
    "drop capitals": lambda: "<h1>A b c</h1>" + _much("<p><big>A</big> new" + _PROSE[3:], 9_900),
    "captions": lambda: "<figure>" + _much("<figcaption>A b c d</figcaption>", _TAGS // 2),
    "list items": lambda: "<ul>" + _much("<li>word word word", _TAGS),
    "links": lambda: _much("<a href=/x>word word word</a> ", _TAGS // 2),
    "cells": lambda: "<h1>A b c</h1><table><tr>" + _much("<td>a b", _TAGS),
    "accents in piles": lambda: "<h1>A b c</h1><p>" + ("a" + "\u0301\u0323" * 29) * 49_000,
    "no spaces at all": lambda: "<h1>A b c</h1><p>" + "\u65e5\u672c\u8a9e\u3002" * 700_000,
    "addresses of data": lambda: "data:" * 590_000 + _TEXT,
    "control characters": lambda: "<h1>A\x1b[2J\x01 b\x85 c</h1>\x0c\x1f\ufffe" + _TEXT,
    "broken utf-8": lambda: b"<meta charset=utf-8><h1>A b c</h1>" + b"\xff\xed\xa0\x80" * 700_000 + _TEXT.encode(),
    "byte order marks": lambda: b"\xef\xbb\xbf" * 900_000 + _TEXT.encode(),
    "utf-16 of lone surrogates": lambda: b"\xff\xfe" + _TEXT.encode("utf-16-le") + b"\x00\xd8" * 1_000_000 + b"\xd8",
    "utf-16 by its label only": lambda: b"<meta charset=utf-16>" + _TEXT.encode() + bytes(range(128, 256)) * 20_000,
    "utf-16": lambda: b"\xff\xfe" + ("<p>" + WORDS * 25_000).encode("utf-16-le"),
}


def outcome(body: bytes) -> str:
    """What the cleaner says of a page, alone, by rules, and as one that teaches. Its links are found first."""
    page = Page(URL, body, "text/html", None, datetime(2021, 12, 2, tzinfo=UTC))
    find_links(page)
    try:
        clean(page).text.encode()
    except PageRefused as refusal:
        return f"refused: {refusal}"
    return "read"


def ruled(body: bytes) -> str:
    page = Page(URL, body, "text/html", None, datetime(2021, 12, 2, tzinfo=UTC))
    try:
        clean(page, rules=_RULES).text.encode()
    except PageRefused as refusal:
        return f"refused: {refusal}"
    return "read"


def taught(body: bytes) -> str:
    try:
        TemplateLearner().add(Page(URL, body, "text/html", None, datetime(2021, 12, 2, tzinfo=UTC)))
    except PageRefused as refusal:
        return f"refused: {refusal}"
    return "read"


def measure(name: str, read: Callable[[bytes], str]) -> dict[str, Any]:
    """Read one page in a child of this process, which the system ends when it takes far too much."""
    entry, exit_ = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(entry)
        made = PAGES[name]()
        body = made.encode("utf-8", "replace") if isinstance(made, str) else made
        before, began = _peak(), time.process_time()
        _bound()
        try:
            said = read(body)
        except (MemoryError, RecursionError) as fault:
            said = f"failed: {type(fault).__name__}"
        told = {"seconds": time.process_time() - began, "mb": (_peak() - before) / 1e6, "outcome": said}
        os.write(exit_, json.dumps(told).encode())
        os._exit(0)
    os.close(exit_)
    with os.fdopen(entry, "rb") as answer:
        told = json.loads(answer.read() or b'{"seconds": 99, "mb": 9999, "outcome": "failed: ended by the system"}')
    os.waitpid(child, 0)
    return {"name": name, **told}


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    status = Path("/proc/self/statm")
    if status.exists():  # elsewhere memory is measured only
        taken = int(status.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + MB * 1_000_000, resource.RLIM_INFINITY))


def _peak() -> float:
    """The most this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    outcome(_TEXT.encode())  # what is loaded once is not the page's
    ruled(_TEXT.encode())
    for name in PAGES:
        for read in (outcome, ruled, taught) if "all" in sys.argv else (outcome,):
            told = measure(name, read)
            if told["seconds"] > SECONDS:
                told = measure(name, read)  # the machine may have been busy
            sys.stdout.write(json.dumps({"read": read.__name__, **told}) + "\n")
            sys.stdout.flush()  # or a child of this process would write it again


if __name__ == "__main__":
    main()
