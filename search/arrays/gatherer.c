/* What search/arrays/standing.py notes of how typed words stand in documents, gone through document
 * by document, and where a word stands in a few. standing.py says what is noted, and does the same
 * without this.
 */

#include "numbers.h"

/* of what is gathered, and how it is told: an older file of machine code is not asked */
enum { VERSION = 2 };
enum { MOST_WORDS = 16, MOST_PAIRS = 16 };
enum { NO_FORM = -1, ANY_FORM = -2 };

/* The occurrences of a word in a segment. */
typedef struct {
    Numbers docs, frequencies, skips, positions, form_ids;
    int is_there, has_forms, in_titles;
    long long form, first, begin;
    Py_ssize_t at;    /* a posting: those before it are of documents that came before */
    Py_ssize_t known; /* a posting, and where its occurrences begin */
    long long known_begin;
    uint64_t *keys;   /* of the document gone through: a position, and below it whether it is exact */
    Py_ssize_t count, room;
} Word;

typedef struct {
    int left, right;
    long long apart, runs;
} Pair;

/* A table of doubles, a row for each word or pair, a column for each document. */
typedef struct {
    Py_buffer buffer;
} Table;

typedef struct {
    Numbers docs, starts_at, title_ends, steps;
    long long skip, reach, title_runs;
    Word words[MOST_WORDS];
    Py_ssize_t word_count;
    Pair pairs[MOST_PAIRS];
    Py_ssize_t pair_count;
    Table times, firsts, beside, gaps;
} Gathering;

static double *
cell(const Table *table, Py_ssize_t row, Py_ssize_t column)
{
    const Py_ssize_t *strides = table->buffer.strides;
    return (double *)((char *)table->buffer.buf + row * strides[0] + column * strides[1]);
}

/* -- one word */

