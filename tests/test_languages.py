"""The words of each language: what examples, calendars and other modules say of the tables."""

import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from babel import Locale

from corpus.languages.language import Language, Words
from corpus.languages.tables import LANGUAGES, alternation, forms_of, one_of
from tests.shell import PATIENCE

ROOT = Path(__file__).parent.parent
PHRASES = [field.name for field in fields(Language) if field.type in (Words, "Words")]
# How CLDR names what it knows; short forms left out here stand between numbers otherwise
# ("3rd gen 2020"), or are figures.
LOCALES = {"prs": "fa_AF", "no": "nb", "hr": "hr", "sr": "sr_Cyrl"}
LEFT_OUT = {("it", "gen")}
DECLINED = {"cs", "el", "fi", "hr", "pl", "ru", "uk"}  # whose months beside a day are genitives

each_language = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)


def plain(name):
    return name.casefold().rstrip(".").replace("\u200f", "").strip()


@each_language
@pytest.mark.parametrize("kind", PHRASES)
def test_an_example_has_a_phrase_of_its_row(language, kind):
    words = getattr(language, kind)
    if not words.forms:
        assert not words.example
        return
    own = re.search(alternation(words.forms), words.example, re.IGNORECASE)
    assert own and own.group().strip()
    assert re.search(one_of(kind), words.example, re.IGNORECASE)


@each_language
@pytest.mark.parametrize("kind", PHRASES)
def test_each_phrase_is_found_whole(language, kind):
    pattern = re.compile(one_of(kind), re.IGNORECASE)
    for form in getattr(language, kind).forms:
        for said in (form, form.replace(" ", "\n "), form.replace("'", "’")):
            found = pattern.match(said)
            assert found and found.group() == said, form


@each_language
@pytest.mark.parametrize("kind", PHRASES)
def test_no_phrase_stands_twice_or_is_padded(language, kind):
    forms = getattr(language, kind).forms
    assert all(form == form.strip() for form in forms)
    assert len({form.casefold() for form in forms}) == len(forms)


@each_language
def test_months_are_twelve_and_each_form_names_one(language):
    for calendar in (language.months, language.solar_months):
        assert len(calendar) == 12
        forms = [plain(form) for names in calendar for form in set(map(plain, names.split()))]
        assert len(set(forms)) == len(forms)


@each_language
@pytest.mark.parametrize(
    ("context", "width"), [("format", "wide"), ("format", "abbreviated"), ("stand-alone", "wide")]
)
def test_months_are_those_of_the_unicode_calendars(language, context, width):
    if context == "stand-alone" and language.code not in DECLINED:
        return  # the same, or none of its own
    locale = Locale.parse(LOCALES.get(language.code, language.code))
    for number, name in locale.months[context][width].items():
        known = {plain(form.replace("_", " ")) for form in language.months[number - 1].split()}
        for said in name.split(" / "):  # two languages' in one
            if (language.code, plain(said)) not in LEFT_OUT and not plain(said).isdigit():
                assert plain(said) in known, (number, said)


@each_language
def test_weekdays_are_those_of_the_unicode_calendars(language):
    locale = Locale.parse(LOCALES.get(language.code, language.code))
    known = {plain(form) for form in forms_of(language, "weekdays")}
    for name in locale.days["format"]["wide"].values():
        assert plain(name) in known or plain(name).split("-")[0] in known, name


def test_codes_are_those_of_the_modules_and_names_are_unique():
    modules = {path.stem for path in (ROOT / "corpus/languages").glob("*.py")}
    assert set(LANGUAGES) == modules - {"__init__", "language", "tables"}
    assert len({language.name for language in LANGUAGES.values()}) == len(LANGUAGES)


def test_solar_months_stand_where_they_are_used():
    used = {code for code, language in LANGUAGES.items() if any(language.solar_months)}
    assert used == {"fa", "prs", "ps"}
    for code in used:
        assert all(any(form.isascii() for form in names.split())
                   for names in LANGUAGES[code].solar_months)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("AUTEUR : Anne", "auteur:"),
        ("作者：例", "作者:"),
        ("you’ll", "you'll"),
        ("نويسنده", "نویسنده"),
        ("به روزرسانی", "به‌روزرسانی"),
        ("lesen\u00a0 sie auch", "Lesen Sie auch"),
    ],
)
def test_a_form_is_found_however_it_is_written(said, form):
    assert re.match(alternation([form]), said, re.IGNORECASE)


def test_the_longest_form_is_found_and_none_of_none():
    pattern = re.compile(alternation(["read", "read more", "read more on this"]), re.IGNORECASE)
    assert pattern.match("Read more on it").group() == "Read more"
    assert not re.search(alternation([]), "anything")


def test_a_module_alone_adds_a_language(tmp_path):
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    added = (ROOT / "corpus/languages/sv.py").read_text(encoding="utf-8")
    (tmp_path / "corpus/languages/xx.py").write_text(
        added.replace('code="sv"', 'code="xx"').replace("Skriven av", "Zqrs av")
        .replace('"skriven av"', '"zqrs av"'), encoding="utf-8"
    )  # fmt: skip
    asked = (
        "import re; from corpus.languages.tables import LANGUAGES, one_of;"
        "assert LANGUAGES['xx'].name; assert re.match(one_of('by'), 'zqrs av Anna')"
    )
    subprocess.run([sys.executable, "-c", asked], cwd=tmp_path, check=True, timeout=PATIENCE)
