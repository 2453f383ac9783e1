"""The text of a page that a script would fill in: the strings in its scripts that are one."""

import json
import re
from collections.abc import Iterator

from corpus.errors import PageRefused
from corpus.page.lines import read_blocks
from corpus.page.markup import parse
from corpus.page.text import TERMINAL, count_words

# One that does not end is read to its end, or each that is left open in it would be read again.
_SCRIPT = re.compile(r"<script\b[^<>]*+>([^<]*+(?:<(?!/script)[^<]*+)*+)", re.IGNORECASE)
_STRING = re.compile(r'"(?:[^"\\\n]|\\.){80,}+"?')
_PROSE = 12  # words of a paragraph


def read_script_text(markup: str) -> tuple[str, ...]:
    """The paragraphs of the longest string that is markup itself, or those that are strings each,
    if these are more; none where neither is in a script."""
    strings = list(_strings(markup))
    written = max((string for string in strings if "<p" in string), key=len, default="")
    try:
        lines = [line.text for line in read_blocks(parse(written)).lines] if written else []
    except PageRefused:
        lines = []
    prose = [string for string in strings if "<" not in string and string.endswith(TERMINAL)]
    prose = [string for string in dict.fromkeys(prose) if count_words(string) >= _PROSE]
    return tuple(max(lines, prose, key=lambda texts: sum(map(len, texts))))


def _strings(markup: str) -> Iterator[str]:
    for script in _SCRIPT.findall(markup):
        for written in _STRING.findall(script):
            try:
                yield json.loads(written)
            except ValueError:
                continue  # a script's own kind of string
