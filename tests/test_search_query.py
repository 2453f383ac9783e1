"""The query language: every text is understood, explained, bounded, and can be written back."""

import subprocess
import sys
from datetime import date

import pytest
from any_question import (
    HOSTILE,
    PIECES,
    depth,
    nodes_of,
    phrases_in,
    recent,
    texts,
    trees,
    wide,
    work,
)
from hypothesis import example, given
from hypothesis import strategies as st

from search.query.parser import (
    MAX_DEPTH,
    MAX_GROWTH,
    MAX_LENGTH,
    MAX_PHRASES,
    MAX_TERMS,
    MAX_WIDE,
    NEAR_COUNTS,
    parse,
)
from search.query.periods import DateRange, range_text, read_range
from search.query.query import (
    And,
    Exact,
    Field,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
    positive_leaves,
    positive_terms,
    retyped,
    to_text,
)
from search.query.tokens import MAX_NEAR, MAX_NOTES, MAX_PHRASE_WORDS, Notes

# --- what is understood as typed
# -----------------------------------------------------------------------------------

a, b, c, d = (Word(letter) for letter in "abcd")


@pytest.mark.parametrize(
    ("typed", "root"),
    [
        ("peace talks", And((Word("peace"), Word("talks")))),
        ('"to be or not to be"', Phrase(("to", "be", "or", "not", "to", "be"))),
        ('"expenses"', Phrase(("expenses",))),
        ('="a b"', Phrase(("a", "b"))),
        ("=talks", Exact("talks")),
        ("talk*", Prefix("talk")),
        ("=talk*,", Prefix("talk")),
        ("talbian~", Fuzzy("talbian", 2)),
        ("talks~", Fuzzy("talks", 1)),
        ("talbian~1 talks~2", And((Fuzzy("talbian", 1), Fuzzy("talks", 2)))),
        ("(talbian~, talbian~?)", And((Fuzzy("talbian", 2), Fuzzy("talbian", 2)))),
        ("a -b", And((a, Not(b)))),
        ("a NOT b", And((a, Not(b)))),
        ("a −b", And((a, Not(b)))),
        ("(a)-b", And((a, Not(b)))),
        ('a -"b c"', And((a, Not(Phrase(("b", "c")))))),
        ("a -(b c)", And((a, Not(And((b, c)))))),
        ("a -title:b", And((a, Not(Field("title", b))))),
        ("a title:-b", And((a, Not(Field("title", b))))),
        ("a (-b -c)", And((a, Not(Or((b, c)))))),
        ("-(-a)", a),
        ("NOT NOT a", a),
        ("a OR b", Or((a, b))),
        ("a|b || c", Or((a, b, c))),
        ("a OR b c", And((Or((a, b)), c))),
        ("a b OR c", And((a, Or((b, c))))),
        ("a AND b OR c", Or((And((a, b)), c))),
        ("a OR b AND c d", And((Or((a, And((b, c)))), d))),
        ("a NEAR/5 b OR c", Or((Near(a, b, 5), c))),
        ('"a b" NEAR/3 =c', Near(Phrase(("a", "b")), Exact("c"), 3)),
        ("(a) NEAR/5 (b)", Near(a, b, 5)),
        ("((((a))))", a),
        ("a or b and not c", And((a, Word("or"), b, Word("and"), Word("not"), c))),
        ("title:a b", And((Field("title", a), b))),
        ('Title: "a b"', Field("title", Phrase(("a", "b")))),
        ("title:(a OR b)", Field("title", Or((a, b)))),
        ("author:'x section:y", And((Field("author", Word("'x")), Field("section", Word("y"))))),
        ("title:=a", Field("title", Exact("a"))),
        ("title:AND -OR a", And((Field("title", Phrase(("AND",))), Not(Phrase(("OR",))), a))),
        ("COVID-19 US-Taliban 9/11", And((Word("COVID-19"), Word("US-Taliban"), Word("9/11")))),
        (
            "U.S. Moh. 10:30 don’t 'x' --y",
            And(tuple(map(Word, ("U.S.", "Moh.", "10:30", "don’t", "'x'", "y")))),
        ),
        ("Kabul: a city", And((Word("Kabul"), a, Word("city")))),
        (
            "“a b” „c d“ «a» ＂b＂",
            And((Phrase(("a", "b")), Phrase(("c", "d")), Phrase(("a",)), Phrase(("b",)))),
        ),
        ('صلح "دو کلمه" -جنگ', And((Word("صلح"), Phrase(("دو", "کلمه")), Not(Word("جنگ"))))),
        ("\u202b-b\u202c a", And((Not(b), a))),
        ("می\u200cخواهد", Word("می\u200cخواهد")),
        ("after:2020-03 a", And((DateRange(date(2020, 3, 1), None), a))),
        ("BEFORE: 2021", DateRange(None, date(2020, 12, 31))),
        ("", None),
        (" \t\n", None),
    ],
)
def test_understood_as_typed(typed: str, root: Node | None) -> None:
    assert parse(typed) == Query(typed, root)


