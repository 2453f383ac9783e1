/* What search/snippets/passage_choice.py chooses, for an array index: from the numbers as they
 * stand in the file, without making lists of all of them first. passage_choice.py says what is
 * chosen and why; here is only how, and both must choose alike.
 */

#include "numbers.h"

enum { AIM = 280, MOST_SENTENCES = 3, REPEATS = 3, MOST_PARTS = 64 };
enum { REPEAT = 500, LENGTH = -2, PLACE = -1 };
/* of what is chosen, and how it is told: an older file of machine code is not asked */
enum { VERSION = 4 };

/* Numbers of a sentence, see index/arrays/write/articles.py. */
enum { START, END, HEAD, AT, PARAGRAPH, ROW };

/* Where a part of the question stands. */
typedef struct {
    int part;
    Py_ssize_t sentence;
    long long position;
    long long begin; /* its character */
} Mark;

typedef struct {
    Py_ssize_t begin, end; /* characters */
} Span;

typedef struct {
    Numbers sentences, starts;
    Py_ssize_t size;  /* sentences */
    const double *weights; /* of each part */
    Py_ssize_t parts;
    unsigned long long words; /* parts that are one word, a bit for each */
    uint64_t *shows;  /* of each sentence the parts that it shows, a bit for each */
    int *gains;       /* of each sentence how many marks count in it */
    Mark *marks;      /* by parts and positions */
    Py_ssize_t marked;
    uint64_t shown;   /* parts, by any sentence */
} Article;

typedef struct {
    Py_ssize_t first, last; /* sentences */
    uint64_t shown;
} Window;

static long long
of_sentence(const Article *article, Py_ssize_t sentence, int which)
{
    return number_at(&article->sentences, sentence * ROW + which);
}

/* -- marks */

/* The sentence of a position, at least `from`: what stands before the first counts as in it. */
static Py_ssize_t
sentence_of(const Article *article, long long position, Py_ssize_t from)
{
    Py_ssize_t low = from + 1, high = article->size;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (position < of_sentence(article, middle, HEAD))
            high = middle;
        else
            low = middle + 1;
    }
    return low - 1;
}

/* How many characters there are from the beginning of position `from` to that of position `to`. */
static long long
distance(const Article *article, long long from, long long to)
{
    if (to < from)
        return -distance(article, to, from);
    long long sum = 0, end = to < article->starts.count ? to : article->starts.count - 1;
    for (long long position = from + 1; position <= end; position++)
        sum += number_at(&article->starts, (Py_ssize_t)position);
    return sum;
}

static int
mark_part(Article *article, int part, PyObject *positions)
{
    Py_ssize_t count = PyList_Size(positions), sentence = 0;
    Mark *last = NULL;
    int repeats = 0;
    for (Py_ssize_t number = 0; number < count; number++) {
        PyObject *each = PyList_GetItem(positions, number);
        long long position = each && PyLong_Check(each) ? PyLong_AsLongLong(each) : -1;
        if (position < 0) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "a position that is not a number from 0");
            return -1;
        }
        if (last && last->position == position)
            continue; /* the parts of a compound begin with it */
        sentence = sentence_of(article, position, sentence);
        Mark *mark = &article->marks[article->marked++];
        *mark = (Mark){.part = part, .sentence = sentence, .position = position};
        if (last && last->sentence == sentence) {
            mark->begin = last->begin + distance(article, last->position, position);
        } else {
            long long head = of_sentence(article, sentence, HEAD);
            mark->begin = of_sentence(article, sentence, AT) + distance(article, head, position);
            repeats = 0;
        }
        article->gains[sentence] += repeats++ < REPEATS;
        article->shows[sentence] |= (uint64_t)1 << part;
        article->shown |= (uint64_t)1 << part;
        last = mark;
    }
    return 0;
}

/* -- windows */

