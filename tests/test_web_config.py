import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from corpus.cleaning.site.rules import SiteRule
from corpus.crawling.credentials import Credentials
from corpus.errors import BackfileError
from corpus.page.parameters import Parameters
from index import Codec
from web.base.config import SETTINGS, Settings
from web.base.sources import load_settings


def load(tmp_path, *, toml=None, environ=None, **flags):
    if toml is not None:
        (tmp_path / "backfile.toml").write_text(toml, "utf-8")
    return load_settings(flags, environ=environ or {}, folder=tmp_path)


def test_without_anything_the_defaults_are_in_force(tmp_path):
    settings = load(tmp_path)
    assert settings == Settings()
    assert set(settings.sources.values()) == {"default"}
    assert settings.corpus == Path("backfile-data/corpus.db")
    assert settings.index == Path("backfile-data/index")


def test_flag_wins_over_environment_over_file_over_default(tmp_path):
    toml = "port = 1001\nthreads = 7\npage_size = 20\n"
    environ = {"BACKFILE_PORT": "1002", "BACKFILE_THREADS": "8"}
    settings = load(tmp_path, toml=toml, environ=environ, port=1003, host=None)
    assert (settings.port, settings.threads, settings.page_size, settings.host) == (
        1003,
        8,
        20,
        "127.0.0.1",
    )
    assert settings.sources["port"] == "--port"
    assert settings.sources["threads"] == "BACKFILE_THREADS"
    assert settings.sources["page_size"] == str(tmp_path / "backfile.toml")
    assert settings.sources["host"] == "default"


def test_the_file_may_lie_in_the_data_folder(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "backfile.toml").write_text('site_name = "The Courier"', "utf-8")
    assert load(tmp_path, data="elsewhere").site_name == "The Courier"
    assert load(tmp_path, environ={"BACKFILE_DATA": "elsewhere"}).site_name == "The Courier"
    assert load(tmp_path).site_name == "Backfile"


def test_the_file_of_the_current_folder_comes_before_that_of_the_data_folder(tmp_path):
    (tmp_path / "backfile-data").mkdir()
    (tmp_path / "backfile-data" / "backfile.toml").write_text("port = 1", "utf-8")
    assert load(tmp_path, toml="port = 2").port == 2


def test_a_file_in_the_data_folder_cannot_move_the_data_folder(tmp_path):
    (tmp_path / "backfile-data").mkdir()
    (tmp_path / "backfile-data" / "backfile.toml").write_text('data = "other"', "utf-8")
    with pytest.raises(BackfileError, match="cannot move it"):
        load(tmp_path)


def test_the_codecs_are_those_of_the_index(tmp_path):
    for codec in get_args(Codec):
        assert load(tmp_path, codec=codec).codec == codec
    known = " or ".join(get_args(Codec))
    with pytest.raises(BackfileError, match=f"codec must be {known}, not 'w9'"):
        load(tmp_path, codec="w9")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("port = ", "not sound TOML"),
        ("prot = 80", "prot, which is not a setting"),
        ("port = 'many'", "port must be a whole number from 0 to 65535, not 'many'"),
        ("port = 65536", "port must be a whole number"),
        ("port = true", "port must be a whole number"),
        ("threads = 0", "threads must be a whole number from 1 to 256"),
        ("delay = -1", "delay must be a number of seconds"),
        ("delay = nan", "delay must be a number of seconds"),
        ("site_name = ''", "site_name must be some text"),
        ("base_url = 'ftp://x'", "base_url must be an address"),
        ("base_url = 'https://x.example/archive'", "base_url must be an address without a path"),
        ("base_url = 'https://[x'", "base_url must be an address"),
        ("base_url = ['https://x']", "base_url must be an address"),
        ('about = "one\\ntwo"', "about must be some text on one line, or an address"),
        ("rights = 'https://'", "rights must be some text on one line, or an address"),
        ("contact = 7", "contact must be some text on one line, or an address"),
        ("corrections = 'the editors'", "corrections must be an address of mail, or of a page"),
        ("corrections = 'javascript:alert(1)'", "corrections must be an address of mail"),
        ("corrections = 'a@b?bcc=c@d'", "corrections must be an address of mail"),
        ("corrections = 'https://[x'", "corrections must be an address of mail"),
        ("[data]\nx = 1", "data must be some text"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_that_names_the_place(tmp_path, toml, said):
    with pytest.raises(BackfileError) as caught:
        load(tmp_path, toml=toml)
    message = str(caught.value)
    assert said in message
    assert "backfile.toml" in message
    assert "\n" not in message


def test_what_is_said_of_a_site_goes_where_it_is_heeded(tmp_path):
    toml = """
[site."www.paper.example"]
title = "h1"
keep_parameters = "SID"
drop_parameters = ["from", "high*"]
[site."other.example:8080"]
drop_parameters = ["x"]
headers = {X-Archive = "kept secret"}
cookies = {subscriber = "7"}
"""
    settings = load(tmp_path, toml=toml)
    assert settings.parameters == {
        "paper.example": Parameters(("sid",), ("from", "high*")),
        "other.example:8080": Parameters((), ("x",)),
    }
    assert settings.rules == {"paper.example": SiteRule(title=("h1",))}
    assert settings.credentials == {
        "other.example:8080": Credentials({"X-Archive": "kept secret"}, {"subscriber": "7"})
    }
    assert "kept secret" not in repr(settings)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("drop = ['from']", "sets drop, which is not said of a site; there are body, title,"),
        ("drop = ['from']", "keep_parameters, drop_parameters"),
        ("drop_parameters = 3", "drop_parameters must be the name of a parameter"),
        ("keep_parameters = ['sid=3']", "or a list of them, not 'sid=3'"),
        ("keep_parameters = ['*']", "or a list of them, not '*'"),
        ("keep_parameters = [['sid']]", "or a list of them, not ['sid']"),
        (
            "headers = 'X: word-kept-secret'",
            "headers must be names with their texts, such as headers",
        ),
        ("headers = {X = ['word-kept-secret']}", "headers.X must be a text that a request can say"),
        ('headers = {X = "word-kept-secret\\r\\nY: 1"}', "headers.X must be a text that a request"),
        ("headers = {X = 'wörd-kept-secret'}", "headers.X must be a text that a request can say"),
        ("headers = {X = ''}", "headers.X must be a text that a request can say"),
        ("headers = {'X Y' = 'word-kept-secret'}", "has a name that no request can say: 'X Y'"),
        ("headers = {cookie = 'word-kept-secret'}", "sets Cookie; write cookies = {name = "),
        ("headers = {Host = 'word-kept-secret'}", "sets Host, which the crawler says itself"),
        (
            "cookies = ['word-kept-secret']",
            "cookies must be names with their texts, such as cookies",
        ),
        (
            "cookies = {a = 'word-kept-secret; b=c'}",
            "cookies.a must be a text that a request can say",
        ),
        ("headres = {X = 'word-kept-secret'}", "sets headres, which is not said of a site"),
        ("keep_parameters = {sid = true}", "or a list of them, not {'sid': True}"),
    ],
)
def test_what_is_wrong_of_a_site_is_said_in_one_line(tmp_path, line, said):
    with pytest.raises(BackfileError) as caught:
        load(tmp_path, toml=f'[site."paper.example"]\n{line}')
    assert said in str(caught.value) and "\n" not in str(caught.value)
    assert 'site."paper.example"' in str(caught.value) and "backfile.toml" in str(caught.value)
    assert "kept-secret" not in str(caught.value)