def test_match_is_kept() -> None:
    assert parse("a b", match="any") == Query("a b", And((a, b)), match="any")


# --- what is not: understood otherwise, and said
# ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "repaired", "kinds"),
    [
        ("*", None, "dropped"),
        ("a *", "a", "dropped"),
        ("a OR *", "a", "dropped"),
        ("a*", "a", "literal"),
        ("*stan", "stan", "literal"),
        ("a*b", '"a b"', "literal"),
        ("wom*n", "wom*", "dropped"),
        ("talk~*", "talk*", "dropped"),
        ("a~9", "a", "literal"),
        ("ab~", "ab", "literal"),
        ("talks~9", "talks~2", "cut"),
        ("talks~0", "talks~", "cut"),
        ("=talks~", "talks~", "dropped"),
        ('""', None, "dropped"),
        ('"', None, "dropped"),
        ('a "..."', "a", "dropped"),
        ('12" a', '12 "a"', "literal"),
        ('"unclosed phrase', '"unclosed phrase"', "literal"),
        ('"a b"~3', '"a b"', "dropped"),
        ('"peace talk*"', '"peace talk"', "literal"),
        ('"talk~5* x~~"', '"talk x"', "literal"),
        ("()", None, "dropped"),
        ("a ()", "a", "dropped"),
        ("(a", "a", "dropped"),
        ("a)", "a", "dropped"),
        ("c -(a b", "c -(a b)", "dropped"),
        ("NOT", None, "dropped"),
        ("OR", None, "dropped"),
        ("AND a", "a", "dropped"),
        ("a AND", "a", "dropped"),
        ("a OR OR b", "a OR b", "dropped"),
        ("a NOT OR b", "a OR b", "dropped"),
        ("NEAR/5", None, "dropped"),
        ("a NEAR/999 b", f"a NEAR/{MAX_NEAR} b", "cut"),
        ("a NEAR/0 b", "a NEAR/1 b", "cut"),
        ("NEAR/x a", '"NEAR/x" a', "literal"),
        ("a NEAR/5 b NEAR/5 c", "(a NEAR/5 b) c", "dropped"),
        ("a NEAR/5 *", "a", "dropped"),
        ("a NEAR/5 (b OR c)", "a (b OR c)", "dropped"),
        ("a NEAR/5 talk* OR b", "(a talk*) OR b", "dropped"),
        ("title:", "title", "literal"),
        ("a title: OR b", "a (title OR b)", "literal"),
        ("a -title:", "a -title", "literal"),
        ("title:*", None, "dropped"),
        ("foo:bar", "foo bar", "literal"),
        ("-foo:bar a", "-(foo bar) a", "literal"),
        ("foo:(a OR b)", "foo (a OR b)", "literal"),
        ("OR:a", '"OR" a', "literal"),
        ("title:author:x", "title:x", "dropped"),
        ("title:(a author:b)", "title:(a b)", "dropped"),
        ("title:(a after:2020)", "title:a", "dropped"),
        ("title:after:2020 x", "x", "dropped"),
        ("http://example.org/a", '"http://example.org/a"', "literal"),
        ("--title:x", '"title:x"', "literal"),
        ("-", None, "dropped"),
        ("peace & war", "peace war", "dropped"),
        ("-x", None, "dropped"),
        ("-x -y", None, "dropped"),
        ("NOT (x OR y)", None, "dropped"),
        ("a OR -b", "a", "dropped"),
        ("a (-b | -c)", "a", "dropped dropped"),
        ("-=(a) b", "-a b", "dropped"),
        ("after:2020-13", None, "dropped"),
        ("a after:2020-02-30", "a", "dropped"),
        ("a after:yesterday", "a", "dropped"),
        ("a date:..", "a", "dropped"),
        ("before:0001", None, "dropped"),
        ("after: the war", "after the war", "literal"),
        ("a\0b", "a b", "dropped"),
        ("caf\udce9", "caf", "dropped"),
        ("🕊 !", None, "dropped dropped"),
    ],
)
def test_what_is_amiss_is_explained(typed: str, repaired: str | None, kinds: str) -> None:
    query = parse(typed)
    assert query.repaired == repaired
    assert (query.root is None) == (repaired is None)
    assert " ".join(note.kind for note in query.notes) == kinds
    assert all(note.text and note.sentence.endswith(".") for note in query.notes)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("auther:keld", "author"), ("Titel:peace", "title"), ("befor:2014", "before"),
        ("until:2014", "before"), ("since:2014", "after"), ("by:keld", "author"), ("water:keld", None),
        ("foo:bar", None), ("kabul:city", None), ("a" * 100 + ":b", None),
    ],
)  # fmt: skip
def test_a_field_that_is_misspelt_is_named(typed: str, meant: str | None) -> None:
    (note,) = parse(typed).notes
    assert ("is meant." in note.sentence) == (meant is not None)
    assert meant is None or f" Perhaps {meant}: is meant." in note.sentence


