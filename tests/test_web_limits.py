"""How much one reader may ask for: by the work it takes, whichever worker does it."""

from base64 import b64encode
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.newsroom import found_a_paper, soup
from web import create_app
from web.base.allowance import Allowance
from web.base.config import Secret

FIRST, SECOND = "203.0.113.7", "203.0.113.8"  # of addresses for examples: nothing is sent there


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return found_a_paper(tmp_path_factory.mktemp("paper"))


@pytest.fixture
def opened(settings, request):
    """Makes clients of other settings and closes what they opened."""

    def client(shared=None, **changes):
        app = create_app(replace(settings, host="0.0.0.0", **changes), shared)
        request.addfinalizer(app.extensions["shelf"].close)
        return app.test_client()

    return client


def ask(client, path="/search?q=water", address=FIRST, **headers):
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(path, headers=given, environ_overrides={"REMOTE_ADDR": address})


def test_whoever_caused_too_much_waits_and_nobody_else(opened):
    client = opened(limit=0.001)  # less than a page takes
    assert ask(client).status_code == 200
    refused = ask(client)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "One moment" in soup(refused, 429).h1.text and "ETag" not in refused.headers
    assert ask(client, "/search.json?q=water").json.keys() == {"error"}
    assert ask(client, address=SECOND).status_code == 200
    assert ask(client, "/healthz").status_code == 200
    with ask(client, "/static/site.css") as sheet:
        assert sheet.status_code == 200


def test_what_is_usual_is_never_refused(opened):
    client = opened()
    assert {ask(client).status_code for _ in range(50)} == {200}


@pytest.mark.parametrize("changes", [{"limit": 0.0}, {"host": "127.0.0.1", "limit": 0.001}])
def test_without_a_limit_or_on_this_machine_alone_nobody_waits(settings, changes):
    app = create_app(replace(settings, **({"host": "0.0.0.0"} | changes)))
    assert {ask(app.test_client()).status_code for _ in range(3)} == {200}
    app.extensions["shelf"].close()


def test_this_machine_is_not_counted(opened):
    client = opened(limit=0.001)
    assert {ask(client, address="127.0.0.1").status_code for _ in range(3)} == {200}


def test_behind_a_proxy_readers_are_told_apart_by_its_word_alone(opened):
    client = opened(limit=0.001, proxies="127.0.0.1, 203.0.113.128/25")

    def asked(chain, address="127.0.0.1"):
        return ask(client, address=address, X_Forwarded_For=chain).status_code

    assert asked(FIRST) == 200
    assert asked(FIRST) == 429
    assert asked(f"198.51.100.1, {FIRST}") == 429  # the reader wrote the first one himself
    assert asked(f"{FIRST}, 203.0.113.200") == 429  # two proxies, one behind the other
    assert asked(SECOND) == 200
    assert asked(SECOND, address=FIRST) == 429  # no proxy: its own address counts
    assert asked("") == 200 and asked("nonsense") == 200  # nobody can be told


def test_an_address_of_ipv4_is_the_same_by_the_name_that_ipv6_has_for_it(opened):
    client = opened(limit=0.001, proxies="127.0.0.1")

    def asked(chain, address="::ffff:127.0.0.1"):
        return ask(client, address=address, X_Forwarded_For=chain).status_code

    assert asked(f"::ffff:{FIRST}") == 200
    assert asked(FIRST, address="127.0.0.1") == 429
    assert asked(f"::ffff:{SECOND}") == 200  # no neighbour of the first one
    assert {ask(client, address="::ffff:127.0.0.1").status_code for _ in range(3)} == {200}


@pytest.mark.parametrize(
    ("written", "plain", "other"),
    [
        (f"{FIRST}:51234", FIRST, f"{SECOND}:51234"),
        ("[2001:db8:1:2::1]:51234", "2001:db8:1:2::1", "[2001:db8:1:3::1]:51234"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::1", "2001:db8:1:3::1"),
        (f"[::ffff:{FIRST}]:443", FIRST, f"[::ffff:{SECOND}]:443"),
    ],
)
def test_an_address_that_a_proxy_writes_with_its_port_is_counted(opened, written, plain, other):
    client = opened(limit=0.001, proxies="127.0.0.1, 203.0.113.128/25")

    def asked(chain):
        return ask(client, address="127.0.0.1", X_Forwarded_For=chain).status_code

    assert asked(written) == 200
    assert asked(written) == asked(plain) == 429
    assert asked(f"{written}, 203.0.113.200:8443") == 429  # a proxy behind another, with its port
    assert asked(other) == 200


def test_nobody_is_told_by_what_is_no_address(opened):
    client = opened(limit=0.001, proxies="127.0.0.1")
    for odd in ("203.0.113.7:", ":443", "[]:1", "[203.0.113.7", "203.0.113.7:port", "1:2:3", "unknown"):
        for _ in range(2):
            assert ask(client, address="127.0.0.1", X_Forwarded_For=odd).status_code == 200


def test_a_house_of_ipv6_is_one_reader(tmp_path):
    allowance = Allowance(tmp_path / "table", seconds=1.0)
    allowance.charge("2001:db8:1:2::1", 5.0)
    assert allowance.wait("2001:db8:1:2:ffff::9") > 0 == allowance.wait("2001:db8:1:3::1")
    allowance.close()


def test_it_is_paid_off_as_time_goes_by(tmp_path):
    allowance = Allowance(tmp_path / "table", seconds=2.0, window=60.0)
    for _ in range(2):
        allowance.charge(FIRST, 1.0)
    assert allowance.wait(FIRST) == 0.0  # as much at once
    allowance.charge(FIRST, 0.5)
    assert 0 < allowance.wait(FIRST) <= 15.0
    allowance.close()


def _charge(path: Path, times: int) -> None:
    allowance = Allowance(path, seconds=1.0)
    for _ in range(times):
        allowance.charge(FIRST, 1.0)
    allowance.close()


def test_workers_count_together_and_lose_nothing(tmp_path):
    path, context = tmp_path / "table", get_context("spawn")
    workers = [context.Process(target=_charge, args=(path, 500)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    allowance = Allowance(path, seconds=1.0)
    hours = allowance.wait(FIRST) / 3600
    assert 24.9 < hours <= 25.0  # 1,500 seconds of work, one a minute, less what has gone by
    allowance.close()


def test_few_passwords_can_be_tried(opened):
    client = opened(limit=2, staff_password=Secret("the heron waits"))

    def tried(password, address=FIRST):
        given = b64encode(f"any:{password}".encode()).decode()
        return ask(client, "/status.json", address, Authorization=f"Basic {given}").status_code

    answers = [tried(f"guess {number}") for number in range(20)]
    assert answers[0] == 401 and answers[-1] == 429 and answers.index(429) <= 6
    assert tried("the heron waits") == 429  # he waits, too
    assert tried("the heron waits", SECOND) == 200
