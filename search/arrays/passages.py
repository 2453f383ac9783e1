"""The passages of the documents of an array page.

They are chosen by compiled code, chooser.c, where there is some, else by passage_choice.py.
"""

from collections.abc import Sequence

from search.arrays.positions import ArrayPositions
from search.arrays.texts import ArrayTexts
from search.matching.result_page import Passage
from search.snippets.passage_choice import Chooser, merged, passages_of

MADE_FOR = 4  # the version of chooser.c

try:
    from search.arrays.chooser import MOST_PARTS, VERSION, choose
except ImportError:  # no C compiler was there when Backfile was installed
    COMPILED = False
else:
    COMPILED = VERSION == MADE_FOR  # else it was compiled for another Backfile


def choose_passages(
    texts: ArrayTexts, parts: Sequence[ArrayPositions], weights: Sequence[float]
) -> list[list[Passage]]:
    """The passages of each text for the parts of a question, one weight for each part.

    What they are is said in search.matching.result_page.ResultPage.
    """
    chooser = Chooser(weights)
    if not COMPILED or len(parts) > MOST_PARTS:
        every = enumerate(texts.sentences)
        return [passages_of(sentences, number, parts, chooser) for number, sentences in every]
    shown: list[list[Passage]] = []
    numbers, positions = texts.sentence_numbers, [part.positions for part in parts]
    words = sum([1 << which for which, part in enumerate(parts) if part.single_term])
    chosen = choose(numbers, texts.steps, texts.texts, positions, chooser.weights, words)
    for number, each in enumerate(chosen):
        passages = []
        for start, end, paragraph, spans, others in each:
            marked = spans
            if others:
                more = [
                    span
                    for which, position, begin in others
                    for span in parts[which].spans_at(number, position, begin)
                ]
                marked = merged([*spans, *more])
            if marked and marked[-1][1] > end:  # a phrase goes on in the next sentence
                passages = passages_of(texts.sentences[number], number, parts, chooser)
                break
            passages.append(Passage(start, end, paragraph, marked))
        shown.append(passages)
    return shown
