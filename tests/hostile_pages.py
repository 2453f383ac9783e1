"""Pages made to exhaust their reader. As a program it reads pages, each in a process of its own
with bounds set by the system, and prints a line of JSON for each: its name, the outcome, MB, and
its cost.

    python tests/hostile_pages.py SHARE             those that are read, in this share of their size
    python tests/hostile_pages.py --ways SHARE      by a site's rule, and to teach a template, too
    python tests/hostile_pages.py --whole NAME...   these in full: the outcome and the memory alone

What a page costs is told without a unit of time, which would be that of one machine: as `dear`, how
many times as much as an ordinary page of the greatest size, and as `growth`, how many times as much
as in proportion to its own eighth. The three are read side by side, and once more where one seems
too dear: the machine may be busy with other things.
"""

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
from corpus.cleaning.site.rule_tables import read_rules
from corpus.cleaning.site.template import TemplateLearner
from corpus.crawling.discover import find_links
from corpus.errors import PageRefused

MB = 300
DEAR = 2.0  # times the cost of an ordinary page; the dearest takes less than one
GROWTH = 2.5  # times the size; what grows with its square takes eight
STEP = 8  # the smaller page has this part of the larger
# an ordinary page's cost divided by this: what costs less is too short for the system's clock
LEAST = 16
ROUNDS = 5
PART = 0.25  # of a page is judged: what grows with its square shows in it, and four times as soon
URL = "https://ledger.example/a/1"
WORDS = (
    "The board should publish what it spends each month, street by street, and let the districts "
    "count for themselves. "
)
_TEXT = "<p>" + WORDS * 5
_PROSE = "<p>The board, which met again, put off the question of the ferry until the spring."
_SIZE, _TAGS = 2_990_000, 29_900  # just below what is refused unread
_RULES = read_rules(
    {"ledger.example": {"body": "div", "title": "h1 b", "remove": [".a .b > i", "x:has(> y)"]}}
)
_SHORT = "<h1>A b c d</h1><p>The board met again."  # its text may stand in a script
_LD = '<script type="application/ld+json">'

Size = Callable[[int], int]  # the share of a number that a page of some size has
Make = Callable[[Size], str | bytes]


def _said(**facts: object) -> str:
    """A page whose JSON-LD says these things of its article."""
    return f"{_LD}{json.dumps({'@type': 'Article'} | facts)}</script><h1>A b c d</h1>{_TEXT}"


