"""Sentence bounds by Punkt, learnt from the corpus itself; the model is kept with it as JSON.

NLTK is loaded here only when a model is learnt or used: a search never needs it.
"""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from corpus.article import Span

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

SAMPLE_ARTICLES = 400   # Punkt learns some 200 articles a second; more teach it little
LONGEST_SENTENCE = 1200  # characters; a longer run without a full stop is cut at white space

# What a small corpus cannot teach: abbreviations that editorials use before a capital letter.
SEED_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof rev hon gen lt col maj capt sgt adm brig gov sen rep pres st jr sr moh md "
    "no nos vol art fig approx dept est inc ltd co corp bros vs etc al cf e.g i.e u.s u.n u.k e.u "
    "d.c a.m p.m ph.d b.c a.d jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri "
    "sat sun".split()
)
BREAK = re.compile(r"\s+")


class SentenceSplitter:
    """Cuts text into sentences with one learnt model: Kiss and Strunk's Punkt (2006)."""

    def __init__(self, tokenizer: "PunktSentenceTokenizer", trained_on: int) -> None:
        # the same words stand around many full stops: "of Mr. Smith"
        ends = lru_cache(maxsize=4_096)(tokenizer.text_contains_sentbreak)
        tokenizer.text_contains_sentbreak = ends
        self._tokenizer = tokenizer
        self.trained_on = trained_on  # articles it was learnt from

    @classmethod
    def learn(cls, texts: Iterable[str]) -> "SentenceSplitter":
        """A splitter learnt from the texts of articles; from none it has the seed alone."""
        from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer, PunktTrainer

        trainer, count = PunktTrainer(), 0
        for text in texts:
            trainer.train(text, finalize=False)
            count += 1
        parameters = PunktParameters()
        if count:
            trainer.finalize_training()
            parameters = trainer.get_params()
        parameters.abbrev_types |= SEED_ABBREVIATIONS
        return cls(PunktSentenceTokenizer(parameters), count)

    @classmethod
    def from_json(cls, text: str) -> "SentenceSplitter":
        """The splitter with the model that `to_json` wrote. Raises ValueError."""
        from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

        data = json.loads(text)
        parameters = PunktParameters()
        parameters.abbrev_types = set(data["abbreviations"])
        parameters.collocations = {(first, second) for first, second in data["collocations"]}
        parameters.sent_starters = set(data["starters"])
        parameters.ortho_context.update(data["contexts"])
        return cls(PunktSentenceTokenizer(parameters), data["trained_on"])

    def to_json(self) -> str:
        """The model in plain data, the same for the same training."""
        parameters: Any = self._tokenizer._params
        return json.dumps(
            {
                "trained_on": self.trained_on,
                "abbreviations": sorted(parameters.abbrev_types),
                "collocations": sorted(parameters.collocations),
                "starters": sorted(parameters.sent_starters),
                "contexts": dict(sorted(parameters.ortho_context.items())),
            },
            ensure_ascii=False,
        )

    def split(self, paragraphs: Iterable[str]) -> tuple[Span, ...]:
        """The bounds of every sentence in the paragraphs joined by blank lines, in order.

        None crosses a paragraph's end.
        """
        bounds: list[Span] = []
        offset = 0
        for paragraph in paragraphs:
            for start, end in self._tokenizer.span_tokenize(paragraph):
                bounds.extend(_pieces(paragraph, start, end, offset))
            offset += len(paragraph) + 2
        return tuple(bounds)


def _pieces(text: str, start: int, end: int, offset: int) -> Iterable[Span]:
    while end - start > LONGEST_SENTENCE:
        gap = next(BREAK.finditer(text, start + LONGEST_SENTENCE // 2, end), None)
        if gap is None or gap.end() >= end:
            break
        yield offset + start, offset + gap.start()
        start = gap.end()
    yield offset + start, offset + end
