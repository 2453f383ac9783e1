"""Titles: who has a line of a draft as the title, or in it."""

import re
from dataclasses import replace
from typing import NamedTuple

from corpus.article import Span
from search.copied.letters import Letters
from search.matching.results import BARE, Hit
from search.query.parser import parse
from search.searcher import Searcher
from search.shared_passage import SharedPassage

MOST = 50  # articles
LONGEST = 20  # words of a line
QUOTES = re.compile('["“”„«»]')


class Titled(NamedTuple):
    """An article, and where the line stands in its title."""

    hit: Hit
    theirs: SharedPassage


def find_titled(line: str, searcher: Searcher, *, whole: bool) -> tuple[list[Titled], int]:
    """The articles whose title has the words of a line, or only those that have it as the `whole`
    title; and how many there are with those that are left out."""
    letters = Letters(line).letters
    if not letters or len(line.split()) > LONGEST:
        return [], 0
    query = parse(f'title:"{QUOTES.sub(" ", line)}"')
    every = searcher.search(replace(BARE, query=query, size=MOST))
    at = [_place_in(hit.title, letters, whole=whole) for hit in every.hits]
    found = [
        Titled(hit, SharedPassage(hit.title, (place,), -1, in_title=True))
        for hit, place in zip(every.hits, at, strict=True)
        if place
    ]
    return found, every.total if len(found) == len(every.hits) else len(found)


def _place_in(title: str, letters: str, *, whole: bool) -> Span | None:
    """Where the words with such letters stand in a title."""
    theirs = Letters(title)
    first = theirs.letters.find(letters)
    last = first + len(letters)
    if first < 0 or not theirs.begins_at(first) or not theirs.ends_at(last):
        return None
    return theirs.characters(first, last) if theirs.letters == letters or not whole else None
