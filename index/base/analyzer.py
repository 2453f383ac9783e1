"""The analyzer as Whoosh's own parser, highlighter and writers ask for it."""

from collections.abc import Iterator, Sequence
from typing import Any

from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken

from index.base.analysis import Token, fold, tokenize
from index.base.stems import stem_of


class ArticleAnalyzer(Analyzer):  # type: ignore[misc]
    """Words of a text as `index.base.analysis` finds them: stems, or the forms themselves.

    Of a compound a query asks for the parts alone, one after the other; a text gives the whole,
    too, before them.
    """

    def __init__(self, *, stems: bool) -> None:
        self.is_morph = stems

    def __call__(
        self,
        value: str,
        *,
        mode: str = "",
        tokenize: bool = True,
        no_morph: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        **kwargs: Any,
    ) -> Iterator[WhooshToken]:
        """See Analyzer. Without `tokenize` the value is one token: the beginning of a word, or a
        pattern, whose signs stay."""
        kwargs = {name: kwargs.get(name, False) for name in ("positions", "chars")}
        token = WhooshToken(mode=mode, **kwargs)
        token.boost, token.stopped = 1.0, False
        for found in _tokens(value, mode) if tokenize else [_unbroken(value)]:
            stemmed = self.is_morph and tokenize and not no_morph
            token.text = stem_of(found.form) if stemmed else found.form
            token.original = found.form
            token.pos = start_pos + found.position
            token.startchar, token.endchar = start_char + found.start, start_char + found.end
            yield token


def _tokens(text: str, mode: str) -> Sequence[Token]:
    tokens = list(tokenize(text))
    if mode != "query":  # where a reader goes from left to right the whole of a compound is first
        return sorted(tokens, key=lambda token: (token.position, token.start, -token.end))
    last = -1
    parts = []
    for token in tokens:
        if token.position > last:
            last = token.position
            parts.append(token)
    return parts


def _unbroken(value: str) -> Token:
    return Token(fold(value) if value.isalnum() else value.lower(), 0, len(value), 0)