@pytest.mark.parametrize(
    ("typed", "kind", "filter_"),
    [
        ("date:undated", "dropped", "--date undated"), ("after: Undated", "dropped", "--date undated"),
        ("ferry before:undated", "dropped", "--date undated"),
        ("author:unsigned", "read", "--author unsigned"),
        ("ferry author: Unsigned.", "read", "--author unsigned"),
    ],
)  # fmt: skip
def test_the_filter_for_what_has_none_is_named(typed: str, kind: str, filter_: str) -> None:
    """A day or a name that is not there is found by no word behind a colon."""
    (note,) = parse(typed).notes
    assert note.kind == kind
    assert filter_ in note.sentence
    assert not parse("section:unsigned author:keld").notes


def test_text_can_be_encoded_though_the_typed_one_could_not() -> None:
    assert parse("caf\udce9").text == "caf\ufffd"


# --- dates
# -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("after:2020", date(2020, 1, 1), None),
        ("after:2020-03", date(2020, 3, 1), None),
        ("after:2020/3/5", date(2020, 3, 5), None),
        ("before:2021", None, date(2020, 12, 31)),
        ("before:2020-03", None, date(2020, 2, 29)),
        ("before:2020-03-01", None, date(2020, 2, 29)),
        ("date:2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("date:2014-03", date(2014, 3, 1), date(2014, 3, 31)),
        ("date:2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("date:2014-03-05", date(2014, 3, 5), date(2014, 3, 5)),
        ("date:2014..2016", date(2014, 1, 1), date(2016, 12, 31)),
        ("date:2016..2014", date(2014, 1, 1), date(2016, 12, 31)),
        ("date:2014-12…2016-02", date(2014, 12, 1), date(2016, 2, 29)),
        ("date:2014..", date(2014, 1, 1), None),
        ("date:..2014", None, date(2014, 12, 31)),
        ("date:۲۰۱۴,", date(2014, 1, 1), date(2014, 12, 31)),
        ("date:9999", date(9999, 1, 1), date(9999, 12, 31)),
        ("date:..9999", None, date.max),
    ],
)
def test_dates(text: str, since: date | None, until: date | None) -> None:
    assert parse(text) == Query(text, DateRange(since, until))


