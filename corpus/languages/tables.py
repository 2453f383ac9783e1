"""All languages that have a module here, and patterns of their words."""

import re
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from itertools import groupby
from operator import itemgetter
from pkgutil import iter_modules

import corpus.languages as folder
from corpus.languages.language import Language, Words

_NOT_LANGUAGES = ("language", "tables")
# How a character of a form is looked for: either apostrophe, either colon and the space that some
# set before it, Persian letters as an Arabic keyboard writes them.
_WRITTEN = {
    " ": r"\s+", "_": r"\s+", ":": r"\s*[:：]", "'": "['’ʼ]", "’": "['’ʼ]", "ʼ": "['’ʼ]",
    **dict.fromkeys("یيى", "[یيى]"), **dict.fromkeys("کك", "[کك]"), "\u200c": "[\u200c\\s]?",
}  # fmt: skip

LANGUAGES: dict[str, Language] = {
    found.code: found
    for module in iter_modules(folder.__path__)
    if module.name not in _NOT_LANGUAGES
    for found in (import_module(f"{folder.__name__}.{module.name}").LANGUAGE,)
}


@cache
def one_of(kind: str) -> str:
    """A pattern of the forms that the field `kind` has in all languages, the longest first.

    It is meant for re.IGNORECASE, holds no group that counts, and minds no word's edges.
    """
    return alternation(form for language in LANGUAGES.values() for form in forms_of(language, kind))


def forms_of(language: Language, kind: str) -> tuple[str, ...]:
    """The single forms of a field of a language: "Lesen Sie auch", "tháng 1"."""
    said: Words | tuple[str, ...] | str = getattr(language, kind)
    if isinstance(said, Words):
        return said.forms
    names = said if isinstance(said, str) else " ".join(said)
    return tuple(name.replace("_", " ") for name in names.split())


def alternation(forms: Iterable[str]) -> str:
    """A pattern of some forms, the longest first; of none, one that never matches."""
    return _branches(sorted({tuple(map(_atom, form)) for form in forms})) or r"(?!)"


def _atom(char: str) -> str:
    """How one character of a form is looked for."""
    lower = char.lower()
    return _WRITTEN.get(char) or re.escape(lower if len(lower) == 1 else char)


def _branches(forms: list[tuple[str, ...]]) -> str:
    """Sorted forms as a tree of their beginnings: one by one they take many times as long."""
    if len(forms) == 1:
        return "".join(forms[0])
    heads = groupby(filter(None, forms), key=itemgetter(0))
    branches = [atom + _branches([form[1:] for form in same]) for atom, same in heads]
    if () in forms:
        return f"(?:{'|'.join(branches)})?" if branches else ""
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})" if branches else ""