def _name(number: int) -> str:
    """A name that no other number has."""
    letters = [chr(97 + number // 26**place % 26) for place in range(4)]
    return f"{letters[0].upper()}{letters[1]} {letters[2].upper()}{letters[3]}oe"


def _names(number: int) -> list[str]:
    return list(map(_name, range(number)))


def _much(part: str, times: int) -> str:
    """`part` over and over, with a text behind it."""
    return part * times + _TEXT


def _long(of: Size, part: str) -> str:
    """`part` as often as a page may be long."""
    return _much(part, of(_SIZE // len(part)))


def ordinary(of: Size) -> str:
    """An article, as long and of as many paragraphs as any page may have."""
    head = "<title>The ferry</title><h1>The ferry waits</h1><p>By Jane Doe<p>March 1, 2020"
    return head + "".join(f"{_PROSE} In week {n}." for n in range(of(_TAGS - 20)))


# Refused before a tree is built.
UNREAD: dict[str, Make] = {
    "100,000 nested tags": lambda of: _much("<div>", of(100_000)),
    "100,000 nested tags of no known name": lambda of: _much("<x-y>", of(100_000)),
    "10 MB of tags": lambda of: _much("<b></b>", of(1_428_000)),
    "unclosed everything": lambda of: (
        _much("<div><b><i><font><span><ul><li><a href=x>w", of(20_000))
    ),
    "unclosed tables": lambda of: _much("<table><tr><td>", of(100_000)),
    "a paragraph of 50 MB": lambda of: _much(WORDS, of(450_000)),
    "a million attributes": lambda of: (
        "<p " + "".join(f"a{n}=b " for n in range(of(1_000_000))) + ">" + _TEXT
    ),
    "5 million entities": lambda of: _much("&lt;", of(5_000_000)),
    "angle brackets": lambda of: _long(of, "<"),
    "only ampersands": lambda of: _long(of, "&"),
}

# Read, just below the bounds.
READ: dict[str, Make] = {
    "an ordinary page": ordinary,
    "200,000 comments": lambda of: _much("<!-- x -->", of(199_000)),
    "unfinished comments": lambda of: _much("<!--", of(199_000)),
    "null bytes": lambda of: b"<p>" + bytes(of(9_000_000)) + _TEXT.encode(),
    "null bytes between the letters": lambda of: "\0".join(_TEXT * of(4_000)),
    "a data address of 9 MB": lambda of: (
        "<img src='data:image/png;base64," + "QUJD" * of(2_250_000) + "'>" + _TEXT
    ),
    "nested just less than refused": lambda of: _much("<div>", of(1_400)),
    "nested links": lambda of: "<a href=x><div>" * of(740) + "w " * of(1_480_000),
    "one paragraph": lambda of: "<p>" + WORDS * of(25_000),
    "one heading": lambda of: "<h1>" + WORDS * of(25_000) + _TEXT,
    "one title": lambda of: "<title>" + WORDS * of(25_000) + "</title>" + _TEXT,
    "one title of bars": lambda of: "<title>" + " | a" * of(740_000) + "</title>" + _TEXT,
    "one attribute": lambda of: "<p class='" + "x-y " * of(740_000) + "'>" + _TEXT,
    "attributes": lambda of: "<p " + "".join(f"a{n}=b " for n in range(of(290_000))) + ">" + _TEXT,
    "few attributes and many": lambda of: (
        "".join(f"<p {'a ' * n}>" for n in (10, 9_900)) * of(100) + _TEXT
    ),
    "entities": lambda of: _much("&lt;", of(190_000)),
    "entities of no known name": lambda of: _much("&abcdefgh;", of(190_000)),
    "ampersands": lambda of: _much("&", of(190_000)),
    "combining letters": lambda of: "<h1>" + _long(of, "\u0301\u0323"),
    "text coded twice": lambda of: _long(of, "Ã\x83"),
    "spaces": lambda of: _long(of, " "),
    "line breaks": lambda of: _much("a b c d. <br>", of(_TAGS)),
    "paragraphs of a date": lambda of: "<h1>A b c</h1>" + _much("<p>March 1, 2020 | ", of(_TAGS)),
    "digits": lambda of: "<h1>A b c</h1><p>" + "1 " * of(1_490_000),
    "headings": lambda of: _much("<h1>A b c d</h1>", of(_TAGS // 2)),
    "names": lambda of: "<h1>A b c</h1><p>By " + _long(of, "Jane Doe, "),
    "rows": lambda of: "<table>" + _much("<tr><td>a<td>b", of(_TAGS // 3)),
    "clocks": lambda of: (
        "<h1>A b c</h1>" + _much("<time datetime=2020-01-01>x</time>", of(_TAGS // 2))
    ),
    "furniture": lambda of: _much("<div class='related menu'>a b c</div>", of(_TAGS // 2)),
    "metas": lambda of: _much('<meta name="author" content="Jane Doe">', of(_TAGS)),
    "microdata": lambda of: _much('<i itemprop="author">Jane Doe</i>', of(_TAGS // 2)),
    "nested microdata": lambda of: _much('<i itemprop="author" itemtype="Comment">', of(1_400)),
    "json-ld in pieces": lambda of: _much(
        '<script type="application/ld+json">{"@type":"Article"}</script>', of(_TAGS // 2)
    ),
    "json-ld in depth": lambda of: (
        f'<script type="application/ld+json">{"[" * of(2_900_000)}</script>{_TEXT}'
    ),
    "json-ld of objects": lambda of: (
        '<script type="application/ld+json">' + '{"a":' * of(100_000) + f"</script>{_TEXT}"
    ),
    "json-ld in breadth": lambda of: (
        f'<script type="application/ld+json">[{"{},7," * of(590_000)}8]</script>{_TEXT}'
    ),
    "scripts that do not begin": lambda of: _much("<script", of(190_000)),
    "tags that do not end": lambda of: _much("<p ", of(190_000)),
    "numbers of no letter": lambda of: _much("&#", of(190_000)),
    "breaks between words": lambda of: _much("word<br>", of(_TAGS)),
    "one number": lambda of: "<h1>A b c</h1><p>" + "1" * of(2_900_000),
    "frames that do not end": lambda of: _much("<frame ", of(190_000)),
    "templates that do not end": lambda of: _much("<template ", of(190_000)),
    "scripts that do not begin in a short text": lambda of: _SHORT + "<script" * of(190_000),
    "scripts left open": lambda of: _SHORT + "<script>" * of(370_000),
    "quotes of a string that does not end": lambda of: (
        _SHORT + '<script>"' + '\\"' * of(1_480_000) + "</script>"
    ),
    "the name of a moment, on and on": lambda of: f"<p {'data-time-' * of(290_000)}>{_TEXT}",
    "lines that are kept": lambda of: "<h1>A b c</h1><pre>" + "a b c d\n" * of(370_000),
    "hidden breaks": lambda of: f"<div>{'<br hidden>' * of(28_000)}</div>{_TEXT}",
    "scripts that do not end": lambda of: "<script>" + _much("</scrip", of(190_000)),
    "a charset in each word": lambda of: "<meta " + _long(of, "charset"),
    # long fields, many names, much within much
    "bars in a meta element": lambda of: (
        f"<meta property='og:title' content='{' | a' * of(700_000)}'>{_TEXT}"
    ),
    "bars in json-ld": lambda of: _said(headline=" | a" * of(700_000)),
    "brackets in a name": lambda of: _said(author="(" * of(2_900_000)),
    "dots in a name": lambda of: _said(author="a.b " * of(700_000)),
    "90,000 authors": lambda of: _said(author=_names(of(90_000))),
    "45,000 authors of two kinds": lambda of: _said(
        author=[
            {"@type": ("Person", "Organization")[n % 2], "name": _name(n)}
            for n in range(of(45_000))
        ]
    ),
    "260,000 days in a stamp": lambda of: _said(datePublished="2020-01-01 " * of(260_000)),
    "lone surrogates": lambda of: _said(
        headline="\ud800 A\udfff b c", author="Jane \udead Doe", articleSection="\ud800"
    ),
    "metas of different authors": lambda of: (
        "".join(f"<meta name=author content='{name}'>" for name in _names(of(29_900))) + _TEXT
    ),
    "microdata in microdata": lambda of: (
        "<i itemprop=author>" * of(1_300) + "<i itemprop=name>Jane Doe</i>" * of(13_000) + _TEXT
    ),
    "texts in microdata": lambda of: (
        "<i itemprop=author>" * of(1_300) + "a b " * of(700_000) + _TEXT
    ),
    "one attribute over many lines": lambda of: (
        "<div class='" + "author x " * of(90_000) + "'>" + _much("<p>word", of(28_000))
    ),
    "a stamp of 2 MB": lambda of: (
        f"<h1>A b c</h1><time datetime='2020-{'1 ' * of(1_000_000)}'>x</time>{_TEXT}"
    ),
    "clocks in clocks": lambda of: (
        "<h1>A b c</h1>" + "<time>" * of(1_400) + "<b>1</b>" * of(14_000) + _TEXT
    ),
    "a card in depth": lambda of: (
        "<div class=related>" * of(1_400) + "<h2><a href=/x>A b c</a></h2><p>" + "w " * of(1_400_000)
    ),
    "signed reports": lambda of: (
        "<h1>A b c</h1>" + "".join(f"<p>By {n}<p>{WORDS * 2}" for n in _names(of(6_000)))
    ),
    "lines in depth": lambda of: "<div>" * of(1_400) + _much("<p>word word word", of(20_000)),
    "boxes of other stories in a text": lambda of: (
        "<h1>A b c</h1>" + _much(_PROSE + "<p>Related stories", of(_TAGS // 2))
    ),
    "requests in a text": lambda of: (
        "<h1>A b c</h1>" + _much(_PROSE + "<p>Subscribe now", of(_TAGS // 2))
    ),
    "drop capitals": lambda of: (
        "<h1>A b c</h1>" + _much("<p><big>A</big> new" + _PROSE[3:], of(9_900))
    ),
    "captions": lambda of: "<figure>" + _much("<figcaption>A b c d</figcaption>", of(_TAGS // 2)),
    "list items": lambda of: "<ul>" + _much("<li>word word word", of(_TAGS)),
    "links": lambda of: _much("<a href=/x>word word word</a> ", of(_TAGS // 2)),
    "cells": lambda of: "<h1>A b c</h1><table><tr>" + _much("<td>a b", of(_TAGS)),
    "accents in piles": lambda of: "<h1>A b c</h1><p>" + ("a" + "\u0301\u0323" * 29) * of(49_000),
    "no spaces at all": lambda of: "<h1>A b c</h1><p>" + "\u65e5\u672c\u8a9e\u3002" * of(700_000),
    "addresses of data": lambda of: "data:" * of(590_000) + _TEXT,
    "control characters": lambda of: "<h1>A\x1b[2J\x01 b\x85 c</h1>\x0c\x1f\ufffe" + _TEXT,
    "broken utf-8": lambda of: (
        b"<meta charset=utf-8><h1>A b c</h1>" + b"\xff\xed\xa0\x80" * of(700_000) + _TEXT.encode()
    ),
    "byte order marks": lambda of: b"\xef\xbb\xbf" * of(900_000) + _TEXT.encode(),
    "utf-16 of lone surrogates": lambda of: (
        b"\xff\xfe" + _TEXT.encode("utf-16-le") + b"\x00\xd8" * of(1_000_000) + b"\xd8"
    ),
    "utf-16 by its label only": lambda of: (
        b"<meta charset=utf-16>" + _TEXT.encode() + bytes(range(128, 256)) * of(20_000)
    ),
    "utf-16": lambda of: b"\xff\xfe" + ("<p>" + WORDS * of(25_000)).encode("utf-16-le"),
}
PAGES = UNREAD | READ


def outcome(body: bytes) -> str:
    """What the cleaner says of a page alone. Its links are found first."""
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


WAYS = {read.__name__: read for read in (outcome, ruled, taught)}


def measure(make: Make, share: float, read: Callable[[bytes], str]) -> dict[str, Any]:
    """Read one page in a child of this process, which the system ends if it takes far too much."""
    entry, exit_ = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(entry)
        made = make(lambda number: int(number * share))
        body = made.encode("utf-8", "replace") if isinstance(made, str) else made
        before, began = _peak(), time.process_time()
        _bound()
        try:
            said = read(body)
        except (MemoryError, RecursionError) as fault:
            said = f"failed: {type(fault).__name__}"
        spent, grown = time.process_time() - began, (_peak() - before) / 1e6
        told = {"seconds": spent, "mb": grown, "outcome": said}
        os.write(exit_, json.dumps(told).encode())
        os._exit(0)
    os.close(exit_)
    with os.fdopen(entry, "rb") as answer:
        said_of_it = answer.read()
    os.waitpid(child, 0)
    ended = b'{"seconds": 999, "mb": 9999, "outcome": "failed: was ended"}'
    page: dict[str, Any] = json.loads(said_of_it or ended)
    return page


def judge(make: Make, share: float, read: Callable[[bytes], str]) -> dict[str, Any]:
    """What a page costs beside others, in the first round that is within bounds, else in the
    last."""
    for _ in range(ROUNDS):
        told = measure(make, share, read)
        part, usual = (measure(page, share / STEP, read)["seconds"] for page in (make, ordinary))
        dear = told["seconds"] / STEP / usual
        growth = told["seconds"] / STEP / max(part, usual / LEAST)
        if dear <= DEAR and growth <= GROWTH:
            break
    return {"outcome": told["outcome"], "mb": told["mb"], "dear": dear, "growth": growth}


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (120, 120))  # ends what does not end
    status = Path("/proc/self/statm")
    if status.exists():  # elsewhere memory is measured only
        taken = int(status.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + MB * 1_000_000, resource.RLIM_INFINITY))


def _peak() -> float:
    """The most this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (
        1 if sys.platform == "darwin" else 1024
    )


def main() -> None:
    for read in WAYS.values():
        read(_TEXT.encode())  # what is loaded once is not the page's
    first, *names = sys.argv[1:]
    if first == "--whole":
        for name in names:
            _tell(name, "outcome", measure(PAGES[name], 1, outcome))
        return
    ways = WAYS if first == "--ways" else {"outcome": outcome}
    for name in names or READ:
        for way, read in ways.items():
            _tell(name, way, judge(READ[name], PART, read))


def _tell(name: str, way: str, told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps({"name": name, "way": way, **told}) + "\n")
    sys.stdout.flush()  # or a child of this process would write it again


if __name__ == "__main__":
    main()