@pytest.mark.parametrize(
    "value", ["", "0000", "20", "2020-00", "2020-13", "2021-02-29", "2020-1-", "x", "2014..x.."]
)
def test_no_date(value: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        read_range("date", value)


@pytest.mark.parametrize("piece", ["a-", "1 - ", "2012–", "may ", "2012 to "])
def test_a_text_too_long_for_a_date_is_not_tried(piece: str) -> None:
    def refused() -> None:
        with pytest.raises(ValueError, match=r"… ?” is not a year"):
            read_range("date", piece * 5_000)

    assert work(refused) < 1_000


@given(recent, recent)
def test_a_range_is_written_as_it_is_read(one: date, other: date) -> None:
    since, until = sorted((one, other))
    for days in (DateRange(since, until), DateRange(since, None), DateRange(None, until)):
        assert parse(range_text(days)) == Query(range_text(days), days)


@pytest.mark.parametrize(
    "text", ["after:2020", "before:2020-03", "date:2014", "date:2014-01", "date:2014..2016-03"]
)
def test_a_range_is_written_short(text: str) -> None:
    assert str(parse(text)) == text


# --- properties
# ------------------------------------------------------------------------------------------------------

MARKS = [*(piece for piece in PIECES if not piece.isalnum()), "W"]


def assert_normal(root: Node) -> None:
    assert not isinstance(root, Not)
    for node, parent in nodes_of(root):
        match node:
            case And(children):
                assert len(children) > 1 and not isinstance(parent, And)
                assert not all(isinstance(child, Not) for child in children)
            case Or(children):
                assert len(children) > 1 and not isinstance(parent, Or)
            case Not():
                assert isinstance(parent, And)
            case Field(_, child):
                assert not any(isinstance(inner, Field | DateRange) for inner, _ in nodes_of(child))
            case DateRange(since, until):
                assert since or until


def assert_sound(query: Query) -> None:
    assert len(query.notes) <= MAX_NOTES
    "".join([query.text, str(query), *(note.text + note.sentence for note in query.notes)]).encode()
    if query.root is None:
        assert query.repaired is None
        return
    assert_normal(query.root)
    leaves = sum(not isinstance(node, And | Or | Not | Field) for node, _ in nodes_of(query.root))
    assert leaves <= MAX_LENGTH  # bare words are as many as fit
    # so that a tree of few leaves need not be measured
    assert depth(query.root) <= min(MAX_DEPTH, 2 * leaves)
    assert len(str(query)) <= MAX_LENGTH
    assert query.repaired == (str(query) if query.notes else None)
    assert parse(str(query)) == Query(str(query), query.root)


@given(
    st.lists(st.sampled_from(["a", "b", "AND", "OR", "NOT", "9", "صلح"]), max_size=9).map(" ".join)
)
def test_plain_words_mean_the_same_within_parentheses(text: str) -> None:
    assert parse(text).root == parse(f"({text})").root


@given(trees)
def test_a_tree_is_written_as_it_is_read(root: Node) -> None:
    assert parse(to_text(root)) == Query(to_text(root), root)


@given(texts)
@example("-(a -(b")
@example("x~3~~ x~1~9")
@example('"a"-title:x')
@example("foo:-OR:x OR~")
def test_every_text_is_understood_or_explained(text: str) -> None:
    query = parse(text)
    assert_sound(query)
    # so that the form of a short text need not be measured
    assert len(str(query)) <= MAX_GROWTH * len(text)
    if query.root is None and any(one.isprintable() and not one.isspace() for one in text):
        assert query.notes


@given(st.lists(st.sampled_from(MARKS), max_size=25), st.booleans())
def test_no_word_is_lost_without_a_word(pieces: list[str], spaced: bool) -> None:
    marked = [f"wörd{number}w" if piece == "W" else piece for number, piece in enumerate(pieces)]
    query = parse((" " if spaced else "").join(marked))
    told = str(query) + "".join(note.text + note.sentence for note in query.notes)
    if len(query.notes) < MAX_NOTES and "…" not in told:
        assert [mark for mark in marked if mark.startswith("wörd") and mark not in told] == []


# --- limits
# ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_are_bounded(piece: str) -> None:
    query = parse(piece * 20_000)
    assert_sound(query)
    assert query.notes
    cost, of_more = (work(parse, piece * many) for many in (20_000, 200_000))
    assert cost < 80_000
    assert of_more <= cost * 1.1


@pytest.mark.parametrize("length", [1, 5, 200, 990, 995, 996, 999, 1_000, 1_001])
@pytest.mark.parametrize("piece", HOSTILE)
def test_no_length_breaks_the_canonical_form(piece: str, length: int) -> None:
    assert_sound(parse((piece * length)[:length]))


def test_a_long_text_is_cut_between_words() -> None:
    query = parse('"' + "lorem ipsum " * 100)
    assert isinstance(query.root, Phrase)
    assert set(query.root.words) == {"lorem", "ipsum"}
    assert len(query.root.words) == MAX_PHRASE_WORDS
    assert {note.kind for note in query.notes} == {"cut", "literal"}
    assert query.notes[0].text.endswith("…")


def test_a_word_that_ends_at_the_limit_is_whole() -> None:
    longest = "x" * (MAX_LENGTH - 2)
    assert parse(f"a {longest} b").root == And((a, Word(longest)))
    assert parse(f"a {longest}x b").root == a


def test_spaces_do_not_count_as_length() -> None:
    assert parse("a" + " " * 100_000 + "b") == Query("a" + " " * 100_000 + "b", And((a, b)))


def test_terms_past_the_limit_are_cut_and_named() -> None:
    query = parse("a " + " ".join(f"-w{number}" for number in range(MAX_TERMS + 10)))
    assert isinstance(query.root, And)
    assert query.root.children[-1] == Not(Word(f"w{MAX_TERMS - 1}"))
    assert [(note.text, note.kind) for note in query.notes] == [(f"w{MAX_TERMS}", "cut")]


@pytest.mark.parametrize("between", [" ", " OR "])
def test_bare_words_are_all_read(between: str) -> None:
    words = [f"w{number}" for number in range(MAX_TERMS + 10)]
    query = parse(between.join(words))
    assert isinstance(query.root, And | Or)
    assert query.root.children == tuple(map(Word, words))
    assert query.notes == ()


def test_parts_past_the_depth_are_cut_and_said() -> None:
    query = parse("".join(f"w{number} -(" for number in range(30)) + "x")
    assert query.root is not None
    assert MAX_DEPTH - 2 < depth(query.root) <= MAX_DEPTH
    assert "cut" in {note.kind for note in query.notes}


def test_many_notes_end_in_a_count() -> None:
    notes = Notes()
    for number in range(MAX_NOTES + 5):
        notes.add("dropped", str(number), "It was left out.")
        notes.add("dropped", str(number), "It was left out.")
    assert len(notes.all()) == MAX_NOTES
    assert notes.all()[-1].text == str(MAX_NOTES - 1)
    assert " 5 further" in notes.all()[-1].sentence


# --- what the searcher asks of a tree
# --------------------------------------------------------------------------------


def tree(text: str) -> Node:
    root = parse(text).root
    assert root is not None
    return root


def test_positive_leaves_and_terms_in_order() -> None:
    root = tree('a -b "c d" title:(x OR =y -z) p NEAR/2 q after:2020 a')
    near = Near(Word("p"), Word("q"), 2)
    title = (Field("title", Word("x")), Field("title", Exact("y")))
    assert positive_terms(root) == (a, Phrase(("c", "d")), *title, near, a)
    assert positive_leaves(root) == (
        a,
        Phrase(("c", "d")),
        *title,
        near,
        DateRange(date(2020, 1, 1), None),
        a,
    )
    assert positive_leaves(None) == ()


@pytest.mark.parametrize(
    ("text", "old", "new", "corrected"),
    [
        ("kabul talbian", "talbian", "taliban", "kabul taliban"),
        ('"the talbian" =talbian', "talbian", "taliban", '"the taliban" =taliban'),
        ("author:talbian talbian", "talbian", "taliban", "author:taliban taliban"),
        ("talbian OR (kabul -talbian)", "talbian", "taliban", "taliban OR (kabul -talbian)"),
        ("peecetalks kabul", "peecetalks", "peace talks", "peace talks kabul"),
        ("=peecetalks kabul", "peecetalks", "peace talks", '"peace talks" kabul'),
        ("peecetalks NEAR/3 kabul", "peecetalks", "peace talks", '"peace talks" NEAR/3 kabul'),
        ("title:peecetalks", "peecetalks", "peace talks", "title:(peace talks)"),
        ("talbian* talbian~ after:2020", "talbian", "taliban", "talbian* talbian~ after:2020"),
        ("kabul talbian", "talbian", "", "kabul"),
    ],
)
def test_words_are_typed_anew_where_they_are_looked_for(
    text: str, old: str, new: str, corrected: str
) -> None:
    made = retyped(tree(text), lambda typed, within: typed.replace(old, new))
    assert made is not None
    assert to_text(made) == corrected
    assert parse(corrected).root == made


def test_a_word_is_typed_anew_in_the_field_it_stands_in() -> None:
    seen: list[tuple[str, str | None]] = []
    retyped(tree("a author:(b c) title:d"), lambda *each: seen.append(each) or each[0])
    assert seen == [("a", None), ("b", "author"), ("c", "author"), ("d", "title")]


def test_of_a_question_nothing_may_be_left() -> None:
    assert retyped(tree("talbian"), lambda typed, within: "") is None


def test_the_language_loads_nothing_heavy() -> None:
    heavy = "{'whoosh', 'nltk', 'numpy', 'flask', 'index', 'web'}"
    code = f"import search.query.parser, sys; print(*{heavy} & set(sys.modules))"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout
        == "\n"
    )


def test_widened_words_and_phrases_are_bounded_and_said():
    query = parse(" ".join(f"abc{number}~" for number in range(MAX_WIDE + 2)))
    assert wide(query.root) == MAX_WIDE
    assert query.root.children[-1] == Word(f"abc{MAX_WIDE + 1}")
    assert {note.kind for note in query.notes} == {"cut"}
    assert parse(query.repaired).root == query.root
    query = parse(" ".join(f'"a{number} b"' for number in range(MAX_PHRASES + 2)))
    assert phrases_in(query.root) == MAX_PHRASES
    assert [note.kind for note in query.notes] == ["cut", "cut"]
    most = MAX_PHRASES // NEAR_COUNTS
    query = parse(" ".join(f"a{number} NEAR/3 b" for number in range(most + 2)))
    assert phrases_in(query.root) == MAX_PHRASES
    assert query.root.children[-2:] == (Word(f"a{most + 1}"), Word("b"))
    assert [note.kind for note in query.notes] == ["cut"]
    assert parse(query.repaired).root == query.root