/* The first posting from `word->at` on of a document that is not before `doc`. */
static Py_ssize_t
sought(const Word *word, long long doc)
{
    Py_ssize_t low = word->at, step = 1, count = word->docs.count;
    while (low + step < count && number_at(&word->docs, low + step) < doc) {
        low += step;
        step *= 2;
    }
    Py_ssize_t high = low + step < count ? low + step : count;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (number_at(&word->docs, middle) < doc)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The sum of the numbers from one place to before another. */
static long long
sum_of(const Numbers *numbers, Py_ssize_t begin, Py_ssize_t end)
{
    long long sum = 0;
    if (numbers->buffer.itemsize == 1) { /* as nearly all are: several at once */
        const uint8_t *each = numbers->buffer.buf;
        for (Py_ssize_t at = begin; at < end; at++)
            sum += each[at];
        return sum;
    }
    for (Py_ssize_t at = begin; at < end; at++)
        sum += number_at(numbers, at);
    return sum;
}

/* Where the occurrences of a posting begin, counted from the word's first; -1 where that is nowhere
 * in them. */
static long long
begin_of(Word *word, Py_ssize_t posting, long long skip)
{
    long long noted = (word->first + posting) / skip, number = noted - word->first / skip;
    long long place = noted * skip - word->first;
    if (place > word->known && number < word->skips.count) {
        word->known = (Py_ssize_t)place;
        word->known_begin = number_at(&word->skips, (Py_ssize_t)number) - word->begin;
    }
    if (word->known_begin < 0 || word->known_begin > word->positions.count)
        return -1;
    word->known_begin += sum_of(&word->frequencies, word->known, posting);
    word->known = posting;
    return word->known_begin;
}

static int
add_key(Word *word, uint64_t key)
{
    if (word->count == word->room) {
        Py_ssize_t room = word->room ? 2 * word->room : 64;
        uint64_t *keys = PyMem_Realloc(word->keys, (size_t)room * sizeof *keys);
        if (!keys) {
            PyErr_NoMemory();
            return -1;
        }
        word->keys = keys;
        word->room = room;
    }
    Py_ssize_t place = word->count++;
    for (; place && word->keys[place - 1] > key; place--) /* they come nearly sorted */
        word->keys[place] = word->keys[place - 1];
    word->keys[place] = key;
    return 0;
}

/* How many occurrences a word has in a document, and where they begin. */
static Py_ssize_t
occurrences(Word *word, long long doc, long long skip, Py_ssize_t *first)
{
    if (!word->is_there)
        return 0;
    Py_ssize_t posting = word->at = sought(word, doc);
    if (posting >= word->docs.count || number_at(&word->docs, posting) != doc)
        return 0;
    long long begin = begin_of(word, posting, skip);
    long long end = begin + number_at(&word->frequencies, posting);
    if (begin < 0 || begin > end || end > word->positions.count || (word->has_forms && end > word->form_ids.count))
        return 0;
    *first = (Py_ssize_t)begin;
    return (Py_ssize_t)(end - begin);
}

static int
is_exact(const Word *word, Py_ssize_t at)
{
    return word->form == ANY_FORM || (word->has_forms && number_at(&word->form_ids, at) == word->form);
}

/* The keys of a word in a document. */
static int
read_word(Word *word, long long doc, long long title_end, const Gathering *all)
{
    Py_ssize_t first = 0, count = occurrences(word, doc, all->skip, &first);
    long long in_title = 0;
    word->count = 0;
    for (Py_ssize_t at = first; at < first + count; at++) {
        long long position = number_at(&word->positions, at);
        int exact = is_exact(word, at);
        if (word->in_titles && (position >= title_end || in_title++ % all->title_runs))
            continue;
        if (add_key(word, (uint64_t)position << 1 | (uint64_t)exact) < 0)
            return -1;
    }
    return 0;
}

/* -- two words */

/* Whether a position is left free behind one and before so many further on. */
static int
is_parted(const Gathering *all, long long begin, long long steps)
{
    if (begin < 0 || begin > all->steps.count)
        return 0;
    for (long long place = begin + 1; place < begin + steps && place < all->steps.count; place++)
        if (number_at(&all->steps, (Py_ssize_t)place) == 0)
            return 1;
    return 0;
}

static void
note_pair(const Gathering *all, Py_ssize_t number, Py_ssize_t column, long long title_end)
{
    const Pair *pair = &all->pairs[number];
    const Word *left = &all->words[pair->left], *right = &all->words[pair->right];
    double *beside = cell(&all->beside, number, column), *gap = cell(&all->gaps, number, column);
    Py_ssize_t next = 0;
    for (Py_ssize_t at = 0; at < left->count; at++) {
        long long position = (long long)(left->keys[at] >> 1);
        /* one of the second at the same position comes before */
        while (next < right->count && (long long)(right->keys[next] >> 1) <= position)
            next++;
        if (next == right->count)
            return;
        long long following = (long long)(right->keys[next] >> 1);
        if (at + 1 < left->count && (long long)(left->keys[at + 1] >> 1) < following)
            continue; /* another of the first comes between, or stands there, too */
        long long steps = following - position;
        if (steps > all->reach)
            continue;
        long long begin = number_at(&all->starts_at, column) + position;
        if (steps > 1 && is_parted(all, begin, steps))
            continue;
        long long off = steps > pair->apart ? steps - pair->apart : pair->apart - steps;
        if ((double)off < *gap)
            *gap = (double)off;
        if (off == 0 && left->keys[at] & right->keys[next] & 1)
            *beside += (double)(position < title_end ? pair->runs : 1);
    }
}

/* -- Python */

static int
open_table(Table *table, PyObject *from, Py_ssize_t rows, Py_ssize_t columns)
{
    int wanted = PyBUF_FORMAT | PyBUF_STRIDES | PyBUF_WRITABLE;
    if (PyObject_GetBuffer(from, &table->buffer, wanted) < 0)
        return -1;
    const Py_buffer *buffer = &table->buffer;
    if (buffer->ndim != 2 || !buffer->format || strcmp(buffer->format, "d") != 0
        || buffer->shape[0] != rows || buffer->shape[1] != columns) {
        PyErr_SetString(PyExc_ValueError, "not a table of doubles of this shape");
        return -1;
    }
    return 0;
}

static int
open_word(Word *word, PyObject *from)
{
    if (from == Py_None)
        return 0;
    PyObject *docs, *frequencies, *skips, *positions, *form_ids;
    if (!PyArg_ParseTuple(from, "OOOOOLLLp:word", &docs, &frequencies, &skips, &positions,
                          &form_ids, &word->form, &word->first, &word->begin, &word->in_titles)
        || open_numbers(&word->docs, docs) < 0 || open_numbers(&word->frequencies, frequencies) < 0
        || open_numbers(&word->skips, skips) < 0 || open_numbers(&word->positions, positions) < 0)
        return -1;
    word->has_forms = form_ids != Py_None;
    if (word->has_forms && open_numbers(&word->form_ids, form_ids) < 0)
        return -1;
    if (word->frequencies.count != word->docs.count || word->first < 0) {
        PyErr_SetString(PyExc_ValueError, "not a frequency for each document");
        return -1;
    }
    word->is_there = 1;
    return 0;
}

static int
open_pair(Pair *pair, PyObject *from, Py_ssize_t words)
{
    if (!PyArg_ParseTuple(from, "iiLL:pair", &pair->left, &pair->right, &pair->apart, &pair->runs))
        return -1;
    if (pair->left < 0 || pair->left >= words || pair->right < 0 || pair->right >= words) {
        PyErr_SetString(PyExc_ValueError, "a pair of words that are not there");
        return -1;
    }
    return 0;
}

static int
open_all(Gathering *all, PyObject *words, PyObject *pairs)
{
    all->word_count = PyList_Size(words);
    all->pair_count = PyList_Size(pairs);
    if (all->word_count > MOST_WORDS || all->pair_count > MOST_PAIRS || all->skip < 1
        || all->title_runs < 1 || all->starts_at.count != all->docs.count
        || all->title_ends.count != all->docs.count) {
        PyErr_SetString(PyExc_ValueError, "too many words, or not as much of one as of the other");
        return -1;
    }
    for (Py_ssize_t number = 0; number < all->word_count; number++)
        if (open_word(&all->words[number], PyList_GetItem(words, number)) < 0)
            return -1;
    for (Py_ssize_t number = 0; number < all->pair_count; number++)
        if (open_pair(&all->pairs[number], PyList_GetItem(pairs, number), all->word_count) < 0)
            return -1;
    return 0;
}

static int
go_through(Gathering *all)
{
    for (Py_ssize_t column = 0; column < all->docs.count; column++) {
        long long doc = number_at(&all->docs, column);
        long long title_end = number_at(&all->title_ends, column);
        for (Py_ssize_t number = 0; number < all->word_count; number++) {
            Word *word = &all->words[number];
            if (read_word(word, doc, title_end, all) < 0)
                return -1;
            if (!word->count)
                continue;
            long long exact = 0;
            for (Py_ssize_t at = 0; at < word->count; at++)
                exact += word->keys[at] & 1;
            *cell(&all->times, number, column) = (double)exact;
            *cell(&all->firsts, number, column) = (double)(word->keys[0] >> 1);
        }
        for (Py_ssize_t number = 0; number < all->pair_count; number++)
            note_pair(all, number, column, title_end);
    }
    return 0;
}

static void
close_word(Word *word)
{
    PyMem_Free(word->keys);
    PyBuffer_Release(&word->docs.buffer);
    PyBuffer_Release(&word->frequencies.buffer);
    PyBuffer_Release(&word->skips.buffer);
    PyBuffer_Release(&word->positions.buffer);
    PyBuffer_Release(&word->form_ids.buffer);
}

static void
close_all(Gathering *all)
{
    for (Py_ssize_t number = 0; number < MOST_WORDS; number++)
        close_word(&all->words[number]);
    PyBuffer_Release(&all->docs.buffer);
    PyBuffer_Release(&all->starts_at.buffer);
    PyBuffer_Release(&all->title_ends.buffer);
    PyBuffer_Release(&all->steps.buffer);
    PyBuffer_Release(&all->times.buffer);
    PyBuffer_Release(&all->firsts.buffer);
    PyBuffer_Release(&all->beside.buffer);
    PyBuffer_Release(&all->gaps.buffer);
}

PyDoc_STRVAR(gather_doc,
"gather(docs, starts_at, title_ends, steps, words, pairs, bounds, tables, /)\n--\n\n"
"Note how words and pairs of words stand in documents of a segment, ascending.\n\n"
"`starts_at` and `title_ends` are those of each document, `steps` the segment's `starts` as\n"
"differences. A word is None, or its documents, frequencies, skips, positions, form ids or None,\n"
"the id of the form that was typed (NO_FORM, ANY_FORM), its first posting and occurrence, and\n"
"whether titles alone count. A pair is the numbers of two words, how far apart they were typed and\n"
"how often a title counts. `bounds` are SKIP, REACH and TITLE_RUNS, `tables` the four of a Standing,\n"
"filled as they are when nothing stands anywhere. Raises ValueError for more than MOST_WORDS words\n"
"or MOST_PAIRS pairs, or when there is not as much of one as of the other.");

static PyObject *
gather(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *docs, *starts_at, *title_ends, *steps, *words, *pairs;
    PyObject *times, *firsts, *beside, *gaps;
    Gathering *all = PyMem_Calloc(1, sizeof *all);
    if (!all)
        return PyErr_NoMemory();
    int failed =
        !PyArg_ParseTuple(arguments, "OOOOO!O!(LLL)(OOOO):gather", &docs, &starts_at, &title_ends,
                          &steps, &PyList_Type, &words, &PyList_Type, &pairs, &all->skip,
                          &all->reach, &all->title_runs, &times, &firsts, &beside, &gaps)
        || open_numbers(&all->docs, docs) < 0 || open_numbers(&all->starts_at, starts_at) < 0
        || open_numbers(&all->title_ends, title_ends) < 0 || open_numbers(&all->steps, steps) < 0
        || open_all(all, words, pairs) < 0
        || open_table(&all->times, times, all->word_count, all->docs.count) < 0
        || open_table(&all->firsts, firsts, all->word_count, all->docs.count) < 0
        || open_table(&all->beside, beside, all->pair_count, all->docs.count) < 0
        || open_table(&all->gaps, gaps, all->pair_count, all->docs.count) < 0
        || go_through(all) < 0;
    close_all(all);
    PyMem_Free(all);
    if (failed)
        return NULL;
    Py_RETURN_NONE;
}

/* The positions of a word in a document, a list. */
static PyObject *
positions_in(Word *word, long long doc, long long skip)
{
    Py_ssize_t first = 0, count = occurrences(word, doc, skip, &first);
    PyObject *found = PyList_New(0);
    for (Py_ssize_t at = first; found && at < first + count; at++) {
        if (!is_exact(word, at))
            continue;
        PyObject *position = PyLong_FromLongLong(number_at(&word->positions, at));
        if (!position || PyList_Append(found, position) < 0)
            Py_CLEAR(found);
        Py_XDECREF(position);
    }
    return found;
}

PyDoc_STRVAR(positions_doc,
"positions(docs, word, skip, /)\n--\n\n"
"The positions of a word in each of some documents of a segment, ascending, as they stand in the\n"
"file: of the form that was typed, in titles as often as they are noted. See gather.");

static PyObject *
positions(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *from, *told, *found = NULL;
    long long skip;
    Numbers docs;
    Word word;
    memset(&docs, 0, sizeof docs);
    memset(&word, 0, sizeof word);
    if (!PyArg_ParseTuple(arguments, "OOL:positions", &from, &told, &skip)
        || open_numbers(&docs, from) < 0 || open_word(&word, told) < 0)
        goto done;
    if (skip < 1) {
        PyErr_SetString(PyExc_ValueError, "no number of postings");
        goto done;
    }
    found = PyList_New(0);
    for (Py_ssize_t at = 0; found && at < docs.count; at++) {
        PyObject *here = positions_in(&word, number_at(&docs, at), skip);
        if (!here || PyList_Append(found, here) < 0)
            Py_CLEAR(found);
        Py_XDECREF(here);
    }
done:
    close_word(&word);
    PyBuffer_Release(&docs.buffer);
    return found;
}

static PyMethodDef methods[] = {
    {"gather", gather, METH_VARARGS, gather_doc},
    {"positions", positions, METH_VARARGS, positions_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "gatherer",
    "How typed words stand in documents, from the arrays of a segment; see standing.py.", -1,
    methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_gatherer(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module
        && (PyModule_AddIntConstant(module, "MOST_WORDS", MOST_WORDS) < 0
            || PyModule_AddIntConstant(module, "MOST_PAIRS", MOST_PAIRS) < 0
            || PyModule_AddIntConstant(module, "NO_FORM", NO_FORM) < 0
            || PyModule_AddIntConstant(module, "ANY_FORM", ANY_FORM) < 0
            || PyModule_AddIntConstant(module, "VERSION", VERSION) < 0))
        Py_CLEAR(module);
    return module;
}
