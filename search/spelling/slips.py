"""How much rarer a misspelling is than the word that was meant, by the kinds of its slips.

A noisy channel: of two words the one is likelier whose frequency, divided by what the slips cost,
is greater. Costs are natural logarithms, so they are taken from that of a frequency. They were
chosen on one half of the misspellings of poor spellers (`benchmarks/spelling.py` says how well they
do on others), and rounded: none decides by itself.
"""

LEFT_OUT = 3.5       # a letter
DOUBLED = 2.3        # a letter written once for twice, or twice for once
SWAPPED = 4.0        # two neighbours
VOWEL_CHANGED = 3.0  # to another vowel
SOUND_CHANGED = 5.0  # to what sounds alike
CHANGED = 9.0        # to any other letter
VOWEL_PUT_IN = 5.5
PUT_IN = 8.0         # any other letter
FIRST = 4.5          # more, where the first letter is concerned: it is rarely wrong
CHEAPEST = min(LEFT_OUT, DOUBLED, SWAPPED, VOWEL_CHANGED)

VOWELS = frozenset("aeiouy")
SOUNDS = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "c/k c/s s/z k/q g/j d/t m/n b/p f/v g/k v/w s/x l/r ph/f gh/f ck/k qu/kw x/ks sh/ti sh/ci"
    ).split()
)
LONGEST_SOUND = 2  # letters

NEVER = float("inf")


def cost(meant: str, typed: str) -> float:
    """What the likeliest slips from one word to the other cost; 0 where they are the same."""
    start, end = _shared(meant, typed)
    width, height = len(typed) - start - end + 1, len(meant) - start - end + 1
    table = [[NEVER] * width for _ in range(height)]
    table[0][0] = 0.0
    for row in range(height):
        for column in range(width):
            if row or column:
                table[row][column] = min(
                    table[row - letters][column - others] + price
                    for letters, others, price in _slips(meant, typed, start + row, start + column)
                    if letters <= row and others <= column
                )
    return table[-1][-1]


def _shared(meant: str, typed: str) -> tuple[int, int]:
    """How many letters both begin and end with."""
    shorter = min(len(meant), len(typed))
    start = next((at for at in range(shorter) if meant[at] != typed[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if meant[-1 - at] != typed[-1 - at]), rest)
    return start, end


def _slips(meant: str, typed: str, row: int, column: int) -> list[tuple[int, int, float]]:
    """The slips by which so many first letters of the one may end as so many of the other.

    Each takes a number of letters of what was meant, turns them into so many, and has its cost.
    """
    slips: list[tuple[int, int, float]] = []
    if row:
        first = FIRST * (row == 1)
        price = DOUBLED if _is_double(meant, row - 1) else LEFT_OUT
        slips.append((1, 0, price + first))
    if column:
        letter, first = typed[column - 1], FIRST * (column == 1)
        price = VOWEL_PUT_IN if letter in VOWELS else PUT_IN
        slips.append((0, 1, (DOUBLED if _is_double(typed, column - 1) else price) + first))
    if row and column:
        first = FIRST * (row == column == 1)
        slips.append((1, 1, _changed(meant[row - 1], typed[column - 1], first)))
    if row > 1 and column > 1 and meant[row - 2 : row] == typed[column - 2 : column][::-1]:
        slips.append((2, 2, SWAPPED + FIRST * (row == 2)))
    for letters, others in ((LONGEST_SOUND, 1), (1, LONGEST_SOUND), (LONGEST_SOUND, LONGEST_SOUND)):
        if row >= letters and column >= others:
            pair = {meant[row - letters : row], typed[column - others : column]}
            if pair in SOUNDS:
                slips.append((letters, others, SOUND_CHANGED))
    return slips


def _is_double(word: str, at: int) -> bool:
    """Whether a letter stands beside itself."""
    return word[at] in (word[at - 1 : at], word[at + 1 : at + 2])


def _changed(letter: str, other: str, first: float) -> float:
    if letter == other:
        return 0.0
    if letter in VOWELS and other in VOWELS:
        return VOWEL_CHANGED + first
    return (SOUND_CHANGED if {letter, other} in SOUNDS else CHANGED) + first
