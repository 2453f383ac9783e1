"""The questions of typed.py, made by rule from the articles, the same in every run.

No question is chosen by hand. A *run* here is some words that stand side by side in a paragraph; a
title is a paragraph. "Kabul's" counts as "kabul".
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, zip_longest

import numpy as np
from numpy.typing import NDArray

from index.base.stems import stem_of
from search.query.stopwords import STOP_WORDS

SEED = 15
HALVES = ("development", "held out")
EACH = 15  # questions of a kind in each half
KNOWN = 200  # articles asked for in each half
ENOUGH = 10  # articles that hold a run: as many as a page shows
SHORTEST = 3  # letters of a word that says something

NAME_SHARE = 0.2  # of the occurrences of its stem that a name which collides has, at most
CAPITAL = 0.9  # of its occurrences within sentences that a name has with a capital, at least
NEAR_PLACE = 2  # times that something is "near" a place
IN_PLACE = 0.2  # of its occurrences that a place has behind "in", at least
COMMON = 200  # articles that each word of a phrase stands in
TOGETHER = 20  # times as often side by side as by chance
HELD_BY = 12  # different names that an office stands before
FORMERLY = 3  # times that somebody has held it "formerly"

_WORD = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)( (?=[^\W_]))?")
_OWNED = re.compile(r"['’]s$")

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, and the articles that are right, by their numbers."""

    kind: str
    words: tuple[str, ...]
    right: frozenset[int]


