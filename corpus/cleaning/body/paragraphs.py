"""Lines of a text to its paragraphs: what a page parts by single breaks, by cells of a row, or by a
drop capital."""

from collections.abc import Iterable, Iterator, Sequence

from corpus.page.drop_capitals import Initials, is_initial
from corpus.page.lines import Line

_LONGEST_CELL = 100


def join_lines(lines: Sequence[Line], kept: Iterable[int]) -> Iterator[str]:
    """The paragraphs of a text; `kept` are its lines, as indexes into `lines`, the page's."""
    initials = Initials(lines)
    pending = ""
    first = last = -1
    for index in kept:
        line = lines[index]
        if first < 0:
            first, pending = index, line.text
        elif _are_cells(lines[last], line):
            pending += f" | {line.text}"
        elif _goes_on(lines, last, index) or (first == last and is_initial(lines[first], line)):
            pending += f" {line.text}"
        else:
            yield initials.join(lines[first], pending)
            first, pending = index, line.text
        last = index
    if first >= 0:
        yield initials.join(lines[first], pending)


def _are_cells(one: Line, other: Line) -> bool:
    """Whether two lines are cells of one row of a table of facts; long ones stand in a table made
    for layout."""
    side_by_side = one.row == other.row > 0 and one.region != other.region
    return side_by_side and max(len(one.text), len(other.text)) <= _LONGEST_CELL


def _goes_on(lines: Sequence[Line], last: int, index: int) -> bool:
    """Whether a line is of the paragraph of `last`, the line kept before it.

    What was left out between the two may have begun another one: a credit, a button.
    """
    return all(line.soft for line in lines[last + 1 : index + 1])
