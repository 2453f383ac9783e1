"""The formula of index.base.ranking as Whoosh's own searchers and matchers ask for it."""

from typing import Any

from whoosh.scoring import BaseScorer, WeightingModel, WeightLengthScorer, WeightScorer

from index.base.ranking import term_score


class InExpB2(WeightingModel):  # type: ignore[misc]
    """Whoosh's door to the model: a scorer for each term, statistics from the whole index."""

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> BaseScorer:
        """The scorer of one term in one segment; a date has no length and weighs 1."""
        if not searcher.schema[fieldname].scorable:
            return WeightScorer.for_(searcher, fieldname, text)
        return InExpB2Scorer(searcher, fieldname, text)


class InExpB2Scorer(WeightLengthScorer):  # type: ignore[misc]
    """Scores the postings of one term."""

    def __init__(self, searcher: Any, fieldname: str, text: bytes) -> None:
        parent = searcher.get_parent()
        self._score = term_score(
            articles=parent.doc_count_all(),
            with_word=parent.doc_frequency(fieldname, text),
            frequency=parent.frequency(fieldname, text),
            average_length=parent.avg_field_length(fieldname) or 1,
        )
        self.setup(searcher, fieldname, text)