class Words:
    """Every word of some articles, one after another, as arrays."""

    def __init__(self, articles: Iterable[tuple[str, Sequence[str]]]) -> None:
        """`articles` are titles with their paragraphs."""
        numbers: dict[str, int] = {}
        forms: list[int] = []
        capital: list[bool] = []
        spaced: list[bool] = []
        ends: list[int] = []  # of each paragraph
        paragraphs: list[int] = []  # of each article
        for title, texts in articles:
            for text in (title, *texts):
                before = False
                for word, space in _WORD.findall(text):
                    form = _OWNED.sub("", word.lower())
                    forms.append(numbers.setdefault(form, len(numbers)))
                    capital.append(word[0].isupper() and not word.isupper())
                    spaced.append(before)
                    before = bool(space)
                ends.append(len(forms))
            paragraphs.append(1 + len(texts))
        self.numbers, self.vocabulary = numbers, list(numbers)
        self.forms = np.array(forms, np.int64)
        self.capital = np.array(capital)
        self.spaced = np.array(spaced)  # nothing but a space stands before it
        sizes = np.diff(ends, prepend=0)
        self.paragraph = np.repeat(np.arange(len(ends)), sizes)
        self.article = np.repeat(np.arange(len(paragraphs)), paragraphs).repeat(sizes)
        self.firsts = np.cumsum([0, *paragraphs])  # of each article: its title's paragraph
        self.articles = len(paragraphs)

    @cached_property
    def counts(self) -> Ints:
        """How often each form stands."""
        return np.bincount(self.forms, minlength=len(self.vocabulary))

    @cached_property
    def spread(self) -> Ints:
        """In how many articles each form stands."""
        pairs = np.unique(self.forms * self.articles + self.article)
        spread: Ints = np.bincount(pairs // self.articles, minlength=len(self.vocabulary))
        return spread

    @cached_property
    def says(self) -> Mask:
        """Which forms say something."""
        return np.array(
            [
                len(form) >= SHORTEST and form.isalpha() and form.isascii()
                and form not in STOP_WORDS
                for form in self.vocabulary
            ]
        )  # fmt: skip

    @cached_property
    def capital_share(self) -> NDArray[np.float64]:
        """Of each form's occurrences within sentences those with a capital; -1 without any."""
        within, capitals = (
            np.bincount(self.forms[chosen], minlength=len(self.vocabulary))
            for chosen in (self.spaced, self.spaced & self.capital)
        )
        return np.where(within > 0, capitals / np.maximum(within, 1), -1.0)

    def runs(self, length: int) -> Ints:
        """Where runs of so many words begin that have nothing but spaces between."""
        at = np.arange(max(len(self.forms) - length + 1, 0))
        kept = self.paragraph[at] == self.paragraph[at + length - 1]
        for step in range(1, length):
            kept &= self.spaced[at + step]
        begins: Ints = at[kept]
        return begins

    def keys(self, at: Ints, length: int) -> Ints:
        """A number for each run, the same for the same words; of at most four words."""
        keys = np.zeros(len(at), np.int64)
        for step in range(length):
            keys = keys * len(self.vocabulary) + self.forms[at + step]
        return keys

    def texts(self, at: int, length: int) -> tuple[str, ...]:
        return tuple(self.vocabulary[form] for form in self.forms[at : at + length])

    @cached_property
    def _by_form(self) -> tuple[Ints, Ints]:
        """Where words stand, those of each form together, and where these begin."""
        return self.forms.argsort(kind="stable"), np.cumsum([0, *self.counts])

    def holding(self, words: Sequence[str]) -> frozenset[int]:
        """The articles in which the words stand side by side, in these forms."""
        every, begins = self._by_form
        number = self.numbers[words[0]]
        at = every[begins[number] : begins[number + 1]]
        at = at[at + len(words) <= len(self.forms)]
        at = at[self.paragraph[at] == self.paragraph[at + len(words) - 1]]
        for step, word in enumerate(words):
            at = at[self.forms[at + step] == self.numbers[word]]
        return frozenset(self.article[at].tolist())


def questions(words: Words) -> dict[str, list[Question]]:
    """Names, places, phrases and offices, EACH of a kind in each half."""
    kinds: dict[str, list[list[tuple[str, ...]]]] = {
        "name": [[*names(words)]],
        "place": [[*places(words, 1)], [*places(words, 2)]],
        "phrase": [[*phrases(words, 2)], [*phrases(words, 3)]],
        "office": [[*offices(words, 2)], [*offices(words, 3), *offices(words, 4)]],
    }
    halves: dict[str, list[Question]] = {half: [] for half in HALVES}
    for kind, lists in kinds.items():
        dealt = [_dealt(words, kind, runs) for runs in lists]
        for number, half in enumerate(HALVES):
            turns = zip_longest(*(made[number :: len(HALVES)] for made in dealt))
            halves[half] += [each for turn in turns for each in turn if each][:EACH]
    return halves


def _dealt(words: Words, kind: str, runs: list[tuple[str, ...]]) -> list[Question]:
    """Questions of a kind in an order that only the seed decides."""
    runs.sort()
    random.Random(f"{SEED} {kind}").shuffle(runs)
    asked = (Question(kind, run, words.holding(run)) for run in runs)
    return [*islice((each for each in asked if len(each.right) >= ENOUGH), EACH * len(HALVES))]


def names(words: Words) -> Iterator[tuple[str, ...]]:
    """Words that have a capital within sentences and share their stem with much commoner ones that
    have none."""
    share = words.capital_share
    by_stem: dict[str, list[int]] = {}
    for form in (words.says & (share >= 0)).nonzero()[0].tolist():
        by_stem.setdefault(stem_of(words.vocabulary[form]), []).append(form)
    for forms in by_stem.values():
        every = sum(int(words.counts[form]) for form in forms)
        commonest = max(forms, key=lambda form: int(words.counts[form]))
        if share[commonest] > 0.5:
            continue
        for form in forms:
            if (
                share[form] >= CAPITAL
                and words.counts[form] <= NAME_SHARE * every
                and words.spread[form] >= ENOUGH
            ):
                yield (words.vocabulary[form],)


def places(words: Words, length: int) -> Iterator[tuple[str, ...]]:
    """Words with capitals that things happen "in" and "near"."""
    at = words.runs(length + 1) + 1  # behind a word
    for step in range(length):
        at = at[words.capital[at + step] & words.says[words.forms[at + step]]]
    following = np.minimum(at + length, len(words.forms) - 1)
    at = at[~(words.spaced[following] & words.capital[following])]
    keys = words.keys(at, length)
    distinct, first, which, counts = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    before = words.forms[at - 1]
    near, inside = (
        np.bincount(which[before == words.numbers[word]], minlength=len(distinct))
        for word in ("near", "in")
    )
    for found in ((near >= NEAR_PLACE) & (inside >= IN_PLACE * counts)).nonzero()[0].tolist():
        yield words.texts(int(at[first[found]]), length)


def phrases(words: Words, length: int) -> Iterator[tuple[str, ...]]:
    """Common words, without capitals, that stand side by side more often than by chance. The middle
    one of three may say nothing by itself."""
    at = words.runs(length)
    for step in range(length):
        at = at[~words.capital[at + step]]
    for step in {0, length - 1}:
        form = words.forms[at + step]
        at = at[words.says[form] & (words.spread[form] >= COMMON)]
    _, first, counts = np.unique(words.keys(at, length), return_index=True, return_counts=True)
    at = at[first]
    chance = len(words.forms) * np.ones(len(at))
    for step in range(length):
        chance *= words.counts[words.forms[at + step]] / len(words.forms)
    for found in ((counts >= ENOUGH) & (counts >= TOGETHER * chance)).nonzero()[0].tolist():
        yield words.texts(int(at[found]), length)


def offices(words: Words, length: int) -> Iterator[tuple[str, ...]]:
    """Words that stand before many different names of two words with capitals, and behind
    "former"."""
    at = words.runs(length + 2)
    for step in (length, length + 1):
        at = at[words.capital[at + step]]
    for step in {0, length - 1}:
        at = at[words.says[words.forms[at + step]]]
    keys, held_by = words.keys(at, length), words.keys(at + length, 2)
    order = np.lexsort((held_by, keys))
    keys, held_by, at = keys[order], held_by[order], at[order]
    fresh = np.ones(len(keys), bool)
    fresh[1:] = (keys[1:] != keys[:-1]) | (held_by[1:] != held_by[:-1])
    keys, at = keys[fresh], at[fresh]
    distinct, first, counts = np.unique(keys, return_index=True, return_counts=True)
    behind = words.runs(length + 1)
    behind = behind[words.forms[behind] == words.numbers["former"]] + 1
    formerly = np.sort(words.keys(behind, length))
    often = formerly.searchsorted(distinct, "right") - formerly.searchsorted(distinct)
    for found in ((counts >= HELD_BY) & (often >= FORMERLY)).nonzero()[0].tolist():
        yield words.texts(int(at[first[found]]), length)


def known_items(words: Words) -> dict[str, list[Question]]:
    """Articles asked for by two to four words as a reader remembers them: of the title and the
    first paragraph, in their order, one of them in another form."""
    forms: dict[str, list[int]] = {}
    for form in words.says.nonzero()[0].tolist():
        if words.spread[form] > 1:
            forms.setdefault(stem_of(words.vocabulary[form]), []).append(form)
    dice = random.Random(f"{SEED} known")
    every = list(range(words.articles))
    dice.shuffle(every)
    made: list[Question] = []
    for article in every:
        if len(made) == KNOWN * len(HALVES):
            break
        asked = _remembered(words, article, forms, dice)
        if asked:
            made.append(Question("known", asked, frozenset((article,))))
    return {half: made[number::2] for number, half in enumerate(HALVES)}


def _remembered(
    words: Words, article: int, forms: dict[str, list[int]], dice: random.Random
) -> tuple[str, ...] | None:
    first = int(words.firsts[article])
    begin, body, end = words.paragraph.searchsorted((first, first + 1, first + 2)).tolist()
    said = [form for form in dict.fromkeys(words.forms[begin:end].tolist()) if words.says[form]]
    in_title = set(words.forms[begin:body].tolist())
    kept = dice.sample(said, min(len(said), dice.randint(2, 4)))
    others = {
        form: [
            other for other in forms.get(stem_of(words.vocabulary[form]), ()) if other != form
        ]
        for form in kept
    }
    changed = [form for form in kept if others[form]]
    if len(kept) < 2 or not changed or in_title.isdisjoint(kept):
        return None
    old = dice.choice(changed)
    new = max(others[old], key=lambda form: int(words.counts[form]))
    kept.sort(key=said.index)
    return tuple(words.vocabulary[new if form == old else form] for form in kept)
