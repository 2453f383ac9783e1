/* The arrays of an index's files, as compiled code reads them.
 *
 * Every number may be wrong, for files may be: what is read is read within bounds.
 */

#ifndef BACKFILE_NUMBERS_H
#define BACKFILE_NUMBERS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* Integers of one, two, four or eight bytes, none of them below zero. */
typedef struct {
    Py_buffer buffer;
    Py_ssize_t count;
} Numbers;

static int
open_numbers(Numbers *numbers, PyObject *from)
{
    if (!from || PyObject_GetBuffer(from, &numbers->buffer, PyBUF_FORMAT | PyBUF_ND) < 0)
        return -1;
    const char *format = numbers->buffer.format ? numbers->buffer.format : "B";
    Py_ssize_t width = numbers->buffer.itemsize;
    int known = width == 1 || width == 2 || width == 4 || width == 8;
    if (!format[0] || format[1] || !strchr("BHILQlq", format[0]) || !known) {
        PyErr_SetString(PyExc_ValueError, "not an array of integers");
        return -1;
    }
    numbers->count = numbers->buffer.len / width;
    return 0;
}

static long long
number_at(const Numbers *numbers, Py_ssize_t place)
{
    const char *from = (const char *)numbers->buffer.buf + place * numbers->buffer.itemsize;
    uint16_t half;
    uint32_t whole;
    int64_t wide;
    switch (numbers->buffer.itemsize) { /* wherever they stand */
    case 1: return *(const uint8_t *)from;
    case 2: return memcpy(&half, from, sizeof half), half;
    case 4: return memcpy(&whole, from, sizeof whole), whole;
    default: return memcpy(&wide, from, sizeof wide), wide;
    }
}

#endif
