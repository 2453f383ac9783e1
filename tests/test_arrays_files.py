"""The files of an array index: what is written comes back, and damage is found when it is read, not
before."""

import gc
import os
import random
import struct
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import IndexDamaged
from index.arrays.file.blob import STEP, Blob, BlobWriter, SortedBlob
from index.arrays.file.file import FOOTER, PAGE, TAIL, ArrayFile, is_sound, seal_of
from index.arrays.file.file_writer import ALIGNED, ArrayFileWriter
from index.arrays.file.packed_ints import PackedInts, PackedIntsWriter
from index.arrays.file.ranges import distinct, firsts, ranges
from index.arrays.read.toc import FORMAT, NAME, SegmentEntry, read_toc, write_toc
from index.arrays.write.token_cache import MARGIN, SHORT, FormTable, TokenCache

LARGE = np.arange(3 * PAGE // 8, dtype=np.uint64)  # three pages
NOTES = {"articles": 3, "words": 0.5, "of": "جهان"}


@pytest.fixture
def written(tmp_path):
    """A file with a small section, one of three pages, and one that is empty."""
    path = tmp_path / "000001.arrays"
    out = ArrayFileWriter(path)
    out.append("small", np.array([7, 8], np.uint8))
    out.append("large", LARGE[:1000])
    out.append("empty", np.array([], np.int32))
    out.append("small", np.array([9]))
    out.append("large", LARGE[1000:])
    out.finish(NOTES)
    return path


def test_a_file_that_nobody_holds_is_let_go(written):
    file = ArrayFile(written)
    descriptor = file._descriptor
    os.fstat(descriptor)
    del file
    gc.collect()
    with pytest.raises(OSError):
        os.fstat(descriptor)


def open_file(path):
    """An ArrayFile of a file that was last changed a while ago, as in life."""
    os.utime(path, ns=(0, path.stat().st_mtime_ns - 10**9))
    return ArrayFile(path)


def opened():
    gc.collect()  # what other tests left would be closed in between
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def change(path, at, data=b"\xff\xfe"):
    with path.open("r+b") as file:
        file.seek(at)
        assert file.read(len(data)) != data
        file.seek(at)
        file.write(data)


# -- files


def test_sections_come_back_with_their_types(written):
    file = ArrayFile(written)
    assert {
        name: (section.view.dtype, len(section)) for name, section in file.sections.items()
    } == {
        "small": (np.uint8, 3),
        "large": (np.uint64, len(LARGE)),
        "empty": (np.int32, 0),
    }
    large = file.sections["large"]
    assert file.sections["small"].whole().tolist() == [7, 8, 9]
    assert np.array_equal(large.whole(), LARGE)
    assert large.read(5, 8).tolist() == [5, 6, 7] and large.read(8, 8).tolist() == []
    assert large.at(len(LARGE) - 1) == len(LARGE) - 1 and large.pair(1) == (1, 2)
    assert large.piece(1, 3) == struct.pack("<QQ", 1, 2)
    assert file.sections["empty"].whole().tolist() == []
    assert file.notes == NOTES
    file.close()


def test_what_is_read_cannot_be_written_to(written):
    file = ArrayFile(written)
    with pytest.raises(ValueError, match="read-only"):
        file.sections["small"].whole()[0] = 1
    file.close()


def test_sections_are_aligned_for_their_types(written):
    file = ArrayFile(written)
    assert [section.view.ctypes.data % ALIGNED for section in file.sections.values()] == [0, 0, 0]
    file.close()


def test_nothing_has_the_name_before_the_end_and_close_leaves_nothing(tmp_path):
    out = ArrayFileWriter(tmp_path / "000001.arrays")
    out.append("small", np.array([7]))
    assert list(tmp_path.iterdir()) == []
    out.close()
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_index_is_not_written_into(written, tmp_path):
    shared = tmp_path / "shared"
    os.link(written, shared)
    before = shared.read_bytes()
    out = ArrayFileWriter(written)
    out.append("other", np.array([1]))
    out.finish({})
    assert shared.read_bytes() == before
    assert written.read_bytes() != before


def test_damage_is_found_when_its_page_is_read_and_not_before(written):
    file = open_file(written)
    large = file.sections["large"]
    change(written, PAGE + 1000)
    assert file.sections["small"].whole().tolist() == [7, 8, 9]
    assert np.array_equal(large.read(0, 1000), LARGE[:1000])  # the first page
    with pytest.raises(IndexDamaged, match="has changed since it was written"):
        large.whole()
    with pytest.raises(IndexDamaged):  # again, and by every way in
        large.at((PAGE + 1000) // 8)
    with pytest.raises(IndexDamaged):
        large.pair(PAGE // 8 - 9)  # the item before and the first of the damaged page
    with pytest.raises(IndexDamaged):
        large.piece(PAGE // 8, PAGE // 8 + 1)
    assert large.at(len(LARGE) - 1) == len(LARGE) - 1  # beyond it
    file.close()


@given(at=st.integers(0, 4 * PAGE))
def test_one_changed_byte_anywhere_is_found(tmp_path_factory, at):
    path = tmp_path_factory.mktemp("files") / "000001.arrays"
    out = ArrayFileWriter(path)
    out.append("large", LARGE)
    out.finish(NOTES)
    assert is_sound(path)
    data = bytearray(path.read_bytes())
    at %= len(data)
    data[at] ^= 0x10
    path.write_bytes(data)
    assert not is_sound(path)


def test_a_page_that_was_read_is_read_again_after_somebody_wrote(written):
    file = open_file(written)
    file.sections["large"].whole()
    file.recheck()  # nobody did
    change(written, PAGE + 1000)
    file.recheck()
    with pytest.raises(IndexDamaged, match=written.name):
        file.sections["large"].whole()
    file.close()


def test_look_again_finds_a_file_that_was_cut(written):
    file = open_file(written)
    os.truncate(written, written.stat().st_size - 1)
    with pytest.raises(IndexDamaged, match="bytes, not"):
        file.recheck()
    file.close()


def test_a_file_that_was_only_touched_is_sound(written):
    file = open_file(written)
    os.utime(written)
    file.recheck()
    assert np.array_equal(file.sections["large"].whole(), LARGE)
    file.close()


def test_check_reads_what_nobody_asked_for(written):
    file = open_file(written)
    file.check()
    change(written, 2 * PAGE)
    with pytest.raises(IndexDamaged):
        file.check()
    file.close()


@pytest.mark.parametrize("size", [0, 1, TAIL - 1, TAIL, PAGE, -1, -TAIL])
def test_a_cut_file_is_not_opened(written, size):
    os.truncate(written, size if size >= 0 else written.stat().st_size + size)
    descriptors = opened()
    with pytest.raises(IndexDamaged, match=written.name):
        ArrayFile(written)
    assert opened() == descriptors
    assert not is_sound(written)


def test_a_longer_file_is_not_opened(written):
    with written.open("ab") as file:
        file.write(written.read_bytes()[-TAIL:])  # a sound end, and too much before it
    with pytest.raises(IndexDamaged, match="another form or length"):
        ArrayFile(written)


@pytest.mark.parametrize("field", range(3), ids=["magic", "version", "page"])
def test_another_version_is_not_opened(written, field):
    data = written.read_bytes()
    footer = list(FOOTER.unpack(data[-TAIL : -TAIL + FOOTER.size]))
    footer[field] = b"Another!" if field == 0 else footer[field] + 1
    packed = FOOTER.pack(*footer)
    written.write_bytes(data[:-TAIL] + packed + struct.pack("<I", crc32(packed)))
    with pytest.raises(IndexDamaged, match="another form or length"):
        ArrayFile(written)


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        ArrayFile(tmp_path / "000001.arrays")


def test_arrays_outlive_the_file(written):
    file = ArrayFile(written)
    large = file.sections["large"].whole()
    descriptors = opened()
    file.close()
    file.close()
    written.unlink()
    assert opened() == descriptors - 1
    assert np.array_equal(large, LARGE)


def test_the_seal_stands_for_the_content(written, tmp_path):
    seal, again = seal_of(written), tmp_path / "again"
    again.write_bytes(written.read_bytes())
    assert seal_of(again) == seal
    change(again, again.stat().st_size - TAIL - 4)  # a checksum
    assert seal_of(again) not in (seal, None)
    again.write_bytes(b"short")
    assert seal_of(again) is None
    again.write_bytes(b"\xff" * 1000)
    assert seal_of(again) is None


# -- chunks


def test_chunks_of_every_length_keep_their_numbers():
    rng = random.Random(7)
    # the table grows
    made = ["".join(rng.choices("aé\0世-'1", k=rng.randint(1, 2 * SHORT))) for _ in range(6_000)]
    made += [
        "a" * size + "\0" * more
        for size in range(SHORT + 2)
        for more in range(SHORT + 2)
        if size + more
    ]
    chunks = TokenCache(FormTable())
    numbers: dict[str, int] = {}
    for begin in (*range(0, len(made), 1_000), 0):  # at last some that are known
        some = [chunk for chunk in made[begin : begin + 1_000] for _ in range(rng.randint(1, 2))]
        expected = [numbers.setdefault(chunk, len(numbers)) for chunk in some]
        encoded_ones = [chunk.encode() for chunk in some]
        ends = np.cumsum([len(each) + 1 for each in encoded_ones])
        begins = ends - [len(each) + 1 for each in encoded_ones]
        found = chunks.numbers(b" ".join(encoded_ones) + b" " * MARGIN, begins, ends - 1)
        assert found.tolist() == expected
    assert len(chunks) == len(numbers) > 5_000


# -- narrow integers

NUMBERS = st.one_of(
    *(st.integers(*ends) for ends in ((0, 9), (250, 260), (65_530, 65_540), (0, (1 << 32) - 1)))
)


def sections(folder, write):
    """A file with what `write` puts there."""
    path = folder / "some.arrays"
    out = ArrayFileWriter(path)
    write(out)
    out.finish({})
    return ArrayFile(path)


@given(
    parts=st.lists(st.lists(NUMBERS, max_size=20), max_size=4),
    kind=st.sampled_from([np.uint8, np.uint16]),
    ends=st.lists(st.integers(0, 80), min_size=2, max_size=2).map(sorted),
)
def test_narrow_integers_are_what_they_were(tmp_path_factory, parts, kind, ends):
    def write(out):
        writer = PackedIntsWriter(out, "some", kind)
        for part in parts:
            writer.append(np.array(part, np.int64))

    file = sections(tmp_path_factory.mktemp("narrow"), write)
    every = [number for part in parts for number in part]
    narrow = PackedInts(file, "some")
    first, last = (min(end, len(every)) for end in ends)
    assert len(narrow) == len(every)
    assert narrow.whole().tolist() == every
    assert narrow.read(first, last).tolist() == every[first:last]
    assert file.sections["some"].view.dtype == kind
    file.close()


def test_the_largest_narrow_number_is_listed_and_the_one_below_is_not(tmp_path):
    def write(out):
        PackedIntsWriter(out, "some", np.uint8).append(np.array([254, 255, 256, 0]))

    file = sections(tmp_path, write)
    assert file.sections["some_listed"].whole().tolist() == [1, 2]
    narrow = PackedInts(file, "some")
    assert narrow.whole().tolist() == [254, 255, 256, 0]
    assert [narrow.read(at, at + 1).tolist() for at in range(4)] == [[254], [255], [256], [0]]
    assert narrow.read(3, 4).dtype == np.uint8  # narrow where all are
    file.close()


# -- strings

STRINGS = st.lists(
    st.one_of(st.binary(max_size=4), st.text("aé\uffff", max_size=3).map(str.encode)), max_size=90
)


@given(strings=STRINGS, cut=st.integers(0, 90))
def test_strings_come_back(tmp_path_factory, strings, cut):
    def write(out):
        writer = BlobWriter(out, "some")
        writer.append(strings[:cut])
        rest = strings[cut:]
        writer.append_run(
            np.frombuffer(b"".join(rest), np.uint8),
            np.array([len(each) for each in rest], np.int64),
        )

    file = sections(tmp_path_factory.mktemp("blob"), write)
    blob = Blob(file, "some")
    assert len(blob) == len(strings)
    assert [blob[number] for number in range(len(blob))] == strings
    assert blob.strings(0, len(blob)) == strings and blob.strings(1, 1) == []
    assert blob.some(np.arange(len(strings))[::-2]) == strings[::-2]
    joined, lengths = blob.run(min(cut, len(strings)), len(strings))
    assert joined.tobytes() == b"".join(strings[cut:])
    assert lengths.tolist() == [len(each) for each in strings[cut:]]
    file.close()


def sorted_blob(folder, strings):
    file = sections(folder, lambda out: BlobWriter(out, "some").append(strings))
    return SortedBlob(file, "some"), file


@given(
    strings=STRINGS.map(lambda strings: sorted(set(strings))), asked=st.lists(st.binary(max_size=3))
)
def test_sorted_strings_are_found(tmp_path_factory, strings, asked):
    blob, file = sorted_blob(tmp_path_factory.mktemp("blob"), strings)
    assert list(blob) == strings
    for text in [*strings, *asked, b"", b"\xff", b"a\xff", b"\xff\xff"]:
        assert blob.find(text) == (strings.index(text) if text in strings else -1)
        assert blob.place(text) == sum(each < text for each in strings)
        first, last = blob.beginning_with(text)
        assert strings[first:last] == [each for each in strings if each.startswith(text)]
    file.close()


def test_many_sorted_strings_are_found_across_the_steps(tmp_path):
    strings = [b"%05d" % number for number in range(0, 10 * STEP, 2)]
    blob, file = sorted_blob(tmp_path, strings)
    assert [blob.find(text) for text in strings] == list(range(len(strings)))
    assert [blob.find(b"%05d" % number) for number in range(1, 10 * STEP, 2)] == [-1] * len(strings)
    assert [blob.place(b"%05d" % number) for number in range(1, 10 * STEP, 2)] == list(
        range(1, len(strings) + 1)
    )
    file.close()


# -- ranges

PAIRS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=12)


@given(PAIRS)
def test_ranges_one_after_another(pairs):
    begins, lengths = (np.array([pair[side] for pair in pairs], np.uint16) for side in (0, 1))
    expected = [number for begin, length in pairs for number in range(begin, begin + length)]
    assert ranges(begins, lengths).tolist() == expected


@given(st.lists(st.integers(0, 6)))
def test_firsts_and_distinct(values):
    keys = sorted(values)
    assert firsts(np.array(keys, np.int64)).tolist() == sorted({keys.index(key) for key in keys})
    assert distinct(np.array(values, np.int64)).tolist() == sorted(set(values))


# -- the table of contents


def test_the_table_comes_back(tmp_path):
    assert read_toc(tmp_path) == []
    segments = [SegmentEntry(3, 10, {9, 0}), SegmentEntry(12, 1)]
    write_toc(tmp_path, segments)
    assert read_toc(tmp_path) == segments
    assert [(each.name, each.live) for each in segments] == [
        ("000003.arrays", 8),
        ("000012.arrays", 1),
    ]
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize(
    "text",
    [
        b"", b"\x80\x04\x95", b"null", b"[]", b"7", b'"x"', b"{}", b'{"format": 1}', b'{"format": 2, "segments": []}',
        b'{"format": 1, "segments": 3}', b'{"format": 1, "segments": [[1, 2]]}', b'{"format": 1, "segments": [1]}',
        b'{"format": 1, "segments": [[1, 2, [2]]]}', b'{"format": 1, "segments": [[1, 2, [-1]]]}',
        b'{"format": 1, "segments": [[1, 2, [0], 4]]}', b'{"format": 1, "segments": [["../../x", 2, []]]}',
        b'{"format": 1, "segments": [[1, null, []]]}', b'{"format": 1, "segments": [[1, 2, 3]]}',
        b'{"format": 1, "segments": [[NaN, 2, []]]}', b'{"format": 1, "segments": [[1e999, 2, []]]}',
        b'{"format": 1, "segments": ' + b"[" * 100_000, b'{"format": 1, "segments": [[' + b"9" * 9999 + b", 1, []]]}",
    ],
)  # fmt: skip
def test_a_wrong_table_is_damage(tmp_path, text):
    (tmp_path / NAME).write_bytes(text)
    with pytest.raises(IndexDamaged, match=NAME):
        read_toc(tmp_path)


def test_a_million_million_segments_are_too_many(tmp_path):
    write_toc(tmp_path, [SegmentEntry(10**12 - 1, 1)])
    assert read_toc(tmp_path)[0].name == "999999999999.arrays"
    write_toc(tmp_path, [SegmentEntry(10**12, 1)])
    with pytest.raises(IndexDamaged, match=NAME):
        read_toc(tmp_path)


def test_the_format_is_the_one_of_the_examples():
    assert FORMAT == 1
