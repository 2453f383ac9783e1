"""The passages of the documents of an array page: chosen by compiled code where there is some, else
by passages.py."""

from collections.abc import Sequence

from search.arrays.positions import ArrayStands
from search.arrays.texts import ArrayTexts
from search.matching.documents import Passage
from search.snippets.passages import Chooser, merged, passages_of

MADE_FOR = 1  # the version of chooser.c

try:
    from search.arrays.chooser import MOST_PARTS, VERSION, choose
except ImportError:  # no C compiler was there when Backfile was installed
    COMPILED = False
else:
    COMPILED = VERSION == MADE_FOR  # else it was compiled for another Backfile


def choose_passages(
    texts: ArrayTexts, parts: Sequence[ArrayStands], weights: Sequence[float]
) -> list[list[Passage]]:
    """See search.matching.documents.Page; `weights` is what each part says."""
    chooser = Chooser(weights)
    if not COMPILED or len(parts) > MOST_PARTS:
        return [passages_of(rows, number, parts, chooser) for number, rows in enumerate(texts.rows)]
    shown: list[list[Passage]] = []
    slots, words = (
        [part.slots for part in parts],
        sum([1 << which for which, part in enumerate(parts) if part.word]),
    )
    chosen = choose(texts.sentences, texts.steps, texts.texts, slots, chooser.weights, words)
    for number, each in enumerate(chosen):
        passages = []
        for start, end, paragraph, spans, others in each:
            for which, slot, begin in others:
                spans += parts[which].spans_at(number, slot, begin)
            marked = merged(spans) if others else tuple(sorted({*spans}))
            if marked and marked[-1][1] > end:  # a phrase goes on in the next sentence
                passages = passages_of(texts.rows[number], number, parts, chooser)
                break
            passages.append(Passage(start, end, paragraph, marked))
        shown.append(passages)
    return shown