static int
is_next(const Article *article, Py_ssize_t sentence)
{
    return of_sentence(article, sentence, START) - of_sentence(article, sentence - 1, END) < 2;
}

static double
score_of(const Article *article, uint64_t shown, int gain, long long length, Py_ssize_t first)
{
    double weight = 0.0;
    for (Py_ssize_t part = 0; part < article->parts; part++)
        if (shown >> part & 1)
            weight += article->weights[part];
    return weight + (double)(REPEAT * gain + LENGTH * length + PLACE * first);
}

/* Of the windows between marked sentences that show any of the parts wanted the best. */
static Window
best_window(const Article *article, uint64_t wanted)
{
    Window best = {0, 0, 0};
    double most = -Py_HUGE_VAL;
    for (Py_ssize_t first = 0; first < article->size; first++) {
        if (!article->shows[first])
            continue;
        long long start = of_sentence(article, first, START);
        uint64_t shown = 0;
        int gain = 0;
        Py_ssize_t end = first + MOST_SENTENCES;
        if (end > article->size)
            end = article->size;
        for (Py_ssize_t last = first; last < end; last++) {
            if (last > first && !is_next(article, last))
                break;
            long long length = of_sentence(article, last, END) - start;
            if (!article->shows[last] || (last > first && length > AIM))
                continue;
            shown |= article->shows[last];
            gain += article->gains[last];
            if (!(shown & wanted))
                continue;
            double score = score_of(article, shown & wanted, gain, length, first);
            if (score > most) {
                most = score;
                best = (Window){first, last, shown};
            }
        }
    }
    return best;
}

/* A window, longer by its next sentences while it has not enough characters. */
static Window
lengthened(const Article *article, Window window, long long enough)
{
    long long start = of_sentence(article, window.first, START);
    while (window.last + 1 < article->size && window.last + 1 < window.first + MOST_SENTENCES
           && of_sentence(article, window.last, END) - start < enough
           && of_sentence(article, window.last + 1, END) - start <= AIM
           && is_next(article, window.last + 1))
        window.last++;
    return window;
}

/* One or two windows, into `windows`; returns how many. */
static int
choose_windows(const Article *article, Window *windows)
{
    if (!article->size)
        return 0;
    if (!article->shown) {
        windows[0] = lengthened(article, (Window){0, 0, 0}, AIM);
        return 1;
    }
    Window best = best_window(article, ~(uint64_t)0);
    windows[0] = lengthened(article, best, AIM / 2);
    uint64_t missing = article->shown & ~best.shown;
    if (!missing)
        return 1;
    windows[1] = lengthened(article, best_window(article, missing), AIM / 2);
    if (windows[1].first < windows[0].first
        || (windows[1].first == windows[0].first && windows[1].last < windows[0].last)) {
        Window later = windows[0];
        windows[0] = windows[1];
        windows[1] = later;
    }
    return 2;
}

/* -- spans */

/* Where the word ends that begins at a character, if it is as plain as nearly all are: a letter of
 * ASCII and more letters and digits, with nothing behind it that could go on with it
 * (index/base/analysis.py says what can). Else -1. */
static Py_ssize_t
end_of_plain(PyObject *text, Py_ssize_t length, Py_ssize_t begin)
{
    Py_ssize_t end = begin;
    Py_UCS4 letter = 0;
    for (; end < length; end++) {
        letter = PyUnicode_ReadChar(text, end);
        int is_digit = letter >= '0' && letter <= '9';
        if (!(is_digit && end > begin) && !((letter | 32) >= 'a' && (letter | 32) <= 'z'))
            break;
    }
    if (end == begin)
        return -1;
    if (end == length)
        return end;
    int abbreviated = letter == '.' && end <= begin + 2; /* U.S., Ph.D. */
    int goes_on = letter > 126 || letter == '\'' || letter == '`' || letter == '-' || abbreviated;
    return goes_on ? -1 : end;
}

/* -- Python */

