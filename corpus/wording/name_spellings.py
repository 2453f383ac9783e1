"""Spellings of one person's name over a site, joined under the commonest: conservatively, for a
wrong join lies.

    JANE DOE, Jáne Doe, O’Neil, ONeil    are one but for case, accents and punctuation
    Mohamad Doe -> Mohammad Doe          a given name that its bearers spell in several ways: three
                                         times as common

Signed once or twice, beside one that is signed ten times as often:

    Jane Exmaple -> Jane Example         two neighbours swapped, or a letter doubled or not, within
                                         one long word
    Jane A. Doe -> Jane Doe              or the other way about, where no other initial stands
                                         between the two

No letter stands for another: Hansen and Hanson, Frances and Francis are two people, and so are two
names that ever sign one text together.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from corpus.page.text import fold

_OFTEN = 3  # texts signed alike: with fewer, a spelling is no better known than another
_CLEARLY = 3  # times as many
_SLIPS = 2  # texts at most that are signed by mistake, or for once with an initial
_SURELY = 10  # times as many are signed as ever
_LONG_WORD = 6  # letters: in shorter words one letter tells two names apart, "Karim" and "Kerim"
# Given names out of another script, of which one person's is spelt now so, now so. Surnames tell
# families apart.
_TRANSLITERATED = (
    "mohammad mohammed muhammad muhammed mohamed mohamad muhamad mohammod",
    "ahmad ahmed",
    "mahmud mahmood mahmoud",
    "husain hussain hussein husein hossein hussien",
    "hasan hassan",
    "yusuf yousuf yousef youssef yusof",
    "ibrahim ebrahim",
    "abdullah abdallah",
    "omar umar",
    "osman usman uthman othman",
    "khalid khaled",
    "walid waleed",
    "rashid rasheed",
    "rahim raheem",
    "najib najeeb",
    "ayesha aisha aysha",
    "fatima fatema fatimah",
)
_GIVEN = {name: names.split()[0] for names in _TRANSLITERATED for name in names.split()}
_TITLES = frozenset(("dr", "prof", "professor"))
_SILENT = str.maketrans({"'": "", "’": "", "‘": "", "`": "", "ʼ": "", "\u200c": "", "\u200d": ""})
_LETTERS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا"}
)
# "JK" for "J. K." in a name that is not all capitals
_CLUSTER = re.compile(r"(?<![^\W\d_])[A-Z]{2,3}(?![^\W\d_])")

Words = tuple[str, ...]  # of a name, folded


def learn_spellings(bylines: Mapping[tuple[str, ...], int]) -> dict[str, str]:
    """The spelling to show for every name that is shown otherwise than signed; `bylines` with how
    often each stands."""
    names = _Names(bylines)
    for rule in (names.transliterated, names.one_letter_apart, names.middle_initials):
        for small, great in list(rule()):
            names.join(small, great)
    return names.shown()


class _Names:
    """All names of a site by their folded words, and which of them are joined."""

    def __init__(self, bylines: Mapping[tuple[str, ...], int]) -> None:
        self._counts: Counter[str] = Counter()
        self._spellings: defaultdict[Words, set[str]] = defaultdict(set)
        self._apart: defaultdict[Words, set[Words]] = defaultdict(set)  # those who sign together
        for byline, times in bylines.items():
            keys = []
            for name in byline:
                self._counts[name] += times
                keys.append(_words(name))
                self._spellings[keys[-1]].add(name)
            for one, other in combinations(keys, 2):
                self._apart[one].add(other)
                self._apart[other].add(one)
        self._heads: dict[Words, Words] = {}  # of the joined ones
        self._members = {key: [key] for key in self._spellings}

    def join(self, small: Words, great: Words) -> None:
        """Show `small` as `great` is shown, unless any two of those joined so sign together."""
        small, great = self._heads.get(small, small), self._heads.get(great, great)
        ours, theirs = self._members[small], self._members[great]
        if small == great or any(other in self._apart[one] for one in ours for other in theirs):
            return
        self._heads.update(dict.fromkeys(ours, great))
        theirs += ours

    def shown(self) -> dict[str, str]:
        """What each spelling is shown as, where that is another."""
        found = {}
        for key in self._spellings:
            # spellings of one name beside each other: two people
            if key in self._heads or key in self._apart[key]:
                continue
            all_spellings = [
                name for member in self._members[key] for name in self._spellings[member]
            ]
            best = max(all_spellings, key=self._rank)
            found.update({name: best for name in all_spellings if name != best})
        return found

    def transliterated(self) -> Iterator[tuple[Words, Words]]:
        """ "Mohamed Doe" and "Mohammad Doe", the rare one first."""
        alike: defaultdict[Words, list[Words]] = defaultdict(list)
        for key in self._spellings:
            alike[*(_GIVEN.get(word, word) for word in key[:-1]), key[-1]].append(key)
        for same in alike.values():
            great = max(same, key=lambda key: (self._times(key), key))
            for small in sorted(same):
                if small != great and self._times(great) >= max(
                    _OFTEN, _CLEARLY * self._times(small)
                ):
                    yield small, great

    def one_letter_apart(self) -> Iterator[tuple[Words, Words]]:
        """Names that differ by one letter within one long word, the rare one first."""
        slips = ((key, slip) for key in self._spellings for slip in _slips(key))
        found = [pair for pair in slips if pair[1] in self._spellings]
        pairs = {*found, *(pair[::-1] for pair in found)}
        for small, great in sorted(pairs, key=lambda pair: (-self._times(pair[1]), pair)):
            if self._is_rare(small, great):
                yield small, great

    def middle_initials(self) -> Iterator[tuple[Words, Words]]:
        """ "Jane A. Doe" and "Jane Doe", where nobody signs "Jane B. Doe" or "Jane Barbara Doe"."""
        middles: defaultdict[Words, set[Words]] = defaultdict(set)
        for key in self._spellings:
            if len(key) > 2:
                middles[key[0], key[-1]].add(key[1:-1])
        for ends, between in middles.items():
            initials = {words[0] for words in between if len(words) == 1 and len(words[0]) == 1}
            if len(initials) == len(between) == 1 and min(map(len, ends)) > 1:
                names = ends, (ends[0], *initials, ends[1])
                small, great = sorted(names, key=self._times)
                if self._is_rare(small, great):
                    yield small, great

    def _is_rare(self, small: Words, great: Words) -> bool:
        """Whether one name is signed so seldom beside the other that it can be a slip of whoever
        bears that."""
        times = self._times(small)
        return 0 < times <= _SLIPS and self._times(great) >= _SURELY * times

    def _times(self, key: Words) -> int:
        return sum(self._counts[name] for name in self._spellings.get(key, ()))

    def _rank(self, name: str) -> tuple[int, int, str]:
        """The commonest is shown; of two as common the longer, then that with its accents."""
        return self._counts[name], len(name), name


def _words(name: str) -> Words:
    mixed = name if name.isupper() else _CLUSTER.sub(lambda match: " ".join(match.group()), name)
    words = fold(mixed.translate(_SILENT).translate(_LETTERS)).split()
    while len(words) > 2 and words[0] in _TITLES:
        words.pop(0)
    return tuple(words) or (name,)


def _slips(key: Words) -> Iterator[Words]:
    """A name with a letter of one long word doubled, or swapped with the next one within it."""
    for place, word in enumerate(key if len(key) > 1 else ()):
        for index in range(len(word)) if len(word) >= _LONG_WORD else ():
            slips = [word[:index] + word[index] + word[index:]]
            if 0 < index < len(word) - 2:
                slips.append(word[:index] + word[index + 1] + word[index] + word[index + 2 :])
            yield from ((*key[:place], slip, *key[place + 1 :]) for slip in slips)
