/* Where words of a draft stand beside each other in the texts of a segment, and how far the two
 * texts are the same there. search/arrays/copied.py says what for; search/copied/letters.py says
 * which letters of a text count.
 */

#include "numbers.h"

/* of what is compared, and how it is told: an older file of machine code is not asked */
enum { VERSION = 1 };
enum { PLANE = 1 << 16 };
enum { END = -1, UNSURE = -2 };
enum { COMPARISON = 16 }; /* steps that it takes to begin one */
enum { ROW = 5 };        /* numbers of a row that is found */
enum { ANY_FORM = -2 };
enum { WIDEST = 255 };   /* a step of so many characters or more is noted elsewhere */

/* Where a word stands: document and position in one number, ascending. */
typedef struct {
    uint64_t *keys;
    Py_ssize_t count;
} Places;

typedef struct {
    const uint8_t *bytes;
    Py_ssize_t count;
} Text;

typedef struct {
    Numbers texts, texts_at, starts_at, title_ends, steps; /* of the segment */
    Numbers letters, firsts, lasts;                        /* of the draft: codes; of each word */
    Numbers codes, several, several_at;                    /* what characters are folded to */
    Places *words;
    Py_ssize_t word_count;
    long long reach, budget;
    /* the run that was last found in each document: its words, and its bytes */
    uint32_t *known;
    int64_t *rows;
    Py_ssize_t row_count, room;
} Comparison;

/* -- letters of a text */