def test_a_file_that_is_not_text_is_named(tmp_path):
    (tmp_path / "backfile.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BackfileError, match=r"backfile\.toml is not text in UTF-8") as caught:
        load(tmp_path)
    assert caught.value.mend == f"save {tmp_path / 'backfile.toml'} as UTF-8"
    (tmp_path / "backfile.toml").write_bytes(b"\xef\xbb\xbfport = 80\r\n")  # as some editors do
    assert load(tmp_path).port == 80


@pytest.mark.parametrize(
    ("toml", "environ", "meant"),
    [
        ("delai = 2", {}, "delay"),
        ("", {"BACKFILE_PROT": "80"}, "BACKFILE_PORT"),
        ('[site."paper.example"]\ntitel = "h1"', {}, "title"),
        ("colour = 2", {}, None),
    ],
)
def test_a_misspelt_setting_is_told_which_was_meant(tmp_path, toml, environ, meant):
    """Where one is near; else it is told which there are."""
    with pytest.raises(BackfileError) as caught:
        load(tmp_path, toml=toml, environ=environ)
    said = str(caught.value)
    assert (f"did you mean {meant}?" in said) == bool(meant)
    assert ("there are " in said) == (not meant)


@pytest.mark.parametrize("inside", ["", "below/it"])
def test_a_data_folder_that_is_a_file_is_told_so(tmp_path, inside):
    file = tmp_path / "letter.txt"
    file.write_text("x")
    with pytest.raises(BackfileError, match=r"letter\.txt is a file") as caught:
        load(tmp_path, environ={"BACKFILE_DATA": str(file / inside)})
    assert "BACKFILE_DATA" in str(caught.value) and "--data" in caught.value.mend
    assert file.read_text() == "x"


def test_an_unknown_or_bad_variable_is_named_but_the_data_sets_of_developers_are_let_be(tmp_path):
    with pytest.raises(BackfileError, match="BACKFILE_PROT"):
        load(tmp_path, environ={"BACKFILE_PROT": "1"})
    with pytest.raises(BackfileError, match="from BACKFILE_PORT"):
        load(tmp_path, environ={"BACKFILE_PORT": "eighty"})
    assert load(tmp_path, environ={"BACKFILE_DATASETS": "x", "HOME": "y"}) == Settings()


def test_a_public_address_loses_its_last_slash_and_may_be_emptied(tmp_path):
    assert load(tmp_path, toml="base_url = 'https://x.example/'").base_url == "https://x.example"
    assert (
        load(
            tmp_path, toml="base_url = 'https://x.example'", environ={"BACKFILE_BASE_URL": ""}
        ).base_url
        is None
    )


def test_every_field_but_what_is_said_of_sites_and_the_sources_is_a_setting_with_help():
    others = ("rules", "parameters", "credentials", "chosen", "sources")
    assert [info.name for info in SETTINGS] == [
        field.name for field in fields(Settings) if field.name not in others
    ]
    assert all(info.help.endswith(".") for info in SETTINGS)
    assert all(info.read(info.default) == info.default for info in SETTINGS)


def test_importing_web_and_its_settings_loads_no_flask():
    code = "import sys, web, web.base.config; sys.exit('flask' in sys.modules)"
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
