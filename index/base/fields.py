"""The kinds of fields: words, whole names, columns of names, days."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from whoosh import columns, fields
from whoosh.analysis import IDAnalyzer
from whoosh.util.times import long_to_datetime

from index.base.analysis import is_mark
from index.base.analyzer import ArticleAnalyzer
from index.base.days import UNDATED, day_of, number_of_day

LAST_DAY = 99991231  # greater numbers are Whoosh's microseconds
DAY_BITS, DAY_STEP = 32, 4  # of a number, and of each step from whole numbers to rougher terms
LIST_SEPARATOR = "\x1f"  # between the names of one byline in a column

Words = Sequence[tuple[str, int]]


class WordField(fields.TEXT):  # type: ignore[misc]
    """A field of words. It takes them with their positions, since an article is analysed once for
    all its fields, or a text."""

    def __init__(self, *, stems: bool = False, stored: bool = False) -> None:
        super().__init__(ArticleAnalyzer(stems=stems), stored=stored, multitoken_query="phrase")

    def index(self, value: Words | str, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """What Whoosh posts for each word: its bytes, frequency, weight and encoded positions. The
        frequencies make the field's length, to which marks add nothing."""
        places: dict[str, list[int]] = {}
        for word, position in self.words(value) if isinstance(value, str) else value:
            places.setdefault(word, []).append(position)
        for word, positions in places.items():
            yield (
                word.encode(),
                len(positions) if self.counts(word) else 0,
                float(len(positions)),
                self.format.encode(positions),
            )

    def counts(self, word: str) -> bool:
        """Whether it is a word of the field's length."""
        return not is_mark(word)

    def words(self, text: str) -> Words:
        """The words of a text, with their positions."""
        return [(token.text, token.pos) for token in self.analyzer(text, positions=True)]


class NameField(WordField):
    """A field of whole names, as facets show them: each is one word."""

    def __init__(self) -> None:
        super().__init__()
        self.analyzer = IDAnalyzer()

    def counts(self, word: str) -> bool:
        """Any name is."""
        return True

    def words(self, text: str) -> Words:
        """The one name."""
        return [(text, 0)]


class NamesColumn(columns.VarBytesColumn):  # type: ignore[misc]
    """A column of some names an article."""

    _default: tuple[str, ...] = ()

    def stores_lists(self) -> bool:
        """Yes."""
        return True

    class Writer(columns.VarBytesColumn.Writer):  # type: ignore[misc]
        """Writes names."""

        def add(self, docnum: int, v: Sequence[str]) -> None:
            """See ColumnWriter."""
            super().add(docnum, LIST_SEPARATOR.join(v).encode())

    class Reader(columns.VarBytesColumn.Reader):  # type: ignore[misc]
        """Reads them."""

        def __getitem__(self, docnum: int) -> tuple[str, ...]:
            return _names(super().__getitem__(docnum))

        def __iter__(self) -> Iterator[tuple[str, ...]]:
            return map(_names, super().__iter__())


class NamesField(fields.COLUMN):  # type: ignore[misc]
    """The names of each article, for groups and orders: a tuple."""

    def __init__(self, *, stored: bool = False) -> None:
        super().__init__(NamesColumn())
        self.stored = stored

    def to_column_value(self, value: Sequence[str]) -> tuple[str, ...]:
        """See FieldType."""
        return tuple(value)

    def from_column_value(self, value: Sequence[str]) -> tuple[str, ...]:
        """See FieldType."""
        return tuple(value)


class DayField(fields.DATETIME):  # type: ignore[misc]
    """Days. It takes a date, "2020-03-26" or 20200326, and gives dates, None where there is none.

    Ranges take any of these, and Whoosh's own numbers of microseconds: of a time the day counts.
    """

    def __init__(self) -> None:
        fields.NUMERIC.__init__(
            self,
            int,
            DAY_BITS,
            stored=True,
            signed=False,
            shift_step=DAY_STEP,
            sortable=True,
            default=UNDATED,
        )

    def prepare_number(self, x: Any) -> Any:
        """See NUMERIC. Raises ValueError for what is not a day."""
        if isinstance(x, str):
            x = number_of_day(self.prepare_datetime(x)) if not x.isdigit() else int(x)
        elif isinstance(x, date):
            x = number_of_day(x)
        return super().prepare_number(number_of_day(long_to_datetime(x)) if _is_long(x) else x)

    def prepare_datetime(self, x: Any) -> Any:
        """See DATETIME."""
        from whoosh.util.times import floor

        return floor(self._parse_datestring(x)) if isinstance(x, str) else x

    def to_bytes(self, x: Any, shift: int = 0) -> bytes:
        """See NUMERIC."""
        return fields.NUMERIC.to_bytes(self, x, shift=shift)  # type: ignore[no-any-return]

    def from_bytes(self, bs: bytes) -> int:
        """The number of a day, or of several."""
        return fields.NUMERIC.from_bytes(self, bs)  # type: ignore[no-any-return]

    def to_column_value(self, x: Any) -> int:
        """See NUMERIC."""
        return fields.NUMERIC.to_column_value(self, x)  # type: ignore[no-any-return]

    def from_column_value(self, x: int) -> date | None:
        """The day, None for UNDATED."""
        return day_of(x) if x != UNDATED else None


def _names(joined: bytes) -> tuple[str, ...]:
    return tuple(filter(None, joined.decode("utf-8", "surrogatepass").split(LIST_SEPARATOR)))


def _is_long(x: Any) -> bool:
    return isinstance(x, int) and x > LAST_DAY