static int
append(PyObject *list, PyObject *each)
{
    int failed = !each || PyList_Append(list, each) < 0;
    Py_XDECREF(each);
    return failed;
}

/* Sorts spans by where they begin. What parts mark at one place is one word, and told once. */
static PyObject *
told_once(Span *spans, Py_ssize_t count)
{
    Py_ssize_t kept = 0;
    for (Py_ssize_t number = 0; number < count; number++) {
        Span each = spans[number];
        Py_ssize_t place = kept;
        while (place && spans[place - 1].begin > each.begin)
            place--;
        if (place && spans[place - 1].begin == each.begin)
            continue;
        memmove(spans + place + 1, spans + place, (size_t)(kept++ - place) * sizeof *spans);
        spans[place] = each;
    }
    PyObject *told = PyTuple_New(kept);
    for (Py_ssize_t number = 0; told && number < kept; number++) {
        PyObject *each = Py_BuildValue("(nn)", spans[number].begin, spans[number].end);
        if (!each || PyTuple_SetItem(told, number, each) < 0)
            Py_CLEAR(told);
    }
    return told;
}

static PyObject *
told(const Article *article, Window window, PyObject *text)
{
    Py_ssize_t length = PyUnicode_GetLength(text), count = 0;
    Span *spans = PyMem_Malloc(((size_t)article->marked + 1) * sizeof *spans);
    PyObject *others = PyList_New(0), *once = NULL;
    int failed = !spans || !others;
    if (!spans)
        PyErr_NoMemory();
    for (Py_ssize_t number = 0; !failed && number < article->marked; number++) {
        const Mark *mark = &article->marks[number];
        if (mark->sentence < window.first || mark->sentence > window.last)
            continue;
        Py_ssize_t begin = (Py_ssize_t)mark->begin, end = -1;
        if (article->words >> mark->part & 1 && mark->begin >= 0 && mark->begin < length)
            end = end_of_plain(text, length, begin);
        if (end < 0)
            failed = append(
                others, Py_BuildValue("(iLL)", mark->part, mark->position, mark->begin));
        else
            spans[count++] = (Span){begin, end};
    }
    if (!failed)
        once = told_once(spans, count);
    PyMem_Free(spans);
    if (!once) {
        Py_XDECREF(others);
        return NULL;
    }
    return Py_BuildValue("(LLLNN)", of_sentence(article, window.first, START),
                         of_sentence(article, window.last, END),
                         of_sentence(article, window.first, PARAGRAPH), once, others);
}

static int
open_article(Article *article, PyObject *sentences, PyObject *starts)
{
    if (open_numbers(&article->sentences, sentences) < 0
        || open_numbers(&article->starts, starts) < 0)
        return -1;
    article->size = article->sentences.count / ROW;
    article->shows = PyMem_Calloc((size_t)article->size + 1, sizeof *article->shows);
    article->gains = PyMem_Calloc((size_t)article->size + 1, sizeof *article->gains);
    if (!article->shows || !article->gains) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static void
close_article(Article *article)
{
    PyMem_Free(article->shows);
    PyMem_Free(article->gains);
    PyMem_Free(article->marks);
    PyBuffer_Release(&article->sentences.buffer);
    PyBuffer_Release(&article->starts.buffer);
}

/* Marks from the positions of every part in the article of a number. */
static int
mark(Article *article, PyObject *parts, Py_ssize_t number)
{
    Py_ssize_t most = 0;
    PyObject *positions[MOST_PARTS];
    for (Py_ssize_t part = 0; part < article->parts; part++) {
        PyObject *every = PyList_GetItem(parts, part);
        int there = every && PyList_Check(every) && number < PyList_Size(every);
        positions[part] = there ? PyList_GetItem(every, number) : NULL;
        if (!positions[part] || !PyList_Check(positions[part])) {
            PyErr_SetString(PyExc_ValueError, "a part has no list of positions for each text");
            return -1;
        }
        most += PyList_Size(positions[part]);
    }
    article->marks = PyMem_Malloc(((size_t)most + 1) * sizeof *article->marks);
    if (!article->marks) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t part = 0; article->size && part < article->parts; part++)
        if (mark_part(article, (int)part, positions[part]) < 0)
            return -1;
    return 0;
}

