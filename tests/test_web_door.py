"""The pages for staff: open on this machine, behind a password or a proxy's word elsewhere."""

from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import BackfileError
from tests.newsroom import fill, found_a_paper, made, settle, soup
from tests.server import serving
from tests.shell import PATIENCE, backfile
from web import create_app
from web.base.config import Secret
from web.base.sources import load_settings

STAFF = ("/draft", "/status", "/status.json")
OTHERS = ("/", "/search?q=water", "/browse", "/help", "/healthz")
PASSWORD = Secret("the heron wäits")


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return found_a_paper(tmp_path_factory.mktemp("paper"))


@pytest.fixture
def opened(settings, request):
    """Makes clients of other settings and closes what they opened."""

    def client(**changes):
        app = create_app(replace(settings, **changes))
        request.addfinalizer(app.extensions["shelf"].close)
        return app.test_client()

    return client


def basic(password, name="anybody"):
    return {"Authorization": "Basic " + b64encode(f"{name}:{password}".encode()).decode()}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"host": "::1"},
        {"host": "localhost"},
        {"host": "0.0.0.0", "staff_open": True},
        {"base_url": "https://archive.example", "staff_open": True},
    ],
)
def test_it_is_open_where_only_this_machine_is_answered_or_the_file_says_so(opened, changes):
    client = opened(**changes)
    assert [client.get(path).status_code for path in STAFF] == [200] * 3
    assert soup(client.get("/")).select('nav a[href="/draft"]')


@pytest.mark.parametrize(
    "changes", [{"host": "0.0.0.0"}, {"host": "10.0.0.1"}, {"base_url": "https://archive.example"}]
)
def test_elsewhere_it_is_shut_and_says_how_to_open_it(opened, changes):
    client = opened(**changes)
    for path in STAFF:
        response = client.get(path)
        assert response.status_code == 403 and "BACKFILE_STAFF_PASSWORD" in response.text
        assert response.headers["Cache-Control"] == "private, no-store"
    assert client.get("/status.json").json.keys() == {"error"}
    assert client.post("/draft", data={"text": "A draft."}).status_code == 403
    assert client.head("/status").status_code == 403
    assert [client.get(path).status_code for path in OTHERS] == [200] * len(OTHERS)
    assert not soup(client.get("/")).select('a[href="/draft"], a[href="/status"]')


def test_the_password_opens_it_under_any_name(opened):
    client = opened(host="0.0.0.0", staff_password=PASSWORD)
    asked = client.get("/draft")
    assert asked.status_code == 401
    assert asked.headers["WWW-Authenticate"].startswith("Basic realm=")
    for wrong in ("", "the heron", PASSWORD.text.upper(), PASSWORD.text + " "):
        assert client.get("/draft", headers=basic(wrong)).status_code == 401
    for odd in ("Basic", "Basic !!!", "Bearer x", "Basic " + b64encode(b"\xff:\xff").decode()):
        assert client.get("/draft", headers={"Authorization": odd}).status_code == 401
    for path in STAFF:
        for name in ("anybody", ""):
            assert client.get(path, headers=basic(PASSWORD.text, name)).status_code == 200
    sent = client.post("/draft", data={"text": "A draft."}, headers=basic(PASSWORD.text))
    assert sent.status_code == 200
    assert "ETag" not in client.get("/draft").headers


def test_a_proxy_says_who_is_staff_and_nobody_else_does(opened):
    named = {"Staffname": "ada"}
    believed = opened(host="0.0.0.0", staff_header="Staffname", proxies="10.0.0.0/8, 127.0.0.1")
    assert believed.get("/draft", headers=named).status_code == 200
    assert believed.get("/draft").status_code == 403
    assert believed.get("/draft", headers={"Staffname": " "}).status_code == 403
    for address, status in (("10.1.2.3", 200), ("127.0.0.2", 403), ("", 403), ("no address", 403)):
        environ = {"REMOTE_ADDR": address}
        got = believed.get("/draft", headers=named, environ_overrides=environ)
        assert got.status_code == status
    unnamed = opened(host="0.0.0.0", staff_header="Staffname")
    assert unnamed.get("/draft", headers=named).status_code == 403
    both = opened(
        host="0.0.0.0", staff_header="Staffname", proxies="127.0.0.1", staff_password=PASSWORD
    )
    assert both.get("/draft", headers=basic(PASSWORD.text)).status_code == 200