static int
is_further(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

static Py_ssize_t
after(const Text *text, Py_ssize_t at)
{
    for (at++; at < text->count && is_further(text->bytes[at]); at++)
        ;
    return at;
}

static Py_ssize_t
before(const Text *text, Py_ssize_t at)
{
    for (at--; at > 0 && is_further(text->bytes[at]); at--)
        ;
    return at;
}

/* The character that begins at a byte; END outside of the text. */
static long
character(const Text *text, Py_ssize_t at)
{
    if (at < 0 || at >= text->count)
        return END;
    const uint8_t *from = text->bytes + at;
    Py_ssize_t left = text->count - at;
    if (from[0] < 0x80)
        return from[0];
    if (from[0] < 0xE0 && left > 1)
        return (from[0] & 0x1F) << 6 | (from[1] & 0x3F);
    if (from[0] < 0xF0 && left > 2)
        return (from[0] & 0x0F) << 12 | (from[1] & 0x3F) << 6 | (from[2] & 0x3F);
    return PLANE;
}

static long long
folded(const Comparison *all, long code)
{
    return code >= 0 && code < all->codes.count ? number_at(&all->codes, code) : code < 0 ? 0 : UNSURE;
}

static int
is_digit(const Comparison *all, long code)
{
    long long letter = folded(all, code);
    return letter >= '0' && letter <= '9';
}

static int
is_apostrophe(long code)
{
    return code == '\'' || code == '`' || code == 0x2019 || code == 0x2018 || code == 0x2BC
           || code == 0xFF07;
}

/* Whether a character is one of a word: signs that are read aloud are words of their own. */
static int
is_of_word(const Comparison *all, long code)
{
    return folded(all, code) && code != '&' && code != '%' && code != 0x66A;
}

/* What the character at a byte is folded to, as it stands there: 0 is nothing. */
static long long
letter_at(const Comparison *all, const Text *text, Py_ssize_t at)
{
    long code = character(text, at);
    long long letter = folded(all, code);
    if (letter || code == ' ')
        return letter;
    if (code == '.' || code == 0x66B) {
        int within = at > 0 && is_digit(all, character(text, before(text, at)))
                     && is_digit(all, character(text, after(text, at)));
        return within ? '.' : 0;
    }
    if (is_apostrophe(code) && at > 0 && is_of_word(all, character(text, before(text, at)))) {
        Py_ssize_t next = after(text, at);
        long following = character(text, next);
        int ends = (following == 's' || following == 'S')
                   && !is_of_word(all, character(text, after(text, next)));
        return ends ? '\'' : 0;
    }
    return 0;
}

/* Whether a character that is between two others holds them together: "can't", "1,000". */
static int
joins(const Comparison *all, const Text *text, Py_ssize_t at)
{
    long code = character(text, at);
    if (at <= 0 || !(is_apostrophe(code) || code == '.' || code == ',' || code == 0x66B || code == 0x66C
                     || code == 0x60C))
        return 0;
    long left = character(text, before(text, at)), right = character(text, after(text, at));
    return is_apostrophe(code) ? is_of_word(all, left) && is_of_word(all, right)
                               : is_digit(all, left) && is_digit(all, right);
}

/* Whether a word may begin or end between a byte and the one before. */
static int
is_bound(const Comparison *all, const Text *text, Py_ssize_t at)
{
    if (at <= 0 || at >= text->count)
        return 1;
    Py_ssize_t last = before(text, at);
    if (is_of_word(all, character(text, last)))
        return !is_of_word(all, character(text, at)) && !joins(all, text, at);
    return !joins(all, text, last);
}

/* -- how far two texts are the same */

typedef struct {
    Py_ssize_t word;  /* how many words of the draft are before the bound */
    Py_ssize_t at;    /* the byte of the text where it is */
    int unsure;       /* whether nobody knows if it is further on */
} Bound;

/* How many letters a character has, and the one that is asked for. */
static Py_ssize_t
several(const Comparison *all, long long letter, Py_ssize_t which, long long *wanted)
{
    if (letter < PLANE) {
        *wanted = letter;
        return 1;
    }
    Py_ssize_t number = (Py_ssize_t)(letter - PLANE);
    if (number + 1 >= all->several_at.count)
        return 0;
    long long begin = number_at(&all->several_at, number), end = number_at(&all->several_at, number + 1);
    if (begin + which < 0 || begin + which >= all->several.count)
        return 0;
    *wanted = number_at(&all->several, (Py_ssize_t)begin + which);
    return (Py_ssize_t)(end - begin);
}

/* The end of what is the same from a word of the draft and a byte of the text on. */
static Bound
end_of_run(Comparison *all, const Text *text, Py_ssize_t word, Py_ssize_t at)
{
    Bound found = {word, at, 0};
    Py_ssize_t letter = (Py_ssize_t)number_at(&all->firsts, word);
    for (; at < text->count && word < all->lasts.count && all->budget > 0; all->budget--) {
        long long code = letter_at(all, text, at), wanted = 0;
        if (code == UNSURE) {
            found.unsure = 1;
            return found;
        }
        Py_ssize_t count = code ? several(all, code, 0, &wanted) : 0;
        for (Py_ssize_t which = 0; which < count; which++) {
            several(all, code, which, &wanted);
            if (letter >= all->letters.count || number_at(&all->letters, letter) != wanted)
                return found;
            letter++;
        }
        at = after(text, at);
        if (count && letter == number_at(&all->lasts, word)) {
            word++;
            if (is_bound(all, text, at)) {
                found.word = word;
                found.at = at;
            }
        }
        while (word < all->lasts.count && letter > number_at(&all->lasts, word))
            word++; /* one character ended it and began the next */
    }
    return found;
}

/* The same backwards. */
static Bound
begin_of_run(Comparison *all, const Text *text, Py_ssize_t word, Py_ssize_t at)
{
    Bound found = {word, at, 0};
    Py_ssize_t letter = (Py_ssize_t)number_at(&all->firsts, word);
    for (; at > 0 && word > 0 && all->budget > 0; all->budget--) {
        at = before(text, at);
        long long code = letter_at(all, text, at), wanted = 0;
        if (code == UNSURE) {
            found.unsure = 1;
            return found;
        }
        Py_ssize_t count = code ? several(all, code, 0, &wanted) : 0;
        for (Py_ssize_t which = count - 1; which >= 0; which--) {
            several(all, code, which, &wanted);
            if (letter <= 0 || number_at(&all->letters, letter - 1) != wanted)
                return found;
            letter--;
        }
        if (count && letter == number_at(&all->firsts, word - 1)) {
            word--;
            if (is_bound(all, text, at)) {
                found.word = word;
                found.at = at;
            }
        }
        while (word > 0 && letter < number_at(&all->firsts, word - 1))
            word--;
    }
    return found;
}

/* -- where a position is */

static Py_ssize_t
skipped(const Text *text, long long characters)
{
    Py_ssize_t at = 0;
    while (characters >= 8 && at + 8 <= text->count) {
        uint64_t eight;
        memcpy(&eight, text->bytes + at, sizeof eight);
        eight = eight >> 7 & ~(eight >> 6) & 0x0101010101010101u;
        characters -= 8 - (long long)((eight * 0x0101010101010101u) >> 56);
        at += 8;
    }
    while (at < text->count && is_further(text->bytes[at]))
        at++;
    for (; characters > 0 && at < text->count; characters--)
        at = after(text, at);
    return at;
}

/* The byte of the text at which a position begins; UNSURE where the steps do not tell. */
static Py_ssize_t
byte_of(const Comparison *all, const Text *text, Py_ssize_t doc, long long position)
{
    long long first = number_at(&all->starts_at, doc), end = number_at(&all->title_ends, doc);
    const uint8_t *steps = all->steps.buffer.buf;
    if (first < 0 || first + position >= all->steps.count)
        return UNSURE;
    uint32_t sum = 0;
    uint8_t most = 0;
    for (long long at = first + end; at <= first + position; at++) {
        sum += steps[at];
        most = steps[at] > most ? steps[at] : most;
    }
    return most == WIDEST ? UNSURE : skipped(text, sum);
}

static int
open_text(const Comparison *all, Py_ssize_t doc, Text *text)
{
    if (doc < 0 || doc + 1 >= all->texts_at.count)
        return 0;
    long long begin = number_at(&all->texts_at, doc), end = number_at(&all->texts_at, doc + 1);
    if (begin < 0 || end < begin || end > all->texts.count)
        return 0;
    text->bytes = (const uint8_t *)all->texts.buffer.buf + begin;
    text->count = (Py_ssize_t)(end - begin);
    return 1;
}

/* -- what is found */

static int
add_row(Comparison *all, const int64_t row[ROW])
{
    if (all->row_count == all->room) {
        Py_ssize_t room = all->room ? 2 * all->room : 256;
        int64_t *rows = PyMem_Realloc(all->rows, (size_t)room * ROW * sizeof *rows);
        if (!rows) {
            PyErr_NoMemory();
            return -1;
        }
        all->rows = rows;
        all->room = room;
    }
    memcpy(all->rows + all->row_count++ * ROW, row, ROW * sizeof *row);
    return 0;
}

/* Compare the draft and a document around a word of both. */
static int
compare_at(Comparison *all, Py_ssize_t word, uint64_t key, Py_ssize_t least)
{
    Py_ssize_t doc = (Py_ssize_t)(key >> 32);
    Text text;
    if (!open_text(all, doc, &text))
        return 0;
    all->budget -= COMPARISON + (long long)(key & 0xFFFFFFFF) / COMPARISON;
    Py_ssize_t at = byte_of(all, &text, doc, (long long)(key & 0xFFFFFFFF));
    uint32_t *known = all->known + 4 * doc;
    if (at == UNSURE)
        return add_row(all, (int64_t[ROW]){doc, 0, 0, 0, UNSURE});
    if (word >= known[0] && word < known[1] && at >= known[2] && at < known[3])
        return 0;
    if (all->budget <= 0)
        return 0;
    Bound end = end_of_run(all, &text, word, at);
    Bound begin = begin_of_run(all, &text, word, at);
    if (end.unsure || begin.unsure)
        return add_row(all, (int64_t[ROW]){doc, 0, 0, 0, UNSURE});
    if (end.word - begin.word < least)
        return 0;
    known[0] = (uint32_t)begin.word;
    known[1] = (uint32_t)end.word;
    known[2] = (uint32_t)begin.at;
    known[3] = (uint32_t)end.at;
    return add_row(all, (int64_t[ROW]){doc, begin.word, end.word, begin.at, end.at});
}

/* The first of `places` from `at` on that is not below `key`. */
static Py_ssize_t
sought(const Places *places, Py_ssize_t at, uint64_t key)
{
    Py_ssize_t low = at, step = 1;
    if (low >= places->count || places->keys[low] >= key)
        return low;
    while (low + step < places->count && places->keys[low + step] < key) {
        low += step;
        step *= 2;
    }
    Py_ssize_t high = low + step < places->count ? low + step : places->count;
    while (low + 1 < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (places->keys[middle] < key)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* A pair: two words of the segment, how far the second is from the first, a word of the draft, how
 * far that is from the first, and how many words are asked for. */
static int
go_through_pair(Comparison *all, const int64_t *pair)
{
    const Places *left = &all->words[pair[0]], *right = &all->words[pair[1]];
    uint64_t width = 2 * (uint64_t)all->reach, off = (uint64_t)(pair[2] - all->reach);
    Py_ssize_t a = 0, b = 0;
    while (a < left->count && b < right->count && all->budget > 0) {
        all->budget--;
        uint64_t wanted = left->keys[a] + off, here = right->keys[b];
        if (here < wanted)
            b = sought(right, b + 1, wanted);
        else if (here > wanted + width)
            a = sought(left, a + 1, here - off - width);
        else if (compare_at(all, (Py_ssize_t)pair[3], left->keys[a++] + (uint64_t)pair[4],
                            (Py_ssize_t)pair[5]) < 0)
            return -1;
    }
    return 0;
}

static int
go_through(Comparison *all, const Numbers *pairs)
{
    for (Py_ssize_t number = 0; number + 6 <= pairs->count; number += 6) {
        const int64_t *pair = (const int64_t *)pairs->buffer.buf + number;
        if (pair[0] < 0 || pair[0] >= all->word_count || pair[1] < 0 || pair[1] >= all->word_count
            || pair[3] < 0 || pair[3] >= all->firsts.count) {
            PyErr_SetString(PyExc_ValueError, "a pair of words that are not there");
            return -1;
        }
        if (go_through_pair(all, pair) < 0)
            return -1;
    }
    return 0;
}

/* -- Python */

/* The same integers in four bytes each: they are gone through in half the time. */
static uint32_t *
widened(const Numbers *numbers)
{
    uint32_t *wide = PyMem_Malloc((size_t)(numbers->count + 1) * sizeof *wide);
    Py_ssize_t count = wide ? numbers->count : 0;
    const uint8_t *bytes = numbers->buffer.buf;
    const uint16_t *halves = numbers->buffer.buf;
    if (numbers->buffer.itemsize == 1)
        for (Py_ssize_t at = 0; at < count; at++)
            wide[at] = bytes[at];
    else if (numbers->buffer.itemsize == 2 && (uintptr_t)halves % 2 == 0)
        for (Py_ssize_t at = 0; at < count; at++)
            wide[at] = halves[at];
    else
        for (Py_ssize_t at = 0; at < count; at++)
            wide[at] = (uint32_t)number_at(numbers, at);
    if (!wide)
        PyErr_NoMemory();
    return wide;
}

enum { DOCS, FREQUENCIES, POSITIONS, FORM_IDS, SOURCES };

/* The places of a word in the texts, titles left out. `form` is NULL where every form is meant. */
static void
note_places(Comparison *all, Places *word, const Numbers from[SOURCES], uint32_t *const wide[SOURCES],
            const uint32_t *form)
{
    Py_ssize_t at = 0, count = from[POSITIONS].count;
    uint64_t *keys = word->keys;
    for (Py_ssize_t posting = 0; posting < from[DOCS].count; posting++) {
        uint64_t doc = wide[DOCS][posting];
        Py_ssize_t end = at + wide[FREQUENCIES][posting];
        if (end > count || doc >= (uint64_t)all->title_ends.count)
            break;
        uint32_t title = (uint32_t)number_at(&all->title_ends, (Py_ssize_t)doc);
        for (; at < end; at++) {
            *keys = doc << 32 | wide[POSITIONS][at];
            keys += wide[POSITIONS][at] > title && (!form || wide[FORM_IDS][at] == *form);
        }
    }
    word->count = keys - word->keys;
}

static int
open_word(Comparison *all, Places *word, PyObject *from)
{
    if (from == Py_None)
        return 0;
    PyObject *given[SOURCES];
    Numbers each[SOURCES];
    uint32_t *wide[SOURCES] = {NULL};
    long long form;
    memset(each, 0, sizeof each);
    int failed = !PyArg_ParseTuple(from, "OOOOL:word", &given[DOCS], &given[FREQUENCIES],
                                   &given[POSITIONS], &given[FORM_IDS], &form);
    int every = failed || form == ANY_FORM;
    for (int which = 0; !failed && which < SOURCES - every; which++)
        failed = open_numbers(&each[which], given[which]) < 0 || !(wide[which] = widened(&each[which]));
    if (!failed && (each[FREQUENCIES].count != each[DOCS].count
                    || (!every && each[FORM_IDS].count != each[POSITIONS].count))) {
        PyErr_SetString(PyExc_ValueError, "not as much of one as of the other");
        failed = 1;
    }
    if (!failed) {
        uint32_t wanted = (uint32_t)form;
        word->keys = PyMem_Malloc((size_t)(each[POSITIONS].count + 1) * sizeof *word->keys);
        if (word->keys)
            note_places(all, word, each, wide, every ? NULL : &wanted);
        else {
            PyErr_NoMemory();
            failed = 1;
        }
    }
    for (int which = 0; which < SOURCES; which++) {
        PyMem_Free(wide[which]);
        PyBuffer_Release(&each[which].buffer);
    }
    return failed ? -1 : 0;
}

static int
open_words(Comparison *all, PyObject *words)
{
    Py_ssize_t count = PyList_Size(words);
    all->words = PyMem_Calloc((size_t)(count + 1), sizeof *all->words);
    all->known = PyMem_Calloc((size_t)(all->title_ends.count + 1), 4 * sizeof *all->known);
    if (!all->words || !all->known) {
        PyErr_NoMemory();
        return -1;
    }
    all->word_count = count;
    for (Py_ssize_t number = 0; number < count; number++)
        if (open_word(all, &all->words[number], PyList_GetItem(words, number)) < 0)
            return -1;
    return 0;
}

static int
are_right(const Comparison *all, const Numbers *pairs)
{
    Py_ssize_t docs = all->title_ends.count;
    if (all->texts_at.count == docs + 1 && all->starts_at.count >= docs
        && all->firsts.count == all->lasts.count && all->steps.buffer.itemsize == 1
        && all->texts.buffer.itemsize == 1 && pairs->buffer.itemsize == 8 && all->reach >= 0)
        return 1;
    PyErr_SetString(PyExc_ValueError, "not as much of one as of the other");
    return 0;
}

static int
open_several(Numbers *const numbers[], PyObject *from)
{
    for (Py_ssize_t number = 0; numbers[number]; number++)
        if (open_numbers(numbers[number], PyTuple_GetItem(from, number)) < 0)
            return -1;
    return 0;
}

PyDoc_STRVAR(compare_doc,
"compare(segment, draft, fold, words, pairs, bounds, /)\n--\n\n"
"The runs of words that a draft and the texts of a segment share around pairs of words.\n\n"
"`segment` are its texts, where each begins, where the steps of each begin, the ends of titles, and\n"
"the steps; `draft` its letters, and where each word of it begins and ends among them; `fold` what\n"
"characters are folded to, and the letters of those that have several, with where these begin. A\n"
"word is None, or its documents, frequencies, positions, form ids or None, and the id of its form.\n"
"`pairs` are six numbers each, see go_through; `bounds` by how many positions a pair may be off, and\n"
"how many steps are gone at most. Returns rows of ROW numbers as bytes: a document, the\n"
"words of the draft from and to, the bytes of the text from and to; UNSURE as the last number where\n"
"that document has to be read by others.");

static PyObject *
compare(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *segment, *draft, *fold, *words, *pairs_from, *made = NULL;
    Numbers pairs;
    memset(&pairs, 0, sizeof pairs);
    Comparison *all = PyMem_Calloc(1, sizeof *all);
    if (!all)
        return PyErr_NoMemory();
    Numbers *const of_segment[] = {&all->texts, &all->texts_at, &all->starts_at, &all->title_ends,
                                   &all->steps, NULL};
    Numbers *const of_draft[] = {&all->letters, &all->firsts, &all->lasts, NULL};
    Numbers *const of_fold[] = {&all->codes, &all->several, &all->several_at, NULL};
    int failed = !PyArg_ParseTuple(arguments, "O!O!O!O!O(LL):compare", &PyTuple_Type, &segment,
                                   &PyTuple_Type, &draft, &PyTuple_Type, &fold, &PyList_Type,
                                   &words, &pairs_from, &all->reach, &all->budget)
                 || open_several(of_segment, segment) < 0 || open_several(of_draft, draft) < 0
                 || open_several(of_fold, fold) < 0 || open_numbers(&pairs, pairs_from) < 0
                 || !are_right(all, &pairs) || open_words(all, words) < 0
                 || go_through(all, &pairs) < 0;
    if (!failed)
        made = PyBytes_FromStringAndSize((const char *)all->rows,
                                         all->row_count * ROW * (Py_ssize_t)sizeof *all->rows);
    for (Py_ssize_t number = 0; number < all->word_count; number++)
        PyMem_Free(all->words[number].keys);
    PyMem_Free(all->words);
    PyMem_Free(all->known);
    PyMem_Free(all->rows);
    Numbers *const *const every[] = {of_segment, of_draft, of_fold};
    for (int which = 0; which < 3; which++)
        for (Py_ssize_t number = 0; every[which][number]; number++)
            PyBuffer_Release(&every[which][number]->buffer);
    PyBuffer_Release(&pairs.buffer);
    PyMem_Free(all);
    return made;
}

static PyMethodDef methods[] = {
    {"compare", compare, METH_VARARGS, compare_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "comparer",
    "The runs of words that a draft shares with the texts of a segment; see copied.py.", -1, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_comparer(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module
        && (PyModule_AddIntConstant(module, "UNSURE", UNSURE) < 0
            || PyModule_AddIntConstant(module, "ANY_FORM", ANY_FORM) < 0
            || PyModule_AddIntConstant(module, "VERSION", VERSION) < 0))
        Py_CLEAR(module);
    return module;
}
