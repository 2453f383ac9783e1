"""The paper's own name, in a masthead, below a title or as the title of every page: neither a
headline nor a byline."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from corpus.page.text import fold

# What papers are called after: with any word before it, or only with "The" or "Morning" or the like
# before that.
_SURE = (
    r"herald|gazette|ledger|tribune|courier|chronicle|telegraph|bulletin|dispatch|examiner|"
    r"[ie]nquirer|sentinel|"
    r"advertiser|argus|intelligencer|newspaper"
)
_LIKELY = r"times|post|journal|observer|guardian|mercury"
_OFTEN = (
    r"mirror|star|press|mail|news|express|standard|record|globe|independent|echo|outlook|outpost"
)
PAPER_WORD = rf"{_SURE}|{_LIKELY}|{_OFTEN}"
_EACH = r"daily|weekly|morning|evening|sunday"
_WORD = r"(?!(?:a|an|the|of|in|on|at|for|to|and|or|is|are|my|our|his|her|their) )\w+ "
_NAME = re.compile(
    rf"(?:the )?(?:{_WORD}){{1,3}}(?:{_SURE})|the (?:{_WORD}){{1,2}}(?:{_LIKELY})|the (?:{_SURE})|"
    rf"(?:the )?(?:{_WORD}){{0,2}}(?:{_EACH}) (?:{_SURE}|{_LIKELY}|{_OFTEN})(?: \w+)?"
)
# Whose word is in a name that no person bears: where a paper signs with its own, these tell it from
# a person.
_PRESS = re.compile(
    rf"\b(?:{_SURE}|{_LIKELY}|{_OFTEN}|{_EACH}|today|business|online|media|radio|magazine|review|"
    rf"newspapers?|"
    r"editorial|notes|statesman|blog|team|staff|desk|official|inc|ltd|llc|store|group|company|"
    r"clinic|hospital|bank|"
    r"church|voice|now|world|nation|national|people|republic|republican|democrat|citizen|forum|"
    r"digest|insider|wire|"
    r"report|informer|register|monitor|messenger|reader|sun|online|network)\b"
)
_THE = re.compile(r"^the ?(?=\w)")
LONGEST_NAME = 60  # characters
_SHORTEST = 5  # letters of a name that may be the name of a host


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a page's paper: its names, and what the host it is read at is called."""

    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, url: str | None, names: Iterable[str | None] = ()) -> "Paper":
        """The paper read at `url` that calls itself `names`."""
        return cls(
            frozenset(filter(None, (_plain(name) for name in (_label(url), *names) if name)))
        )

    def called(self, *names: str) -> "Paper":
        """The same paper with more names."""
        return Paper(self.names.union(map(_plain, names)))

    def is_known(self, text: str) -> bool:
        """Whether a whole text is one of its names."""
        return bool(self.names) and len(text) <= LONGEST_NAME and _plain(text) in self.names

    def is_named(self, text: str) -> bool:
        """Whether a whole text is one of its names, or by its wording the name of a paper: "The
        Morning Ledger"."""
        return self.is_known(text) or is_name_of_paper(text)

    def begins(self, text: str) -> bool:
        """Whether a text begins with one of its names: "Ledger Blog" at ledger.example."""
        return any(len(name) >= _SHORTEST and _plain(text).startswith(name) for name in self.names)


UNKNOWN = Paper()


def is_name_of_paper(text: str) -> bool:
    """Whether a text is worded like the name of a newspaper and says nothing else."""
    return len(text) <= LONGEST_NAME and not text.islower() and bool(_NAME.fullmatch(fold(text)))


def is_worded_like_paper(text: str) -> bool:
    """Whether a short text has a word that papers, their desks and firms have in their names and
    people do not."""
    return bool(_PRESS.search(fold(text)))


def _plain(name: str) -> str:
    """A name as an address has it, without "The": "The Morning Ledger" is read at
    themorningledger.example too."""
    return _THE.sub("", fold(name)).replace(" ", "")


def _label(url: str | None) -> str:
    """What a host is called below its domain's ending: "ledger" of www.ledger.example."""
    try:
        labels = (urlsplit(url or "").hostname or "").replace("-", "").split(".")[:-1]
    except ValueError:
        return ""  # an address no one can follow
    return next((label for label in reversed(labels) if len(label) >= _SHORTEST), "")