/* The passages of the article of a number. */
static PyObject *
passages_of(Article *article, PyObject *text, PyObject *parts, Py_ssize_t number)
{
    Window windows[2];
    PyObject *passages = NULL;
    if (!text || !PyUnicode_Check(text))
        PyErr_SetString(PyExc_TypeError, "texts must be strings");
    else if (mark(article, parts, number) == 0)
        passages = PyList_New(0);
    int count = passages ? choose_windows(article, windows) : 0;
    for (int each = 0; passages && each < count; each++)
        if (append(passages, told(article, windows[each], text)))
            Py_CLEAR(passages);
    return passages;
}

PyDoc_STRVAR(choose_doc,
"choose(sentences, starts, texts, positions, weights, words, /)\n--\n\n"
"One or two passages of each text, in its order, as passage_choice.Chooser chooses them.\n\n"
"`sentences` and `starts` are the arrays of each text, `positions` those of each part of the\n"
"question in each text, ascending, `weights` what each part counts for, and `words` has a bit for\n"
"each that is one word. A passage is its first character, the one after its last, its paragraph,\n"
"the spans of words that are plainly written, ascending and each once, and of all else that is\n"
"marked the part, the position and the first character. Raises ValueError for more than\n"
"MOST_PARTS, or when there is not as much of one as of the other.");

static PyObject *
choose(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *sentences, *starts, *texts, *parts, *weighed;
    unsigned long long words;
    double weights[MOST_PARTS];
    if (!PyArg_ParseTuple(arguments, "O!O!O!O!O!K:choose", &PyList_Type, &sentences, &PyList_Type,
                          &starts, &PyList_Type, &texts, &PyList_Type, &parts, &PyList_Type,
                          &weighed, &words))
        return NULL;
    Py_ssize_t count = PyList_Size(texts), most = PyList_Size(parts);
    if (PyList_Size(sentences) != count || PyList_Size(starts) != count
        || PyList_Size(weighed) != most || most > MOST_PARTS) {
        PyErr_SetString(PyExc_ValueError, "too many parts, or not as much of one as of the other");
        return NULL;
    }
    for (Py_ssize_t part = 0; part < most; part++) {
        PyObject *weight = PyList_GetItem(weighed, part);
        /* whatever else there is could run code that changes the lists */
        if (!weight || !PyFloat_Check(weight)) {
            PyErr_SetString(PyExc_TypeError, "weights must be floats");
            return NULL;
        }
        weights[part] = PyFloat_AsDouble(weight);
    }
    PyObject *shown = PyList_New(0);
    for (Py_ssize_t number = 0; shown && number < count; number++) {
        Article article = {.weights = weights, .parts = most, .words = words};
        PyObject *passages = NULL;
        PyObject *numbers = PyList_GetItem(sentences, number);
        if (open_article(&article, numbers, PyList_GetItem(starts, number)) == 0)
            passages = passages_of(&article, PyList_GetItem(texts, number), parts, number);
        close_article(&article);
        if (append(shown, passages))
            Py_CLEAR(shown);
    }
    return shown;
}

static PyMethodDef methods[] = {
    {"choose", choose, METH_VARARGS, choose_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "chooser",
    "Passages chosen from the arrays of an article; see passage_choice.py.", -1, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_chooser(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module
        && (PyModule_AddIntConstant(module, "MOST_PARTS", MOST_PARTS) < 0
            || PyModule_AddIntConstant(module, "VERSION", VERSION) < 0))
        Py_CLEAR(module);
    return module;
}