def test_the_password_is_in_no_file_and_no_answer(tmp_path, monkeypatch, capsys):
    (tmp_path / "backfile.toml").write_text('staff_password = "the heron"', "utf-8")
    with pytest.raises(BackfileError, match="it belongs in the environment"):
        load_settings({}, environ={}, folder=tmp_path)
    (tmp_path / "backfile.toml").unlink()
    found = load_settings({}, environ={"BACKFILE_STAFF_PASSWORD": "the heron"}, folder=tmp_path)
    assert found.staff_password == Secret("the heron") and "heron" not in repr(found)
    monkeypatch.setenv("BACKFILE_STAFF_PASSWORD", "the heron")
    for arguments in ((), ("--json",)):
        assert backfile(tmp_path, "config", *arguments) == 0
        out = capsys.readouterr().out
        assert "heron" not in out and "BACKFILE_STAFF_PASSWORD" in out
    with pytest.raises(BackfileError, match="proxies must be addresses or networks"):
        load_settings({"proxies": "127.0.0.1, proxy.example"}, environ={}, folder=tmp_path)


@pytest.mark.parametrize("name", ["X-Remote-User", "Remote_User"])
def test_staff_are_named_by_a_header_that_no_other_passes_for(name):
    """A proxy takes out X-Remote-User and lets X_Remote_User through: both are one to WSGI."""
    with pytest.raises(BackfileError, match="staff_header must be a name of letters alone"):
        load_settings({"staff_header": name}, environ={}, folder=Path())
    named = load_settings({"staff_header": "Staffname"}, environ={}, folder=Path())
    assert named.staff_header == "Staffname"


def test_serve_says_at_its_start_that_they_are_shut(settings):
    public = ("--base-url", "https://archive.example")
    with serving("serve", "--data", settings.data, "--port", 0, *public) as (process, _):
        process.terminate()
        _, err = process.communicate(timeout=PATIENCE)
    assert err.count(b"\n") == 1 and b"are for staff, and shut here" in err


def test_a_draft_sent_as_data_is_for_staff_too(opened):
    for changes, status in (({}, 403), ({"staff_password": PASSWORD}, 401)):
        client = opened(host="0.0.0.0", **changes)
        reply = client.post("/draft.json", data={"text": "water"})
        assert (reply.status_code, [*reply.json]) == (status, ["error"])
    reply = client.post("/draft.json", data={"text": "water"}, headers=basic(PASSWORD.text))
    assert reply.status_code == 200


def test_only_pages_of_staff_lead_to_what_is_for_staff(opened):
    def leads(client, headers=None):
        links = {link["href"] for link in soup(client.get("/help", headers=headers)).select("a[href]")}
        return {"/draft", "/status"} & links

    client = opened(host="0.0.0.0", staff_password=PASSWORD)
    assert leads(client) == set()
    assert leads(client, basic(PASSWORD.text)) == {"/draft", "/status"}
    assert leads(opened(host="0.0.0.0", staff_open=True)) == {"/draft", "/status"}
    known = {"If-None-Match": client.get("/help").headers["ETag"]}
    assert client.get("/help", headers=known | basic("a guess")).status_code == 304
    assert client.get("/help", headers=known | basic(PASSWORD.text)).status_code == 200


@pytest.mark.parametrize(
    "changes", [{"staff_password": PASSWORD}, {"staff_header": "Staffname", "proxies": "127.0.0.1"}]
)
def test_what_is_set_holds_behind_a_proxy_of_this_machine_too(opened, changes):
    client = opened(**changes)
    assert {client.get(path).status_code for path in STAFF} <= {401, 403}
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("filled", [True, False])
def test_only_staff_are_told_how_to_mend_what_is_not_ready(filled, tmp_path, request):
    """Readers are told what they can do meanwhile, on each page that speaks of it."""
    settings = settle(tmp_path)
    fill(settings, (ferry := made(1, "The ferry waits."),) if filled else ())
    paths = ["/search?q=ferry", "/", *([f"/a/{ferry.id}"] if filled else [])]
    public = replace(settings, base_url="https://archive.example", staff_password=PASSWORD)
    for asked, headers in ((public, {}), (public, basic(PASSWORD.text)), (settings, {})):
        app = create_app(asked)
        request.addfinalizer(app.extensions["shelf"].close)
        for path in paths:
            reply = app.test_client().get(path, headers=headers, follow_redirects=True)
            text = soup(reply, reply.status_code).main.get_text()
            is_reader = asked is public and not headers
            assert ("backfile" in text) != is_reader, path
            assert str(tmp_path) not in text or not is_reader
            assert ("not ready" if filled else "The archive is empty so far.") in text
            assert not filled or "browse" in text.lower()
